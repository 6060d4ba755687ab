package remedy.access_review_test

import data.remedy.lib.example_review_test as example

# What a rule says about a review: of the example, of another review, or of the example with other facts. The rules are
# named by their full path: an imported package of several files is evaluated as a whole by some engines, and the names
# that its files import get lost.
denied(rule, review) := denied_of(rule, review, example.facts)

denied_by_facts(rule, facts) := denied_of(rule, example.completed, facts)

denied_of(rule, review, facts) := results("deny", rule, example.document(review, facts), example.org)

denied_in(rule, org) := results("deny", rule, example.document(example.completed, example.facts), org)

warned_of(rule, review, facts) := results("warn", rule, example.document(review, facts), example.org)

results(set_name, rule, document, org) := found if {
	found := [d | some d in data.remedy.access_review[set_name]; d.rule == rule] with input as document
		with data.org as org
}

# The review without a key.
without(key) := object.remove(example.completed, [key])

# The review with changes to the first population, and the review with the one population in itself.
with_population(changes) := example.completed_with({"populations": [
	object.union(example.completed.populations[0], changes),
	example.completed.populations[1],
]})

population_without(key) := example.completed_with({"populations": [
	object.remove(example.completed.populations[0], [key]),
	example.completed.populations[1],
]})

# The organisation with changes; maps are merged.
org_with(changes) := object.union(example.org, changes)

as_open(review) := object.union(review, {"state": "open"})

test_the_example_passes_the_whole_family if {
	data.remedy.access_review.deny == set() with input as example.document(example.completed, example.facts)
		with data.org as example.org
	data.remedy.access_review.warn == set() with input as example.document(example.completed, example.facts)
		with data.org as example.org
}

test_an_open_review_passes_the_whole_family if {
	data.remedy.access_review.deny == set() with input as example.document(example.open_review, {})
		with data.org as example.org
	data.remedy.access_review.warn == set() with input as example.document(example.open_review, {})
		with data.org as example.org
}

# An open review that has nothing yet but the day on which it is due.
test_an_open_review_is_judged_by_its_due_date_alone if {
	bare := {"id": "AR-1", "title": "A review", "state": "open", "due_at": "2026-11-30"}
	data.remedy.access_review.deny == set() with input as example.document(bare, {}) with data.org as example.org
}

# A completed review that has nothing at all: each rule speaks of what it owns, and only once.
test_an_empty_review_is_denied_by_the_rules_that_own_what_is_missing if {
	bare := {"id": "AR-1", "title": "A review", "state": "completed"}
	found := [d.rule | some d in data.remedy.access_review.deny] with input as example.document(bare, {})
		with data.org as example.org
	sort(found) == ["REV-01", "REV-01", "REV-01", "REV-01", "REV-01", "REV-05"]
}

test_a_finding_is_not_judged if {
	data.remedy.access_review.deny == set() with input as {"kind": "Finding", "finding": {"state": "closed"}, "facts": {}}
		with data.org as example.org
}
