package remedy.shared_account_test

import data.remedy.lib.example_test as example

# Disabled on 2026-11-05T10:00:00Z.
_approved(changes) := object.union(shared, {"approvals": [object.union(approval, changes)]})

_approved_late(changes) := object.union(_approved({"at": "2026-11-06T09:00:00Z"}), changes)

_attacked := {"exposure": {"misuse_confirmed": true}}

_leaked := {"type": "leaked_secret", "secret": {"id": "key-1", "valid_at_detection": true}}

_ratified_disabling(person) := _approved_late({"deviations": [{
	"rule": "SHR-01",
	"reason": "the owner of the process was on leave",
	"ratified_by": person,
	"at": "2026-11-10",
}]})

test_an_approval_before_the_act_passes if denied("SHR-01", shared) == []

test_no_approval_is_denied if {
	[d] := denied("SHR-01", object.remove(shared, ["approvals"]))
	d.path == ["approvals"]
	d.message == "shared account disabled on 2026-11-05T10:00:00Z without business approval"
	d.expected == "an approval of kind `business` by a person, given before that"
	startswith(d.unblock, "record the approval of the business in `approvals` (kind `business`), or have the deviation")
	d.who == ["alice", "henry"]
	d.related == [{"path": ["plan", "actions", 0, "performed_at"], "message": "`disable` was done here"}]
	d.facts.disabled_at == "2026-11-05T10:00:00Z"
	count(denied("SHR-01", object.union(shared, {"approvals": []}))) == 1
}

