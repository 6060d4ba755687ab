package remedy.action_test

import data.remedy.lib.example_test as example

test_traceable_actions_pass if denied("ACT-04", repaired) == []

test_each_absent_trace_is_denied if {
	every key in ["performed_by", "performed_at", "change_ref"] {
		[d] := denied("ACT-04", lacking(1, key))
		d.path == ["plan", "actions", 1, key]
		d.message == sprintf("action `rotate` is not traceable: `%s` missing", [key])
		d.unblock == sprintf("set `%s`, from the record of the change", [key])
		d.who == ["alice"]
	}
}

test_several_absent_traces_are_one_denial_an_action if {
	found := denied("ACT-04", planned({"actions": [
		{"type": "rotate", "status": "done"},
		object.remove(done("fix_code", "code"), ["change_ref"]),
	]}))
	count(found) == 2
	some d in found
	d.path == ["plan", "actions", 0, "performed_by"]
	d.message == "action `rotate` is not traceable: `performed_by`, `performed_at`, `change_ref` missing"
	d.facts == {"missing": ["performed_by", "performed_at", "change_ref"]}
}

test_a_blank_trace_is_absent if count(denied("ACT-04", changed(1, {"change_ref": " "}))) == 1

test_containment_leaves_a_trace_too if {
	[d] := denied("ACT-04", planned({"actions": [object.remove(done("contain", "idp"), ["change_ref"])]}))
	d.path == ["plan", "actions", 0, "change_ref"]
}

test_what_was_not_done_needs_no_trace if {
	every status in ["planned", "in_progress", "not_applicable"] {
		denied("ACT-04", planned({"actions": [{"type": "rotate", "status": status}]})) == []
	}
	denied("ACT-04", planned({"actions": [{"type": "rotate"}]})) == []
	denied("ACT-04", example.without(repaired, "plan")) == []
}

test_an_action_to_the_second if {
	denied("ACT-04", changed(1, {"performed_at": "2026-11-20T11:59:59Z"})) == []
	denied("ACT-04", changed(1, {"performed_at": "2026-11-20T12:00:00Z"})) == []
	[d] := denied("ACT-04", changed(1, {"performed_at": "2026-11-20T12:00:01Z"}))
	d.path == ["plan", "actions", 1, "performed_at"]
	d.message == concat("", [
		"action `rotate` was done on 2026-11-20T12:00:01Z, ",
		"after 2026-11-20T12:00:00Z, the time of this check",
	])
	d.earliest == "2026-11-20T12:00:01Z"
}

test_an_action_of_today_passes_and_of_tomorrow_is_denied if {
	denied("ACT-04", changed(1, {"performed_at": "2026-11-20"})) == []
	count(denied("ACT-04", changed(1, {"performed_at": "2026-11-21"}))) == 1
}

# In Auckland the day of the check had begun at 11:00 UTC of the day before.
test_today_is_the_day_of_the_organisation if {
	at := object.union(example.at, {"zone": "Pacific/Auckland", "date": "2026-11-21"})
	tomorrow := object.union(example.document(changed(1, {"performed_at": "2026-11-21"})), {"at": at})
	found := data.remedy.action.deny with input as tomorrow with data.org as example.org
	count([d | some d in found; d.rule == "ACT-04"]) == 0
}

test_traces_are_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("ACT-04", lacking(1, "change_ref"))
	only_repairs_are_judged("ACT-04", changed(1, {"performed_at": "2026-11-21"}))
}

test_what_is_planned_may_lie_in_the_future if {
	every status in ["planned", "in_progress", "not_applicable"] {
		denied("ACT-04", changed(1, {"status": status, "performed_at": "2026-11-21"})) == []
	}
}
