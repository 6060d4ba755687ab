package remedy.retest_test

import data.remedy.lib.example_test as example

test_a_fix_that_nobody_retested_is_denied if {
	every finding in [with_retests([]), object.remove(proven, ["retest"])] {
		[d] := denied("RET-01", finding)
		d.path == ["retest"]
		d.message == "the fix was not retested"
		d.expected == "a retest that passed after 2026-11-03T11:00:00Z"
		d.unblock == concat("", [
			"have the fix retested, and record the pass in `retest`",
			"; look again on 2026-11-10 or later (RET-02)",
		])
		d.who == ["erin"]
		d.related == []
		d.facts == {"fixed_at": "2026-11-03T11:00:00Z"}
		denied_as_repair_only("RET-01", finding)
	}
}

test_a_pass_from_before_the_fix_is_denied if {
	[d] := denied("RET-01", with_retests([pass_at("2026-11-03T10:59:59Z")]))
	d.path == ["retest", 0, "at"]
	d.message == concat(" ", [
		"the fix was not retested: retest 1 does not count:",
		"it was on 2026-11-03T10:59:59Z, before the action of 2026-11-03T11:00:00Z",
	])
	denied("RET-01", with_retests([pass_at("2026-11-03T11:00:00Z")])) == []
	denied("RET-01", with_retests([pass_at("2026-11-03T11:00:01Z")])) == []
	denied("RET-01", with_retests([pass_at("2026-11-03")])) == []
	count(denied("RET-01", with_retests([pass_at("2026-11-02")]))) == 1
}

# Berlin: the action was done on the day of 25 hours.
test_the_day_of_the_fix_begins_when_the_clock_of_the_zone_says_so if {
	count(denied_at("RET-01", _fixed_in_berlin("2026-10-24T21:59:59Z"), example.org)) == 1
	denied_at("RET-01", _fixed_in_berlin("2026-10-24T22:00:00Z"), example.org) == []
}

_fixed_in_berlin(at) := in_zone(example.document(finding), "Europe/Berlin") if {
	action := object.union(example.closed.plan.actions[0], {"performed_at": "2026-10-25"})
	finding := object.union(with_retests([pass_at(at)]), {"plan": {"actions": [action]}})
}

test_an_action_of_anybody_after_the_pass_is_denied if {
	later := {"type": "fix_code", "status": "done", "performed_by": "judy", "performed_at": "2026-11-13"}
	contained := object.union(later, {"type": "contain"})
	every action in [later, contained] {
		[d] := denied("RET-01", object.union(proven, {"plan": {"actions": [example.closed.plan.actions[0], action]}}))
		d.path == ["retest", 1, "at"]
		contains(d.message, "retest 2 does not count: it was on 2026-11-12T08:00:00Z, before the action of 2026-11-13")
		d.related[0].path == ["retest", 0, "at"]
		startswith(d.related[0].message, "retest 1 does not count: ")
		contains(d.unblock, "look again on 2026-11-20 or later")
	}
	planned := object.union(later, {"status": "planned"})
	denied("RET-01", object.union(proven, {"plan": {"actions": [example.closed.plan.actions[0], planned]}})) == []
}

test_a_retest_that_did_not_pass_is_denied if {
	every result in ["fail", "inconclusive"] {
		[d] := denied("RET-01", with_retests([object.union(pass_at("2026-11-12"), {"result": result})]))
		d.path == ["retest", 0, "result"]
		endswith(d.message, sprintf("its result is `%s`", [result]))
	}
}

test_an_absent_date_or_tester_is_denied if {
	every key in ["at", "by"] {
		[d] := denied("RET-01", with_retests([object.remove(pass_at("2026-11-12"), [key])]))
		d.path == ["retest", 0, key]
		endswith(d.message, sprintf("does not count: `%s` is missing", [key]))
	}
}

test_a_pass_in_the_future_is_denied if {
	[d] := denied("RET-01", with_retests([pass_at("2026-11-20T12:00:01Z")]))
	d.path == ["retest", 0, "at"]
	denied("RET-01", with_retests([pass_at("2026-11-20T12:00:00Z")])) == []
	denied("RET-01", with_retests([pass_at("2026-11-20")])) == []
}

test_one_pass_that_counts_is_enough if {
	denied("RET-01", with_retests([pass_at("2026-11-02"), pass_at("2026-11-12")])) == []
}

test_absent_actions_leave_the_pass_to_be_asked_for if {
	[d] := denied("RET-01", object.remove(proven, ["plan", "retest"]))
	d.expected == "a retest that passed"
	d.unblock == "have the fix retested, and record the pass in `retest`"
	d.facts == {}
	denied("RET-01", object.remove(proven, ["plan"])) == []
}

test_a_type_without_soak_period_asks_for_one_look if {
	[d] := denied("RET-01", object.union(with_retests([]), {"type": "sox_exception"}))
	d.unblock == "have the fix retested, and record the pass in `retest`"
}
