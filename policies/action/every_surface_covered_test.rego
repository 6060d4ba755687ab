package remedy.action_test

import data.remedy.lib.example_test as example

_used_in(surfaces) := object.union(repaired, {"identity": {"used_in": surfaces}})

_unlisted := object.union(example.without(repaired, "identity"), {"identity": object.remove(
	repaired.identity,
	["used_in"],
)})

test_a_fix_of_every_surface_passes if {
	denied("ACT-05", repaired) == []
	denied("ACT-05", _used_in(["code", "pipeline", "vault", "runtime"])) == []
}

test_a_surface_without_action_is_denied if {
	[d] := denied("ACT-05", _used_in(["code", "vendor", "idp"]))
	d.path == ["identity", "used_in", 1]
	d.message == "the fix does not cover `vendor`, `idp`, where `svc-checkout` is used"
	d.found == ["code", "pipeline", "runtime", "vault"]
	startswith(d.unblock, "act on `vendor`, `idp` and set `surface` at the action")
	d.who == ["alice"]
	d.related == [{"path": ["identity", "used_in", 2], "message": "not covered either"}]
	d.facts == {"missing": ["vendor", "idp"]}
}

test_an_action_with_absent_surface_covers_nothing if {
	[d] := denied("ACT-05", object.union(lacking(4, "surface"), {"identity": {"used_in": ["pipeline"]}}))
	d.facts == {"missing": ["pipeline"]}
}

test_an_action_that_is_not_done_covers_nothing if {
	[d] := denied("ACT-05", object.union(changed(4, {"status": "planned"}), {"identity": {"used_in": ["pipeline"]}}))
	d.facts == {"missing": ["pipeline"]}
}

test_a_plan_without_actions_is_left_to_the_required_actions if {
	every finding in [example.without(repaired, "plan"), planned({"actions": []})] {
		denied("ACT-05", finding) == []
		count(denied("ACT-02", finding)) == 1
	}
	[d] := denied("ACT-05", planned({"actions": [{"type": "rotate", "surface": "code", "status": "planned"}]}))
	d.facts == {"missing": ["code", "runtime"]}
}

test_containment_covers_nothing if {
	actions := [done("contain", "vendor"), object.union(done("revoke_old", "vault"), {"containment": true})]
	[d] := denied("ACT-05", object.union(_used_in(["vendor", "vault"]), {"plan": {"actions": actions}}))
	d.facts == {"missing": ["vendor"]}
}

test_an_investigation_covers_nothing if {
	every type in data.params.investigation_actions {
		looked := array.concat(everything, [done(type, "vendor")])
		[d] := denied("ACT-05", object.union(_used_in(["vendor"]), {"plan": {"actions": looked}}))
		d.facts == {"missing": ["vendor"]}
	}
	acted := array.concat(everything, [done("misuse_lookback", "vendor"), done("revoke_old", "vendor")])
	denied("ACT-05", object.union(_used_in(["vendor"]), {"plan": {"actions": acted}})) == []
}

test_a_surface_that_needs_no_action_passes if {
	waived := object.union(_waived("clear_locations"), {"surface": "vendor"})
	finding := object.union(_used_in(["vendor"]), {"plan": {"actions": array.concat(everything, [waived])}})
	denied("ACT-05", finding) == []
	denied("ACT-02", finding) == []
}

test_a_surface_that_nobody_waived_is_denied_once if {
	waived := {"type": "config_change", "surface": "vendor", "status": "not_applicable", "justification": "not ours"}
	finding := object.union(_used_in(["vendor"]), {"plan": {"actions": array.concat(everything, [waived])}})
	denied("ACT-05", finding) == []
	[d] := denied("ACT-02", finding)
	d.path == ["plan", "actions", 6, "approved_by"]
}

test_an_absent_list_of_a_machine_is_denied if {
	[d] := denied("ACT-05", _unlisted)
	d.path == ["identity", "used_in"]
	d.message == "nobody wrote down where `svc-checkout` is used, so no fix can be shown to cover it"
	d.who == ["alice"]
}

test_an_empty_list_says_nowhere if denied("ACT-05", _used_in([])) == []

test_an_absent_list_of_a_person_or_of_no_identity_passes if {
	person := {"identity": {"id": "carol", "kind": "human"}}
	denied("ACT-05", object.union(example.without(repaired, "identity"), person)) == []
	denied("ACT-05", example.without(repaired, "identity")) == []
}

test_an_identity_without_a_name if {
	[d] := denied("ACT-05", object.union(example.without(repaired, "identity"), {"identity": {"used_in": ["idp"]}}))
	d.message == "the fix does not cover `idp`, where `the identity` is used"
}

test_surfaces_are_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("ACT-05", _used_in(["vendor"]))
	only_repairs_are_judged("ACT-05", _unlisted)
}
