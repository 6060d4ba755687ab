package remedy.sla_test

import data.remedy.lib.example_test as example

_late_document(finding, moment, zone) := object.union(example.document_at(finding, moment), {"at": {"zone": zone}})

_late_warnings(finding, moment, zone) := warnings if {
	warnings := [w | some w in data.remedy.sla.warn; w.rule == "SLA-04"]
		with input as _late_document(finding, moment, zone)
		with data.org as example.org
		with data.feeds as example.feeds
}

_flag(finding, moment, zone) := [w.flag | some w in _late_warnings(finding, moment, zone)]

# Due on 2026-10-25, the day on which the clocks of Berlin go back: it has 25 hours.
_due_in_october := object.union(example.open_finding, {
	"source": {"detected_at": "2026-10-18T09:00:00Z"},
	"exposure": {"evaluated_at": "2026-10-19T09:00:00Z"},
	"due": {"date": "2026-10-25", "clock_started_at": "2026-10-18T09:00:00Z"},
})

_fixed(moment) := object.union(example.closed, {"plan": {"path": "rotation", "actions": [{
	"type": "revoke_old",
	"status": "done",
	"performed_by": "carol",
	"performed_at": moment,
	"change_ref": "CHG-881",
}]}})

test_an_open_finding_after_its_due_date_is_overdue if {
	_late_warnings(example.open_finding, "2026-11-20T12:00:00Z", "UTC") == [{
		"rule": "SLA-04",
		"path": ["due", "date"],
		"flag": "overdue",
		"message": "due 2026-11-09, still open on 2026-11-20: 11 days late; closing does not erase the breach",
		"found": "2026-11-09",
		"unblock": "fix the finding and close it, or have the risk accepted",
		"who": ["alice"],
		"facts": {"days_late": 11, "due": "2026-11-09"},
	}]
}

test_a_contained_finding_after_its_due_date_is_overdue if {
	[warning] := _late_warnings(object.union(example.open_finding, {"state": "contained"}), "2026-11-10T00:00:00Z", "UTC")
	warning.flag == "overdue"
	warning.message == "due 2026-11-09, still contained on 2026-11-10: 1 day late; closing does not erase the breach"
}

test_the_due_date_holds_until_its_last_second_in_utc if {
	_flag(example.open_finding, "2026-11-09T23:59:58Z", "UTC") == []
	_flag(example.open_finding, "2026-11-09T23:59:59Z", "UTC") == []
	_flag(example.open_finding, "2026-11-10T00:00:00Z", "UTC") == ["overdue"]
}

test_the_due_date_holds_until_its_last_second_on_a_day_of_25_hours if {
	_flag(_due_in_october, "2026-10-25T22:59:58Z", "Europe/Berlin") == []
	_flag(_due_in_october, "2026-10-25T22:59:59Z", "Europe/Berlin") == []
	_flag(_due_in_october, "2026-10-25T23:00:00Z", "Europe/Berlin") == ["overdue"]
}

test_the_due_date_holds_until_its_last_second_on_a_day_of_23_hours if {
	finding := object.union(_due_in_october, {"due": {"date": "2026-03-29"}})
	_flag(finding, "2026-03-29T21:59:59Z", "Europe/Berlin") == []
	_flag(finding, "2026-03-29T22:00:00Z", "Europe/Berlin") == ["overdue"]
	_flag(finding, "2026-03-29T21:59:59Z", "UTC") == []
	_flag(finding, "2026-03-29T22:00:00Z", "UTC") == []
}

test_a_due_moment_holds_until_its_second if {
	finding := object.union(example.open_finding, {"due": {"date": "2026-11-09T12:00:00Z"}})
	_flag(finding, "2026-11-09T11:59:59Z", "UTC") == []
	_flag(finding, "2026-11-09T12:00:00Z", "UTC") == []
	[warning] := _late_warnings(finding, "2026-11-09T12:00:01Z", "UTC")
	contains(warning.message, ": less than a day late;")
	warning.facts.days_late == 0
}

test_a_fix_after_the_due_date_is_late if {
	_late_warnings(_fixed("2026-11-12T11:00:00Z"), "2026-11-20T12:00:00Z", "UTC") == [{
		"rule": "SLA-04",
		"path": ["due", "date"],
		"flag": "late",
		"message": "due 2026-11-09, fixed 2026-11-12T11:00:00Z: 3 days late; closing does not erase the breach",
		"found": "2026-11-09",
		"related": [{"path": ["plan", "actions", 0, "performed_at"], "message": "the fix was complete here"}],
		"facts": {"days_late": 3, "due": "2026-11-09", "fixed_at": "2026-11-12T11:00:00Z"},
	}]
}