test_an_approval_at_the_second_passes_and_after_it_is_denied if {
	denied("SHR-01", _approved({"at": "2026-11-05T09:59:59Z"})) == []
	denied("SHR-01", _approved({"at": "2026-11-05T10:00:00Z"})) == []
	[d] := denied("SHR-01", _approved({"at": "2026-11-05T10:00:01Z"}))
	d.path == ["approvals", 0, "at"]
	d.message == concat("", [
		"shared account disabled on 2026-11-05T10:00:00Z, ",
		"and the business approved that only on 2026-11-05T10:00:01Z",
	])
	denied("SHR-01", _approved({"at": "2026-11-05"})) == []
	count(denied("SHR-01", _approved({"at": "2026-11-06"}))) == 1
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_day_of_the_act_ends_in_its_zone if {
	on_that_day := acted(shared, [object.union(disabling, {"performed_at": "2026-10-25"})])
	early := object.union(on_that_day, {"source": {"detected_at": "2026-10-20"}})
	last_second := [object.union(approval, {"at": "2026-10-25T22:59:59Z"})]
	denied_at("SHR-01", object.union(early, {"approvals": last_second}), at_berlin) == []
	next_day := [object.union(approval, {"at": "2026-10-25T23:00:00Z"})]
	count(denied_at("SHR-01", object.union(early, {"approvals": next_day}), at_berlin)) == 1
}

test_an_approval_that_does_not_count_is_denied if {
	every change in [{"kind": "plan"}, {"by": "svc-checkout"}, {"by": "payments"}, {"at": "2026-11-20T12:00:01Z"}] {
		[d] := denied("SHR-01", _approved(change))
		d.path == ["approvals"]
	}
	every key in ["by", "at"] {
		count(denied("SHR-01", object.union(shared, {"approvals": [object.remove(approval, [key])]}))) == 1
	}
	denied("SHR-01", _approved({"by": "aokafor"})) == []
}

test_the_earliest_approval_counts if {
	late := object.union(approval, {"at": "2026-11-08"})
	denied("SHR-01", object.union(shared, {"approvals": [late, approval]})) == []
	later := object.union(approval, {"at": "2026-11-07"})
	[d] := denied("SHR-01", object.union(shared, {"approvals": [late, later]}))
	d.path == ["approvals", 1, "at"]
}

test_the_first_act_that_disables_counts if {
	first := object.union(disabling, {"type": "rotate", "performed_at": "2026-11-04T15:00:00Z"})
	[d] := denied("SHR-01", acted(shared, [disabling, first]))
	d.facts.disabled_at == "2026-11-04T15:00:00Z"
	d.related[0].path == ["plan", "actions", 1, "performed_at"]
	denied("SHR-01", acted(shared, [disabling, object.union(first, {"status": "planned"})])) == []
	denied("SHR-01", acted(shared, [disabling, object.union(first, {"type": "split_identity"})])) == []
}

_unapproved(actions) := acted(object.remove(shared, ["approvals"]), actions)

test_without_an_act_that_disables_nothing_is_denied if {
	denied("SHR-01", _unapproved([])) == []
	denied("SHR-01", _unapproved([object.remove(disabling, ["performed_at"])])) == []
	denied("SHR-01", object.remove(_unapproved([]), ["plan"])) == []
}

test_containment_needs_no_approval if {
	denied("SHR-01", _unapproved([object.union(disabling, {"containment": true})])) == []
	denied("SHR-01", _unapproved([object.union(disabling, {"type": "contain"})])) == []
	count(denied("SHR-01", _unapproved([object.union(disabling, {"containment": false})]))) == 1
}

# 72 hours after 2026-11-05T10:00:00Z.
test_under_attack_the_approval_may_follow if {
	[d] := denied("SHR-01", object.union(object.remove(shared, ["approvals"]), _attacked))
	d.expected == "an approval of kind `business` by a person, within 72 hours after that"
	d.facts.tier == "active"
	denied("SHR-01", object.union(_approved({"at": "2026-11-08T09:59:59Z"}), _attacked)) == []
	denied("SHR-01", object.union(_approved({"at": "2026-11-08T10:00:00Z"}), _attacked)) == []
	[e] := denied("SHR-01", object.union(_approved({"at": "2026-11-08T10:00:01Z"}), _attacked))
	e.path == ["approvals", 0, "at"]
	count(denied("SHR-01", _approved_late({}))) == 1
}

test_for_a_leaked_production_secret_the_approval_may_follow if {
	denied("SHR-01", _approved_late(_leaked)) == []
	count(denied("SHR-01", object.union(_approved_late(_leaked), {"environment": "test"}))) == 1
	denied("SHR-01", object.remove(_approved_late(_leaked), ["environment"])) == []
	count(denied("SHR-01", object.union(_approved_late(_leaked), {"secret": {"valid_at_detection": false}}))) == 1
}

test_every_shared_identity_is_judged if {
	unapproved := object.union(_unapproved([disabling]), {"type": "stale_account"})
	count(denied("SHR-01", unapproved)) == 1
	private := object.union(unapproved, {"identity": {"shared": false}})
	denied("SHR-01", private) == []
	count(denied_in("SHR-01", private, object.union(example.org, {"identities": {"svc-checkout": {"shared": true}}}))) == 1
	denied("SHR-01", object.union(unapproved, {"type": "break_glass_use"})) == []
}

# Tier exposed/high asks for the highest level.
test_a_ratified_act_is_a_warning if {
	denied("SHR-01", _ratified_disabling("henry")) == []
	warned("SHR-01", _ratified_disabling("henry")) == [{
		"rule": "SHR-01",
		"path": ["deviations", 0],
		"flag": "ratified",
		"message": concat("", [
			"shared account disabled on 2026-11-05T10:00:00Z, ",
			"and the business approved that only on 2026-11-06T09:00:00Z; ratified by `henry` on 2026-11-10: ",
			"the owner of the process was on leave",
		]),
	}]
}

test_a_ratification_by_too_low_a_level_does_not_count if {
	[d] := denied("SHR-01", _ratified_disabling("frank"))
	d.related[1].path == ["deviations", 0]
	warned("SHR-01", _ratified_disabling("frank")) == []
}

test_a_ratification_without_need_is_not_told if {
	approved := object.union(shared, {"deviations": _ratified_disabling("henry").deviations})
	warned("SHR-01", approved) == []
	warned("SHR-01", as_state(_ratified_disabling("henry"), "contained")) == []
}

test_a_ratification_is_told_of_a_shared_account_that_was_repaired_alone if {
	ratified := object.union(_ratified_disabling("henry"), {"type": "stale_account"})
	count(warned("SHR-01", ratified)) == 1
	warned("SHR-01", object.union(ratified, {"identity": {"shared": false}})) == []
	warned("SHR-01", disposed(ratified, "false_positive")) == []
	warned("SHR-01", disposed(ratified, "duplicate")) == []
	every state in ["open", "contained", "accepted"] {
		warned("SHR-01", as_state(ratified, state)) == []
	}
}
