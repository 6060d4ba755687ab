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

# One example for every clause of every rule. A review may still become what it is not yet, until it is completed.
test_what_a_completed_review_is_denied_for_does_not_trouble_an_open_one if {
	every flaw in _flaws {
		count(_of_the_flaw(flaw, flaw.review)) > 0
		_of_the_flaw(flaw, as_open(flaw.review)) == []
	}
}

_of_the_flaw(flaw, review) := [d |
	document := example.document(review, object.union(example.facts, object.get(flaw, "facts", {})))
	org := object.remove(example.org, object.get(flaw, "not_given", []))
	some d in results("deny", flaw.rule, document, org)
	d.path == flaw.path
]

_flaws := array.concat(_flaws_of_the_facts, [
	{"rule": "REV-01", "path": ["systems"], "review": without("systems")},
	{"rule": "REV-04", "path": ["classes", 0], "review": example.completed_with({"classes": ["break_glass"]})},
	{"rule": "REV-02", "path": ["populations", 0, "query"], "review": population_without("query")},
	{"rule": "REV-02", "path": ["populations", 0, "count"], "review": with_population({"count": 61})},
	{"rule": "REV-03", "path": ["populations", 0, "method"], "review": with_population({"method": "automated"})},
	{"rule": "REV-05", "path": ["completed_at"], "review": example.completed_with({"completed_at": "2026-11-21"})},
	{"rule": "REV-07", "path": ["business_approvals"], "review": without("business_approvals")},
	{"rule": "REV-07", "path": ["business_approvals"], "review": example.completed_with({"business_approvals": [
		example.completed.business_approvals[1],
	]})},
	{"rule": "REV-07", "path": ["business_approvals", 0, "by"], "review": example.completed_with({
		"business_approvals": [object.union(example.completed.business_approvals[0], {"by": "carol"})],
	})},
	{"rule": "REV-09", "path": ["control", "owner"], "review": example.completed_with({"control": {"owner": "judy"}})},
	{"rule": "REV-09", "path": ["control", "id"], "review": example.completed_with({"control": {"id": "AC-99"}})},
	{
		"rule": "REV-09", "path": ["control", "id"],
		"review": example.completed_with({"completed_at": "2026-06-30"}),
		"facts": {"last_decided_at": "2026-06-30T00:00:00Z"},
	},
	{"rule": "REV-09", "path": ["control", "id"], "review": example.completed, "not_given": ["controls"]},
	{"rule": "REV-03", "path": ["decisions"], "review": example.completed, "not_given": ["people"]},
	{"rule": "REV-03", "path": ["populations", 1, "method_ref"], "review": example.completed_with({"populations": [
		example.completed.populations[0],
		object.remove(example.completed.populations[1], ["method_ref"]),
	]})},
])

_flaws_of_the_facts := [object.union(flaw, {"review": object.get(flaw, "review", example.completed)}) |
	some flaw in [
		{"rule": "REV-02", "path": ["populations"], "facts": {"populations": []}},
		{
			"rule": "REV-02", "path": ["decisions"],
			"facts": {"undecided": [{"class": "service", "count": 1, "items": []}]},
		},
		{
			"rule": "REV-02", "path": ["decisions"],
			"facts": {"decisions": {"unknown": {"count": 1, "items": ["acc-9"]}}},
		},
		{"rule": "REV-02", "path": ["decisions", "sha256"], "facts": {"decisions": {"digest_matches": false}}},
		{
			"rule": "REV-02", "path": ["populations"],
			"review": example.completed_with({"populations": [{"class": "privileged", "count": 0, "items": []}]}),
			"facts": {"populations": [{"class": "privileged", "count": 0}]},
		},
		{
			"rule": "REV-03", "path": ["decisions", "file"],
			"facts": {"groups": [object.remove(example.keep, ["reviewer"])]},
		},
		{
			"rule": "REV-03", "path": ["decisions", "file"],
			"facts": {"groups": [example.group_with({"reviewer": "review-tool"})]},
		},
		{"rule": "REV-03", "path": ["decisions"], "facts": {"last_decided_at": "2026-11-21T12:00:00Z"}},
		{
			"rule": "REV-04", "path": ["decisions", "file"],
			"facts": {"groups": [example.group_with({"item_class": "third_party"})]},
		},
		{
			"rule": "REV-06", "path": ["decisions", "file"],
			"facts": {"groups": [object.union(example.revoke, {"executed": false})]},
		},
		{
			"rule": "REV-08", "path": ["business_units", 1],
			"review": example.completed_with({"business_units": ["Payments", "Treasury"]}),
		},
	]
]
