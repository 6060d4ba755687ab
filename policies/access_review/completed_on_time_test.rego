package remedy.access_review_test

import data.remedy.lib.example_review_test as example

# The review without the day that was agreed, completed at a moment: 90 days after 2026-08-25 are over with 2026-11-23.
_completed_at(moment) := object.union(without("due_at"), {"completed_at": moment})

# Both answers of the rule some days later, when all of that is in the past.
_timed(set_name, review) := _timed_in(set_name, review, "2026-12-10T12:00:00Z", "UTC")

_timed_in(set_name, review, now, zone) := results(
	set_name,
	"REV-05",
	example.document_at(review, example.facts, now, zone),
	example.org,
)

_late := _completed_at("2026-11-30T09:00:00Z")

_ratified_by(changes) := object.union(_late, {"deviations": [object.union(
	{"rule": "REV-05", "reason": "the vault was moved", "ratified_by": "frank", "at": "2026-12-01"},
	changes,
)]})

test_a_review_in_time_passes if {
	_timed("deny", example.completed) == []
	_timed("warn", example.completed) == []
}

test_a_review_after_its_cadence_is_denied if {
	[d] := _timed("deny", _late)
	d.path == ["completed_at"]
	d.message == concat("", [
		"due 2026-11-23 (90 days from 2026-08-25, by class `privileged`), ",
		"completed 2026-11-30T09:00:00Z: 7 days late",
	])
	d.expected == "completed by 2026-11-23"
	d.found == "2026-11-30T09:00:00Z"
	d.who == ["frank", "grace", "henry"]
	d.related == [{"path": ["previous_completed_at"], "message": "due by this"}]
	d.facts == {"due": "2026-11-23", "days_late": 7}
	contains(d.unblock, "rule: REV-05")
	_timed("warn", _late) == []
}

test_the_last_second_of_the_cadence_passes_and_the_next_does_not if {
	_timed("deny", _completed_at("2026-11-22T23:59:59Z")) == []
	_timed("deny", _completed_at("2026-11-23T23:59:59Z")) == []
	[d] := _timed("deny", _completed_at("2026-11-24T00:00:00Z"))
	endswith(d.message, "1 day late")
	_timed("deny", _completed_at("2026-11-23")) == []
	[_] := _timed("deny", _completed_at("2026-11-24"))
}

# In Berlin the clock went back on 2026-10-25, and the day of the limit ends at 23:00 UTC.
test_the_cadence_ends_with_the_day_of_the_zone if {
	now := "2026-12-10T12:00:00Z"
	_timed_in("deny", _completed_at("2026-11-23T22:59:59Z"), now, "Europe/Berlin") == []
	[d] := _timed_in("deny", _completed_at("2026-11-23T23:00:00Z"), now, "Europe/Berlin")
	endswith(d.message, "1 day late")
	d.facts == {"due": "2026-11-23", "days_late": 1}
}

test_the_cadence_of_the_control_counts_if_it_is_shorter if {
	org := org_with({"controls": {"AC-17": {"cadence_days": 30}}})
	[d] := denied_in("REV-05", org)
	startswith(d.message, "due 2026-09-24 (30 days from 2026-08-25, by control `AC-17`)")
	denied_in("REV-05", org_with({"controls": {"AC-17": {"cadence_days": 365}}})) == []
}

test_the_day_that_was_agreed_counts_if_it_is_earlier if {
	agreed := example.completed_with({"due_at": "2026-11-17"})
	[d] := _timed("deny", agreed)
	d.message == "due 2026-11-17 (as agreed), completed 2026-11-18T16:00:00Z: 1 day late"
	d.related == [{"path": ["due_at"], "message": "due by this"}]
	_timed("deny", example.completed_with({"due_at": "2026-11-18"})) == []
	[e] := _timed("deny", example.completed_with({"due_at": "2026-11-18T15:59:59Z"}))
	endswith(e.message, "less than a day late")
	_timed("deny", example.completed_with({"due_at": "2026-11-18T16:00:00Z"})) == []
}

test_without_classes_the_day_that_was_agreed_counts if {
	review := object.remove(_late, ["classes", "populations", "control"])
	_timed("deny", review) == []
	[_] := _timed("deny", object.union(review, {"due_at": "2026-11-29"}))
}

test_a_review_that_nothing_makes_due_is_denied if {
	every state in ["open", "completed"] {
		review := object.union(object.remove(example.completed, ["due_at", "previous_completed_at"]), {"state": state})
		[d] := denied("REV-05", review)
		d.path == ["due_at"]
		d.message == "nothing says when the review was due"
		d.who == ["alice"]
	}
}

