package remedy.evidence_test

import data.remedy.lib.example_test as example

_with_types(kinds) := with_evidence([item(kind) | some kind in kinds])

test_a_missing_type_is_denied if {
	[d] := denied("EVD-02", _with_types(["invalidity_probe", "vault_record", "location_clear_list"]))
	d.path == ["evidence"]
	d.message == "missing evidence: `log_review`"
	d.unblock == "collect `log_review` and attach it to `evidence`"
	d.who == ["erin"]
	d.related == [{"path": ["evidence_required", 3], "message": "the finding asks for it itself"}]
	d.facts == {"missing": [["log_review"]]}
	denied_as_repair_only("EVD-02", _with_types(["invalidity_probe", "vault_record", "location_clear_list"]))
}

test_all_missing_types_are_one_denial if {
	finding := object.remove(_with_types(["vault_record", "config_export"]), ["evidence_required"])
	[d] := denied("EVD-02", finding)
	d.message == "missing evidence: `invalidity_probe`, `location_clear_list`, `log_review`"
	d.related == []
}

test_all_needed_types_pass if {
	denied("EVD-02", _with_types(types)) == []
	denied("EVD-02", _with_types(array.concat(types, ["config_export"]))) == []
}

_unmanaged(evidence) := object.union(
	object.remove(proven, ["secret", "evidence_required"]),
	{"type": "unmanaged_nhi", "evidence": evidence},
)

test_one_type_of_a_step_is_enough if {
	denied("EVD-02", _unmanaged([item("inventory_record")])) == []
	denied("EVD-02", _unmanaged([item("retirement_record")])) == []
	[d] := denied("EVD-02", _unmanaged([item("config_export")]))
	d.message == "missing evidence: `inventory_record` or `retirement_record`"
}

test_what_the_finding_asks_for_itself_is_needed_too if {
	asking := object.union(proven, {"evidence_required": array.concat(types, ["pipeline_run"])})
	[d] := denied("EVD-02", asking)
	d.message == "missing evidence: `pipeline_run`"
	d.related[0].path == ["evidence_required", 4]
}

test_a_step_that_another_missing_one_answers_is_not_named_twice if {
	asking := object.union(_unmanaged([item("config_export")]), {"evidence_required": ["retirement_record"]})
	[d] := denied("EVD-02", asking)
	d.message == "missing evidence: `retirement_record`"
}

test_absent_evidence_is_evd_01s_and_words_are_evd_06s if {
	denied("EVD-02", object.remove(proven, ["evidence"])) == []
	denied("EVD-02", _with_types(["email"])) == []
	count(denied("EVD-02", _with_types(["email", "vault_record"]))) == 1
}

_reduced(changes) := object.union(
	object.remove(proven, ["evidence_required"]),
	object.union({"type": "overprivileged_identity", "plan": {"path": "privilege_reduction"}}, changes),
)

test_a_functional_test_that_ret_05_asks_for_is_not_named if {
	exports := [item("permission_export_before"), item("permission_export_after")]
	denied("EVD-02", _reduced({"evidence": exports})) == []
	[d] := denied("EVD-02", _reduced({"evidence": exports, "plan": {"path": "access_removal"}}))
	d.message == "missing evidence: `functional_test`"
	[gone] := denied("EVD-02", closed_as(_reduced({"evidence": exports}), "decommissioned"))
	gone.message == "missing evidence: `functional_test`"
}

test_a_type_without_steps_in_the_profile_passes if {
	found := data.remedy.evidence.deny with input as example.document(_unmanaged([item("config_export")]))
		with data.org as example.org
		with data.params.required_evidence.unmanaged_nhi as []
	count([one | some one in found; one.rule == "EVD-02"]) == 0
}
