package remedy.lib.decisions_test

import data.remedy.lib.decisions

_in_a_file(row, n) := {"count": n, "example": {"item": sprintf("acc-%d", [row]), "path": null, "row": row}}

_in_the_review := {"count": 1, "example": {"item": "acc-1", "path": ["decisions", 0], "row": null}}

test_decisions_are_counted if {
	decisions.total([]) == 0
	decisions.total([_in_a_file(2, 7), _in_the_review]) == 8
	decisions.in_words([_in_the_review]) == "1 decision"
	decisions.in_words([]) == "0 decisions"
}

test_one_decision_is_named if {
	decisions.with_example([_in_the_review], "without `reviewer`") == "1 decision without `reviewer`: item `acc-1`"
}

test_of_several_decisions_the_first_is_named if {
	groups := [_in_a_file(17, 1), _in_the_review]
	decisions.with_example(groups, "kept") == "2 decisions kept, for example row 17, item `acc-17`"
}

test_a_decision_in_the_review_has_a_place if {
	decisions.place(_in_the_review, "reviewer") == ["decisions", 0, "reviewer"]
}

test_a_decision_in_a_file_has_the_place_of_the_file if {
	decisions.place(_in_a_file(17, 1), "reviewer") == ["decisions", "file"]
	decisions.place({"count": 1, "example": {"item": "acc-1"}}, "reviewer") == ["decisions", "file"]
}

test_at_most_four_others_are_shown if {
	decisions.others([_in_the_review]) == []
	groups := [_in_a_file(row, 1) | some row in numbers.range(1, 7)]
	[place.message | some place in decisions.others(groups)] == [
		"1 decision of the same kind: row 2, item `acc-2`",
		"1 decision of the same kind: row 3, item `acc-3`",
		"1 decision of the same kind: row 4, item `acc-4`",
		"1 decision of the same kind: row 5, item `acc-5`",
	]
}

test_names_are_listed_up_to_three if {
	decisions.listed(["a"], 1) == "`a`"
	decisions.listed(["a", "b", "c"], 3) == "`a`, `b`, `c`"
	decisions.listed(["a", "b", "c", "d"], 100) == "`a`, `b`, `c` and 97 more"
}
