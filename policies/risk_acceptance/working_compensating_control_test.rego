package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

_controlled(changes) := object.union(example.accepted, {"compensating_controls": [object.union(_control, changes)]})

test_an_absent_list_of_controls_is_denied if {
	[d] := _denials("RSK-05", _accepted_without("compensating_controls"))
	d.path == ["risk_acceptance", "compensating_controls"]
	d.message == "no working compensating control for a risk rated moderate: the acceptance names none"
	d.who == ["alice"]
	d.found == []
	count(_denials("RSK-05", _accepted_with({"compensating_controls": []}))) == 1
}

test_a_control_that_is_not_recorded_is_denied if {
	[d] := _denials("RSK-05", object.remove(example.accepted, ["compensating_controls"]))
	d.message == "no working compensating control for a risk rated moderate: `CC-1` is not in `compensating_controls`"
	d.found == ["CC-1"]
	d.who == ["alice"]
}

# CMP-01 to CMP-03 deny it.
test_a_control_that_does_not_work_is_left_to_its_own_rules if {
	_denials("RSK-05", _controlled({"evidence": []})) == []
	_denials("RSK-05", _controlled({"expires_at": "2026-11-01"})) == []
	_denials("RSK-05", _controlled({"reviews": []})) == []
	_denials("RSK-05", object.union(example.accepted, {"compensating_controls": [{"id": "CC-1"}]})) == []
}

test_one_recorded_control_of_two_passes if {
	two := _accepted_with({"compensating_controls": ["CC-0", "CC-1"]})
	_denials("RSK-05", two) == []
	[d] := _denials("RSK-05", object.union(two, {"compensating_controls": [{"id": "CC-2"}]}))
	d.message == concat("", [
		"no working compensating control for a risk rated moderate: ",
		"`CC-0` is not in `compensating_controls`; `CC-1` is not in `compensating_controls`",
	])
}

test_a_low_risk_needs_no_control if {
	low := {"severity": "low", "impact": "low"}
	_denials("RSK-05", object.union(_accepted_without("compensating_controls"), low)) == []
	high := {"severity": "low", "impact": "high"}
	[d] := _denials("RSK-05", object.union(_accepted_without("compensating_controls"), high))
	d.facts == {"rating": "high"}
}

test_a_critical_risk_needs_a_control if {
	critical := {"severity": "critical", "impact": "critical"}
	[d] := _denials("RSK-05", object.union(_accepted_without("compensating_controls"), critical))
	d.message == "no working compensating control for a risk rated critical: the acceptance names none"
	d.facts == {"rating": "critical"}
}
