package remedy.retest_test

import data.remedy.lib.example_test as example

_two(first, second) := with_retests([pass_at(first), pass_at(second)])

test_a_fix_that_was_looked_at_once_is_denied if {
	[d] := denied("RET-02", with_retests([pass_at("2026-11-04T08:00:00Z")]))
	d.path == ["retest"]
	d.message == concat(" ", [
		"nothing shows that the gap stays closed: passed on 2026-11-04,",
		"not again on 2026-11-10 or later (7 days after 2026-11-03)",
	])
	d.expected == "a second pass on 2026-11-10 or later"
	d.unblock == "retest again on 2026-11-10 or later, and record the pass in `retest`"
	d.who == ["erin"]
	d.earliest == "2026-11-10"
	d.related == [{"path": ["retest", 0, "at"], "message": "this pass shows that the gap was closed"}]
	d.facts == {"soak_days": 7, "fixed_at": "2026-11-03T11:00:00Z"}
	denied_as_repair_only("RET-02", with_retests([pass_at("2026-11-04T08:00:00Z")]))
}

test_the_second_look_counts_from_its_first_second_on if {
	count(denied("RET-02", _two("2026-11-04", "2026-11-09T23:59:59Z"))) == 1
	denied("RET-02", _two("2026-11-04", "2026-11-10T00:00:00Z")) == []
	denied("RET-02", _two("2026-11-04", "2026-11-10T00:00:01Z")) == []
	count(denied("RET-02", _two("2026-11-04", "2026-11-09"))) == 1
	denied("RET-02", _two("2026-11-04", "2026-11-10")) == []
	denied("RET-02", _two("2026-11-04", "2026-11-11")) == []
}

_fixed_in_october(second) := object.union(_two("2026-10-20", second), {"plan": {"actions": [object.union(
	example.closed.plan.actions[0],
	{"performed_at": "2026-10-19"},
)]}})

# Berlin: the seven days end after the clock went back.
test_the_second_look_follows_the_clock_of_the_zone if {
	berlin := "Europe/Berlin"
	early := in_zone(example.document(_fixed_in_october("2026-10-25T22:59:59Z")), berlin)
	late := in_zone(example.document(_fixed_in_october("2026-10-25T23:00:00Z")), berlin)
	count(denied_at("RET-02", early, example.org)) == 1
	denied_at("RET-02", late, example.org) == []
}

test_the_second_look_is_another_one_than_the_first if {
	count(denied("RET-02", with_retests([pass_at("2026-11-12")]))) == 1
	count(denied("RET-02", _two("2026-11-12T08:00:00Z", "2026-11-12T08:00:00Z"))) == 1
	denied("RET-02", _two("2026-11-12T08:00:00Z", "2026-11-12T08:00:01Z")) == []
}

test_a_second_look_that_does_not_count_is_denied if {
	every changes in [{"result": "fail"}, {"by": ""}, {"at": "2026-11-21"}] {
		second := object.union(pass_at("2026-11-12"), changes)
		count(denied("RET-02", with_retests([pass_at("2026-11-04"), second]))) == 1
	}
}

test_the_days_run_from_the_last_action if {
	late := object.union(example.closed.plan.actions[0], {"performed_at": "2026-11-10"})
	finding := object.union(_two("2026-11-11", "2026-11-12"), {"plan": {"actions": [
		example.closed.plan.actions[0],
		late,
	]}})
	[d] := denied("RET-02", finding)
	d.earliest == "2026-11-17"
}

test_an_absent_action_lets_the_days_run_from_the_first_pass if {
	[d] := denied("RET-02", object.remove(_two("2026-11-06", "2026-11-12"), ["plan"]))
	d.earliest == "2026-11-13"
	denied("RET-02", object.remove(_two("2026-11-05", "2026-11-12"), ["plan"])) == []
}

test_an_absent_pass_is_ret_01s if {
	denied("RET-02", with_retests([])) == []
	denied("RET-02", object.remove(proven, ["retest"])) == []
	denied("RET-02", with_retests([pass_at("2026-11-02")])) == []
}

test_types_without_a_soak_period_pass if {
	every type in ["break_glass_use", "access_review_failure", "sox_exception", "soc2_exception", "ownership_gap"] {
		denied("RET-02", object.union(with_retests([pass_at("2026-11-04")]), {"type": type})) == []
	}
	count(denied("RET-02", object.union(_two("2026-11-04", "2026-11-12"), {"type": "jml_failure"}))) == 1
}
