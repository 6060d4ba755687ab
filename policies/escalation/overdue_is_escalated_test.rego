package remedy.escalation_test

import data.remedy.lib.example_test as example

# Due on 2026-11-09.
_overdue(moment) := denied_at("ESC-02", example.document_at(example.open_finding, moment))

_level(moment) := [split(d.unblock, "`")[1] | some d in _overdue(moment)]

test_an_overdue_finding_is_escalated if {
	[d] := _overdue("2026-11-20T12:00:00Z")
	d.path == ["escalation", "records"]
	d.message == "11 days overdue (due 2026-11-09), and no escalation to level `supervisor` is recorded"
	d.expected == "an escalation to level `supervisor` or higher on 2026-11-09 or later"
	d.who == ["judy"]
	d.related == [{"path": ["due", "date"], "message": "due here"}]
	d.facts == {"days_late": 11, "due": "2026-11-09"}
}

test_the_level_rises_with_the_days if {
	_level("2026-11-09T23:59:58Z") == []
	_level("2026-11-09T23:59:59Z") == []
	_level("2026-11-10T00:00:00Z") == ["supervisor"]
	_level("2026-12-08T23:59:59Z") == ["supervisor"]
	_level("2026-12-09T00:00:00Z") == ["director"]
	_level("2027-01-07T23:59:59Z") == ["director"]
	_level("2027-01-08T00:00:00Z") == ["executive"]
}

# The due date ends at 23:00 UTC on 2026-10-25 in Berlin, where the clocks go back on that day.
test_the_day_is_the_one_of_the_organisation if {
	every moment, denials in {
		"2026-10-25T22:59:58Z": 0,
		"2026-10-25T22:59:59Z": 0,
		"2026-10-25T23:00:00Z": 1,
	} {
		finding := object.union(example.open_finding, {
			"source": {"detected_at": "2026-10-18T09:00:00Z"},
			"due": {"date": "2026-10-25", "clock_started_at": "2026-10-18T09:00:00Z"},
		})
		count(denied_at("ESC-02", document_in(finding, moment, "Europe/Berlin"))) == denials
	}
}

test_a_date_missed_by_hours_is_not_escalated_yet if {
	finding := object.union(example.open_finding, {"due": {"date": "2026-11-09T08:00:00Z"}})
	denied_at("ESC-02", example.document_at(finding, "2026-11-09T12:00:00Z")) == []
}

test_an_absent_due_date_is_not_this_rules if {
	denied("ESC-02", object.remove(example.open_finding, ["due"])) == []
}

_recorded(changes, moment) := denied_at("ESC-02", example.document_at(
	escalated(example.open_finding, [record_with(changes)]),
	moment,
))

test_the_level_or_a_higher_one_passes if {
	_recorded({}, "2026-11-20T12:00:00Z") == []
	_recorded({"level": "director", "to": "frank"}, "2026-11-20T12:00:00Z") == []
	_recorded({"level": "executive", "to": "grace"}, "2027-01-08T12:00:00Z") == []
}

test_a_lower_level_is_not_enough if {
	[d] := _recorded({}, "2026-12-09T00:00:00Z")
	d.message == "30 days overdue (due 2026-11-09), and no escalation to level `director` is recorded"
	d.who == ["frank", "grace", "henry"]
}

test_who_was_told_before_the_date_does_not_know_that_it_was_missed if {
	_recorded({"at": "2026-11-09"}, "2026-11-20T12:00:00Z") == []
	count(_recorded({"at": "2026-11-08"}, "2026-11-20T12:00:00Z")) == 1
}

test_a_record_that_does_not_count_is_related if {
	[d] := _recorded({"to": "alice@example.com"}, "2026-11-20T12:00:00Z")
	d.related[1] == {
		"path": ["escalation", "records", 0],
		"message": "this escalation does not count: `alice@example.com` owns or fixes this finding",
	}
}

_fixed_at(moment) := example.closed_with({"plan": {"actions": [
	{"type": "revoke_old", "status": "done", "performed_by": "carol", "performed_at": moment},
]}})

