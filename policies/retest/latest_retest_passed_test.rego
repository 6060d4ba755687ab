package remedy.retest_test

import data.remedy.lib.example_test as example

_then(retest) := with_retests(array.concat(proven.retest, [retest]))

_failed(at) := object.union(pass_at(at), {"result": "fail"})

test_a_later_retest_that_failed_is_denied if {
	[d] := denied("RET-04", _then(_failed("2026-11-14")))
	d.path == ["retest", 2, "result"]
	d.message == "latest retest is `fail` on 2026-11-14"
	d.expected == "pass"
	d.found == "fail"
	d.unblock == "repair what it found, and have the fix retested again"
	d.who == ["erin"]
	d.related == [{"path": ["retest", 1, "result"], "message": "the latest pass, on 2026-11-12T08:00:00Z"}]
	denied_as_repair_only("RET-04", _then(_failed("2026-11-14")))
}

test_a_later_retest_without_result_is_denied if {
	[d] := denied("RET-04", _then(object.union(pass_at("2026-11-14"), {"result": "inconclusive"})))
	d.message == "latest retest is `inconclusive` on 2026-11-14"
}

test_a_failure_counts_until_a_later_pass if {
	denied("RET-04", _then(_failed("2026-11-12T07:59:59Z"))) == []
	count(denied("RET-04", _then(_failed("2026-11-12T08:00:00Z")))) == 1
	count(denied("RET-04", _then(_failed("2026-11-12T08:00:01Z")))) == 1
	count(denied("RET-04", _then(_failed("2026-11-12")))) == 1
	denied("RET-04", _then(_failed("2026-11-11"))) == []
}

# Auckland: the failure of the evening before is from the same day in UTC.
test_the_day_of_a_failure_is_that_of_the_zone if {
	finding := with_retests([_failed("2026-09-27"), pass_at("2026-11-04"), pass_at("2026-11-12")])
	denied("RET-04", finding) == []
	same_day := with_retests([_failed("2026-11-12"), pass_at("2026-11-04"), pass_at("2026-11-12T12:00:00Z")])
	count(denied("RET-04", same_day)) == 1
	denied_at("RET-04", in_zone(example.document(same_day), "Pacific/Auckland"), example.org) == []
}

test_a_failure_with_an_absent_date_is_denied if {
	[d] := denied("RET-04", _then(object.remove(_failed("2026-11-05"), ["at"])))
	d.message == "latest retest is `fail` on a day that is not stated"
}

_looked_at(at) := object.union(with_retests([pass_at(at)]), {"plan": {"actions": [object.union(
	example.closed.plan.actions[0],
	{"performed_at": "2026-10-01"},
)]}, "source": {"detected_at": "2026-09-28"}})

test_a_pass_that_is_too_old_at_the_closure_is_denied if {
	[d] := denied("RET-04", _looked_at("2026-10-19T23:59:59Z"))
	d.path == ["retest", 0, "at"]
	d.message == "latest retest is `pass` on 2026-10-19T23:59:59Z, more than 30 days before 2026-11-19"
	d.expected == "a pass at most 30 days before the closure"
	d.found == "2026-10-19T23:59:59Z"
	d.unblock == "have the fix retested again"
	d.facts == {"max_age_days": 30}
	count(denied("RET-04", _looked_at("2026-10-19"))) == 1
	denied("RET-04", _looked_at("2026-10-20T00:00:00Z")) == []
	denied("RET-04", _looked_at("2026-10-20")) == []
	every state in ["open", "contained", "accepted"] {
		denied("RET-04", as_state(_looked_at("2026-10-19"), state)) == []
	}
	denied("RET-04", closed_as(_looked_at("2026-10-19"), "false_positive")) == []
}

test_the_age_is_counted_to_a_closure_that_lies_back if {
	denied("RET-04", object.union(_looked_at("2026-10-19"), {"closure": {"at": "2026-11-18T23:59:59Z"}})) == []
	undated := object.union(object.remove(_looked_at("2026-10-20"), ["closure"]), {"closure": {"verified_by": "erin"}})
	[d] := denied("RET-04", undated)
	endswith(d.message, "more than 30 days before 2026-11-20")
	denied("RET-04", object.remove(undated, ["closure"])) == []
}

# New York: the day after 30 days ends when its own clock says so, on the day of 25 hours.
test_the_age_is_counted_in_days_of_the_zone if {
	finding := object.union(_looked_at("2026-10-02"), {"closure": {"at": "2026-11-02T04:59:59Z"}})
	later := object.union(finding, {"closure": {"at": "2026-11-02T05:00:00Z"}})
	denied_at("RET-04", in_zone(example.document(finding), "America/New_York"), example.org) == []
	count(denied_at("RET-04", in_zone(example.document(later), "America/New_York"), example.org)) == 1
}

test_a_latest_pass_passes if {
	denied("RET-04", proven) == []
}

test_without_any_pass_ret_01_speaks if {
	denied("RET-04", object.remove(proven, ["retest"])) == []
	denied("RET-04", with_retests([_failed("2026-11-12")])) == []
}

test_one_pass_and_a_later_failure_are_denied if {
	[d] := denied("RET-04", with_retests([pass_at("2026-11-04T08:00:00Z"), _failed("2026-11-14")]))
	d.path == ["retest", 1, "result"]
	d.related == [{"path": ["retest", 0, "result"], "message": "the latest pass, on 2026-11-04T08:00:00Z"}]
}

test_an_old_pass_with_a_later_failure_is_one_denial if {
	old := _looked_at("2026-10-19")
	failed_since := object.union(old, {"retest": array.concat(old.retest, [_failed("2026-11-14")])})
	[d] := denied("RET-04", failed_since)
	d.message == "latest retest is `fail` on 2026-11-14"
}
