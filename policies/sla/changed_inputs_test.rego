package remedy.sla_test

import data.remedy.lib.example_test as example

# Evaluated on 2026-11-11, the day after KEV listed the CVE (2026-11-10, due 2026-11-13).
_reevaluated := {
	"evaluated_at": "2026-11-11T08:00:00Z",
	"exploitation": "none",
	"internet_reachable": false,
	"automatable": false,
	"technical_impact": "partial",
	"cve": "CVE-2026-1111",
	"kev": true,
	"ransomware": "known",
}

_listed_finding(changes) := object.union(object.remove(example.open_finding, ["exposure", "identity", "due"]), {
	"type": "vulnerability",
	"exposure": object.union(_reevaluated, changes),
	"due": {"date": "2026-11-12"},
})

_change_denials(finding, feeds) := denials if {
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-09"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as feeds
}

_ssvc_feeds(record) := {
	"kev": {"name": "kev", "version": "1", "entries": {}},
	"ssvc": {"name": "ssvc", "entries": {"CVE-2026-1111": record}},
}

test_a_listing_in_kev_after_the_evaluation_is_denied if {
	_change_denials(_listed_finding({"evaluated_at": "2026-11-09"}), example.feeds) == [{
		"rule": "SLA-09",
		"path": ["exposure", "evaluated_at"],
		"message": concat("; ", [
			"KEV lists `CVE-2026-1111` since 2026-11-10",
			"the evaluation of 2026-11-09 does not know it, so the due date is stale",
		]),
		"expected": "an evaluation after 2026-11-10",
		"found": "2026-11-09",
		"unblock": concat(" ", [
			"evaluate again: correct `exposure`, set `exposure.evaluated_at`,",
			"and `due.date` to 2026-11-12 or earlier",
		]),
		"who": ["alice"],
		"related": [{"path": ["exposure", "evaluated_at"], "message": "the last evaluation"}],
		"facts": {"input": "kev", "evaluated_at": "2026-11-09", "due": "2026-11-12"},
	}]
}

test_the_recomputed_date_is_named_where_it_is_earlier if {
	finding := object.union(_listed_finding({"evaluated_at": "2026-11-09"}), {"due": {"date": "2026-11-30"}})
	[denial] := _change_denials(finding, example.feeds)
	denial.facts.due == "2026-11-13"
	[other] := _change_denials(object.remove(finding, ["due"]), example.feeds)
	other.facts.due == "2026-11-13"
}

test_a_listing_on_or_before_the_day_of_the_evaluation_passes if {
	_change_denials(_listed_finding({"evaluated_at": "2026-11-10"}), example.feeds) == []
	_change_denials(_listed_finding({"evaluated_at": "2026-11-10T00:00:00Z"}), example.feeds) == []
	_change_denials(_listed_finding({}), example.feeds) == []
	count(_change_denials(_listed_finding({"evaluated_at": "2026-11-09T23:59:59Z"}), example.feeds)) == 1
}

test_the_day_of_the_listing_begins_in_the_zone if {
	finding := _listed_finding({"evaluated_at": "2026-11-09T23:30:00Z"})
	berlin := object.union(example.document(finding), {"at": {"zone": "Europe/Berlin"}})
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-09"] with input as berlin
		with data.org as example.org
		with data.feeds as example.feeds
	denials == []
	count(_change_denials(finding, example.feeds)) == 1
}

test_an_evaluation_that_denies_the_listing_is_denied if {
	[denial] := _change_denials(_listed_finding({"kev": false}), example.feeds)
	denial.path == ["exposure", "kev"]
	denial.expected == true
	denial.found == false
	startswith(denial.message, "KEV lists `CVE-2026-1111` since 2026-11-10; the evaluation of 2026-11-11T08:00:00Z")
}

