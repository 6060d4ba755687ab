package remedy.retest_test

import data.remedy.lib.example_test as example

_org := _org_with("daily")

_org_with(frequency) := object.union(example.org, {"controls": {"AC-17": {"frequency": frequency}}})

_full := {"size": 25, "population": 41, "exceptions": 0}

_sampled(sample) := object.union(with_retests([object.union(pass_at("2026-11-12"), {"sample": sample})]), {
	"type": "sox_exception",
	"sox": {"classification": "operating"},
})

_unsampled := object.union(proven, {"type": "sox_exception", "sox": {"classification": "operating"}})

_sample_denials(sample) := denied_in("RET-06", _sampled(sample), _org)

test_a_sample_that_is_too_small_is_denied if {
	[d] := _sample_denials(object.union(_full, {"size": 24}))
	d.path == ["retest", 0, "sample", "size"]
	d.message == concat(" ", [
		"the sample after the fix is not enough (`AC-17` operates once a day, 25 operations):",
		"24 of 25 tested",
	])
	d.expected == "25 operations tested, none failed, and the size of the population"
	d.found == {"size": 24, "population": 41, "exceptions": 0}
	d.unblock == "let `AC-17` operate, test 25 operations from after the fix, and record the sample"
	d.who == ["erin"]
	d.facts == {"needed": 25, "frequency": "daily"}
}

test_a_full_sample_passes if {
	_sample_denials(_full) == []
	_sample_denials({"size": 41, "population": 41, "exceptions": 0}) == []
}

test_a_sample_with_failures_is_denied if {
	[d] := _sample_denials(object.union(_full, {"exceptions": 1}))
	d.path == ["retest", 0, "sample", "exceptions"]
	endswith(d.message, ": 1 failed")
}

test_each_absent_number_is_denied if {
	every key in ["size", "population", "exceptions"] {
		[d] := _sample_denials(object.remove(_full, [key]))
		d.path == ["retest", 0, "sample", key]
		endswith(d.message, sprintf(": `%s` is missing", [key]))
	}
}

test_a_sample_larger_than_its_population_is_denied if {
	[d] := _sample_denials(object.union(_full, {"population": 24}))
	endswith(d.message, ": 25 tested out of 24")
}

test_all_that_is_wrong_is_one_denial if {
	[d] := _sample_denials({"size": 3, "exceptions": 1})
	d.path == ["retest", 0, "sample", "population"]
	endswith(d.message, ": `population` is missing; 3 of 25 tested; 1 failed")
}

test_an_absent_sample_is_denied if {
	[d] := denied_in("RET-06", _unsampled, _org)
	d.path == ["retest", 1, "sample"]
	endswith(d.message, ": no sample is stated")
	d.found == null
}

test_one_retest_with_a_full_sample_is_enough if {
	small := object.union(pass_at("2026-11-10"), {"sample": {"size": 2, "population": 4, "exceptions": 0}})
	full := object.union(pass_at("2026-11-11"), {"sample": _full})
	finding := object.union(_unsampled, {"retest": [small, full, pass_at("2026-11-12")]})
	denied_in("RET-06", finding, _org) == []
	[d] := denied_in("RET-06", object.union(finding, {"retest": [small, pass_at("2026-11-12")]}), _org)
	d.path == ["retest", 0, "sample", "size"]
}

test_the_size_follows_the_frequency_of_the_control if {
	sizes := {"annual": 1, "quarterly": 2, "monthly": 2, "weekly": 5, "daily": 25, "continuous": 25}
	every frequency, size in sizes {
		sample := {"size": size, "population": 50, "exceptions": 0}
		denied_in("RET-06", _sampled(sample), _org_with(frequency)) == []
		smaller := object.union(sample, {"size": size - 1})
		count(denied_in("RET-06", _sampled(smaller), _org_with(frequency))) == 1
	}
	[d] := denied_in("RET-06", _sampled({"size": 0, "population": 1, "exceptions": 0}), _org_with("annual"))
	contains(d.message, "operates once a year, 1 operation)")
}

