package remedy.access_review

import data.remedy.lib.decisions
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.population
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Complete decisions
# description: |
#   Each decision names the person who decided, when, and what; a revocation or change also how it is carried out. A
#   population of machines may be reviewed by a documented method instead of a person, if the profile names its class.
# custom:
#   id: REV-03
#   requirements: [S4.11, S4.17, S4.19]
#   controls: [NIST-CSF-2.0:PR.AA-05, PCI-DSS-4.0.1:7.2.4, SOC2-TSC:CC6.3]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Record reviewer, date, decision and, to revoke or change access, `remediation_ref` of every decision.
deny contains result.deny("REV-03", decisions.place(groups[0], gaps[0]), {
	"message": decisions.with_example(groups, sprintf("without %s", [
		concat(" and ", [sprintf("`%s`", [key]) | some key in gaps]),
	])),
	"expected": "`reviewer`, `decided_at`, `decision`, and `remediation_ref` if access is revoked or changed",
	"unblock": sprintf("record %s of each of them", [concat(" and ", [sprintf("`%s`", [key]) | some key in gaps])]),
	"who": _complete_deciders(groups),
	"related": decisions.others(groups),
	"facts": {"decisions": decisions.total(groups), "missing": gaps},
}) if {
	input.review.state == "completed"
	some gaps in _complete_gap_lists
	groups := [group | some group in review.groups; _complete_gaps(group) == gaps]
}

deny contains result.unavailable(
	"REV-03",
	["decisions"],
	"org.people",
	"put the people into the organisation data, as `people`",
) if {
	input.review.state == "completed"
	count(_complete_reviewers) > 0
	not data.org.people
}

deny contains result.deny("REV-03", decisions.place(groups[0], "reviewer"), {
	"message": decisions.with_example(groups, sprintf("by who is not a person in `org.people` (%s)", [
		decisions.listed(sort(_complete_nobodies), count(_complete_nobodies)),
	])),
	"expected": "the id of a person",
	"found": sort(_complete_nobodies),
	"unblock": "have a person decide; a method may decide only about the classes of which the profile says so",
	"who": review.responsible,
	"related": decisions.others(groups),
}) if {
	input.review.state == "completed"
	groups := [group |
		some group in review.groups
		not population.is_automated(group["class"])
		group.reviewer in _complete_nobodies
	]
	count(groups) > 0
}

deny contains result.deny("REV-03", ["populations", i, "method"], {
	"message": sprintf("population `%s` was not reviewed by persons (`%s`); that is for %s", [
		subject["class"],
		subject.method,
		concat(", ", [sprintf("`%s`", [name]) | some name in data.params.automated_review_populations]),
	]),
	"expected": "manual",
	"found": subject.method,
	"unblock": "have persons decide about these items, and leave out `method`",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some i, subject in review.populations
	subject.method in {"automated", "risk_based"}
	not subject["class"] in data.params.automated_review_populations
}

deny contains result.deny("REV-03", ["populations", i, "method_ref"], {
	"message": sprintf("population `%s` was reviewed by a method (`%s`) that no document describes", [
		subject["class"],
		subject.method,
	]),
	"expected": "the document that describes the method",
	"unblock": "name the document, as `method_ref`",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some i, subject in review.populations
	subject.method in {"automated", "risk_based"}
	subject["class"] in data.params.automated_review_populations
	object.get(subject, "method_ref", "") == ""
}

deny contains result.deny("REV-03", ["decisions"], {
	"message": sprintf("the last decision is dated in the future (%s)", [last]),
	"expected": "decisions that were made",
	"found": last,
	"unblock": "correct `decided_at`",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	last := review.last_decided_at
	not moment.begun(last)
}

_complete_gap_lists := {gaps |
	some group in review.groups
	gaps := _complete_gaps(group)
	count(gaps) > 0
}

_complete_gaps(group) := [key |
	some key in ["reviewer", "decided_at", "decision", "remediation_ref"]
	_complete_lacks(group, key)
]

_complete_lacks(group, "reviewer") if {
	not population.is_automated(group["class"])
	object.get(group, "reviewer", "") == ""
}

_complete_lacks(group, "decided_at") if not group.decided

_complete_lacks(group, "decision") if object.get(group, "decision", "") == ""

_complete_lacks(group, "remediation_ref") if {
	group.decision in {"revoke", "modify"}
	not group.has_remediation
}

_complete_reviewers := {group.reviewer | some group in review.groups}

_complete_nobodies := {name | some name in _complete_reviewers; data.org.people; not org.names_person(name)}

# Who can complete them: who decided, else who answers for the review.
_complete_deciders(groups) := deciders if {
	deciders := sort({p | some g in groups; p := org.canonical(g.reviewer); org.is_active_at(p, input.at.time)})
	count(deciders) > 0
}

_complete_deciders(groups) := review.responsible if {
	count({p | some g in groups; p := org.canonical(g.reviewer); org.is_active_at(p, input.at.time)}) == 0
}
