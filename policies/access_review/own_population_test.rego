package remedy.access_review_test

import data.remedy.lib.example_review_test as example

_mixed(item_class, class) := example.facts_of([
	example.keep,
	example.group_with({"class": class, "item_class": item_class, "count": 2, "example": {"item": "acc-8", "row": 9}}),
	example.group_with({"class": class, "item_class": item_class, "decision": "revoke", "count": 1}),
])

test_separate_populations_pass if denied("REV-04", example.completed) == []

test_a_class_in_scope_without_a_population_is_denied if {
	review := example.completed_with({"classes": ["privileged", "break_glass", "service"]})
	[d] := denied("REV-04", review)
	d.path == ["classes", 1]
	d.message == "class `break_glass` is in scope and has no population of its own"
	d.found == ["privileged", "service"]
	d.who == ["alice"]
	d.related == [{"path": ["populations"], "message": "the populations"}]
	denied("REV-04", as_open(review)) == []
}

test_an_empty_population_of_a_class_passes if {
	review := example.completed_with({
		"classes": ["privileged", "break_glass", "service"],
		"populations": array.concat(example.completed.populations, [{"class": "break_glass", "count": 0, "items": []}]),
	})
	denied("REV-04", review) == []
}

test_without_populations_or_classes_it_is_left_to_what_is_missing if {
	denied("REV-04", without("populations")) == []
	denied("REV-04", without("classes")) == []
}

test_items_of_another_class_are_denied_once if {
	[d] := denied_by_facts("REV-04", _mixed("third_party", "privileged"))
	d.path == ["decisions", "file"]
	d.message == concat("", [
		"3 decisions about class `third_party` in population `privileged`, ",
		"for example row 9, item `acc-8`",
	])
	d.unblock == "move them to the population `third_party` and decide about them there"
	d.related == [
		{"path": ["populations", 0, "class"], "message": "the population"},
		{"path": ["decisions", "file"], "message": "1 decision of the same kind: row 2, item `acc-1`"},
	]
	d.facts == {"decisions": 3}
}

# Employees among the machines would be decided by a method.
test_employees_among_service_accounts_are_denied if {
	[d] := denied_by_facts("REV-04", _mixed("employee", "service"))
	startswith(d.message, "3 decisions about class `employee` in population `service`")
}

test_two_mixtures_are_denied_each if {
	facts := example.facts_of(array.concat(
		_mixed("privileged", "employee").groups,
		_mixed("break_glass", "employee").groups,
	))
	count(denied_by_facts("REV-04", facts)) == 2
}

test_a_class_that_the_profile_does_not_separate_may_be_folded if {
	review := example.completed_with({"classes": ["employee", "third_party"], "populations": [{"class": "employee"}]})
	folded := example.document(review, _mixed("third_party", "employee"))
	some d in results("deny", "REV-04", folded, example.org)
	startswith(d.message, "class `third_party` is in scope and has no population")
	_without_separation("REV-04", folded) == []
	nowhere := example.document(review, example.facts_of([]))
	count(_without_separation("REV-04", nowhere)) == 1
}

_without_separation(rule, document) := found if {
	found := [d | some d in data.remedy.access_review.deny; d.rule == rule] with input as document
		with data.org as example.org
		with data.params.separate_populations as []
}

test_a_class_of_which_nothing_was_reviewed_may_not_be_folded if {
	review := example.completed_with({"classes": ["employee", "third_party"], "populations": [{"class": "employee"}]})
	[d] := _without_separation("REV-04", example.document(review, example.facts_of([example.keep])))
	d.path == ["classes", 1]
}