test_a_previous_review_that_was_not_before_is_denied if {
	[d] := denied("REV-05", example.completed_with({"previous_completed_at": "2026-11-18"}))
	d.path == ["previous_completed_at"]
	d.message == concat("", [
		"the previous review was completed on 2026-11-18, which is not before this one ",
		"(2026-11-18T16:00:00Z)",
	])
	[_] := denied("REV-05", object.union(example.open_review, {"previous_completed_at": "2026-11-20"}))
	denied("REV-05", example.completed_with({"previous_completed_at": "2026-11-17"})) == []
}

test_a_completion_in_the_future_is_denied_once if {
	denied("REV-05", example.completed_with({"completed_at": "2026-11-20T12:00:00Z"})) == []
	[d] := denied("REV-05", example.completed_with({"completed_at": "2026-11-20T12:00:01Z"}))
	d.path == ["completed_at"]
	d.message == "the completion on 2026-11-20T12:00:01Z lies in the future"
	[_] := denied("REV-05", object.union(without("due_at"), {"completed_at": "2027-01-01"}))
}

test_a_completion_before_the_last_decision_is_denied if {
	denied("REV-05", example.completed_with({"completed_at": "2026-11-16T15:00:00Z"})) == []
	denied("REV-05", example.completed_with({"completed_at": "2026-11-16"})) == []
	[d] := denied("REV-05", example.completed_with({"completed_at": "2026-11-16T14:59:59Z"}))
	d.message == "the completion on 2026-11-16T14:59:59Z is before the last decision (2026-11-16T15:00:00Z)"
}

test_without_a_completion_it_is_judged_now if {
	undated := object.remove(_late, ["completed_at"])
	[d] := _timed("deny", undated)
	endswith(d.message, "completed 2026-12-10T12:00:00Z: 17 days late")
	_timed_in("deny", undated, "2026-11-23T23:59:59Z", "UTC") == []
}

test_an_open_review_is_denied_from_the_day_after_it_was_due if {
	open := object.remove(as_open(_late), ["completed_at"])
	_timed_in("deny", open, "2026-11-23T23:59:59Z", "UTC") == []
	[d] := _timed_in("deny", open, "2026-11-24T00:00:00Z", "UTC")
	d.path == ["previous_completed_at"]
	d.message == concat("", [
		"due 2026-11-23 (90 days from 2026-08-25, by class `privileged`), ",
		"still open on 2026-11-24: 1 day late",
	])
	d.found == "open"
	d.who == ["alice", "frank", "grace", "henry"]
	agreed := object.union(open, {"due_at": "2026-11-19"})
	[e] := _timed_in("deny", agreed, "2026-11-20T12:00:00Z", "UTC")
	e.path == ["due_at"]
}

test_a_ratified_review_is_flagged if {
	review := _ratified_by({})
	_timed("deny", review) == []
	[w] := _timed("warn", review)
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "7 days late; ratified by `frank` on 2026-12-01: the vault was moved")
}

test_a_ratification_that_does_not_count_is_denied if {
	every problem in [
		[{"ratified_by": "judy"}, "`judy` has a part in this review; `judy` is not an active person of level L2"],
		[{"at": "2026-11-22"}, "it is dated before the review was due (2026-11-23)"],
		[{"reason": ""}, "`reason` is missing"],
	] {
		[d] := _timed("deny", _ratified_by(problem[0]))
		some place in d.related
		place.path == ["deviations", 0]
		place.message == sprintf("this deviation does not count: %s", [problem[1]])
	}
}

test_a_missing_day_cannot_be_ratified if {
	review := object.remove(_ratified_by({}), ["due_at", "previous_completed_at"])
	[d] := _timed("deny", review)
	d.path == ["due_at"]
	_timed("warn", review) == []
}

test_a_review_in_time_is_not_flagged_for_a_ratification if {
	every moment in ["2026-11-20", "2026-11-23"] {
		review := object.union(_ratified_by({}), {"completed_at": moment})
		_timed("deny", review) == []
		_timed("warn", review) == []
	}
}

# When it was really completed is not known, so neither is whether it was late.
test_a_late_completion_that_is_not_believed_is_denied_once if {
	every moment in ["2026-12-11", "2026-11-15"] {
		[d] := _timed("deny", _completed_at(moment))
		startswith(d.message, sprintf("the completion on %s ", [moment]))
	}
}

test_an_open_review_is_late_even_if_a_completion_is_recorded if {
	open := as_open(_completed_at("2026-11-20"))
	_timed_in("deny", open, "2026-11-23T12:00:00Z", "UTC") == []
	[d] := _timed_in("deny", open, "2026-11-24T12:00:00Z", "UTC")
	d.found == "open"
}
