package remedy.lib.retest_test

import data.remedy.lib.example_test as example
import data.remedy.lib.retest

# Fixed at 2026-11-03T11:00:00Z, seven days of soak.
_pass(at) := {"result": "pass", "method": "trufflehog", "at": at, "by": "erin"}

_tested(retests) := example.document(example.closed_with({"retest": retests}))

_passes(retests) := [p.index | some p in found] if {
	found := retest.passes with input as _tested(retests) with data.org as example.org
}

_why(r) := [problem.message | some problem in found] if {
	found := retest.problems(r) with input as _tested([]) with data.org as example.org
}

test_a_pass_after_the_last_action_counts if {
	_passes([_pass("2026-11-03T10:59:59Z")]) == []
	_passes([_pass("2026-11-03T11:00:00Z"), _pass("2026-11-03T11:00:01Z"), _pass("2026-11-03")]) == [0, 1, 2]
}

test_looking_into_it_afterwards_leaves_a_pass_valid if {
	_acted_later("finance_validation") == ["2026-11-04"]
	_acted_later("operate_control") == []
}

_acted_later(type) := [p.at | some p in found] if {
	actions := array.concat(example.closed.plan.actions, [{"type": type, "status": "done", "performed_at": "2026-11-05"}])
	finding := example.closed_with({"plan": {"actions": actions}, "retest": [_pass("2026-11-04")]})
	found := retest.passes with input as example.document(finding) with data.org as example.org
}

test_why_a_retest_does_not_count if {
	_why(_pass("2026-11-12")) == []
	_why({"result": "fail", "at": "2026-11-12", "by": "erin"}) == ["its result is `fail`"]
	_why({"result": "pass"}) == ["`at` is missing", "`by` is missing"]
	_why({"at": "2026-11-12", "by": "erin"}) == ["its result is ``"]
	_why(_pass("2026-11-02")) == ["it was on 2026-11-02, before the action of 2026-11-03T11:00:00Z"]
	_why(_pass("2026-11-21")) == ["it is dated in the future (2026-11-21)"]
}

test_absent_retests_are_an_empty_list if {
	untested := example.document(object.remove(example.closed, ["retest"]))
	retest.all_of_them == [] with input as untested
	retest.passes == [] with input as untested
	retest.relied_on == [] with input as untested
	not retest.first_pass with input as untested
	not retest.last_pass with input as untested
}

_second(retests) := [p.index | some p in found] if {
	found := retest.second_passes with input as _tested(retests) with data.org as example.org
}

test_the_second_look_comes_after_the_soak_period if {
	_second([_pass("2026-11-04"), _pass("2026-11-09T23:59:59Z")]) == []
	_second([_pass("2026-11-04"), _pass("2026-11-10T00:00:00Z")]) == [1]
	_second([_pass("2026-11-12T08:00:00Z")]) == []
	_second([_pass("2026-11-12T08:00:00Z"), _pass("2026-11-12T08:00:00Z")]) == []
	_second([_pass("2026-11-12T08:00:01Z"), _pass("2026-11-12T08:00:00Z")]) == [0]
}

test_first_and_last_pass_are_found_by_their_dates if {
	tested := _tested([_pass("2026-11-12"), _pass("2026-11-04"), _pass("2026-11-11")])
	retest.first_pass.index == 1 with input as tested
	retest.last_pass.index == 0 with input as tested
}

test_the_fix_is_the_last_action_or_the_first_pass if {
	retest.fixed_at == "2026-11-03T11:00:00Z" with input as _tested([_pass("2026-11-04")])
	without_plan := object.remove(example.closed, ["plan"])
	undated := object.union(without_plan, {"retest": [_pass("2026-11-05"), _pass("2026-11-04")]})
	retest.fixed_at == "2026-11-04" with input as example.document(undated)
	retest.second_from == "2026-11-11" with input as example.document(undated)
	not retest.second_from with input as example.document(object.remove(without_plan, ["retest"]))
}

