package remedy.access_review_test

import data.remedy.lib.example_review_test as example

# The facts with changes to those of the first population.
_counted_as(changes) := example.facts_with({"populations": [
	object.union(example.facts.populations[0], changes),
	example.facts.populations[1],
]})

test_every_item_decided_passes if denied("REV-02", example.completed) == []

test_populations_that_were_not_counted_cannot_be_judged if {
	[d] := denied_of("REV-02", example.completed, {})
	d.unavailable == "facts.review"
	d.path == ["populations"]
	[_] := denied_by_facts("REV-02", object.union(example.facts, {"populations": []}))
}

test_a_population_of_unknown_origin_is_denied if {
	every key in ["source", "query", "extracted_at", "count", "sha256"] {
		[d] := denied("REV-02", population_without(key))
		d.path == ["populations", 0, key]
		d.message == sprintf("population `privileged` lacks `%s`", [key])
		d.who == ["alice"]
	}
}

test_several_gaps_of_a_population_are_denied_once if {
	review := example.completed_with({"populations": [
		{"class": "privileged", "file": "privileged.csv"},
		example.completed.populations[1],
	]})
	[d] := denied("REV-02", review)
	d.path == ["populations", 0, "source"]
	d.message == "population `privileged` lacks `source`, `query`, `extracted_at`, `count`, `sha256`"
}

test_items_in_the_review_need_no_digest if {
	inline := object.union(
		object.remove(example.completed.populations[0], ["file", "sha256"]),
		{"count": 2, "items": [{"id": "acc-1"}, {"id": "acc-2"}]},
	)
	review := example.completed_with({"populations": [inline, example.completed.populations[1]]})
	denied_of("REV-02", review, _counted_as({"count": 2})) == []
	repeated := _counted_as({"count": 2, "repeated": {"count": 1, "items": ["acc-1"]}})
	[d] := denied_of("REV-02", review, repeated)
	d.path == ["populations", 0, "items"]
}

test_a_file_that_changed_is_denied_once if {
	[d] := denied_by_facts("REV-02", _counted_as({"digest_matches": false, "count": 58}))
	d.path == ["populations", 0, "sha256"]
	d.message == concat("", [
		"population `privileged` does not hold: `sha256` is not that of the file; ",
		"`count` is 60, and 58 are there",
	])
	d.who == ["alice"]
}

test_another_count_is_denied if {
	[d] := denied("REV-02", with_population({"count": 61}))
	d.path == ["populations", 0, "count"]
	d.message == "population `privileged` does not hold: `count` is 61, and 60 are there"
}

test_repeated_items_are_denied if {
	repeated := {"repeated": {"count": 5, "items": ["acc-1", "acc-2", "acc-3", "acc-4", "acc-5"]}}
	[d] := denied_by_facts("REV-02", _counted_as(repeated))
	d.path == ["populations", 0, "file"]
	d.message == concat("", [
		"population `privileged` does not hold: ",
		"items are repeated: `acc-1`, `acc-2`, `acc-3` and 2 more",
	])
}

test_a_population_without_a_list_is_denied if {
	review := with_population({"count": 0})
	bare := object.union(review, {"populations": [
		object.remove(review.populations[0], ["file", "sha256"]),
		review.populations[1],
	]})
	[d] := denied_of("REV-02", bare, _counted_as({"count": 0}))
	d.path == ["populations", 0, "file"]
	d.message == "population `privileged` does not hold: it has neither `file` nor `items`"
}

test_an_extraction_after_the_completion_is_denied if {
	denied("REV-02", with_population({"extracted_at": "2026-11-18T16:00:00Z"})) == []
	denied("REV-02", with_population({"extracted_at": "2026-11-18"})) == []
	[d] := denied("REV-02", with_population({"extracted_at": "2026-11-18T16:00:01Z"}))
	d.path == ["populations", 0, "extracted_at"]
	d.message == concat("", [
		"population `privileged` does not hold: it was extracted on 2026-11-18T16:00:01Z, ",
		"after the review was completed (2026-11-18T16:00:00Z)",
	])
}

test_one_empty_population_passes if {
	facts := _counted_as({"count": 0})
	denied_of("REV-02", with_population({"count": 0}), facts) == []
}

test_populations_that_are_all_empty_are_denied if {
	empty := [object.union(p, {"count": 0}) | some p in example.facts.populations]
	review := example.completed_with({"populations": [object.union(p, {"count": 0}) |
		some p in example.completed.populations
	]})
	[d] := denied_of("REV-02", review, example.facts_with({"populations": empty}))
	d.path == ["populations"]
	d.message == "no population has an item: nothing was reviewed"
}

