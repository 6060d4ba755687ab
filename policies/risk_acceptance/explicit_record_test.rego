package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

test_an_acceptance_without_a_record_is_denied if {
	[d] := _denials("RSK-01", object.union(example.accepted, {"risk_acceptance": null}))
	d.path == ["risk_acceptance"]
	d.message == "accepted without a written risk acceptance"
	d.unblock == "write `risk_acceptance` and have a person of level L2 approve it"
	d.who == ["alice"]
	d.related == []
}

test_a_missing_record_of_what_nobody_may_accept_is_denied_with_that_advice if {
	changes := {"risk_acceptance": null, "sox": {"level": "material_weakness"}}
	[d] := _denials("RSK-01", object.union(example.accepted, changes))
	d.unblock == "remediate it, or contain it: this risk is never accepted"
	d.related == [{"path": ["state"], "message": "it could not be accepted: it is a material weakness"}]
}

test_an_absent_part_of_the_record_is_denied if {
	every key in ["decision", "rationale", "residual_risk", "scope", "requested_by"] {
		[d] := _denials("RSK-01", _accepted_without(key))
		d.path == ["risk_acceptance", key]
		d.message == sprintf("the acceptance is not explicit: `%s` is missing", [key])
		d.unblock == sprintf("write down what is missing or wrong: `%s`", [key])
	}
}

test_a_blank_rationale_is_denied if {
	[d] := _denials("RSK-01", _accepted_with({"rationale": "  "}))
	d.path == ["risk_acceptance", "rationale"]
}

test_several_gaps_are_one_denial_at_the_first if {
	[d] := _denials("RSK-01", _accepted_with({"rationale": "", "requested_by": ""}))
	d.path == ["risk_acceptance", "rationale"]
	d.related == [{"path": ["risk_acceptance", "requested_by"], "message": "`requested_by` is missing"}]
	d.message == "the acceptance is not explicit: `rationale` is missing; `requested_by` is missing"
}

test_the_scope_of_another_finding_is_denied if {
	[d] := _denials("RSK-01", _accepted_with({"scope": {"finding": "F-2"}}))
	d.path == ["risk_acceptance", "scope", "finding"]
	d.message == "the acceptance is not explicit: `scope.finding` is `F-2`, this finding's is `F-1`"
}

test_the_scope_of_another_identity_is_denied_and_of_this_one_passes if {
	scoped := {"scope": {"finding": "F-1", "identity": "svc-checkout"}}
	[d] := _denials("RSK-01", _accepted_with(scoped))
	d.message == "the acceptance is not explicit: `scope.identity` is `svc-checkout`, this finding's is `none`"
	_denials("RSK-01", object.union(_accepted_with(scoped), {"identity": {"id": "svc-checkout"}})) == []
}

test_a_scope_that_names_a_control_alone_is_denied if {
	controlled := object.union(_accepted_without("scope"), {"risk_acceptance": {"scope": {"control": "AC-17"}}})
	[d] := _denials("RSK-01", controlled)
	d.path == ["risk_acceptance", "scope"]
	d.message == "the acceptance is not explicit: `scope` names neither the finding nor its identity"
	_denials("RSK-01", _accepted_with({"scope": {"control": "AC-17"}})) == []
	count(_denials("RSK-01", _accepted_with({"scope": {"control": "AC-18"}}))) == 1
}

test_an_empty_scope_is_missing_and_nothing_else if {
	empty := object.union(_accepted_without("scope"), {"risk_acceptance": {"scope": {}}})
	[d] := _denials("RSK-01", empty)
	d.path == ["risk_acceptance", "scope"]
	d.message == "the acceptance is not explicit: `scope` is missing"
	d.related == []
}

test_a_scope_that_names_the_identity_alone_passes if {
	named := object.union(_accepted_without("scope"), {
		"risk_acceptance": {"scope": {"identity": "svc-checkout"}},
		"identity": {"id": "svc-checkout"},
	})
	_denials("RSK-01", named) == []
}

test_the_scope_of_a_control_is_denied_where_the_finding_names_none if {
	scoped := object.remove(_accepted_with({"scope": {"control": "AC-17"}}), ["control"])
	[d] := _denials("RSK-01", scoped)
	d.path == ["risk_acceptance", "scope", "control"]
	d.message == "the acceptance is not explicit: `scope.control` is `AC-17`, this finding's is `none`"
}