test_a_type_may_have_no_soak_period if {
	no_soak := example.document(example.closed_with({"type": "sox_exception"}))
	not retest.soak_days with input as no_soak
	not retest.second_from with input as no_soak
	retest.second_passes == [] with input as no_soak
	count(retest.relied_on) == 1 with input as no_soak
}

_comparable(finding) := [p.index | some p in found] if {
	found := retest.comparable with input as example.document(finding)
		with data.org as example.org
		with data.params.equivalent_methods.TruffleHog as ["git log search"]
}

_with_method(changes) := example.closed_with({"retest": [object.union(_pass("2026-11-12"), changes)]})

test_the_test_of_the_detection_is_comparable if {
	_comparable(_with_method({"method": "TruffleHog"})) == [0]
	_comparable(_with_method({"method": "Git log search"})) == [0]
	_comparable(_with_method({"method": "manual look"})) == []
	_comparable(object.union(_with_method({}), {"retest": [object.remove(_pass("2026-11-12"), ["method"])]})) == []
	_comparable(object.union(
		object.remove(_with_method({"method": "manual look"}), ["source"]),
		{"source": object.remove(example.closed.source, ["detector"])},
	)) == [0]
}

test_only_passes_that_the_closure_rests_on_are_comparable if {
	early := _pass("2026-11-04")
	late := object.union(_pass("2026-11-12"), {"method": "manual look"})
	_comparable(example.closed_with({"retest": [early, late]})) == []
	_comparable(example.closed_with({"retest": [early, object.union(late, {"method": "trufflehog"})]})) == [1]
}

_approved(changes) := object.union(
	{"method": "manual look", "equivalence": {"approved_by": "frank", "at": "2026-11-11", "ref": "SEC-12"}},
	{"equivalence": changes},
)

_faults(changes) := why if {
	retested := object.union(_pass("2026-11-12"), _approved(changes))
	document := example.document(example.closed)
	why := retest.equivalence_problems(retested) with input as document with data.org as example.org
}

test_a_method_may_be_approved if {
	_comparable(_with_method(_approved({}))) == [0]
	_faults({}) == []
	_comparable(_with_method(_approved({"ref": ""}))) == []
	_faults({"ref": "", "at": "", "approved_by": ""}) == [
		"`approved_by` is missing", "`at` is missing", "`ref` is missing",
		"`` is not a person in `org.people`",
	]
	_faults({"at": "2026-11-21"}) == ["it is dated in the future (2026-11-21)"]
}

test_who_tested_or_is_involved_approves_no_method if {
	_faults({"approved_by": "erin"}) == ["`erin` tested with it"]
	_faults({"approved_by": "alice@example.com"}) == ["`alice@example.com` is involved in this finding"]
	_faults({"approved_by": "nobody"}) == ["`nobody` is not a person in `org.people`"]
}

_testers(finding) := names if {
	names := retest.testers with input as example.document(finding) with data.org as example.org
}

test_who_tested_before_can_test_again if {
	_testers(example.closed) == ["erin"]
	_testers(example.closed_with({"closure": {"verified_by": "rita"}})) == ["erin", "rita"]
	_testers(example.closed_with({"retest": [{"by": "alice"}], "closure": {"verified_by": "mallory"}})) == ["alice"]
	_testers(object.remove(example.closed, ["retest", "closure"])) == ["alice"]
}

_comparable_with(method, methods) := [p.index | some p in found] if {
	found := retest.comparable with input as example.document(_with_method({"method": method}))
		with data.org as example.org
		with data.params.equivalent_methods as methods
}

test_a_method_that_stands_in_for_another_test_is_not_comparable if {
	_comparable_with("manual look", {"TruffleHog": ["manual look"]}) == [0]
	_comparable_with("manual look", {"Nessus": ["manual look"], "TruffleHog": ["git log search"]}) == []
}

test_who_is_involved_is_not_asked_to_test if {
	_testers(example.closed_with({"retest": [{"by": "carol"}, {"by": "rita"}]})) == ["erin", "rita"]
	_testers(example.closed_with({"retest": [{"by": "carol"}], "closure": {"verified_by": "carol"}})) == ["alice"]
}
