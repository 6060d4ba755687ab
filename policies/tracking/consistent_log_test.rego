package remedy.tracking_test

import data.remedy.lib.example_test as example

_logged(log) := tracked_with({"tracking": {"log": log}})

_opened := {"at": "2026-11-02T10:00:00Z", "status": "open"}

_closed_at(moment) := [_opened, {"at": moment, "status": "Done"}]

_with_status(status, log) := tracked_with({"tracking": {"status": status, "log": log}})

test_a_log_that_agrees_passes if {
	denied("TRK-05", tracked) == []
}

test_a_status_that_the_log_does_not_end_with_is_denied if {
	[d] := denied("TRK-05", tracked_with({"tracking": {"status": "open"}}))
	d.path == ["tracking", "status"]
	d.message == "status `open` contradicts the last entry of the log, `closed`"
	d.expected == "closed"
	d.found == "open"
	d.who == ["alice"]
	d.related == [{"path": ["tracking", "log", 2, "status"], "message": "the last entry"}]
}

test_a_log_that_runs_backwards_is_denied if {
	backwards := _with_status("open", [{"at": "2026-11-04", "status": "in work"}, {"at": "2026-11-03", "status": "open"}])
	[d] := denied("TRK-05", backwards)
	d.path == ["tracking", "log", 1, "at"]
	d.message == "the log runs backwards: 2026-11-03 comes after 2026-11-04"
	d.found == "2026-11-03"
	d.unblock == "copy the log of the record as it is"
	d.related == [{"path": ["tracking", "log", 0], "message": "the entry before"}]
}

test_a_log_runs_forwards_to_the_second if {
	first := {"at": "2026-11-04T10:00:00Z", "status": "in work"}
	every at in ["2026-11-04T10:00:00Z", "2026-11-04T10:00:01Z", "2026-11-04"] {
		denied("TRK-05", _with_status("open", [first, {"at": at, "status": "open"}])) == []
	}
	count(denied("TRK-05", _with_status("open", [first, {"at": "2026-11-04T09:59:59Z", "status": "open"}]))) == 1
}

test_an_entry_without_a_date_is_denied if {
	[d] := denied("TRK-05", _with_status("open", [{"status": "open"}]))
	d.path == ["tracking", "log", 0, "at"]
	d.message == "entry 1 of the log has no date"
	d.found == null
	d.related == []
}

test_an_entry_in_the_future_is_denied if {
	denied("TRK-05", _with_status("open", [{"at": "2026-11-20T12:00:00Z", "status": "open"}])) == []
	[d] := denied("TRK-05", _with_status("open", [{"at": "2026-11-20T12:00:01Z", "status": "open"}]))
	d.message == "entry 1 of the log lies in the future (2026-11-20T12:00:01Z)"
}

test_work_closed_before_the_retest_is_denied if {
	[d] := denied("TRK-05", _with_status("done", _closed_at("2026-11-12T07:59:59Z")))
	d.path == ["tracking", "log", 1, "status"]
	d.message == "the log says `Done` on 2026-11-12T07:59:59Z, before the first passed retest of 2026-11-12T08:00:00Z"
	d.found == "Done"
	d.unblock == "reopen the record, and close it after the retest"
	d.related == [{"path": ["retest", 0, "at"], "message": "tested here"}]
}

test_work_closed_with_or_after_the_retest_passes if {
	every at in ["2026-11-12", "2026-11-12T08:00:00Z", "2026-11-12T08:00:01Z"] {
		denied("TRK-05", _with_status("done", _closed_at(at))) == []
	}
}

# The last Sunday of October has 25 hours in Berlin, and ends at 23:00 UTC.
test_a_day_of_the_log_ends_by_the_clock_of_the_organisation if {
	_denials_in_berlin("2026-10-25T22:59:59Z") == 0
	_denials_in_berlin("2026-10-25T23:00:00Z") == 1
}

_denials_in_berlin(retested_at) := number if {
	finding := object.union(_with_status("done", [{"at": "2026-10-25", "status": "done"}]), {
		"plan": {"actions": []},
		"retest": [{"result": "pass", "at": retested_at, "by": "erin"}],
	})
	document := object.union(example.document(finding), {"at": object.union(example.at, {"zone": "Europe/Berlin"})})
	found := data.remedy.tracking.deny with input as document with data.org as example.org
	number := count([d | some d in found; d.rule == "TRK-05"])
}

test_a_record_that_was_reopened_counts_from_its_last_closing if {
	early := {"at": "2026-11-04", "status": "closed"}
	reopened := [early, {"at": "2026-11-05", "status": "open"}, {"at": "2026-11-13", "status": "closed"}]
	denied("TRK-05", _with_status("closed", reopened)) == []
	again := [early, {"at": "2026-11-13", "status": "resolved"}]
	[d] := denied("TRK-05", _with_status("resolved", again))
	d.path == ["tracking", "log", 0, "status"]
}

test_without_a_retest_or_a_closing_there_is_nothing_to_compare if {
	untested := object.remove(_with_status("done", _closed_at("2026-11-04")), ["retest"])
	denied("TRK-05", untested) == []
	denied("TRK-05", _with_status("open", [_opened])) == []
}

test_what_repaired_nothing_is_closed_without_a_retest if {
	closed := _with_status("done", _closed_at("2026-11-04"))
	count(denied("TRK-05", closed)) == 1
	every disposition in ["false_positive", "duplicate"] {
		denied("TRK-05", as_disposition(closed, disposition)) == []
	}
}

test_absent_logs_and_statuses_pass if {
	denied("TRK-05", example.closed) == []
	denied("TRK-05", _logged([])) == []
	denied("TRK-05", object.union(example.closed, {"tracking": object.remove(record, ["status"])})) == []
	denied("TRK-05", _logged([{"at": "2026-11-02"}])) == []
	denied("TRK-05", object.union(example.closed, {"tracking": {"status": "open"}})) == []
}

test_the_log_is_not_judged_in_another_state if {
	contradicting := tracked_with({"tracking": {"status": "open"}})
	undated := _with_status("open", [{"status": "open"}])
	early := _with_status("done", _closed_at("2026-11-04"))
	every finding in [contradicting, undated, early] {
		count(denied("TRK-05", finding)) == 1
		every state in ["open", "contained", "accepted"] {
			denied("TRK-05", as_state(finding, state)) == []
		}
	}
}

test_an_entry_in_the_future_that_runs_backwards_is_one_mistake if {
	log := [{"at": "2027-02-01", "status": "open"}, {"at": "2027-01-01", "status": "open"}]
	found := denied("TRK-05", _with_status("open", log))
	{[d.path, d.message] | some d in found} == {
		[["tracking", "log", 0, "at"], "entry 1 of the log lies in the future (2027-02-01)"],
		[["tracking", "log", 1, "at"], "entry 2 of the log lies in the future (2027-01-01)"],
	}
}
