package remedy.automation

import data.remedy.lib.approval
import data.remedy.lib.deviation
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: A person approves automation on critical identities
# description: |
#   A machine that revokes or rotates an identity on which the business depends can stop the business in a second. So a
#   person approves it first. In tier `active`, and for a leaked secret of production, the machine may act at once and
#   the approval follows within the hours of the profile. That holds for containment as well, since it disables as much.
#   An approval that came too late cannot be made earlier: have the deviation ratified.
# custom:
#   id: AUT-01
#   requirements: [S0.23, S1.31]
#   controls: [NIST-CSF-2.0:ID.RA-07, NIST-CSF-2.0:GV.RR-02]
#   states: [closed]
#   solution: Have a person approve the automated action before it runs, and record it in `approvals`.
deny contains result.deny("AUT-01", ["plan", "actions", unapproved[0].index, "automated"], {
	"message": _unapproved_message,
	"expected": _approval_in_time,
	"found": true,
	"unblock": sprintf("record the approval that a person gave in time (`kind` plan, business or emergency); or %s", [
		deviation.advice("AUT-01"),
	]),
	"who": deviation.ratifiers,
	"related": array.concat(
		array.concat(_unapproved_places, _approvals_not_in_time),
		deviation.related("AUT-01"),
	),
	"facts": {"tier": exploitability.tier},
}) if {
	input.finding.state == "closed"
	not deviation.is_ratified("AUT-01")
	unapproved := _unapproved_automation
	count(unapproved) > 0
}

warn contains result.warn("AUT-01", deviation.path("AUT-01"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_unapproved_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	input.finding.state == "closed"
	count(_unapproved_automation) > 0
	record := deviation.record("AUT-01")
}

_unapproved_automation := [{"index": i, "action": action} |
	input.finding.identity.business_critical == true
	finding.is_repair
	some i, action in finding.actions
	action.status == "done"
	action.automated == true
	action.type in data.params.disabling_actions
	not _automation_is_approved(action)
]

_automation_approvals := approval.given({"plan", "business", "emergency"})

_automation_is_approved(action) if {
	some entry in _automation_approvals
	approval.is_in_time(entry.approval, action.performed_at)
}

# When an action ran that has no date is asked by ACT-04.
_automation_is_approved(action) if {
	not action.performed_at
	count(_automation_approvals) > 0
}

_unapproved_message := sprintf("automation did %s on the business-critical identity `%s` without %s%s", [
	concat(", ", sort({sprintf("`%s`", [entry.action.type]) | some entry in _unapproved_automation})),
	finding.field(["identity", "id"], "?"),
	"approval by a person",
	concat("", ["; it came too late" | count(_automation_approvals) > 0]),
])

_approval_in_time := "an approval before the action" if not approval.may_act_first

_approval_in_time := sprintf("an approval before the action or within %v hours after it", [
	data.params.post_approval_hours,
]) if {
	approval.may_act_first
}

_unapproved_places := [{"path": ["plan", "actions", entry.index, "automated"], "message": "neither was this"} |
	some j, entry in _unapproved_automation
	j > 0
]

_approvals_not_in_time := array.concat(
	[{"path": ["approvals", entry.index, "at"], "message": sprintf("given only on %s", [entry.approval.at])} |
		some entry in _automation_approvals
	],
	approval.rejected({"plan", "business", "emergency"}),
)
