package remedy.retest_test

import data.remedy.lib.example_test as example

_second_with(changes) := with_retests([pass_at("2026-11-04"), object.union(pass_at("2026-11-12"), changes)])

_undetected(kind) := object.union(
	object.remove(proven, ["source"]),
	{"source": object.union(object.remove(example.closed.source, ["detector"]), {"kind": kind})},
)

test_another_test_than_the_one_of_the_detection_is_denied if {
	[d] := denied("RET-03", _second_with({"method": "manual look"}))
	d.path == ["retest", 1, "method"]
	d.message == "retested with `manual look`, found with `trufflehog`"
	d.expected == "trufflehog"
	d.found == "manual look"
	d.unblock == "run `trufflehog` again, or have the other method approved in `equivalence` of the retest"
	d.who == ["erin"]
	d.related == [{"path": ["source", "detector"], "message": "found with this"}]
	denied_as_repair_only("RET-03", _second_with({"method": "manual look"}))
}

test_an_absent_method_is_denied if {
	[d] := denied("RET-03", with_retests([object.remove(pass_at("2026-11-12"), ["method"])]))
	d.path == ["retest", 0, "method"]
	d.message == "retested with a method that is not stated, found with `trufflehog`"
	d.found == null
}

test_the_same_test_passes if {
	denied("RET-03", proven) == []
	denied("RET-03", _second_with({"method": "TruffleHog"})) == []
}

test_another_test_beside_the_same_one_passes if {
	other := object.union(pass_at("2026-11-13"), {"method": "manual look"})
	denied("RET-03", with_retests(array.concat(proven.retest, [other]))) == []
}

test_the_same_test_before_the_soak_period_does_not_help_a_later_one if {
	count(denied("RET-03", _second_with({"method": "manual look"}))) == 1
	first := object.union(pass_at("2026-11-04"), {"method": "manual look"})
	denied("RET-03", with_retests([first, pass_at("2026-11-12")])) == []
}

test_a_method_of_the_profile_passes if {
	found := data.remedy.retest.deny with input as example.document(_second_with({"method": "git log search"}))
		with data.org as example.org
		with data.params.equivalent_methods.trufflehog as ["git log search"]
	count([d | some d in found; d.rule == "RET-03"]) == 0
	count(denied("RET-03", _second_with({"method": "git log search"}))) == 1
}

_approved_by(person) := _second_with({
	"method": "manual look",
	"equivalence": {"approved_by": person, "at": "2026-11-11", "ref": "SEC-12"},
})

test_an_approved_method_passes if {
	denied("RET-03", _approved_by("frank")) == []
}

test_a_method_that_an_involved_person_approved_is_denied if {
	every person in ["alice", "alice@example.com", "AOKAFOR", "carol"] {
		[d] := denied("RET-03", _approved_by(person))
		d.message == concat("", [
			"retested with `manual look`, found with `trufflehog`; its approval does not count: ",
			sprintf("`%s` is involved in this finding", [person]),
		])
	}
	[d] := denied("RET-03", _approved_by("erin"))
	endswith(d.message, "`erin` tested with it")
}

test_an_incomplete_approval_of_a_method_is_denied if {
	[d] := denied("RET-03", _second_with({"method": "manual look", "equivalence": {"approved_by": "frank"}}))
	endswith(d.message, "its approval does not count: `at` is missing; `ref` is missing")
}

test_a_scanner_that_is_not_named_is_denied if {
	[d] := denied("RET-03", _undetected("scanner"))
	d.path == ["source", "detector"]
	d.message == "found by a scanner that is not named, so no retest can be compared with it"
	d.unblock == "set `source.detector` to the detector that found it"
	denied_as_repair_only("RET-03", _undetected("scanner"))
}

test_an_absent_detector_passes_where_no_scanner_was_used if {
	denied("RET-03", _undetected("audit")) == []
	denied("RET-03", object.remove(proven, ["source"])) == []
}

test_the_method_of_an_absent_retest_is_ret_01s if {
	denied("RET-03", object.remove(proven, ["retest"])) == []
	denied("RET-03", with_retests([object.union(pass_at("2026-11-02"), {"method": "manual look"})])) == []
}
