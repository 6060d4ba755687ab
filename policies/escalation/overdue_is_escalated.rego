package remedy.escalation

import data.remedy.lib.deadline
import data.remedy.lib.escalation
import data.remedy.lib.finding
import data.remedy.lib.lateness
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Delays are escalated
# description: |
#   The longer a finding is overdue, the higher the person who knows of it. So does the closure of one that was fixed
#   late: closing it does not make the delay unknown. When too many findings of one severity grow old together
#   (FedRAMP's triggers), each of the old ones is escalated, whatever its own due date. A higher level stands for a
#   lower one; who was told before the date had passed does not know that it was missed.
# custom:
#   id: ESC-02
#   requirements: [S3.20]
#   controls: [NIST-CSF-2.0:GV.RM-03, NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:CA-5]
#   states: [open, closed]
#   solution: Tell a person of the level that the denial names, and record it in `escalation.records`.
deny contains result.deny("ESC-02", ["escalation", "records"], {
	"message": sprintf("%s, and no escalation to level `%s` is recorded", [delay.why, delay.level]),
	"expected": sprintf("an escalation to level `%s` or higher on %s or later", [
		delay.level,
		moment.day(delay.since),
	]),
	"unblock": sprintf("tell a person of level `%s` and record it: `{level, to, at, ref}`", [delay.level]),
	"who": escalation.audience(delay.level),
	"related": array.concat(delay.related, escalation.related),
	"facts": delay.facts,
}) if {
	_delay_is_judged
	delay := _delay
}

_delay_is_judged if input.finding.state == "open"

_delay_is_judged if finding.is_repair

# Of the delays of which nobody high enough knows, the one that reaches highest: its record serves the others too.
_delay := [d | some level in escalation.levels; d := _untold_delay(level)][0]

_untold_delay(level) := [d |
	some d in array.concat(_own_delays, _portfolio_delays)
	d.level == level
	not escalation.reached(level, d.since)
][0]

# The delay of the finding itself.
_own_delays := [delay |
	days := lateness.days
	due_levels := {e.level | some e in data.params.overdue_escalation; e.days <= days}
	delay := {
		"level": escalation.highest(due_levels),
		"since": deadline.in_force,
		"why": sprintf("%s %s (due %s)", [moment.in_days(days), _delay_word, deadline.in_force]),
		"related": [{"path": deadline.in_force_path, "message": "due here"}],
		"facts": {"days_late": days, "due": deadline.in_force},
	}
]

_delay_word := "overdue" if input.finding.state == "open"

_delay_word := "late" if input.finding.state == "closed"

# The delays of all findings of its severity together. The tree knows the severities as they are written, so the
# severity counts here, not the worse of it and the impact.
_portfolio_delays := [delay |
	input.finding.state == "open"
	some trigger in data.params.portfolio_escalation
	trigger.rating == input.finding.severity
	_is_older(finding.detected_at, trigger.days)
	oldest_first := data.index_by.open[trigger.rating]
	_is_older(data.index[oldest_first[trigger.items - 1]].detected_at, trigger.days)
	delay := {
		"level": trigger.level,
		"since": finding.detected_at,
		"why": sprintf("%d findings of severity %s, this one among them, are older than %s", [
			trigger.items,
			trigger.rating,
			moment.in_days(trigger.days),
		]),
		"related": [{"path": ["source", "detected_at"], "message": "detected here"}],
		"facts": {"severity": trigger.rating, "items": trigger.items, "days": trigger.days},
	}
]

_is_older(m, days) if moment.passed(moment.plus_days(m, days))
