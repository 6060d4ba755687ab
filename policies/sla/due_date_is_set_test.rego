package remedy.sla_test

import data.remedy.lib.example_test as example

_missing_date_denials(finding, feeds) := denials if {
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-01"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as feeds
}

_without_date := example.closed_without("due", "date")

test_a_finding_without_a_due_date_is_denied if {
	_missing_date_denials(_without_date, example.feeds) == [{
		"rule": "SLA-01",
		"path": ["due", "date"],
		"message": "no due date; 2026-11-09 is the latest (exposed/high: 7 days from 2026-11-02)",
		"expected": "2026-11-09",
		"unblock": "set `due.date` to 2026-11-09 or earlier",
		"who": ["alice"],
		"related": [{"path": ["source", "detected_at"], "message": "the clock starts here"}],
		"facts": {
			"tier": "exposed",
			"rating": "high",
			"days": 7,
			"clock_start": "2026-11-02T09:14:00Z",
			"reasons": [
				"automatable",
				"reachable from the internet",
				"the credential is valid outside its trust boundary",
			],
		},
	}]
}

test_a_finding_without_any_due_section_is_denied if {
	count(_missing_date_denials(object.remove(example.closed, ["due"]), example.feeds)) == 1
}

test_the_kev_date_is_named_where_it_is_earlier if {
	finding := object.union(_without_date, {"severity": "low", "impact": "low", "exposure": {"cve": "CVE-2026-1111"}})
	[denial] := _missing_date_denials(finding, example.feeds)
	denial.expected == "2026-11-13"
	denial.message == "no due date; 2026-11-13 is the latest (active/low: 14 days from 2026-11-02)"
}

test_a_finding_with_a_due_date_passes if _missing_date_denials(example.closed, example.feeds) == []

test_a_missing_due_date_is_denied_in_every_state if {
	every state in ["open", "contained", "accepted", "closed"] {
		count(_missing_date_denials(object.union(_without_date, {"state": state}), example.feeds)) == 1
	}
}

test_a_missing_due_date_is_one_denial if {
	denials := {d.rule | some d in data.remedy.sla.deny} with input as example.document(_without_date)
		with data.org as example.org
		with data.feeds as example.feeds
	denials == {"SLA-01"}
}

test_the_example_passes_every_rule_of_the_family if {
	data.remedy.sla.deny == set() with input as example.document(example.closed)
		with data.org as example.org
		with data.feeds as example.feeds
	data.remedy.sla.deny == set() with input as example.document(example.accepted)
		with data.org as example.org
		with data.feeds as example.feeds
	data.remedy.sla.warn == set() with input as example.document(example.closed)
		with data.org as example.org
		with data.feeds as example.feeds
}
