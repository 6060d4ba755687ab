package remedy.sox_test

import data.remedy.lib.example_test as example

_classed(class, types) := exception_with({
	"sox": {"classification": class},
	"evidence": [{"type": t} | some t in types],
})

_asked_of_every_exception := ["population_extract", "sample_test"]

test_a_design_needs_its_own_proof if {
	[d] := denied("SOX-05", _classed("design", _asked_of_every_exception))
	d.path == ["evidence"]
	d.message == concat("", [
		"classified `design`, but the evidence shows only `population_extract`, `sample_test`: ",
		"`design_evaluation`, `first_operations` missing",
	])
	d.expected == ["design_evaluation", "first_operations"]
	d.found == ["population_extract", "sample_test"]
	d.unblock == "attach `design_evaluation`, `first_operations`, or correct `sox.classification`"
	d.related == [{"path": ["sox", "classification"], "message": "classified here"}]
	d.who == ["alice"]
}

test_one_missing_type_is_named_alone if {
	[d] := denied("SOX-05", _classed("design", ["design_evaluation"]))
	d.unblock == "attach `first_operations`, or correct `sox.classification`"
}

test_any_type_of_a_step_proves_it if {
	[d] := denied("SOX-05", _classed("design", ["design_evaluation"]))
		with data.params.class_evidence as {"design": [["walkthrough", "first_operations"]]}
	contains(d.message, "`first_operations` or `walkthrough` missing")
	denied("SOX-05", _classed("design", ["walkthrough"]))
		with data.params.class_evidence as {"design": [["walkthrough", "first_operations"]]} == []
}

test_a_design_needs_a_redesign if {
	planned := exception_with({"plan": {"actions": [
		{"type": "redesign_control", "status": "planned"},
		{"type": "documentation", "status": "done"},
	]}})
	[d] := denied("SOX-05", planned)
	d.path == ["plan", "actions"]
	d.message == "classified `design`, but no action redesigned the control"
	denied("SOX-05", object.union(planned, {"sox": {"classification": "operating"}})) == []
}

test_an_absent_plan_is_not_this_rules if {
	denied("SOX-05", object.remove(exception, ["plan"])) == []
}

test_the_sample_of_an_operating_failure_is_asked_by_its_type if {
	denied("SOX-05", _classed("operating", ["population_extract"])) == []
	audited := object.union(_classed("operating", ["scan_report"]), {"type": "vulnerability"})
	[d] := denied("SOX-05", audited)
	d.message == "classified `operating`, but the evidence shows only `scan_report`: `sample_test` missing"
}

test_a_single_case_needs_an_extended_sample if {
	[d] := denied("SOX-05", _classed("one_off", _asked_of_every_exception))
	contains(d.message, "`extended_sample` missing")
	denied("SOX-05", _classed("one_off", ["extended_sample"])) == []
}

_sampled(sample) := object.union(_classed("one_off", ["extended_sample"]), {"retest": [
	{"result": "fail", "sample": {"size": 1, "exceptions": 1}},
	{"result": "pass"},
	{"result": "pass", "sample": sample},
]})

test_a_single_case_is_the_only_one if {
	denied("SOX-05", _sampled({"size": 40, "exceptions": 0})) == []
	denied("SOX-05", _sampled({"size": 40})) == []
	[d] := denied("SOX-05", _sampled({"size": 40, "exceptions": 2}))
	d.path == ["retest", 2, "sample", "exceptions"]
	d.message == "classified `one_off`, but 2 of 40 tested items failed"
	d.expected == 0
	d.found == 2
	[unsized] := denied("SOX-05", _sampled({"exceptions": 2}))
	unsized.message == "classified `one_off`, but 2 of the tested items failed"
}

test_a_soc2_exception_proves_its_class if {
	[d] := denied_in("SOX-05", object.union(soc2_exception, {"evidence": [{"type": "sample_test"}]}), soc2_org)
	contains(d.unblock, "correct `soc2.classification`")
}

test_no_evidence_or_class_is_not_this_rules if {
	denied("SOX-05", object.remove(exception, ["evidence"])) == []
	denied("SOX-05", sox_without("classification")) == []
}

test_an_accepted_exception_proves_nothing_yet if {
	denied("SOX-05", as_state(_classed("design", _asked_of_every_exception), "accepted")) == []
}

test_other_findings_have_no_class if {
	denied("SOX-05", object.union(example.closed, {"sox": {"classification": "design"}})) == []
}

test_a_single_action_that_is_planned_is_no_redesign if {
	planned := exception_with({"plan": {"actions": [{"type": "redesign_control", "status": "planned"}]}})
	[d] := denied("SOX-05", planned)
	d.message == "classified `design`, but no action redesigned the control"
}

test_one_failed_item_is_one_too_many if {
	[d] := denied("SOX-05", _sampled({"size": 40, "exceptions": 1}))
	d.found == 1
}

test_a_failed_item_of_another_class_is_not_this_rules if {
	failed := object.union(_sampled({"size": 40, "exceptions": 2}), {"sox": {"classification": "operating"}})
	denied("SOX-05", object.union(failed, {"evidence": [{"type": "sample_test"}]})) == []
}

test_the_class_is_proven_in_closed_exceptions_that_were_repaired_alone if {
	every mistake in [
		_classed("design", ["design_evaluation"]),
		exception_with({"plan": {"actions": [{"type": "documentation", "status": "done"}]}}),
		_sampled({"size": 40, "exceptions": 2}),
	] {
		count(denied("SOX-05", mistake)) == 1
		every changes in [
			{"type": "vulnerability", "source": {"kind": "scanner"}},
			{"state": "open"},
			{"state": "contained"},
			{"state": "accepted"},
			{"closure": {"disposition": "false_positive"}},
			{"closure": {"disposition": "duplicate"}},
		] {
			denied("SOX-05", object.union(mistake, changes)) == []
		}
	}
}
