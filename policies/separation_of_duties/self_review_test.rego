package remedy.separation_of_duties_test

import data.remedy.lib.example_review_test as reviewed

_self_review_denials(facts) := _self_review_denials_of(reviewed.completed, facts)

_self_review_denials_of(review, facts) := found if {
	document := reviewed.document(review, facts)
	found := [d | some d in data.remedy.separation_of_duties.deny; d.rule == "SOD-06"] with input as document
		with data.org as reviewed.org
}

# The facts with one more group of decisions, like Rita's but changed.
_self_review_group(changes) := reviewed.facts_of(array.concat(reviewed.facts.groups, [reviewed.group_with(changes)]))

test_a_review_by_others_passes if _self_review_denials(reviewed.facts) == []

test_a_review_of_own_access_is_denied if {
	facts := _self_review_group({"self": true, "count": 1, "example": {"item": "acc-9", "row": 17}})
	[d] := _self_review_denials(facts)
	d.path == ["decisions", "file"]
	d.message == "1 decision about the reviewer's own access (`rita`): row 17, item `acc-9`"
	d.found == ["rita"]
	d.who == ["alice"]
	d.facts == {"decisions": 1, "persons": ["rita"]}
	_self_review_denials_of(object.union(reviewed.completed, {"state": "open"}), facts) == []
}

test_a_review_in_the_manifest_is_pointed_at if {
	example_of := {"item": "acc-9", "path": ["decisions", 4], "row": null}
	[d] := _self_review_denials(_self_review_group({"self": true, "example": example_of}))
	d.path == ["decisions", 4, "reviewer"]
	d.message == "50 decisions about the reviewer's own access (`rita`), for example item `acc-9`"
}

test_access_that_the_reviewer_asked_for_is_denied if {
	every decision in ["keep", "modify"] {
		[d] := _self_review_denials(_self_review_group({"own_request": true, "decision": decision, "count": 2}))
		d.message == concat("", [
			"2 decisions to keep or change access that the reviewer asked for (`rita`), ",
			"for example row 2, item `acc-1`",
		])
	}
}

test_access_that_the_reviewer_asked_for_may_be_revoked if {
	_self_review_denials(_self_review_group({"own_request": true, "decision": "revoke"})) == []
}

test_who_asked_for_own_access_is_denied_once if {
	[d] := _self_review_denials(_self_review_group({"own_request": true, "self": true}))
	contains(d.message, "own access")
}

test_many_reviewers_are_denied_once if {
	groups := [reviewed.group_with({"self": true, "reviewer": name, "count": 1}) |
		some name in ["alice@example.com", "aokafor", "erin", "frank", "judy", "rita"]
	]
	[d] := _self_review_denials(reviewed.facts_of(groups))
	d.message == concat("", [
		"6 decisions about the reviewer's own access (`alice`, `erin`, `frank` and 2 more), ",
		"for example row 2, item `acc-1`",
	])
	d.found == ["alice", "erin", "frank", "judy", "rita"]
	d.who == []
	count(d.related) == 4
}

test_facts_without_groups_pass if _self_review_denials({}) == []