test_an_evaluation_that_does_not_state_kev_passes if {
	finding := _listed_finding({})
	_change_denials(object.union(finding, {"exposure": {"kev": true}}), example.feeds) == []
	unstated := object.union(object.remove(finding, ["exposure"]), {"exposure": object.remove(
		finding.exposure,
		["kev", "ransomware", "exploitation"],
	)})
	_change_denials(unstated, example.feeds) == []
}

test_no_listing_and_no_kev_passes if {
	_change_denials(_listed_finding({"kev": false, "cve": "CVE-2026-2222"}), example.feeds) == []
	_change_denials(_listed_finding({"kev": false, "ransomware": "unknown"}), {}) == []
}

test_one_input_that_changed_twice_is_one_denial if {
	[denial] := _change_denials(_listed_finding({"evaluated_at": "2026-11-09", "kev": false}), example.feeds)
	denial.path == ["exposure", "evaluated_at"]
}

test_a_ransomware_flag_that_flipped_is_denied if {
	[denial] := _change_denials(_listed_finding({"ransomware": "unknown"}), example.feeds)
	denial.path == ["exposure", "ransomware"]
	denial.expected == "known"
	denial.found == "unknown"
	startswith(denial.message, "KEV 2026.11.19 knows of ransomware that uses `CVE-2026-1111`; ")
	denial.facts.input == "ransomware"
}

test_a_ransomware_flag_that_flipped_back_passes if {
	feeds := {"kev": object.union(example.kev, {"entries": {"CVE-2026-1111": {"ransomware": "unknown"}}})}
	_change_denials(_listed_finding({"ransomware": "known"}), feeds) == []
	_change_denials(_listed_finding({"ransomware": "unknown"}), feeds) == []
}

test_an_input_that_the_manifest_says_has_changed_is_denied if {
	change := {"input": "internet_reachable", "from": false, "to": true, "at": "2026-11-12T10:00:00Z"}
	[denial] := _change_denials(_listed_finding({"changes": [change]}), example.feeds)
	denial.path == ["exposure", "changes", 0]
	startswith(denial.message, "`internet_reachable` changed on 2026-11-12T10:00:00Z; the evaluation of 2026-11-11T08")
	denial.expected == "an evaluation after 2026-11-12T10:00:00Z"
	denial.facts.input == "internet_reachable"
}

_change_at(moment) := _listed_finding({"changes": [{"input": "severity", "to": "low", "at": moment}]})

test_only_a_change_after_the_evaluation_is_denied if {
	_change_denials(_change_at("2026-11-11T07:59:59Z"), example.feeds) == []
	_change_denials(_change_at("2026-11-11T08:00:00Z"), example.feeds) == []
	count(_change_denials(_change_at("2026-11-11T08:00:01Z"), example.feeds)) == 1
	_change_denials(_change_at("2026-11-10"), example.feeds) == []
	_change_denials(_change_at("2026-11-11"), example.feeds) == []
	count(_change_denials(_change_at("2026-11-12"), example.feeds)) == 1
}

test_a_change_without_a_date_counts_as_unseen if {
	[d] := _change_denials(_listed_finding({"changes": [{"input": "severity", "to": "low"}]}), example.feeds)
	d.path == ["exposure", "changes", 0]
	startswith(d.message, "`severity` changed on an unrecorded day; the evaluation of 2026-11-11")
	d.expected == "an evaluation after an unrecorded day"
}

test_a_change_without_an_input_is_denied if {
	[d] := _change_denials(_listed_finding({"changes": [{"at": "2026-11-12"}, {}]}), example.feeds)
	startswith(d.message, "`input` changed on 2026-11-12; ")
	_change_denials(_listed_finding({"changes": [{"at": "2026-11-10"}]}), example.feeds) == []
}

test_each_changed_input_is_denied_once if {
	changes := [
		{"input": "severity", "at": "2026-11-12"},
		{"input": "severity", "at": "2026-11-13"},
		{"input": "kev", "at": "2026-11-12"},
		{"input": "epss", "at": "2026-11-01"},
	]
	denials := _change_denials(_listed_finding({"changes": changes, "kev": false}), example.feeds)
	{d.path | some d in denials} == {["exposure", "changes", 0], ["exposure", "changes", 2]}
	count(denials) == 2
}

