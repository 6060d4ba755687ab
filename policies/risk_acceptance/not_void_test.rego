package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

_exposed_with(changes) := object.union(example.accepted, {"exposure": changes})

_changed(value, from, to, at) := _exposed_with({"changes": [{"input": value, "from": from, "to": to, "at": at}]})

test_a_listing_in_kev_after_the_approval_is_denied if {
	listed := _exposed_with({"cve": "CVE-2026-1111"})
	_kev_denials(listed, "2026-11-16") == []
	[d] := _kev_denials(listed, "2026-11-17")
	d.path == ["exposure", "cve"]
	d.message == "the acceptance is void since 2026-11-17: CVE-2026-1111 was listed in KEV"
	d.unblock == "assess the risk again and have it accepted anew"
	d.facts == {"since": "2026-11-17"}
	d.related == [{"path": ["risk_acceptance", "approved_at"], "message": "approved before that"}]
}

_kev_denials(finding, listed) := found if {
	kev := {"entries": {"CVE-2026-1111": {"date_added": listed, "due_date": "2026-12-08", "ransomware": "unknown"}}}
	every_one := data.remedy.risk_acceptance.deny with input as example.document(finding)
		with data.org as example.org
		with data.feeds as {"kev": kev}
	found := [d | some d in every_one; d.rule == "RSK-07"]
}

test_a_change_for_the_worse_after_the_approval_is_denied if {
	every change in [
		["kev", false, true],
		["ransomware", "unknown", "known"],
		["exploitation", "none", "public_poc"],
		["exploitation", "public_poc", "active"],
		["internet_reachable", false, true],
		["automatable", false, true],
		["technical_impact", "partial", "total"],
		["severity", "low", "moderate"],
	] {
		[d] := _denials("RSK-07", _changed(change[0], change[1], change[2], "2026-11-18T08:00:00Z"))
		d.path == ["exposure", "changes", 0]
		expected := "the acceptance is void since 2026-11-18T08:00:00Z: `%s` went from `%v` to `%v`"
		d.message == sprintf(expected, change)
	}
}

test_a_change_for_the_better_passes if {
	_denials("RSK-07", _changed("exploitation", "active", "none", "2026-11-18")) == []
	_denials("RSK-07", _changed("severity", "high", "moderate", "2026-11-18")) == []
	_denials("RSK-07", _changed("internet_reachable", true, false, "2026-11-18")) == []
	_denials("RSK-07", _changed("epss", 0.1, 0.9, "2026-11-18")) == []
}

test_a_change_before_the_approval_passes if {
	_denials("RSK-07", _changed("automatable", false, true, "2026-11-16T10:00:00Z")) == []
	count(_denials("RSK-07", _changed("automatable", false, true, "2026-11-16T10:00:01Z"))) == 1
}

test_a_change_with_absent_values_counts_as_the_worst if {
	[d] := _denials("RSK-07", _exposed_with({"changes": [{"input": "kev"}]}))
	d.message == "the acceptance is void since an unrecorded day: `kev` went from `unknown` to `unknown`"
	_denials("RSK-07", _exposed_with({"changes": [{"input": "kev", "to": false}]})) == []
}

test_two_events_are_two_denials if {
	found := _denials("RSK-07", _exposed_with({"changes": [
		{"input": "kev", "from": false, "to": true, "at": "2026-11-18"},
		{"input": "severity", "from": "low", "to": "high", "at": "2026-11-19"},
	]}))
	{d.facts.since | some d in found} == {"2026-11-18", "2026-11-19"}
	count(found) == 2
}

test_a_rating_that_rose_is_denied if {
	[d] := _denials("RSK-07", _accepted_with({"severity_at_approval": "low"}))
	d.path == ["severity"]
	d.message == "the acceptance is void since an unrecorded day: the risk is rated moderate, it was low at the approval"
	_denials("RSK-07", _accepted_with({"severity_at_approval": "moderate"})) == []
	_denials("RSK-07", _accepted_with({"severity_at_approval": "high"})) == []
}

test_a_rating_that_rose_by_the_impact_points_there if {
	rose := object.union(_accepted_with({"severity_at_approval": "moderate"}), {"impact": "high"})
	[d] := _denials("RSK-07", rose)
	d.path == ["impact"]
}

