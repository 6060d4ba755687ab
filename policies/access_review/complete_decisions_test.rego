package remedy.access_review_test

import data.remedy.lib.example_review_test as example

# The facts in which one more group of decisions, like Rita's but changed, was found.
_decided(changes) := example.facts_of(array.concat(example.facts.groups, [example.group_with(changes)]))

# The same of decisions without a key.
_decided_without(key) := example.facts_of([object.union(object.remove(example.keep, [key]), {"count": 1})])

test_complete_decisions_pass if denied("REV-03", example.completed) == []

test_a_decision_without_a_reviewer_is_denied if {
	[d] := denied_by_facts("REV-03", _decided_without("reviewer"))
	d.path == ["decisions", "file"]
	d.message == "1 decision without `reviewer`: row 2, item `acc-1`"
	d.unblock == "record `reviewer` of each of them"
	d.who == ["alice"]
	d.facts == {"decisions": 1, "missing": ["reviewer"]}
	denied_of("REV-03", as_open(example.completed), _decided_without("reviewer")) == []
}

test_a_decision_in_the_review_is_pointed_at if {
	example_of := {"item": "acc-9", "path": ["decisions", 3], "row": null}
	[d] := denied_by_facts("REV-03", _decided({"decided": false, "count": 12, "example": example_of}))
	d.path == ["decisions", 3, "decided_at"]
	d.message == "12 decisions without `decided_at`, for example item `acc-9`"
	d.who == ["rita"]
}

test_a_decision_without_what_was_decided_is_denied if {
	[d] := denied_by_facts("REV-03", _decided_without("decision"))
	d.message == "1 decision without `decision`: row 2, item `acc-1`"
}

test_a_revocation_without_a_way_to_carry_it_out_is_denied if {
	every decision in ["revoke", "modify"] {
		[d] := denied_by_facts("REV-03", _decided({"decision": decision, "count": 1}))
		d.message == "1 decision without `remediation_ref`: row 2, item `acc-1`"
	}
}

test_ten_groups_with_the_same_gaps_are_denied_once if {
	groups := [example.group_with({
		"reviewer": sprintf("r%d", [i]),
		"decided": false,
		"decision": "revoke",
		"count": i,
		"example": {"row": i + 10},
	}) |
		some i in numbers.range(1, 10)
	]
	[d] := [found |
		some found in denied_by_facts("REV-03", example.facts_of(groups))
		startswith(found.unblock, "record")
	]
	d.message == "55 decisions without `decided_at` and `remediation_ref`, for example row 11, item `acc-1`"
	d.facts.missing == ["decided_at", "remediation_ref"]
	[r.message | some r in d.related] == [
		"2 decisions of the same kind, for example row 12, item `acc-1`",
		"3 decisions of the same kind, for example row 13, item `acc-1`",
		"4 decisions of the same kind, for example row 14, item `acc-1`",
		"5 decisions of the same kind, for example row 15, item `acc-1`",
	]
}

test_a_reviewer_who_is_no_person_is_denied if {
	every name in ["review-tool", "reviews", "svc-checkout"] {
		[d] := denied_by_facts("REV-03", _decided({"reviewer": name, "count": 3}))
		d.path == ["decisions", "file"]
		startswith(d.message, sprintf("3 decisions by who is not a person in `org.people` (`%s`), for example", [name]))
		d.found == [name]
		d.who == ["alice"]
	}
}

test_a_reviewer_by_alias_passes if denied_by_facts("REV-03", _decided({"reviewer": "Alice@example.com"})) == []

test_without_people_it_cannot_be_judged if {
	[d] := denied_in("REV-03", object.remove(example.org, ["people"]))
	d.unavailable == "org.people"
	d.path == ["decisions"]
}

test_a_method_may_decide_about_machines if {
	denied_by_facts("REV-03", example.facts_of([object.union(example.automated, {"reviewer": "review-tool"})])) == []
}

test_a_class_that_was_partly_reviewed_by_hand_needs_reviewers if {
	by_hand := object.remove(example.completed.populations[1], ["method", "method_ref"])
	review := example.completed_with({"populations": array.concat(example.completed.populations, [by_hand])})
	[d] := denied("REV-03", review)
	d.message == "12 decisions without `reviewer`, for example row 62, item `svc-1`"
}