test_a_fix_in_the_last_second_is_not_late if {
	_flag(_fixed("2026-11-09T23:59:59Z"), "2026-11-20T12:00:00Z", "UTC") == []
	_flag(_fixed("2026-11-10T00:00:00Z"), "2026-11-20T12:00:00Z", "UTC") == ["late"]
	_flag(_fixed("2026-11-09"), "2026-11-20T12:00:00Z", "UTC") == []
	_flag(_fixed("2026-11-09T22:59:59Z"), "2026-11-20T12:00:00Z", "Europe/Berlin") == []
	_flag(_fixed("2026-11-09T23:00:00Z"), "2026-11-20T12:00:00Z", "Europe/Berlin") == ["late"]
}

test_a_fix_in_time_that_is_closed_later_is_not_late if {
	_flag(example.closed, "2026-11-20T12:00:00Z", "UTC") == []
}

test_without_actions_the_closure_counts if {
	closed := object.remove(example.closed, ["plan"])
	[warning] := _late_warnings(closed, "2026-11-20T12:00:00Z", "UTC")
	warning.facts.fixed_at == "2026-11-19T09:00:00Z"
	warning.related == []
	_flag(object.union(closed, {"closure": {"at": "2026-11-09T09:00:00Z"}}), "2026-11-20T12:00:00Z", "UTC") == []
	_flag(object.remove(closed, ["closure"]), "2026-11-20T12:00:00Z", "UTC") == ["late"]
}

# The second action has no date, so nobody knows that the fix was complete in time.
test_an_action_without_a_date_lets_the_closure_count if {
	done := _fixed("2026-11-03").plan.actions[0]
	undated := object.union(_fixed("2026-11-03"), {"plan": {"actions": [done, object.remove(done, ["performed_at"])]}})
	[warning] := _late_warnings(undated, "2026-11-20T12:00:00Z", "UTC")
	warning.facts.fixed_at == "2026-11-19T09:00:00Z"
	warning.related == []
	_flag(_fixed("2026-11-03"), "2026-11-20T12:00:00Z", "UTC") == []
}

_extension_until_december := [{
	"until": "2026-12-01",
	"reason": "the change freeze",
	"approved_by": "frank",
	"approved_at": "2026-11-08",
}]

test_a_valid_extension_moves_the_date if {
	finding := object.union(example.open_finding, {"severity": "moderate", "impact": "moderate"})
	extended := object.union(finding, {"due": {"extensions": _extension_until_december}})
	_flag(finding, "2026-11-20T12:00:00Z", "UTC") == ["overdue"]
	_flag(extended, "2026-11-20T12:00:00Z", "UTC") == []
	[warning] := _late_warnings(extended, "2026-12-02T00:00:00Z", "UTC")
	warning.path == ["due", "extensions", 0, "until"]
}

test_an_invalid_extension_does_not_move_the_date if {
	finding := object.union(example.open_finding, {"due": {"extensions": _extension_until_december}})
	_flag(finding, "2026-11-20T12:00:00Z", "UTC") == ["overdue"]
}

test_an_accepted_finding_is_not_overdue if {
	_flag(object.union(example.open_finding, {"state": "accepted"}), "2026-11-20T12:00:00Z", "UTC") == []
}

test_a_finding_without_a_due_date_is_not_overdue if {
	_flag(object.remove(example.open_finding, ["due"]), "2026-11-20T12:00:00Z", "UTC") == []
	_flag(object.remove(_fixed("2026-11-12"), ["due"]), "2026-11-20T12:00:00Z", "UTC") == []
}

test_of_several_actions_the_one_that_completed_the_fix_is_shown if {
	first := _fixed("2026-11-03T11:00:00Z").plan.actions[0]
	last := object.union(first, {"performed_at": "2026-11-12T11:00:00Z"})
	finding := object.union(_fixed("2026-11-03"), {"plan": {"actions": [first, last]}})
	[warning] := _late_warnings(finding, "2026-11-20T12:00:00Z", "UTC")
	warning.related == [{"path": ["plan", "actions", 1, "performed_at"], "message": "the fix was complete here"}]
}
