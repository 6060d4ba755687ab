package remedy.separation_of_duties

import data.remedy.lib.decisions
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Nobody reviews their own access
# description: |
#   Whoever decides about their own access, or confirms access that they asked for themselves, confirms what they have
#   already decided once. Somebody else decides about those items. Two ids of one person count as one.
# custom:
#   id: SOD-06
#   requirements: [S4.18]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-5, SOC2-TSC:CC6.3]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Have another reviewer decide about those items.
deny contains result.deny("SOD-06", decisions.place(groups[0], "reviewer"), {
	"message": decisions.with_example(groups, sprintf("%s (%s)", [
		_self_review_words[kind],
		decisions.listed(reviewers, count(reviewers)),
	])),
	"expected": "a decision by somebody else",
	"found": reviewers,
	"unblock": "have another reviewer decide about these items, and record that decision",
	"who": [p | some p in review.responsible; not p in reviewers],
	"related": decisions.others(groups),
	"facts": {"decisions": decisions.total(groups), "persons": reviewers},
}) if {
	input.review.state == "completed"
	some kind, groups in _self_review_groups
	# mutation: drop-condition and comparison, because no decision, no place; this says what is wrong
	count(groups) > 0
	reviewers := sort({org.canonical(group.reviewer) | some group in groups})
}

_self_review_words := {
	"own_access": "about the reviewer's own access",
	"own_request": "to keep or change access that the reviewer asked for",
}

# Who asks for access and holds it is named once.
_self_review_groups := {
	"own_access": [group | some group in review.groups; group.self],
	"own_request": [group |
		some group in review.groups
		group.own_request
		not group.self
		group.decision != "revoke"
	],
}
