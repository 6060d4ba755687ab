package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

# The message for the accepted example with changes, and what it must say.
_is_never_acceptable(changes, why) if {
	[d] := _denials("RSK-04", object.union(example.accepted, changes))
	d.path == ["state"]
	d.found == "accepted"
	d.message == sprintf("cannot be accepted: %s", [why])
}

test_an_ordinary_risk_passes if {
	_denials("RSK-04", example.accepted) == []
}

test_a_leaked_credential_is_denied_unless_it_was_dead if {
	leaked := object.union(example.accepted, {"type": "leaked_secret"})
	[d] := _denials("RSK-04", leaked)
	contains(d.message, "the leaked credential counts as valid")
	d.unblock == "remediate it, or contain it and set `state` to `contained`"
	d.who == ["alice"]
	d.facts.tier == "exposed"
	_denials("RSK-04", object.union(leaked, {"secret": {"valid_at_detection": false}})) == []
}

test_active_exploitation_is_denied if {
	_is_never_acceptable({"exposure": {"exploitation": "active"}}, "it is of tier active (exploitation is active)")
}

test_misuse_is_denied_with_every_reason if {
	[d] := _denials("RSK-04", object.union(example.accepted, {"exposure": {"misuse_confirmed": true, "kev": true}}))
	d.message == "cannot be accepted: it is of tier active (misuse is confirmed, the vulnerability is in KEV)"
}

test_kev_on_a_reachable_asset_is_denied if {
	_is_never_acceptable(
		{"exposure": {"kev": true, "internet_reachable": true}},
		concat("", [
			"it is in KEV and can be reached; ",
			"it is of tier active (reachable from the internet, the vulnerability is in KEV)",
		]),
	)
}

test_kev_where_nobody_reaches_it_passes if {
	_denials("RSK-04", object.union(example.accepted, {"exposure": {"kev": true}})) == []
}

test_kev_of_the_feed_is_denied if {
	reached := object.union(example.accepted, {"exposure": {"cve": "CVE-2026-1111", "internet_reachable": true}})
	found := data.remedy.risk_acceptance.deny with input as example.document(reached)
		with data.org as example.org
		with data.feeds as example.feeds
	some d in found
	d.rule == "RSK-04"
	contains(d.message, "it is in KEV and can be reached")
	contains(d.message, "CVE-2026-1111 is in KEV")
}

test_a_deficiency_that_is_reported_is_denied if {
	_is_never_acceptable({"sox": {"level": "material_weakness"}}, "it is a material weakness")
	_is_never_acceptable({"sox": {"level": "significant_deficiency"}}, "it is a significant deficiency")
	_denials("RSK-04", object.union(example.accepted, {"sox": {"level": "deficiency"}})) == []
}

test_an_orphaned_account_is_denied_if_it_has_privileges if {
	orphaned := object.union(example.accepted, {"type": "orphaned_account", "severity": "low", "impact": "low"})
	[d] := _denials("RSK-04", object.union(orphaned, {"identity": {"id": "x", "privileged": true}}))
	d.message == "cannot be accepted: an orphaned account has privileges"
	_denials("RSK-04", object.union(orphaned, {"identity": {"id": "x", "kind": "human", "privileged": false}})) == []
	unstated := "cannot be accepted: an orphaned account may have privileges: nobody stated that it has none"
	every finding in [orphaned, object.union(orphaned, {"identity": {"id": "x", "kind": "human"}})] {
		[unknown] := _denials("RSK-04", finding)
		unknown.message == unstated
	}
}

test_a_type_that_the_profile_excludes_is_denied if {
	why := "the profile accepts no finding of type `vulnerability`"
	_is_never_acceptable({}, why) with data.params.never_acceptable_types as ["vulnerability"]
}

test_a_cell_that_the_profile_excludes_is_denied if {
	exposed := {"internet_reachable": true, "automatable": true}
	_is_never_acceptable({"severity": "high", "exposure": exposed}, "the profile accepts no risk of exposed/high")
	_denials("RSK-04", object.union(example.accepted, {"exposure": exposed})) == []
}

test_a_cell_that_the_profile_does_not_have_is_denied if {
	why := "the profile accepts no risk of possible/moderate"
	_is_never_acceptable({}, why) with data.params as _params_with({})
	_is_never_acceptable({}, why) with data.params as _params_with({"possible": {"moderate": {"level": "L1"}}})
	never := {"possible": {"moderate": {"never": true, "max_days": 30}}}
	_is_never_acceptable({}, why) with data.params as _params_with(never)
}

# The whole of `data.params` is replaced: stock OPA would merge a part of it with what is there.
_params_with(table) := object.union(object.remove(data.params, ["risk_acceptance"]), {"risk_acceptance": table})
