package remedy.access_review

import data.remedy.lib.decisions
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Revocations carried out
# description: |
#   A decision to revoke or change access removes nothing by itself. So each one was carried out after it was made, and
#   somebody other than the one who did it checked that the access is gone or changed.
# custom:
#   id: REV-06
#   requirements: [S2.18, S4.19]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-6(7), PCI-DSS-4.0.1:7.2.4, SOC2-TSC:CC6.3]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Carry the revocations and changes out, have somebody else verify them, and record who and when.
deny contains result.deny("REV-06", decisions.place(groups[0], key), {
	"message": decisions.with_example(groups, sprintf("to revoke or change access, %s", [problem])),
	"expected": "`executed_at`, and then `verified_at` and `verified_by` of another person",
	"unblock": "carry them out, have somebody else check, and record `executed_at`, `verified_at`, `verified_by`",
	"who": _carried_out_by,
	"related": decisions.others(groups),
	"facts": {"decisions": decisions.total(groups)},
}) if {
	input.review.state == "completed"
	some problem, key in _carried_out_problems
	groups := [group | some group in review.groups; _carried_out_problem(group) == problem]
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(groups) > 0
}

# What can be wrong, and the key of a decision that shows it.
_carried_out_problems := {
	"not carried out": "executed_at",
	"carried out before it was decided": "executed_at",
	"carried out and not verified": "verified_at",
	"verified by the one who carried it out": "verified_by",
}

# The first problem of a group: what was not carried out could not be verified either.
_carried_out_problem(group) := "not carried out" if {
	group.decision in {"revoke", "modify"}
	not group.executed
}

_carried_out_problem(group) := "carried out before it was decided" if {
	group.decision in {"revoke", "modify"}
	group.executed
	group.executed_early
}

_carried_out_problem(group) := "carried out and not verified" if {
	group.decision in {"revoke", "modify"}
	group.executed
	not group.executed_early
	not group.verified
}

_carried_out_problem(group) := "verified by the one who carried it out" if {
	group.decision in {"revoke", "modify"}
	group.executed
	not group.executed_early
	group.verified
	group.verified_by_executor
}

# Who grants and removes the access, else who answers for the review.
_carried_out_by := _carried_out_administrators if count(_carried_out_administrators) > 0

_carried_out_by := review.responsible if count(_carried_out_administrators) == 0

_carried_out_administrators := sort([p | some p in review.administrators; org.is_active_at(p, input.at.time)])
