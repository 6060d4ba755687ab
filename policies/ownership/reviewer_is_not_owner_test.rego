package remedy.ownership_test

import data.remedy.lib.example_test as example

test_an_owner_of_the_business_passes if {
	count(denied("OWN-05", example.closed)) == 0
}

test_an_auditor_as_owner_is_denied if {
	some d in denied("OWN-05", owned({"accountable_owner": "ivan"}))
	d.path == ["ownership", "accountable_owner"]
	startswith(d.message, "team `audit` of `ivan` (audit) may verify and escalate, but not own remediation; `AC-17`")
	endswith(d.message, "is owned by `alice`")
	d.unblock == "hand the finding over to the control owner `alice`"
	d.who == ["alice", "judy"]
	d.related == [{"path": ["control", "id"], "message": "owned by `alice`"}]
}

test_an_access_reviewer_by_an_alias_is_denied if {
	org := org_with({"aliases": {"rita@example.com": "rita"}})
	some d in denied_in("OWN-05", owned({"accountable_owner": "rita@example.com"}), org)
	startswith(d.message, "team `reviews` of `rita` (access review)")
}

test_an_auditor_who_owns_the_control_passes if {
	org := org_with({"controls": {"AC-17": {"owners": [{"person": "ivan", "from": "2026-01-01"}]}}})
	count(denied_in("OWN-05", owned({"accountable_owner": "ivan"}), org)) == 0
}

test_an_auditor_who_owned_the_control_before_is_denied if {
	org := org_with({"controls": {"AC-17": {"owners": [{"person": "ivan", "from": "2026-01-01", "to": "2026-11-18"}]}}})
	count(denied_in("OWN-05", owned({"accountable_owner": "ivan"}), org)) == 1
}

test_an_auditor_as_owner_without_a_control_is_denied if {
	some d in denied("OWN-05", object.remove(owned({"accountable_owner": "ivan"}), ["control"]))
	endswith(d.message, "but not own remediation")
	d.unblock == "hand the finding over to the person who owns the control"
	d.related == []
}

test_an_absent_or_unknown_owner_is_left_to_its_rule if {
	count(denied("OWN-05", unowned("accountable_owner"))) == 0
	count(denied("OWN-05", owned({"accountable_owner": "zoe"}))) == 0
}

test_an_auditor_as_owner_blocks_accepted_and_neither_open_nor_contained if {
	audited := owned({"accountable_owner": "ivan"})
	count(denied("OWN-05", as_state(audited, "accepted"))) == 1
	count(denied("OWN-05", as_state(audited, "open"))) == 0
	count(denied("OWN-05", as_state(audited, "contained"))) == 0
}

test_an_owner_who_neither_reviews_nor_owns_the_control_passes if {
	denied("OWN-05", owned({"accountable_owner": "carol"})) == set()
}

test_other_reviewers_cannot_help if {
	every owner, helper in {"ivan": "rita", "rita": "ivan"} {
		finding := object.union(owned({"accountable_owner": owner}), {"identity": {"owner": helper}})
		some d in denied("OWN-05", finding)
		d.who == ["alice", "judy"]
	}
}
