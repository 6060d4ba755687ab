package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.finding
import data.remedy.lib.lateness
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Overdue or late
# description: |
#   A finding that is still open after its due date is overdue; one whose fix came after it is late. Neither is blocked
#   for that: a gate that kept fixed findings open would only be worked around. The decision carries the flag, so that
#   the breach is counted and escalated. Extensions move the date only if they are valid (SLA-05), and an acceptance has
#   dates of its own.
# custom:
#   id: SLA-04
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [open, contained, closed]
#   solution: Fix the finding and close it. It stays marked as late; escalate it and record the escalation.
warn contains result.warn("SLA-04", deadline.in_force_path, {
	"flag": "overdue",
	"message": sprintf("due %s, still %s on %s: %s late; closing does not erase the breach", [
		deadline.in_force,
		input.finding.state,
		input.at.date,
		_lateness_in_words(days),
	]),
	"found": deadline.in_force,
	"unblock": "fix the finding and close it, or have the risk accepted",
	"who": deadline.setters,
	"facts": {"days_late": days, "due": deadline.in_force},
}) if {
	input.finding.state in {"open", "contained"}
	moment.passed(deadline.in_force)
	days := moment.days_between(deadline.in_force, input.at.time)
}

warn contains result.warn("SLA-04", deadline.in_force_path, {
	"flag": "late",
	"message": sprintf("due %s, fixed %s: %s late; closing does not erase the breach", [
		deadline.in_force,
		fixed,
		_lateness_in_words(days),
	]),
	"found": deadline.in_force,
	"related": _lateness_related,
	"facts": {"days_late": days, "due": deadline.in_force, "fixed_at": fixed},
}) if {
	input.finding.state == "closed"
	fixed := lateness.fixed_at
	moment.before(deadline.in_force, fixed)
	days := moment.days_between(deadline.in_force, fixed)
}

_lateness_related := [{"path": ["plan", "actions", i, "performed_at"], "message": "the fix was complete here"} |
	lateness.is_fix_dated
	some i, action in finding.actions
	action.performed_at == finding.fixed_at
]

_lateness_in_words(days) := "less than a day" if days == 0

_lateness_in_words(days) := moment.in_days(days) if days != 0