test_worse_exploitation_by_ssvc_is_denied if {
	feeds := _ssvc_feeds({"exploitation": "active", "timestamp": "2026-11-12T01:02:03.456Z"})
	[denial] := _change_denials(_listed_finding({}), feeds)
	denial.path == ["exposure", "exploitation"]
	denial.expected == "active"
	denial.found == "none"
	startswith(denial.message, "SSVC says exploitation `active` since 2026-11-12T01:02:03.456Z; ")
	[from_poc] := _change_denials(_listed_finding({"exploitation": "public_poc"}), feeds)
	from_poc.found == "public_poc"
}

test_exploitation_by_ssvc_that_is_not_worse_or_not_newer_passes if {
	newer := "2026-11-12T01:02:03Z"
	_change_denials(_listed_finding({}), _ssvc_feeds({"exploitation": "none", "timestamp": newer})) == []
	_change_denials(_listed_finding({"exploitation": "active"}), _ssvc_feeds({
		"exploitation": "public_poc",
		"timestamp": newer,
	})) == []
	_change_denials(_listed_finding({}), _ssvc_feeds({
		"exploitation": "active",
		"timestamp": "2026-11-11T08:00:00Z",
	})) == []
	_change_denials(_listed_finding({}), _ssvc_feeds({"exploitation": "active"})) == []
}

test_changes_without_an_evaluation_are_the_business_of_another_rule if {
	finding := _listed_finding({"kev": false, "ransomware": "unknown", "changes": [{"input": "epss", "at": "2026-11-12"}]})
	never := object.union(object.remove(finding, ["exposure"]), {"exposure": object.remove(
		finding.exposure,
		["evaluated_at"],
	)})
	_change_denials(never, example.feeds) == []
	_change_denials(object.remove(finding, ["exposure"]), example.feeds) == []
	count(_change_denials(finding, example.feeds)) == 3
}

test_a_change_is_denied_in_every_state if {
	every state in ["open", "contained", "accepted", "closed"] {
		count(_change_denials(object.union(_change_at("2026-11-12"), {"state": state}), example.feeds)) == 1
	}
}

test_what_changes_after_the_closure_does_not_reopen_it if {
	closed := object.union(_listed_finding({"evaluated_at": "2026-11-05"}), {
		"state": "closed",
		"closure": {"disposition": "remediated", "at": "2026-11-09"},
	})
	_change_denials(closed, example.feeds) == []
	count(_change_denials(object.union(closed, {"closure": {"at": "2026-11-10"}}), example.feeds)) == 1
	change := {"input": "exploitation", "to": "active", "at": "2026-11-09T12:00:00Z"}
	later := object.union(closed, {"closure": {"at": "2026-11-09T08:00:00Z"}, "exposure": {"changes": [change]}})
	_change_denials(later, example.feeds) == []
	earlier := object.union(closed, {"closure": {"at": "2026-11-09T13:00:00Z"}, "exposure": {"changes": [change]}})
	count(_change_denials(earlier, example.feeds)) == 1
	unknown := object.union(closed, {"exposure": {"ransomware": "unknown", "kev": false}})
	_change_denials(unknown, example.feeds) == []
}

test_what_ssvc_says_after_the_closure_does_not_reopen_it if {
	feeds := _ssvc_feeds({"exploitation": "active", "timestamp": "2026-11-12T01:02:03Z"})
	closed := object.union(_listed_finding({}), {"state": "closed", "closure": {"disposition": "remediated"}})
	_change_denials(object.union(closed, {"closure": {"at": "2026-11-12T01:02:02Z"}}), feeds) == []
	count(_change_denials(object.union(closed, {"closure": {"at": "2026-11-12T01:02:03Z"}}), feeds)) == 1
}
