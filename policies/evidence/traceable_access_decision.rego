package remedy.evidence

import data.remedy.lib.approval
import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.retest
import data.remedy.lib.who

# METADATA
# title: Traceable access decision
# description: |
#   Who gives access, takes it away or changes it decides about it. For such an action there is an approval that says
#   who approved, when and under which policy, and where the record of that is kept; and the retest that looked at the
#   result has a record as well. The change record of the action itself is ACT-04's. Containment waits for no approval,
#   so it needs none here.
# custom:
#   id: EVD-09
#   requirements: [S2.5, S2.25, S2.31, S4.3, S4.5, S4.25]
#   controls: [NIST-CSF-2.0:PR.AA-05, SOC2-TSC:CC6.3, PCI-DSS-4.0.1:7.2.1]
#   states: [closed]
#   solution: Add an approval with `by`, `at`, `ref` and `policy_ref`, and give the retest the `ref` of its record.
deny contains result.deny("EVD-09", gaps[0].path, {
	"message": sprintf("the chain behind %s is broken: %s", [
		evidence.in_words([[t] | some t in sort({e.action.type | some e in _chain_actions})]),
		concat("; ", [gap.message | some gap in gaps]),
	]),
	"expected": "an approval with `by`, `at`, `ref` and `policy_ref`, and a retest with `ref`",
	"unblock": concat("; ", [gap.advice | some gap in gaps]),
	"who": who.owner,
	"related": array.concat(
		[{"path": gap.path, "message": gap.message} | some i, gap in gaps; i > 0],
		[{"path": ["plan", "actions", e.index], "message": "this action changed access"} | some e in _chain_actions],
	),
	"facts": {"actions": [e.action.type | some e in _chain_actions]},
}) if {
	finding.is_repair
	count(_chain_actions) > 0
	gaps := array.concat(_chain_approval_gaps, _chain_retest_gaps)
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

_chain_actions := [e | some e in finding.remediation_actions; e.action.type in data.params.access_actions]

_chain_kinds := {"plan", "business", "emergency"}

_chain_approvals := [{"index": i, "approval": a} |
	some i, a in approval.all_of_them
	a.kind in _chain_kinds
]

_chain_problems(a) := array.concat(approval.problems(a), _chain_record_gaps(a))

_chain_record_gaps(a) := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["ref", "policy_ref"]
	object.get(a, key, "") == ""
]

_chain_approval_gaps := [{
	"path": ["approvals"],
	"message": "no approval of kind `plan`, `business` or `emergency`",
	"advice": "add the approval to `approvals`, with `by`, `at`, `ref` and `policy_ref`",
}] if {
	count(_chain_approvals) == 0
}

# One that counts is enough; else each of them is named, the first one in the place of the denial.
_chain_approval_gaps := [gap |
	some entry in _chain_approvals
	problems := _chain_problems(entry.approval)
	count([other | some other in _chain_approvals; count(_chain_problems(other.approval)) == 0]) == 0
	gap := {
		"path": ["approvals", entry.index, problems[0].key],
		"message": sprintf("approval %d does not count: %s", [
			entry.index + 1,
			concat(", ", [problem.message | some problem in problems]),
		]),
		"advice": sprintf("complete approval %d, or add one that is complete", [entry.index + 1]),
	}
] if {
	count(_chain_approvals) > 0
}

# Without a retest that counts RET-01 speaks.
_chain_retest_gaps := [{
	"path": ["retest", last.index, "ref"],
	"message": "the retest has no record (`ref`)",
	"advice": "keep the record of the retest, and set its `ref`",
} |
	last := retest.last_pass
	count([p | some p in retest.passes; object.get(p.retest, "ref", "") != ""]) == 0
]