test_a_recorded_rise_of_the_severity_is_one_denial if {
	recorded := object.union(
		_changed("severity", "low", "moderate", "2026-11-18"),
		{"risk_acceptance": {"severity_at_approval": "low"}},
	)
	[d] := _denials("RSK-07", recorded)
	d.facts.since == "2026-11-18"
}

test_a_control_that_failed_after_the_approval_is_denied if {
	[d] := _denials("RSK-07", _reviewed({"at": "2026-11-17", "by": "erin", "result": "ineffective"}))
	d.path == ["compensating_controls", 0, "reviews", 1, "result"]
	d.message == "the acceptance is void since 2026-11-17: compensating control `CC-1` was found ineffective"
	_denials("RSK-07", _reviewed({"at": "2026-11-16", "by": "erin", "result": "ineffective"})) == []
	_denials("RSK-07", _reviewed({"at": "2026-11-17", "by": "erin", "result": "effective"})) == []
	count(_denials("RSK-07", _reviewed({"result": "ineffective"}))) == 1
}

test_a_control_that_the_acceptance_does_not_rest_on_passes if {
	failed := _reviewed({"at": "2026-11-17", "by": "erin", "result": "ineffective"})
	_denials("RSK-07", object.union(failed, {"risk_acceptance": {"compensating_controls": []}})) == []
}

_reviewed(review) := object.union(
	example.accepted,
	{"compensating_controls": [object.union(_control, {"reviews": array.concat(_control.reviews, [review])})]},
)

test_an_approver_who_left_is_denied if {
	_left_denials("2026-11-20") == []
	[d] := _left_denials("2026-11-19")
	d.path == ["risk_acceptance", "approved_by"]
	d.message == "the acceptance is void since 2026-11-19: `frank`, who approved it, left"
	d.who == ["grace", "henry"]
	_left_denials("2026-11-15") == []
}

_left_denials(ended) := found if {
	org := object.union(example.org, {"people": {"frank": {"ended_at": ended}}})
	every_one := data.remedy.risk_acceptance.deny with input as example.document(example.accepted)
		with data.org as org
		with data.feeds as {}
	found := [d | some d in every_one; d.rule == "RSK-07"]
}

test_an_absent_approval_date_is_not_this_rules if {
	changes := {"exposure": {"changes": [{"input": "kev", "to": true, "at": "2026-11-18"}]}}
	_denials("RSK-07", object.union(_accepted_without("approved_at"), changes)) == []
}

test_an_absent_old_value_counts_as_the_best_and_an_absent_new_one_as_the_worst if {
	[d] := _denials("RSK-07", _exposed_with({"changes": [{"input": "kev", "to": true, "at": "2026-11-18"}]}))
	d.message == "the acceptance is void since 2026-11-18: `kev` went from `unknown` to `true`"
	from_the_worst := {"input": "severity", "from": "critical", "at": "2026-11-18"}
	[to_unknown] := _denials("RSK-07", _exposed_with({"changes": [from_the_worst]}))
	to_unknown.message == "the acceptance is void since 2026-11-18: `severity` went from `critical` to `unknown`"
}

# Approved on 2026-11-16, when the severity is said to have been low; it is moderate.
test_only_a_later_rise_of_the_severity_explains_the_rating if {
	every change in [
		{"input": "severity", "from": "low", "to": "moderate", "at": "2026-11-10"},
		{"input": "severity", "from": "high", "to": "moderate", "at": "2026-11-18"},
		{"input": "epss", "from": 0.1, "to": 0.9, "at": "2026-11-18"},
	] {
		[d] := _denials("RSK-07", _low_at_the_approval(change))
		d.path == ["severity"]
	}
	other := _low_at_the_approval({"input": "kev", "from": false, "to": true, "at": "2026-11-18"})
	{d.path | some d in _denials("RSK-07", other)} == {["severity"], ["exposure", "changes", 0]}
	undated := _low_at_the_approval({"input": "severity", "from": "low", "to": "moderate"})
	{d.path | some d in _denials("RSK-07", undated)} == {["exposure", "changes", 0]}
}

_low_at_the_approval(change) := object.union(
	_exposed_with({"changes": [change]}),
	{"risk_acceptance": {"severity_at_approval": "low"}},
)
