package remedy.false_positive

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.verification
import data.remedy.lib.who

# METADATA
# title: A false positive was never true
# description: |
#   A false positive is closed without a fix, so it needs more proof than a fix, not less: a justification, evidence,
#   and the word of somebody who neither owns the finding nor asks for its closure. And what was repaired or mitigated
#   was true: such a finding is closed as remediated. Containing it first and looking into it is fine. That claim and
#   approval name two persons is left to VDT-01.
# custom:
#   id: FPS-01
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [closed]
#   solution: Complete `false_positive` with an independent approval, or set the disposition to what happened.
deny contains result.deny("FPS-01", problem.path, {
	"message": problem.message,
	"expected": problem.expected,
	"found": object.get(input.finding, problem.path, null),
	"unblock": problem.unblock,
	"who": problem.who,
	"related": problem.related,
}) if {
	input.finding.state == "closed"
	input.finding.closure.disposition == "false_positive"
	some problem in _problems
}

_problems contains {
	"path": ["false_positive", "justification"],
	"message": "nothing says why it was never true",
	"expected": "why it was never exploitable",
	"unblock": "write the justification",
	"who": _claimants,
	"related": [],
} if {
	finding.field(["false_positive", "justification"], "") == ""
}

_problems contains {
	"path": ["false_positive", "evidence"],
	"message": "no evidence with `ref` and `sha256` shows that it was never true",
	"expected": "evidence with `ref` and `sha256`",
	"unblock": "add the evidence for the claim",
	"who": _claimants,
	"related": [],
} if {
	proofs := [e |
		some e in finding.field(["false_positive", "evidence"], [])
		object.get(e, "ref", "") != ""
		object.get(e, "sha256", "") != ""
	]
	count(proofs) == 0
}

_problems contains {
	"path": ["false_positive", "approved_by"],
	"message": sprintf("`%s` is not independent: they own or fix the finding, or ask for its closure", [approver]),
	"expected": "somebody who neither owns nor fixes the finding, nor asks for its closure",
	"unblock": "have the false positive approved by somebody who is independent",
	"who": verification.verifier_teams,
	"related": [],
} if {
	approver := input.finding.false_positive.approved_by
	not org.same_person(approver, finding.field(["false_positive", "claimed_by"], ""))
	org.canonical(approver) in finding.conflicted
}

_problems contains {
	"path": ["false_positive", key],
	"message": fault,
	"expected": "the approval of a person who was active, after the detection and not in the future",
	"unblock": "have the false positive approved by an active person, and record when",
	"who": verification.verifier_teams,
	"related": [],
} if {
	approver := input.finding.false_positive.approved_by
	org.names_person(approver)
	[key, fault] := _approval_fault(approver)
}

_problems contains {
	"path": ["closure", "disposition"],
	"message": sprintf("a fixed finding is not a false positive: %s", [concat(" and ", _fixes_in_words)]),
	"expected": "remediated",
	"unblock": "set `closure.disposition` to what happened",
	"who": who.owner,
	"related": array.concat(
		[{"path": ["plan", "actions", i], "message": "repaired here"} | some i in _repairs],
		[{"path": ["compensating_controls", i], "message": "mitigated here"} | some i in _mitigations],
	),
} if {
	count(_fixes_in_words) > 0
}

_fixes_in_words := array.concat(
	[sprintf("action `%s` was done", [name]) |
		some i in array.slice(_repairs, 0, 1)
		name := object.get(finding.actions[i], "type", "without a type")
	],
	[sprintf("compensating control `%s` is in place", [input.finding.compensating_controls[i].id]) |
		some i in array.slice(_mitigations, 0, 1)
	],
)

# Actions that changed something. Containing, looking into it and writing it down do not.
_repairs := [entry.index |
	some entry in finding.remediation_actions
	not object.get(entry.action, "type", "") in data.params.documentation_actions
]

_mitigations := [i |
	some i, control in finding.field(["compensating_controls"], [])
	moment.begun(control.started_at)
]

_approval_fault(_) := ["approved_at", "nothing says when the false positive was approved"] if {
	finding.field(["false_positive", "approved_at"], "") == ""
}

_approval_fault(_) := ["approved_at", sprintf("approved in the future (%s)", [at])] if {
	at := input.finding.false_positive.approved_at
	not moment.begun(at)
}

_approval_fault(_) := ["approved_at", fault] if {
	at := input.finding.false_positive.approved_at
	moment.before(at, finding.detected_at)
	fault := sprintf("approved on %s, before the detection of %s", [at, finding.detected_at])
}

_approval_fault(approver) := ["approved_by", sprintf("`%s` was not active on %s", [approver, moment.day(at)])] if {
	at := input.finding.false_positive.approved_at
	moment.begun(at)
	not moment.before(at, finding.detected_at)
	org.is_inactive_at(approver, at)
}

_claimants := [p | p := org.canonical(input.finding.false_positive.claimed_by)]
