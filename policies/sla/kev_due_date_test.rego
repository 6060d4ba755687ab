package remedy.sla_test

import data.remedy.lib.example_test as example

# KEV lists the CVE since 2026-11-10, due 2026-11-13.
_listed_due(date) := object.union(object.remove(example.accepted, ["risk_acceptance"]), {
	"state": "open",
	"severity": "low",
	"impact": "low",
	"exposure": {"evaluated_at": "2026-11-11T08:00:00Z", "cve": "CVE-2026-1111", "kev": true, "ransomware": "known"},
	"due": {"date": date},
})

_kev_denials(finding, feeds) := denials if {
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-07"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as feeds
}

test_a_due_date_after_that_of_kev_is_denied if {
	_kev_denials(_listed_due("2026-11-14"), example.feeds) == [{
		"rule": "SLA-07",
		"path": ["due", "date"],
		"message": "`CVE-2026-1111` is in KEV, due 2026-11-13; the manifest says 2026-11-14",
		"expected": "2026-11-13",
		"found": "2026-11-14",
		"unblock": "set `due.date` to 2026-11-13 or earlier",
		"who": ["alice"],
		"related": [{"path": ["exposure", "cve"], "message": "KEV lists it"}],
		"facts": {
			"kev_due": "2026-11-13",
			"kev_version": "2026.11.19",
			"date_added": "2026-11-10",
			"due_date": "2026-11-13",
		},
	}]
}

test_a_due_date_on_or_before_that_of_kev_passes if {
	_kev_denials(_listed_due("2026-11-13"), example.feeds) == []
	_kev_denials(_listed_due("2026-11-13T23:59:59Z"), example.feeds) == []
	_kev_denials(_listed_due("2026-11-12"), example.feeds) == []
	count(_kev_denials(_listed_due("2026-11-14T00:00:00Z"), example.feeds)) == 1
}

test_the_day_of_kev_ends_in_the_zone if {
	berlin := object.union(example.document(_listed_due("2026-11-13T23:30:00Z")), {"at": {"zone": "Europe/Berlin"}})
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-07"] with input as berlin
		with data.org as example.org
		with data.feeds as example.feeds
	count(denials) == 1
	_kev_denials(_listed_due("2026-11-13T23:30:00Z"), example.feeds) == []
}

test_a_kev_date_before_the_listing_counts_as_the_listing if {
	feeds := {"kev": object.union(example.kev, {"entries": {"CVE-2026-1111": {"due_date": "2026-11-08"}}})}
	_kev_denials(_listed_due("2026-11-10"), feeds) == []
	[denial] := _kev_denials(_listed_due("2026-11-11"), feeds)
	denial.facts.kev_due == "2026-11-10"
	denial.facts.due_date == "2026-11-08"
}

# Not reachable and low: tier likely, an extension could run for a year. KEV is not moved by it.
test_an_extension_does_not_move_the_kev_date if {
	extension := {"until": "2026-11-20", "reason": "freeze", "approved_by": "frank", "approved_at": "2026-11-12"}
	finding := object.union(_listed_due("2026-11-13"), {"due": {"extensions": [extension]}})
	[denial] := _kev_denials(finding, example.feeds)
	denial.path == ["due", "extensions", 0, "until"]
	denial.unblock == "set `due.extensions[0].until` to 2026-11-13 or earlier"
	denial.found == "2026-11-20"
}

test_a_cve_that_kev_does_not_list_passes if {
	finding := object.union(_listed_due("2026-12-24"), {"exposure": {"cve": "CVE-2026-2222", "kev": false}})
	_kev_denials(finding, example.feeds) == []
}

test_a_finding_without_a_cve_passes_without_kev if {
	_kev_denials(example.open_finding, {}) == []
	_kev_denials(object.remove(example.open_finding, ["exposure", "due"]), {}) == []
}

test_a_listing_that_the_manifest_alone_knows_counts if {
	stated := {"exposure": {"cve": "CVE-2026-2222", "kev_due": "2026-11-13"}}
	[denial] := _kev_denials(object.union(_listed_due("2026-11-14"), stated), example.feeds)
	denial.facts == {"kev_due": "2026-11-13"}
	denial.related == [
		{"path": ["exposure", "cve"], "message": "KEV lists it"},
		{"path": ["exposure", "kev_due"], "message": "KEV lists it"},
	]
	_kev_denials(object.union(_listed_due("2026-11-13"), stated), example.feeds) == []
}

test_a_listing_without_a_cve_counts if {
	stated := object.union(example.open_finding, {"exposure": {"kev": true, "kev_due": "2026-11-05"}})
	[denial] := _kev_denials(stated, {})
	denial.message == "the vulnerability is in KEV, due 2026-11-05; the manifest says 2026-11-09"
}

test_the_due_date_of_a_listing_states_the_listing if {
	unstated := object.union(example.open_finding, {"exposure": {"kev_due": "2026-11-05"}})
	[denial] := _kev_denials(unstated, example.feeds)
	denial.message == "the vulnerability is in KEV, due 2026-11-05; the manifest says 2026-11-09"
	_kev_denials(object.union(unstated, {"exposure": {"kev": false}}), example.feeds) == []
}

test_without_kev_a_finding_with_a_cve_cannot_be_judged if {
	every state in ["open", "contained", "accepted", "closed"] {
		_kev_denials(object.union(_listed_due("2026-11-12"), {"state": state}), {}) == [{
			"rule": "SLA-07",
			"path": ["exposure", "cve"],
			"unavailable": "feeds.kev",
			"message": "cannot be judged: `feeds.kev` is not available",
			"unblock": "put a snapshot of the KEV catalogue into the folder of feeds",
		}]
	}
}

test_the_kev_date_is_judged_in_all_states_but_accepted if {
	every state in ["open", "contained", "closed"] {
		count(_kev_denials(object.union(_listed_due("2026-11-14"), {"state": state}), example.feeds)) == 1
	}
	_kev_denials(object.union(_listed_due("2026-11-14"), {"state": "accepted"}), example.feeds) == []
}

test_a_listed_finding_without_a_due_date_is_the_business_of_another_rule if {
	_kev_denials(object.remove(_listed_due("2026-11-14"), ["due"]), example.feeds) == []
}
