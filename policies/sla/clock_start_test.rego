package remedy.sla_test

import data.remedy.lib.example_test as example

_clock_results(set_name, finding) := results if {
	results := [r | some r in data.remedy.sla[set_name]; r.rule == "SLA-11"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

_clock_denials(finding) := _clock_results("deny", finding)

# Detected on 2026-11-02T09:14:00Z.
_started(moment) := example.closed_with({"due": {"clock_started_at": moment}})

_ratified_clock(person) := object.union(_started("2026-11-04"), {"deviations": [{
	"rule": "SLA-11",
	"reason": "the ticket was written after the weekend",
	"ratified_by": person,
	"at": "2026-11-18",
}]})

test_a_clock_that_starts_late_is_denied if {
	[denial] := _clock_denials(_started("2026-11-04T08:00:00Z"))
	denial.path == ["due", "clock_started_at"]
	denial.message == "SLA clock starts at 2026-11-04T08:00:00Z; the finding was known at 2026-11-02T09:14:00Z"
	denial.expected == "2026-11-02T09:14:00Z"
	denial.found == "2026-11-04T08:00:00Z"
	startswith(denial.unblock, "set `due.clock_started_at` to 2026-11-02T09:14:00Z, or have the deviation ratified: ")
	denial.who == ["alice", "henry"]
	denial.related == [{"path": ["source", "detected_at"], "message": "the clock starts here"}]
	denial.facts == {"clock_start": "2026-11-02T09:14:00Z"}
	_clock_results("warn", _started("2026-11-04T08:00:00Z")) == []
}

test_a_clock_that_starts_in_time_passes if {
	_clock_denials(_started("2026-11-02T09:13:59Z")) == []
	_clock_denials(_started("2026-11-02T09:14:00Z")) == []
	count(_clock_denials(_started("2026-11-02T09:14:01Z"))) == 1
	_clock_denials(_started("2026-11-01")) == []
	_clock_denials(_started("2026-11-02")) == []
	count(_clock_denials(_started("2026-11-03"))) == 1
}

test_a_clock_that_is_not_stated_passes if {
	_clock_denials(example.closed_without("due", "clock_started_at")) == []
	_clock_denials(object.remove(example.closed, ["due"])) == []
}

test_a_clock_that_starts_after_the_listing_in_kev_is_denied if {
	finding := object.union(_started("2026-11-12T09:00:00Z"), {
		"source": {"detected_at": "2026-11-12T09:00:00Z"},
		"exposure": {"cve": "CVE-2026-1111"},
	})
	[denial] := _clock_denials(finding)
	denial.expected == "2026-11-10"
	denial.related == [{"path": ["exposure", "cve"], "message": "listed in KEV on 2026-11-10"}]
	_clock_denials(object.union(finding, {"due": {"clock_started_at": "2026-11-10T23:59:59Z"}})) == []
	count(_clock_denials(object.union(finding, {"due": {"clock_started_at": "2026-11-11T00:00:00Z"}}))) == 1
}

test_a_late_clock_is_denied_in_every_state if {
	every state in ["open", "contained", "accepted", "closed"] {
		count(_clock_denials(object.union(_started("2026-11-04"), {"state": state}))) == 1
	}
}

_detected(moment) := example.closed_with({"source": {"detected_at": moment}, "due": {"clock_started_at": moment}})

test_a_detection_in_the_future_is_denied if {
	_clock_denials(_detected("2026-11-20")) == []
	_clock_denials(_detected("2026-11-20T12:00:00Z")) == []
	[d] := _clock_denials(_detected("2026-11-20T12:00:01Z"))
	d.path == ["source", "detected_at"]
	d.message == "detected on 2026-11-20T12:00:01Z, after 2026-11-20T12:00:00Z, the time of this check"
	d.earliest == "2026-11-20T12:00:01Z"
	d.who == ["alice"]
	every state in ["open", "contained", "accepted"] {
		count(_clock_denials(object.union(_detected("2026-11-21"), {"state": state}))) == 1
	}
}

test_a_ratified_clock_is_a_warning if {
	_clock_denials(_ratified_clock("henry")) == []
	_clock_results("warn", _ratified_clock("henry")) == [{
		"rule": "SLA-11",
		"path": ["deviations", 0],
		"flag": "ratified",
		"message": concat("; ", [
			"SLA clock starts at 2026-11-04",
			"the finding was known at 2026-11-02T09:14:00Z",
			"ratified by `henry` on 2026-11-18: the ticket was written after the weekend",
		]),
	}]
}

test_a_ratification_that_does_not_count_is_told if {
	[denial] := _clock_denials(_ratified_clock("judy"))
	count(denial.related) == 2
	denial.related[1].path == ["deviations", 0]
	_clock_results("warn", _ratified_clock("judy")) == []
}

test_a_ratification_by_somebody_involved_does_not_count if {
	finding := object.union(_ratified_clock("henry"), {"closure": {"requested_by": "henry"}})
	[denial] := _clock_denials(finding)
	denial.related[1].message == "this deviation does not count: `henry` is involved in this finding"
}

test_a_ratification_of_a_clock_in_time_is_not_told if {
	finding := object.union(_ratified_clock("henry"), {"due": {"clock_started_at": "2026-11-02"}})
	_clock_results("warn", finding) == []
	_clock_denials(finding) == []
}