test_items_without_a_decision_are_denied_once if {
	facts := example.facts_with({"undecided": [
		{"class": "privileged", "count": 9, "items": ["acc-1", "acc-2", "acc-3", "acc-4"]},
		{"class": "service", "count": 1, "items": ["svc-1"]},
	]})
	[d] := denied_by_facts("REV-02", facts)
	d.path == ["decisions"]
	d.message == concat("", [
		"10 of 72 items without a decision: 9 of class `privileged` (`acc-1`, `acc-2`, `acc-3` and 6 more); ",
		"1 of class `service` (`svc-1`)",
	])
	d.related == [
		{"path": ["populations", 0, "class"], "message": "the population"},
		{"path": ["populations", 1, "class"], "message": "the population"},
	]
	d.facts == {"undecided": 10, "items": 72}
	denied_of("REV-02", as_open(example.completed), facts) == []
}

test_decisions_about_what_is_in_no_population_are_denied if {
	unknown := {"decisions": {"unknown": {"count": 2, "items": ["acc-98", "acc-99"]}}}
	[d] := denied_by_facts("REV-02", example.facts_with(unknown))
	d.path == ["decisions"]
	d.message == "2 decisions about what is in no population: `acc-98`, `acc-99`"
	d.unblock == "correct the ids of the items, or extract the populations again"
}

test_two_decisions_about_an_item_are_denied if {
	repeated := {"decisions": {"repeated": {"count": 1, "items": ["acc-7"]}}}
	[d] := denied_by_facts("REV-02", example.facts_with(repeated))
	d.message == "more than one decision for the same business unit: `acc-7`"
}

test_decisions_older_than_the_populations_are_denied if {
	denied_by_facts("REV-02", example.facts_with({"first_decided_at": "2026-11-10T08:00:00Z"})) == []
	[d] := denied_by_facts("REV-02", example.facts_with({"first_decided_at": "2026-11-10T07:59:59Z"}))
	d.message == concat("", [
		"the first decision (2026-11-10T07:59:59Z) is older than every population ",
		"(2026-11-10T08:00:00Z)",
	])
}

# A decision with a day and no time may be of the day of the extraction.
test_decisions_on_the_day_of_the_extraction_pass if {
	denied_by_facts("REV-02", example.facts_with({"first_decided_at": "2026-11-10T00:00:00Z"})) == []
	[_] := denied_by_facts("REV-02", example.facts_with({"first_decided_at": "2026-11-09T00:00:00Z"}))
}

test_a_file_of_decisions_that_changed_is_denied if {
	[d] := denied_by_facts("REV-02", example.facts_with({"decisions": {"digest_matches": false, "sha256": "4444"}}))
	d.path == ["decisions", "sha256"]
	d.expected == "4444"
	d.found == example.completed.decisions.sha256
}

test_facts_without_decisions_pass if {
	denied_by_facts("REV-02", object.remove(example.facts, ["decisions", "first_decided_at"])) == []
}

test_the_only_population_without_an_item_is_denied if {
	review := example.completed_with({"populations": [{
		"class": "privileged",
		"source": "vault",
		"query": "roles",
		"extracted_at": "2026-11-10",
		"count": 0,
		"items": [],
	}]})
	[d] := denied_of("REV-02", review, example.facts_with({"populations": [{"class": "privileged", "count": 0}]}))
	d.path == ["populations"]
}

# That the list is missing is the one mistake, for one population as for all.
test_empty_populations_without_a_list_are_denied_for_the_list if {
	empty := [object.union(p, {"count": 0}) | some p in example.facts.populations]
	unlisted := [object.union(object.remove(p, ["file", "sha256"]), {"count": 0}) |
		some p in example.completed.populations
	]
	listed := object.union(example.completed.populations[1], {"count": 0})
	every places in [
		{"populations": unlisted, "found": {["populations", 0, "file"], ["populations", 1, "file"]}},
		{"populations": [unlisted[0], listed], "found": {["populations", 0, "file"]}},
	] {
		review := example.completed_with({"populations": places.populations})
		found := denied_of("REV-02", review, example.facts_with({"populations": empty}))
		{d.path | some d in found} == places.found
	}
}

test_a_population_without_a_list_has_no_other_count if {
	[d] := denied_of("REV-02", population_without("file"), _counted_as({"count": 0}))
	d.message == "population `privileged` does not hold: it has neither `file` nor `items`"
}

test_one_item_without_a_decision_is_denied if {
	undecided := {"undecided": [{"class": "service", "count": 1, "items": ["svc-1"]}]}
	[d] := denied_by_facts("REV-02", example.facts_with(undecided))
	d.message == "1 of 72 items without a decision: 1 of class `service` (`svc-1`)"
}

test_one_decision_about_what_is_in_no_population_is_denied if {
	unknown := {"decisions": {"unknown": {"count": 1, "items": ["acc-98"]}}}
	[d] := denied_by_facts("REV-02", example.facts_with(unknown))
	d.message == "1 decision about what is in no population: `acc-98`"
}
