package remedy.action

import data.remedy.lib.approval
import data.remedy.lib.deadline
import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Plan approved by the owner of the control
# description: |
#   In audit and SOX findings the owner of the control decides how it is repaired, before the repair begins. An auditor
#   records the finding and the team that fixes it proposes the way. Containment waits for no approval. An approval that
#   came too late cannot be made earlier: have the deviation ratified.
# custom:
#   id: ACT-03
#   requirements: [S3.10, S3.16]
#   controls: [NIST-CSF-2.0:GV.RR-02, NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Let the owner of the control approve the plan and record it in `approvals` with `kind` plan.
deny contains result.deny("ACT-03", _plan_approval_place, {
	"message": sprintf("remediation path not approved by the control owner%s", [_plan_owners_in_words]),
	"expected": "an approval of `kind` plan by the owner of the control, before the first action of the repair",
	"found": [object.get(a, "by", null) | some a in approval.all_of_them; a.kind == "plan"],
	"unblock": "let the control owner approve the plan: `approvals: [{kind: plan, by, at, ref}]`",
	"who": _plan_approvers,
	"related": _plan_approvals_refused,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	_plan_needs_approval
	not _plan_is_approved
}

deny contains result.deny("ACT-03", _plan_late_path, {
	"message": _plan_late_message,
	"expected": sprintf("an approval before %s", [finding.first_remediation_at]),
	"found": _plan_first_approval.approval.at,
	"unblock": deviation.advice("ACT-03"),
	"who": deviation.ratifiers,
	"related": array.concat(_plan_first_actions, deviation.related("ACT-03")),
}) if {
	input.finding.state == "closed"
	not deviation.is_ratified("ACT-03")
	_plan_was_approved_late
}

warn contains result.warn("ACT-03", deviation.path("ACT-03"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_plan_late_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	input.finding.state == "closed"
	_plan_was_approved_late
	record := deviation.record("ACT-03")
}

_plan_needs_approval if finding.is_audit

_plan_needs_approval if finding.is_sox

# Who owned the control at a moment: of record, and as the manifest says. (OWN-12 compares the two.)
_plan_owners_at(m) := {p | p := org.control_owner_at(finding.control_id, m)} | {p | p := finding.control_owner}

_plan_given := approval.given({"plan"})

_plan_approvals_of_owners := [entry |
	some entry in _plan_given
	org.canonical(entry.approval.by) in _plan_owners_at(entry.approval.at)
]

_plan_is_approved if count(_plan_approvals_of_owners) > 0

# Where nobody is known to own control or finding, OWN-01 speaks.
_plan_is_approved if {
	count(_plan_given) > 0
	count(deadline.control_owners) == 0
}

_plan_was_approved_late if {
	finding.is_repair
	_plan_needs_approval
	not approval.is_before(_plan_first_approval.approval, finding.first_remediation_at)
}

_plan_first_approval := [entry |
	first := moment.earliest({e.approval.at | some e in _plan_approvals_of_owners})
	some entry in _plan_approvals_of_owners
	entry.approval.at == first
][0]

_plan_late_path := ["approvals", _plan_first_approval.index, "at"]

_plan_late_message := sprintf("plan approved by `%s` on %s, after the repair had begun on %s", [
	_plan_first_approval.approval.by,
	_plan_first_approval.approval.at,
	finding.first_remediation_at,
])

_plan_first_actions := [{"path": ["plan", "actions", entry.index, "performed_at"], "message": "the repair began here"} |
	some entry in finding.remediation_actions
	entry.action.performed_at == finding.first_remediation_at
]

_plan_approvals_refused := array.concat(approval.rejected({"plan"}), [refused |
	some entry in _plan_given
	refused := {
		"path": ["approvals", entry.index, "by"],
		"message": sprintf("`%s` did not own the control on %s", [entry.approval.by, moment.day(entry.approval.at)]),
	}
])

_plan_approval_place := _plan_approvals_refused[0].path

_plan_approval_place := ["approvals"] if count(_plan_approvals_refused) == 0

_plan_approvers := [p | some p in sort(deadline.control_owners); org.is_active_at(p, org.now)]

_plan_owners_in_words := concat("", [sprintf(" (%s)", [concat(", ", names)]) |
	names := [sprintf("`%s`", [p]) | some p in sort(deadline.control_owners)]
	count(names) > 0
])
