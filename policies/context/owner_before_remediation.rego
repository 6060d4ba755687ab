package remedy.context

import data.remedy.lib.approval
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Owner before remediation
# description: |
#   Somebody answers for a finding before it is repaired; who comes later answers for what others decided. Containment
#   waits for no owner. What was done cannot be undone, so this is a warning, and the owner shows with an approval that
#   the change is theirs now.
# custom:
#   id: CTX-03
#   requirements: [S1.2]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [closed]
#   solution: Let the accountable owner approve what was done before, and record that in `approvals`.
warn contains result.warn("CTX-03", ["ownership", "assigned_at"], {
	"message": _unowned_repair_message,
	"expected": sprintf("an owner before %s", [finding.first_remediation_at]),
	"found": _owner_assigned_at,
	"unblock": "let the accountable owner approve the change: `approvals: [{kind: plan, by, at, ref}]`",
	"who": who.owner,
	"related": _unowned_actions,
}) if {
	input.finding.state == "closed"
	count(_owner_approvals) == 0
	_repair_began_without_owner
}

warn contains result.warn("CTX-03", ["approvals", _owner_approvals[0].index], {
	"flag": "ratified",
	"message": sprintf("%s; approved by the owner `%s` on %s", [
		_unowned_repair_message,
		_owner_approvals[0].approval.by,
		_owner_approvals[0].approval.at,
	]),
}) if {
	input.finding.state == "closed"
	count(_owner_approvals) > 0
	_repair_began_without_owner
}

warn contains result.warn("CTX-03", ["ownership", "assigned_at"], {
	"message": "it is not recorded when the accountable owner was assigned: before the repair or after it",
	"expected": sprintf("a moment before %s", [finding.first_remediation_at]),
	"unblock": "set `ownership.assigned_at`",
	"who": who.owner,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	finding.first_remediation_at
	input.finding.ownership.accountable_owner
	not input.finding.ownership.assigned_at
}

_owner_assigned_at := input.finding.ownership.assigned_at

_repair_began_without_owner if {
	finding.is_repair
	moment.before(finding.first_remediation_at, _owner_assigned_at)
}

# Given by the accountable owner after having become that.
_owner_approvals := [entry |
	some entry in approval.given({"plan", "business", "emergency"})
	org.canonical(entry.approval.by) == finding.accountable_person
	not moment.before(entry.approval.at, _owner_assigned_at)
]

_unowned_repair_message := sprintf("the repair began on %s, before an accountable owner was assigned on %s", [
	finding.first_remediation_at,
	_owner_assigned_at,
])

_unowned_actions := [{"path": ["plan", "actions", entry.index, "performed_at"], "message": "done before that"} |
	some entry in finding.remediation_actions
	moment.before(entry.action.performed_at, _owner_assigned_at)
]