test_a_control_with_an_absent_frequency_is_denied if {
	[d] := denied("RET-06", _sampled(_full))
	d.path == ["control", "id"]
	d.message == "nobody can say how large a sample is enough: control `AC-17` has no `frequency`"
	d.expected == "annual, continuous, daily, monthly, quarterly, weekly"
	d.unblock == "record in the organization data how often `AC-17` operates, as `frequency`"
	d.who == ["alice"]
	denied_as_repair_only("RET-06", _sampled(_full))
}

test_without_an_owner_of_the_control_the_owner_can_say_it if {
	controls := {"AC-17": {"title": "Secrets are kept in the vault"}}
	org := object.union(object.remove(example.org, ["controls"]), {"controls": controls})
	[d] := denied_in("RET-06", object.union(_sampled(_full), {"ownership": {"accountable_owner": "judy"}}), org)
	d.who == ["judy"]
}

test_an_absent_control_is_denied if {
	[d] := denied_in("RET-06", object.remove(_sampled(_full), ["control"]), _org)
	d.path == ["control", "id"]
	d.message == "a control did not operate, and the finding names none, so the sample cannot be judged"
	d.unblock == "set `control.id` to the control that did not operate"
	d.who == ["alice"]
}

test_a_control_that_is_unknown_is_own_12s if {
	denied_in("RET-06", object.union(_sampled(_full), {"control": {"id": "AC-99"}}), _org) == []
	denied_in("RET-06", _sampled(_full), {}) == []
}

test_the_sample_of_an_absent_retest_is_ret_01s if {
	denied_in("RET-06", object.remove(_unsampled, ["retest"]), _org) == []
}

test_a_sample_from_before_the_fix_does_not_count if {
	early := object.union(pass_at("2026-11-02"), {"sample": _full})
	finding := object.union(_unsampled, {"retest": [early, pass_at("2026-11-12")]})
	[d] := denied_in("RET-06", finding, _org)
	d.path == ["retest", 1, "sample"]
}

test_soc_2_exceptions_are_judged_as_well if {
	finding := object.union(object.remove(_unsampled, ["sox"]), {"type": "soc2_exception"})
	count(denied_in("RET-06", object.union(finding, {"soc2": {"classification": "operating"}}), _org)) == 1
	denied_in("RET-06", object.union(finding, {"soc2": {"classification": "design"}}), _org) == []
}

test_other_classes_and_an_absent_class_pass if {
	every class in ["design", "one_off"] {
		denied_in("RET-06", object.union(_unsampled, {"sox": {"classification": class}}), _org) == []
	}
	denied_in("RET-06", object.remove(_unsampled, ["sox"]), _org) == []
}

test_a_sample_is_asked_for_when_the_finding_is_closed_and_repaired if {
	unnamed := object.remove(_sampled(_full), ["control"])
	denied_as_repair_only("RET-06", unnamed)
	small := _sampled(object.union(_full, {"size": 24}))
	every state in ["open", "contained", "accepted"] {
		denied_in("RET-06", as_state(small, state), _org) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		denied_in("RET-06", closed_as(small, disposition), _org) == []
	}
}

test_what_asks_for_no_sample_needs_no_control if {
	denied("RET-06", object.remove(proven, ["control"])) == []
	one_off := object.union(object.remove(_unsampled, ["control"]), {"sox": {"classification": "one_off"}})
	denied("RET-06", one_off) == []
}

test_a_full_sample_is_enough_even_if_a_later_one_is_small if {
	full := object.union(pass_at("2026-11-10"), {"sample": _full})
	small := object.union(pass_at("2026-11-11"), {"sample": {"size": 2, "population": 4, "exceptions": 0}})
	denied_in("RET-06", object.union(_unsampled, {"retest": [full, small]}), _org) == []
	count(denied_in("RET-06", object.union(_unsampled, {"retest": [small, small]}), _org)) == 1
}

test_the_owner_of_the_control_says_how_often_it_operates if {
	[d] := denied("RET-06", object.union(_sampled(_full), {"ownership": {"accountable_owner": "judy"}}))
	d.who == ["alice"]
}