test_a_finding_that_was_fixed_late_is_escalated if {
	denied("ESC-02", _fixed_at("2026-11-09")) == []
	[d] := denied("ESC-02", _fixed_at("2026-11-12"))
	d.message == "3 days late (due 2026-11-09), and no escalation to level `supervisor` is recorded"
	denied("ESC-02", escalated(_fixed_at("2026-11-12"), [record_with({"at": "2026-11-20"})])) == []
}

test_an_acceptance_has_dates_of_its_own if {
	late := object.union(example.accepted, {"due": {"date": "2026-11-03"}})
	denied("ESC-02", late) == []
	count(denied("ESC-02", as_state(late, "open"))) == 1
}

# Five findings of severity high, this one among them; the oldest come first.
_tree(detected_at) := {
	"findings": {id: {"id": id, "severity": "high", "detected_at": day} |
		some i, day in detected_at
		id := sprintf("F-%d", [i])
	},
	"by": {"open": {"high": [sprintf("F-%d", [i]) | some i, _ in detected_at]}},
}

_october := ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"]

# Detected on 2026-11-02 and due so late that its own date does not matter: older than 30 days from 2026-12-03.
_aging := object.union(example.open_finding, {"due": {"date": "2027-12-31"}})

_in_tree(finding, detected_at, moment) := found if {
	found := denied_beside("ESC-02", example.document_at(finding, moment), _tree(detected_at))
}

test_five_old_findings_are_escalated if {
	[d] := _in_tree(_aging, array.concat(_october, ["2026-11-02"]), "2026-12-03T00:00:00Z")
	d.message == concat("", [
		"5 findings of severity high, this one among them, are older than 30 days, ",
		"and no escalation to level `director` is recorded",
	])
	d.related == [{"path": ["source", "detected_at"], "message": "detected here"}]
	d.facts == {"severity": "high", "items": 5, "days": 30}
	d.who == ["frank", "grace", "henry"]
}

test_an_escalated_one_of_the_five_passes if {
	told := escalated(_aging, [record_with({"level": "director", "to": "frank"})])
	_in_tree(told, array.concat(_october, ["2026-11-02"]), "2026-12-03T00:00:00Z") == []
}

test_older_is_after_the_last_second if {
	_in_tree(_aging, array.concat(_october, ["2026-11-02"]), "2026-12-02T23:59:58Z") == []
	_in_tree(_aging, array.concat(_october, ["2026-11-02"]), "2026-12-02T23:59:59Z") == []
	count(_in_tree(_aging, array.concat(_october, ["2026-11-02"]), "2026-12-03T00:00:00Z")) == 1
}

test_four_old_findings_are_not_enough if {
	three := array.slice(_october, 0, 3)
	_in_tree(_aging, array.concat(three, ["2026-11-02", "2026-11-25"]), "2026-12-03T00:00:00Z") == []
	_in_tree(_aging, array.concat(three, ["2026-11-02"]), "2026-12-03T00:00:00Z") == []
}

test_a_young_finding_is_not_bound_by_the_old_ones if {
	_in_tree(_aging, array.concat(_october, ["2026-10-05", "2026-11-02"]), "2026-12-02T23:59:59Z") == []
	other := object.union(_aging, {"severity": "moderate"})
	_in_tree(other, array.concat(_october, ["2026-11-02"]), "2026-12-03T00:00:00Z") == []
}

test_a_closed_finding_is_not_bound_by_the_open_ones if {
	closed := example.closed_with({"due": {"date": "2027-12-31"}})
	_in_tree(closed, array.concat(_october, ["2026-11-02"]), "2026-12-03T00:00:00Z") == []
}

test_the_highest_delay_speaks_for_all if {
	both := _in_tree(example.open_finding, array.concat(_october, ["2026-11-02"]), "2026-12-03T00:00:00Z")
	[d.facts.items | some d in both] == [5]
	later := _in_tree(example.open_finding, array.concat(_october, ["2026-11-02"]), "2027-01-08T00:00:00Z")
	[d.facts.days_late | some d in later] == [60]
}
