package remedy.sla_test

import data.remedy.lib.example_test as example

_open_denials(finding, moment, zone) := denials if {
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-10"]
		with input as object.union(example.document_at(finding, moment), {"at": {"zone": zone}})
		with data.org as example.org
		with data.feeds as example.feeds
}

_open_since(moment) := object.union(example.open_finding, {"exposure": {"evaluated_at": moment}})

# 192 days after 2026-04-10 is 2026-10-19, and after 2026-04-16 it is 2026-10-25, a day of 25 hours in Berlin.
test_a_finding_that_stays_open_is_denied if {
	_open_denials(_open_since("2026-04-10"), "2026-10-20T00:00:00Z", "UTC") == [{
		"rule": "SLA-10",
		"path": ["state"],
		"message": "open 193 days since 2026-04-10, until 2026-10-19 at most; must be fixed or formally accepted",
		"expected": "closed or accepted",
		"found": "open",
		"unblock": "fix and close the finding, or have the risk accepted for a limited time",
		"who": ["alice"],
		"related": [{"path": ["exposure", "evaluated_at"], "message": "the days run from here"}],
		"facts": {"since": "2026-04-10", "max_open_days": 192, "last_day": "2026-10-19"},
	}]
}

test_the_last_day_holds_until_its_last_second_in_utc if {
	_open_denials(_open_since("2026-04-10"), "2026-10-19T23:59:58Z", "UTC") == []
	_open_denials(_open_since("2026-04-10"), "2026-10-19T23:59:59Z", "UTC") == []
	count(_open_denials(_open_since("2026-04-10"), "2026-10-20T00:00:00Z", "UTC")) == 1
}

test_the_last_day_holds_until_its_last_second_where_the_clocks_go_back if {
	_open_denials(_open_since("2026-04-16"), "2026-10-25T22:59:58Z", "Europe/Berlin") == []
	_open_denials(_open_since("2026-04-16"), "2026-10-25T22:59:59Z", "Europe/Berlin") == []
	count(_open_denials(_open_since("2026-04-16"), "2026-10-25T23:00:00Z", "Europe/Berlin")) == 1
}

test_the_days_are_counted_from_the_day_in_the_zone if {
	evening := _open_since("2026-04-09T22:30:00Z")
	_open_denials(evening, "2026-10-19T21:59:59Z", "Europe/Berlin") == []
	count(_open_denials(evening, "2026-10-19T22:00:00Z", "Europe/Berlin")) == 1
	count(_open_denials(evening, "2026-10-19T00:00:00Z", "UTC")) == 1
}

test_a_finding_that_was_never_evaluated_counts_from_its_detection if {
	finding := object.remove(example.open_finding, ["exposure"])
	_open_denials(finding, "2027-05-13T23:59:59Z", "UTC") == []
	[denial] := _open_denials(finding, "2027-05-14T00:00:00Z", "UTC")
	denial.related == [{"path": ["source", "detected_at"], "message": "the days run from here"}]
	startswith(denial.message, "open 193 days since 2026-11-02, until 2027-05-13 at most")
}

test_an_evaluation_in_the_future_does_not_stop_the_days if {
	count(_open_denials(_open_since("2099-01-01"), "2027-05-14T00:00:00Z", "UTC")) == 1
}

test_a_contained_finding_is_judged_too if {
	contained := object.union(_open_since("2026-04-10"), {"state": "contained"})
	[denial] := _open_denials(contained, "2026-10-20T00:00:00Z", "UTC")
	denial.found == "contained"
}

test_an_accepted_or_closed_finding_passes if {
	every state in ["accepted", "closed"] {
		_open_denials(object.union(_open_since("2026-04-10"), {"state": state}), "2026-10-20T00:00:00Z", "UTC") == []
	}
}

test_the_number_of_days_comes_from_the_profile if {
	denials := {d.rule | some d in data.remedy.sla.deny} with input as example.document(example.open_finding)
		with data.org as example.org
		with data.feeds as example.feeds
		with data.params.max_open_days as 16
	denials == {"SLA-10"}
	_open_denials(example.open_finding, "2026-11-20T12:00:00Z", "UTC") == []
}
