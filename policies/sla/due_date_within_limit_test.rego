package remedy.sla_test

import data.remedy.lib.example_test as example

# A vulnerability of tier possible/moderate: 90 days from 2026-11-02, so 2027-01-31.
_ninety_days := object.union(object.remove(example.accepted, ["risk_acceptance"]), {"state": "open"})

_limit_denials(finding) := denials if {
	denials := [d | some d in data.remedy.sla.deny; d.rule in {"SLA-02", "SLA-08"}]
		with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

_due(date) := object.union(_ninety_days, {"due": {"date": date}})

test_a_due_date_after_the_limit_is_denied if {
	[denial] := _limit_denials(_due("2027-02-01"))
	denial == {
		"rule": "SLA-02",
		"path": ["due", "date"],
		"message": "due 2027-02-01 is later than 2027-01-31 (possible/moderate: 90 days from 2026-11-02)",
		"expected": "2027-01-31",
		"found": "2027-02-01",
		"unblock": "set `due.date` to 2027-01-31 or earlier, and record more time as an approved entry of `due.extensions`",
		"who": ["alice"],
		"related": [{"path": ["source", "detected_at"], "message": "the clock starts here"}],
		"facts": {
			"tier": "possible",
			"rating": "moderate",
			"days": 90,
			"clock_start": "2026-11-02T09:14:00Z",
			"reasons": [],
		},
	}
}

test_a_due_date_on_the_last_day_passes if {
	_limit_denials(_due("2027-01-31")) == []
	_limit_denials(_due("2027-01-31T23:59:59Z")) == []
}

test_a_due_date_before_the_last_day_passes if _limit_denials(_due("2027-01-30")) == []

test_the_first_second_after_the_last_day_is_denied if count(_limit_denials(_due("2027-02-01T00:00:00Z"))) == 1

test_the_last_day_ends_in_the_zone if {
	finding := _due("2027-01-31T23:30:00Z")
	berlin := object.union(example.document(finding), {"at": {"zone": "Europe/Berlin"}})
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-02"] with input as berlin
		with data.org as example.org
		with data.feeds as example.feeds
	count(denials) == 1
	_limit_denials(finding) == []
}

test_an_absent_due_date_is_not_the_business_of_the_limit if {
	_limit_denials(object.remove(_due("2027-02-01"), ["due"])) == []
}

test_unstated_exposure_shortens_the_limit if {
	[denial] := _limit_denials(object.remove(_due("2026-11-17"), ["exposure"]))
	denial.expected == "2026-11-16"
	denial.facts.tier == "exposed"
	denial.facts.reasons == [
		"automatable is not stated, so it is assumed",
		"reachability is not stated, so reachable is assumed",
	]
}

test_a_date_after_the_limit_without_fast_track_names_the_fast_track if {
	finding := object.union(_due("2027-02-01"), {"identity": {"kind": "service_account"}})
	[denial] := _limit_denials(finding)
	denial.rule == "SLA-02"
	denial.message == "due 2027-02-01 is later than 2026-12-02 (likely/moderate: 30 days from 2026-11-02)"
	denial.expected == "2026-12-02"
}

test_the_row_of_the_cve_table_is_told if {
	row := {
		"in_kev": false,
		"publicly_exposed": false,
		"automatable": false,
		"technical_impact": "partial",
		"days": 60,
		"forensic_triage": false,
	}
	finding := object.union(_due("2027-01-02"), {"exposure": {"cve": "CVE-2026-2222"}})
	[denial] := [d | some d in data.remedy.sla.deny; d.rule == "SLA-02"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
		with data.params.cve_table as [row]
	message := "due 2027-01-02 is later than 2027-01-01 (possible/moderate, by `cve_table`: 60 days from 2026-11-02)"
	denial.message == message
	denial.facts.cve_row == row
}

test_contained_and_closed_findings_keep_the_limit if {
	count(_limit_denials(object.union(_due("2027-02-01"), {"state": "contained"}))) == 1
	count(_limit_denials(object.union(_due("2027-02-01"), {"state": "closed"}))) == 1
}

test_an_accepted_finding_is_judged_by_its_acceptance if {
	_limit_denials(object.union(_due("2027-02-01"), {"state": "accepted"})) == []
}