test_a_method_may_not_decide_about_persons if {
	review := with_population({"method": "risk_based", "method_ref": "docs/method.md"})
	[d] := denied("REV-03", review)
	d.path == ["populations", 0, "method"]
	d.message == "population `privileged` was not reviewed by persons (`risk_based`); that is for `service`"
	d.who == ["alice"]
	denied("REV-03", with_population({"method": "manual"})) == []
}

test_a_method_without_a_document_is_denied if {
	undocumented := example.completed_with({"populations": [
		example.completed.populations[0],
		object.remove(example.completed.populations[1], ["method_ref"]),
	]})
	found := denied("REV-03", undocumented)
	{d.path | some d in found} == {["populations", 1, "method_ref"], ["decisions", "file"]}
	some d in found
	d.message == "population `service` was reviewed by a method (`automated`) that no document describes"
}

test_a_decision_in_the_future_is_denied if {
	denied_by_facts("REV-03", example.facts_with({"last_decided_at": "2026-11-20T12:00:00Z"})) == []
	[d] := denied_by_facts("REV-03", example.facts_with({"last_decided_at": "2026-11-20T12:00:01Z"}))
	d.path == ["decisions"]
	d.message == "the last decision is dated in the future (2026-11-20T12:00:01Z)"
}

# In Auckland the day begins 13 hours before it does in UTC.
test_a_decision_of_today_passes_in_every_zone if {
	facts := example.facts_with({"last_decided_at": "2026-11-20T11:00:00Z"})
	review := without("completed_at")
	in_auckland := example.document_at(review, facts, "2026-11-20T11:00:00Z", "Pacific/Auckland")
	results("deny", "REV-03", in_auckland, example.org) == []
	before := example.document_at(review, facts, "2026-11-20T10:59:59Z", "Pacific/Auckland")
	[d] := results("deny", "REV-03", before, example.org)
	d.message == "the last decision is dated in the future (2026-11-21)"
}

test_decisions_without_dates_are_left_to_what_is_missing if {
	denied_by_facts("REV-03", object.remove(example.facts, ["last_decided_at"])) == []
}

test_without_people_one_reviewer_is_enough_to_ask_for_them if {
	org := object.remove(example.org, ["people"])
	by_one := example.document(example.completed, example.facts_of([example.keep]))
	[d] := results("deny", "REV-03", by_one, org)
	d.unavailable == "org.people"
	by_nobody := example.document(example.completed, example.facts_of([example.automated]))
	results("deny", "REV-03", by_nobody, org) == []
}

# The second population of the example, which machines are in, with changes.
_machines(changes) := example.completed_with({"populations": [
	example.completed.populations[0],
	object.union(object.remove(example.completed.populations[1], ["method", "method_ref"]), changes),
]})

test_each_method_may_decide_about_machines_and_about_nobody_else if {
	every method in ["automated", "risk_based"] {
		denied("REV-03", _machines({"method": method, "method_ref": "docs/machine-review.md"})) == []
		[d] := denied("REV-03", with_population({"method": method, "method_ref": "docs/method.md"}))
		d.found == method
	}
}

test_each_method_needs_a_document if {
	every method in ["automated", "risk_based"] {
		found := {d.path | some d in denied("REV-03", _machines({"method": method}))}
		found == {["populations", 1, "method_ref"], ["decisions", "file"]}
	}
}

test_by_hand_is_no_method_that_needs_a_document_or_spares_a_reviewer if {
	every changes in [{}, {"method": "manual"}, {"method": "manual", "method_ref": "docs/machine-review.md"}] {
		[d] := denied("REV-03", _machines(changes))
		d.message == "12 decisions without `reviewer`, for example row 62, item `svc-1`"
	}
}

test_a_method_for_persons_is_denied_once_whether_it_is_described_or_not if {
	[d] := denied("REV-03", with_population({"method": "risk_based"}))
	d.path == ["populations", 0, "method"]
}

test_a_method_for_persons_spares_no_reviewer if {
	review := with_population({"method": "automated", "method_ref": "docs/method.md"})
	found := denied_of("REV-03", review, _decided_without("reviewer"))
	{d.path | some d in found} == {["populations", 0, "method"], ["decisions", "file"]}
}

test_a_class_without_a_population_needs_reviewers if {
	[d] := denied("REV-03", example.completed_with({"populations": [example.completed.populations[0]]}))
	d.message == "12 decisions without `reviewer`, for example row 62, item `svc-1`"
}
