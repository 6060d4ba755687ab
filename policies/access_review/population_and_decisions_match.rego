package remedy.access_review

import data.remedy.lib.decisions
import data.remedy.lib.population
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Every item has a decision
# description: |
#   A population shows where it comes from, when, and that nothing was added or lost since: source, query, time, count
#   and digest. Every item in it has a decision, and every decision is about an item in it. What was left out of a
#   review is what an attacker looks for, and no ratification brings it back.
# custom:
#   id: REV-02
#   requirements: [S4.8, S4.19, S4.25]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-2, PCI-DSS-4.0.1:7.2.4]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Extract the population again, record its count and digest, and decide about every item in it.
deny contains result.unavailable(
	"REV-02",
	["populations"],
	"facts.review",
	"let remedy-policy evaluate the review: it counts what is in the populations and the decisions",
) if {
	input.review.state == "completed"
	not population.are_counted
}

deny contains result.deny("REV-02", ["populations", i, gaps[0]], {
	"message": sprintf("population `%s` lacks %s", [
		subject["class"],
		concat(", ", [sprintf("`%s`", [key]) | some key in gaps]),
	]),
	"expected": "`source`, `query`, `extracted_at` and `count`, and the `sha256` of a file",
	"unblock": "record where, how and when it was extracted, how many items that gave, and the digest of the file",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some i, subject in review.populations
	gaps := population.gaps(subject)
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(gaps) > 0
}

deny contains result.deny("REV-02", ["populations", i, faults[0].key], {
	"message": sprintf("population `%s` does not hold: %s", [
		subject["class"],
		concat("; ", [fault.message | some fault in faults]),
	]),
	"expected": "the items that the system reported, as they were extracted",
	"unblock": "extract the population again, and record its time, count and digest",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some i, subject in review.populations
	faults := population.faults(i)
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(faults) > 0
}

deny contains result.deny("REV-02", ["populations"], {
	"message": "no population has an item: nothing was reviewed",
	"expected": "the access that is in scope",
	"unblock": "correct the queries, and extract the populations again",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	count(review.populations) > 0
	population.are_counted
	population.total == 0
	every subject in review.populations {
		population.has_list(subject)
	}
}

deny contains result.deny("REV-02", ["decisions"], {
	"message": sprintf("%d of %d items without a decision: %s", [
		number,
		population.total,
		concat("; ", [_match_in_words(u) | some u in _match_undecided]),
	]),
	"expected": "a decision about every item",
	"unblock": "decide about the others, or correct the ids of the items in the decisions",
	"who": review.responsible,
	"related": [{"path": ["populations", i, "class"], "message": "the population"} |
		some i, subject in review.populations
		some u in _match_undecided
		u["class"] == subject["class"]
	],
	"facts": {"undecided": number, "items": population.total},
}) if {
	input.review.state == "completed"
	number := sum([u.count | some u in _match_undecided])
	number > 0
}

deny contains result.deny("REV-02", ["decisions"], {
	"message": fault.message,
	"expected": "one decision about every item, made after the populations were extracted",
	"unblock": fault.unblock,
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some fault in population.decision_faults
}

deny contains result.deny("REV-02", ["decisions", "sha256"], {
	"message": "`sha256` of the decisions is not that of the file",
	"expected": review.fact(["decisions", "sha256"], "the digest of the file"),
	"found": review.field(["decisions", "sha256"], ""),
	"unblock": "find out what changed in the file; if it is right, record the digest that it has now",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	input.facts.review.decisions.digest_matches == false
}

_match_undecided := review.fact(["undecided"], [])

_match_in_words(u) := sprintf("%d of class `%s` (%s)", [u.count, u["class"], decisions.listed(u.items, u.count)])
