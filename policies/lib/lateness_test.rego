package remedy.lib.lateness_test

import data.remedy.lib.example_test as example
import data.remedy.lib.lateness

# The days late of a finding at a moment in a zone: [] if it is not late.
_days(finding, moment, zone) := days if {
	document := object.union(example.document_at(finding, moment), {"at": {"zone": zone}})
	days := [d | d := lateness.days with input as document with data.org as example.org with data.feeds as example.feeds]
}

_days_in_utc(finding, moment) := _days(finding, moment, "UTC")

_as_state(state) := object.union(example.open_finding, {"state": state})

_fixed(moment) := object.union(example.closed, {"plan": {"actions": [
	{"type": "contain", "status": "planned"},
	{"type": "revoke_old", "status": "done", "performed_at": moment},
]}})

test_an_open_finding_is_late_from_the_second_after_its_due_date if {
	every state in ["open", "contained"] {
		_days_in_utc(_as_state(state), "2026-11-09T23:59:58Z") == []
		_days_in_utc(_as_state(state), "2026-11-09T23:59:59Z") == []
		_days_in_utc(_as_state(state), "2026-11-10T00:00:00Z") == [1]
	}
	_days_in_utc(_as_state("open"), "2026-12-09T12:00:00Z") == [30]
}

test_an_accepted_finding_has_dates_of_its_own if {
	_days_in_utc(_as_state("accepted"), "2026-12-09T12:00:00Z") == []
}

test_days_are_counted_by_the_calendar_over_a_change_of_the_clock if {
	finding := object.union(example.open_finding, {"due": {"date": "2026-10-24"}})
	_days(finding, "2026-10-24T21:59:59Z", "Europe/Berlin") == []
	_days(finding, "2026-10-24T22:00:00Z", "Europe/Berlin") == [1]
	_days(finding, "2026-10-25T22:59:59Z", "Europe/Berlin") == [1]
	_days(finding, "2026-10-25T23:00:00Z", "Europe/Berlin") == [2]
}

test_a_closed_finding_is_late_by_its_fix if {
	_days_in_utc(_fixed("2026-11-09T23:59:59Z"), "2026-11-20T12:00:00Z") == []
	_days_in_utc(_fixed("2026-11-10T00:00:00Z"), "2026-11-20T12:00:00Z") == [1]
	_days_in_utc(_fixed("2026-11-19"), "2026-12-20T12:00:00Z") == [10]
}

test_without_a_dated_fix_the_closure_counts if {
	_days_in_utc(object.remove(example.closed, ["plan"]), "2026-11-20T12:00:00Z") == [10]
	undated := object.union(example.closed, {"plan": {"actions": [
		{"type": "revoke_old", "status": "done", "performed_at": "2026-11-03"},
		{"type": "rotate", "status": "done"},
	]}})
	_days_in_utc(undated, "2026-11-20T12:00:00Z") == [10]
	_days_in_utc(object.remove(undated, ["closure"]), "2026-11-20T12:00:00Z") == [11]
}

test_a_date_missed_by_hours_is_no_day_late if {
	finding := object.union(example.open_finding, {"due": {"date": "2026-11-09T12:00:00Z"}})
	_days_in_utc(finding, "2026-11-09T12:00:00Z") == []
	_days_in_utc(finding, "2026-11-09T12:00:01Z") == [0]
}

test_an_absent_due_date_is_not_missed if {
	_days_in_utc(object.remove(example.open_finding, ["due"]), "2026-12-09T12:00:00Z") == []
}
