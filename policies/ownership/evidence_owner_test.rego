package remedy.ownership_test

import data.remedy.lib.example_test as example

_audited(finding) := object.union(finding, {"source": {"kind": "audit"}})

test_an_owner_of_the_evidence_passes if {
	count(denied("OWN-11", _audited(example.closed))) == 0
}

test_an_absent_owner_of_the_evidence_is_denied if {
	some d in denied("OWN-11", _audited(unowned("evidence_owner")))
	d.path == ["ownership", "evidence_owner"]
	d.message == "nobody owns the control evidence"
	d.who == ["alice"]
}

test_a_finding_of_no_audit_passes_without if {
	count(denied("OWN-11", unowned("evidence_owner"))) == 0
}

test_every_kind_of_audit_finding_needs_one if {
	base := unowned("evidence_owner")
	count(denied("OWN-11", object.union(base, {"type": "access_review_failure"}))) == 1
	count(denied("OWN-11", object.union(base, {"type": "soc2_exception"}))) == 1
	count(denied("OWN-11", object.union(base, {"source": {"framework": "sox"}}))) == 1
	count(denied("OWN-11", object.union(base, {"source": {"framework": "soc2"}}))) == 1
	count(denied("OWN-11", object.union(base, {"source": {"framework": "pci"}}))) == 0
	count(denied_in("OWN-11", base, org_with({"controls": {"AC-17": {"framework": "soc2"}}}))) == 1
	count(denied_in("OWN-11", base, org_with({"controls": {"AC-17": {"framework": "sox"}}}))) == 1
}

test_an_owner_of_the_evidence_who_is_nobody_is_denied if {
	some d in denied("OWN-11", _audited(owned({"evidence_owner": "audit"})))
	d.message == "the owner of the evidence `audit` is not a person in `org.people`"
	d.found == "audit"
}

test_one_person_for_evidence_and_process_is_denied if {
	some d in denied("OWN-11", _audited(owned({"evidence_owner": "alice@example.com"})))
	d.path == ["ownership", "evidence_owner_is_process_owner"]
	d.message == concat("", [
		"`alice@example.com` owns the evidence and, as `ownership.accountable_owner`, the process; ",
		"nothing says that this is meant",
	])
	{r.path | some r in d.related} == {["ownership", "evidence_owner"], ["ownership", "accountable_owner"]}
}

test_the_system_owner_is_the_process_owner_if_named if {
	count(denied("OWN-11", _audited(owned({"evidence_owner": "alice", "system_owner": "judy"})))) == 0
	some d in denied("OWN-11", _audited(owned({"system_owner": "erin"})))
	d.related[1].path == ["ownership", "system_owner"]
}

test_one_person_for_both_passes_if_stated if {
	stated := {"evidence_owner": "alice", "evidence_owner_is_process_owner": true}
	count(denied("OWN-11", _audited(owned(stated)))) == 0
}

test_no_owner_at_all_is_named_once if {
	count(denied("OWN-11", _audited(example.without(example.closed, "ownership")))) == 1
}

test_a_missing_evidence_owner_blocks_accepted_and_neither_open_nor_contained if {
	count(denied("OWN-11", as_state(_audited(unowned("evidence_owner")), "accepted"))) == 1
	count(denied("OWN-11", as_state(_audited(unowned("evidence_owner")), "open"))) == 0
	count(denied("OWN-11", as_state(_audited(unowned("evidence_owner")), "contained"))) == 0
}

test_no_mistake_about_the_evidence_blocks_open_or_contained if {
	every state in ["open", "contained"] {
		denied("OWN-11", as_state(_audited(owned({"evidence_owner": "audit"})), state)) == set()
		denied("OWN-11", as_state(_audited(owned({"evidence_owner": "alice"})), state)) == set()
	}
	count(denied("OWN-11", as_state(_audited(owned({"evidence_owner": "alice"})), "accepted"))) == 1
}

test_the_evidence_of_no_audit_may_belong_to_anybody if {
	denied("OWN-11", owned({"evidence_owner": "audit"})) == set()
	denied("OWN-11", owned({"evidence_owner": "alice"})) == set()
}

test_without_people_nobody_is_called_unknown_as_evidence_owner if {
	org := object.remove(example.org, ["people"])
	denied_in("OWN-11", _audited(owned({"evidence_owner": "erin"})), org) == set()
}
