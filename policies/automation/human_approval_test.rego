package remedy.automation_test

import data.remedy.lib.example_test as example

_rotation := {
	"type": "rotate",
	"status": "done",
	"automated": true,
	"performed_by": "svc-checkout",
	"performed_at": "2026-11-03T11:00:00Z",
	"change_ref": "CHG-881",
}

_critical(actions, approvals) := object.union(acted(actions), {
	"type": "long_lived_secret",
	"identity": {"business_critical": true},
	"approvals": approvals,
})

_approval := {"kind": "business", "by": "judy", "at": "2026-11-03T10:00:00Z"}

_approved_at(at) := _critical([_rotation], [object.union(_approval, {"at": at})])

_active(finding) := object.union(finding, {"exposure": {"exploitation": "active"}})

_ratified_automation(person) := object.union(_critical([_rotation], []), {"deviations": [{
	"rule": "AUT-01",
	"reason": "the rotation was right, nobody was asked",
	"ratified_by": person,
	"at": "2026-11-18",
}]})

test_approved_automation_passes if {
	every kind in ["plan", "business", "emergency"] {
		denied("AUT-01", _critical([_rotation], [object.union(_approval, {"kind": kind})])) == []
	}
	warned("AUT-01", _critical([_rotation], [_approval])) == []
}

test_automation_without_approval_is_denied if {
	every finding in [_critical([_rotation], []), object.remove(_critical([_rotation], []), ["approvals"])] {
		[d] := denied("AUT-01", finding)
		d.path == ["plan", "actions", 0, "automated"]
		d.message == concat("", [
			"automation did `rotate` on the business-critical identity `svc-checkout` ",
			"without approval by a person",
		])
		d.expected == "an approval before the action"
		d.who == ["henry"]
		d.related == []
		d.facts == {"tier": "exposed"}
		startswith(d.unblock, "record the approval that a person gave in time")
		contains(d.unblock, "rule: AUT-01")
	}
}

test_several_actions_are_one_denial if {
	disabled := object.union(_rotation, {"type": "disable", "containment": true})
	validated := object.union(_rotation, {"type": "validate"})
	[d] := denied("AUT-01", _critical([validated, _rotation, disabled], []))
	d.path == ["plan", "actions", 1, "automated"]
	startswith(d.message, "automation did `disable`, `rotate` on")
	d.related == [{"path": ["plan", "actions", 2, "automated"], "message": "neither was this"}]
}

test_an_approval_of_no_person_does_not_count if {
	[d] := denied("AUT-01", _critical([_rotation], [object.union(_approval, {"by": "svc-checkout"})]))
	d.related == [{"path": ["approvals", 0, "by"], "message": "`svc-checkout` is not a person in `org.people`"}]
}

test_an_approval_by_alias_counts if {
	denied("AUT-01", _critical([_rotation], [object.union(_approval, {"by": "aokafor"})])) == []
}

test_an_approval_of_another_kind_does_not_count if {
	count(denied("AUT-01", _critical([_rotation], [object.union(_approval, {"kind": "closure"})]))) == 1
}

test_an_approval_to_the_second if {
	denied("AUT-01", _approved_at("2026-11-03T10:59:59Z")) == []
	denied("AUT-01", _approved_at("2026-11-03T11:00:00Z")) == []
	[d] := denied("AUT-01", _approved_at("2026-11-03T11:00:01Z"))
	endswith(d.message, "without approval by a person; it came too late")
	d.related == [{"path": ["approvals", 0, "at"], "message": "given only on 2026-11-03T11:00:01Z"}]
}

test_in_tier_active_the_approval_may_follow if {
	denied("AUT-01", _active(_approved_at("2026-11-06T10:59:59Z"))) == []
	denied("AUT-01", _active(_approved_at("2026-11-06T11:00:00Z"))) == []
	[d] := denied("AUT-01", _active(_approved_at("2026-11-06T11:00:01Z")))
	d.expected == "an approval before the action or within 72 hours after it"
	d.facts == {"tier": "active"}
	count(denied("AUT-01", _approved_at("2026-11-06T10:59:59Z"))) == 1
}

test_an_action_with_absent_date_needs_some_approval if {
	undated := object.remove(_rotation, ["performed_at"])
	denied("AUT-01", _critical([undated], [_approval])) == []
	count(denied("AUT-01", _critical([undated], []))) == 1
}

# The clock of Berlin went back in the night to 2026-10-25, so that day ends at 23:00 UTC.
test_the_day_of_the_action_ends_in_the_zone_of_the_organisation if {
	action := object.union(_rotation, {"performed_at": "2026-10-25"})
	early := object.union(_critical([action], []), {"source": {"detected_at": "2026-10-20"}})
	_denied_in_berlin(early, "2026-10-25T22:59:59Z") == 0
	_denied_in_berlin(early, "2026-10-25T23:00:00Z") == 1
}

_denied_in_berlin(finding, approved_at) := count([d | some d in found; d.rule == "AUT-01"]) if {
	approved := object.union(finding, {"approvals": [object.union(_approval, {"at": approved_at})]})
	at := object.union(example.at, {"zone": "Europe/Berlin"})
	found := data.remedy.automation.deny with input as object.union(example.document(approved), {"at": at})
		with data.org as example.org
}

test_automation_of_other_identities_and_other_actions_passes if {
	every finding in [
		acted([_rotation]),
		object.union(acted([_rotation]), {"identity": {"business_critical": false}}),
		_critical([object.union(_rotation, {"automated": false})], []),
		_critical([object.remove(_rotation, ["automated"])], []),
		_critical([object.union(_rotation, {"status": "planned"})], []),
		_critical([object.union(_rotation, {"type": "validate"})], []),
		object.remove(_critical([], []), ["plan"]),
	] {
		denied("AUT-01", finding) == []
	}
}

test_ratified_automation_passes_with_a_flag if {
	denied("AUT-01", _ratified_automation("henry")) == []
	[w] := warned("AUT-01", _ratified_automation("henry"))
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "by a person; ratified by `henry` on 2026-11-18: the rotation was right, nobody was asked")
}

test_a_ratification_by_too_low_a_level_does_not_count if {
	[d] := denied("AUT-01", _ratified_automation("grace"))
	d.related[0].path == ["deviations", 0]
	warned("AUT-01", _ratified_automation("grace")) == []
}

test_automation_is_judged_at_the_closure_of_a_repair_alone if {
	unapproved := _critical([_rotation], [])
	every state in ["open", "contained", "accepted"] {
		denied("AUT-01", in_state(unapproved, state)) == []
		warned("AUT-01", in_state(_ratified_automation("henry"), state)) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		denied("AUT-01", closed_as(unapproved, disposition)) == []
	}
}

test_a_deviation_that_no_automation_needs_shows_nothing if {
	warned("AUT-01", object.union(_ratified_automation("henry"), {"approvals": [_approval]})) == []
	warned("AUT-01", object.union(_ratified_automation("henry"), {"plan": {"actions": []}})) == []
}

test_an_approval_of_each_kind_that_does_not_count_is_pointed_at if {
	every kind in ["plan", "business", "emergency"] {
		[d] := denied("AUT-01", _critical([_rotation], [object.union(_approval, {"kind": kind, "at": "2026-11-21"})]))
		d.related == [{"path": ["approvals", 0, "at"], "message": "it is dated in the future (2026-11-21)"}]
	}
	[d] := denied("AUT-01", _critical([_rotation], [object.union(_approval, {"kind": "closure", "at": "2026-11-21"})]))
	d.related == []
}
