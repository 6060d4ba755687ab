package remedy.evidence_test

import data.remedy.lib.example_test as example

_collected(moment) := with_one({"collected_at": moment})

# Fixed at 2026-11-03T11:00:00Z, closed at 2026-11-19T09:00:00Z.
test_evidence_from_before_the_fix_is_denied if {
	[d] := denied("EVD-04", _collected("2026-11-03T09:00:00Z"))
	d.path == ["evidence", 0, "collected_at"]
	d.message == concat(" ", [
		"evidence 1 (`log_review`) was collected on 2026-11-03T09:00:00Z,",
		"before the fix was complete (2026-11-03T11:00:00Z)",
	])
	d.expected == "a moment after 2026-11-03T11:00:00Z"
	d.found == "2026-11-03T09:00:00Z"
	d.unblock == "collect it again, as the fix left it, and attach that"
	d.who == ["erin"]
	d.related == [{"path": ["plan", "actions", 0, "performed_at"], "message": "done after it was collected"}]
	denied_as_repair_only("EVD-04", _collected("2026-11-03T09:00:00Z"))
}

test_evidence_is_collected_from_the_second_of_the_fix_on if {
	count(denied("EVD-04", _collected("2026-11-03T10:59:59Z"))) == 1
	denied("EVD-04", _collected("2026-11-03T11:00:00Z")) == []
	denied("EVD-04", _collected("2026-11-03T11:00:01Z")) == []
}

test_a_day_counts_as_a_whole if {
	count(denied("EVD-04", _collected("2026-11-02"))) == 1
	denied("EVD-04", _collected("2026-11-03")) == []
	denied("EVD-04", _collected("2026-11-04")) == []
}

_with_actions(actions, at) := object.union(_collected(at), {"plan": {"actions": actions}})

_act(at) := {"type": "fix_code", "status": "done", "performed_by": "carol", "performed_at": at, "change_ref": "CHG-1"}

test_the_last_action_counts if {
	[d] := denied("EVD-04", _with_actions([_act("2026-11-10"), _act("2026-11-05"), _act("2026-11-03")], "2026-11-04"))
	contains(d.message, "before the fix was complete (2026-11-10)")
	{r.path[2] | some r in d.related} == {0, 1}
}

test_containment_investigation_and_what_is_not_done_do_not_count if {
	contained := object.union(_act("2026-11-10"), {"containment": true})
	blocked := object.union(_act("2026-11-10"), {"type": "contain"})
	planned := object.union(_act("2026-11-10"), {"status": "planned"})
	looked := object.union(_act("2026-11-10"), {"type": "finance_validation"})
	denied("EVD-04", _with_actions([_act("2026-11-03"), contained, blocked, planned, looked], "2026-11-04")) == []
}

test_absent_actions_and_absent_dates_pass if {
	undated := object.remove(_act("2026-11-10"), ["performed_at"])
	denied("EVD-04", _with_actions([undated], "2026-11-04")) == []
	denied("EVD-04", object.remove(_collected("2026-11-04"), ["plan"])) == []
	denied("EVD-04", with_evidence([object.remove(item("log_review"), ["collected_at"])])) == []
}

# Berlin: the day has 25 hours; the evidence of the evening before is from before the fix.
test_a_day_ends_when_the_clock_of_the_zone_says_so if {
	finding := object.union(_with_actions([_act("2026-10-25")], "2026-10-24T21:59:59Z"), {
		"source": {"detected_at": "2026-10-18T09:00:00Z"},
	})
	later := object.union(finding, {"evidence": [object.union(item("log_review"), {
		"collected_at": "2026-10-24T22:00:00Z",
	})]})
	count(denied_at("EVD-04", in_zone(example.document(finding), "Europe/Berlin"), example.org)) == 1
	denied_at("EVD-04", in_zone(example.document(later), "Europe/Berlin"), example.org) == []
	count(denied_at("EVD-04", in_zone(example.document(later), "UTC"), example.org)) == 1
}

test_evidence_of_the_state_before_passes if {
	old := {"collected_at": "2026-09-01"}
	every type in ["hr_event", "session_log", "member_list", "permission_export_before", "config_before"] {
		denied("EVD-04", with_evidence([object.union(item(type), old)])) == []
	}
	count(denied("EVD-04", with_evidence([object.union(item("permission_export_after"), old)]))) == 1
}

_fixed_early(at) := object.union(_with_actions([_act("2026-10-01")], at), {
	"source": {"detected_at": "2026-09-28T09:00:00Z"},
})

test_evidence_that_is_too_old_at_the_closure_is_denied if {
	[d] := denied("EVD-04", _fixed_early("2026-10-19"))
	d.message == "evidence 1 (`log_review`) was collected on 2026-10-19, more than 30 days before 2026-11-19"
	d.expected == "collected at most 30 days before the closure"
	d.unblock == "collect it again, and attach that"
	d.facts == {"max_age_days": 30}
	count(denied("EVD-04", _fixed_early("2026-10-19T23:59:59Z"))) == 1
	denied("EVD-04", _fixed_early("2026-10-20")) == []
	denied("EVD-04", _fixed_early("2026-10-20T00:00:00Z")) == []
}

test_the_age_is_counted_to_a_closure_that_lies_back if {
	back := object.union(_fixed_early("2026-10-19"), {"closure": {"at": "2026-11-18T23:59:59Z"}})
	denied("EVD-04", back) == []
	unbelieved := object.union(_fixed_early("2026-10-20"), {"closure": {"at": "2026-12-24"}})
	[d] := denied("EVD-04", unbelieved)
	endswith(d.message, "more than 30 days before 2026-11-20")
	undated := object.remove(_fixed_early("2026-10-20"), ["closure"])
	[open_end] := denied("EVD-04", object.union(undated, {"closure": {"verified_by": "erin"}}))
	open_end.message == d.message
	denied("EVD-04", undated) == []
}

test_evidence_that_is_both_is_one_denial if {
	[d] := denied("EVD-04", _collected("2026-09-01"))
	contains(d.message, "before the fix was complete")
}

test_evidence_from_the_future_is_denied if {
	[d] := denied("EVD-04", _collected("2026-11-20T12:00:01Z"))
	d.message == "evidence 1 (`log_review`) is dated in the future (2026-11-20T12:00:01Z)"
	d.earliest == "2026-11-20T12:00:01Z"
	denied("EVD-04", _collected("2026-11-20T12:00:00Z")) == []
	denied("EVD-04", _collected("2026-11-20")) == []
	count(denied("EVD-04", with_evidence([object.union(item("hr_event"), {"collected_at": "2026-11-21"})]))) == 1
}

test_evidence_of_the_state_before_does_not_grow_old if {
	old := object.union(item("permission_export_before"), {"collected_at": "2026-10-19"})
	denied("EVD-04", object.union(_fixed_early("2026-10-19"), {"evidence": [old]})) == []
}

test_evidence_and_action_of_the_future_are_one_denial if {
	[d] := denied("EVD-04", _with_actions([_act("2026-11-25")], "2026-11-22"))
	d.message == "evidence 1 (`log_review`) is dated in the future (2026-11-22)"
}
