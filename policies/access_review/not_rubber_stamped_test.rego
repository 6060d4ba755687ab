package remedy.access_review_test

import data.remedy.lib.example_review_test as example

_stamps(changes) := example.facts_with(object.union(
	{"median_seconds": 4.9, "groups": [example.group_with({"count": 51}), example.automated]},
	changes,
))

_checked(changes) := example.completed_with({"spot_check": object.union(
	{"by": "erin", "at": "2026-11-18", "size": 10, "ref": "records/spot-check.md"},
	changes,
)})

test_a_review_that_took_its_time_passes if warned_of("REV-10", example.completed, example.facts) == []

test_fifty_one_clicks_are_warned_of if {
	[w] := warned_of("REV-10", example.completed, _stamps({}))
	w.path == ["decisions"]
	w.message == "all 51 decisions keep the access, half of them within 4.9 seconds of the one before"
	w.who == ["alice"]
	w.related == []
	w.facts == {"decisions": 51, "median_seconds": 4.9}
	denied_by_facts("REV-10", _stamps({})) == []
	warned_of("REV-10", as_open(example.completed), _stamps({})) == []
}

test_fifty_clicks_pass if {
	warned_of("REV-10", example.completed, _stamps({"groups": [example.keep]})) == []
}

test_five_seconds_pass if {
	warned_of("REV-10", example.completed, _stamps({"median_seconds": 5})) == []
	warned_of("REV-10", example.completed, object.remove(_stamps({}), ["median_seconds"])) == []
}

test_one_revocation_shows_that_somebody_looked if {
	groups := [example.group_with({"count": 51}), object.union(example.revoke, {"count": 1})]
	warned_of("REV-10", example.completed, _stamps({"groups": groups})) == []
}

test_what_a_method_decided_is_left_out if {
	automated := [object.union(example.automated, {"count": 5000})]
	warned_of("REV-10", example.completed, _stamps({"groups": automated})) == []
}

test_a_second_look_at_a_sample_passes if warned_of("REV-10", _checked({}), _stamps({})) == []

test_a_second_look_that_does_not_count_is_warned_of if {
	every problem in [
		[{"by": "rita"}, "`rita` decided in this review"],
		[{"by": "erin-bot"}, "`erin-bot` is not a person in `org.people`"],
		[{"at": "2026-11-21"}, "it is dated in the future (2026-11-21)"],
		[{"ref": ""}, "`ref` is missing"],
	] {
		[w] := warned_of("REV-10", _checked(problem[0]), _stamps({}))
		w.related == [{"path": ["spot_check"], "message": sprintf("this does not count: %s", [problem[1]])}]
	}
}

test_a_second_look_without_anything_is_warned_of if {
	[w] := warned_of("REV-10", example.completed_with({"spot_check": {}}), _stamps({}))
	w.related == [{
		"path": ["spot_check"],
		"message": "this does not count: `at` is missing; `by` is missing; `ref` is missing; `size` is missing",
	}]
}

test_the_reviewer_by_another_name_is_no_second_person if {
	groups := {"groups": [example.group_with({"count": 51, "reviewer": "aokafor"})]}
	[_] := warned_of("REV-10", _checked({"by": "alice@example.com"}), _stamps(groups))
}
