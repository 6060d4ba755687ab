package remedy.escalation

import data.remedy.lib.escalation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.recurrence
import data.remedy.lib.result

# METADATA
# title: Repeated failure reaches an executive
# description: |
#   A control that fails again within a year lacks people, money or the right design, and only an executive can change
#   that. One acknowledges the escalation, names the cause (under-resourced or misconfigured) and decides. Counted are
#   findings of the profile's `control_failure_types` and repeats of this very finding, each once; two unrelated
#   vulnerabilities are no failure of a control. An accepted failure counts as well, so both states are judged.
# custom:
#   id: ESC-01
#   requirements: [S2.15, S2.27]
#   controls: [NIST-CSF-2.0:GV.RR-01, NIST-CSF-2.0:GV.RR-03, NIST-CSF-2.0:GV.RM-03]
#   states: [accepted, closed]
#   solution: Escalate to an executive, who acknowledges with `cause` and `decision`.
deny contains result.deny("ESC-01", ["escalation", "records"], {
	"message": sprintf("failure %d of control `%s` within %s (before it: %s), and no executive has acknowledged it", [
		count(_earlier_failures) + 1,
		finding.control_id,
		moment.in_days(data.params.repeat_window_days),
		recurrence.in_words(_earlier_failures),
	]),
	"expected": "a record of level `executive`, acknowledged by an executive with `cause` and `decision`",
	"unblock": "escalate to an executive, who acknowledges it, names the cause and decides what changes",
	"who": escalation.audience("executive"),
	"related": array.concat([{"path": ["control", "id"], "message": "the control"}], _acknowledgements_rejected),
	"facts": {
		"failures": count(_earlier_failures) + 1,
		"earlier": _earlier_failures,
		"window_days": data.params.repeat_window_days,
	},
}) if {
	_failure_is_judged
	_is_failure
	count(_earlier_failures) > 0
	count(_earlier_failures) + 1 >= data.params.exec_escalation_count
	count([r | some i, r in escalation.records; count(_acknowledgement_faults(i, r)) == 0]) == 0
}

_failure_is_judged if input.finding.state == "accepted"

_failure_is_judged if finding.is_repair

_is_failure if input.finding.type in data.params.control_failure_types

_is_failure if count(recurrence.repeats) > 0

# Other failures of the control up to this one's detection, the oldest first.
_earlier_failures := [id |
	some id in data.index_by.control[finding.control_id]
	id != input.finding.id
	other := data.index[id]
	_counts_as_failure(id, other.type)
	not other.duplicate_of
	not other.disposition == "false_positive"
	not moment.before(finding.detected_at, other.detected_at)
	not moment.before(moment.plus_days(other.detected_at, data.params.repeat_window_days), finding.detected_at)
]

_counts_as_failure(_, finding_type) if finding_type in data.params.control_failure_types

_counts_as_failure(id, _) if id in recurrence.repeats

_acknowledgements_rejected := [{"path": ["escalation", "records", i], "message": why} |
	some i, r in escalation.records
	why := sprintf("this escalation does not count: %s", [concat("; ", sort(_acknowledgement_faults(i, r)))])
]

_acknowledgement_faults(i, r) := escalation.problems(i) | {sprintf("its level is `%s`", [r.level]) |
	r.level != "executive"
} | {sprintf("`%s` is missing", [key]) |
	some key in ["acknowledged_by", "acknowledged_at", "cause", "decision"]
	trim_space(object.get(r, key, "")) == ""
} | _acknowledger_faults(r) | {why |
	at := r.acknowledged_at
	not moment.begun(at)
	why := sprintf("it is acknowledged in the future (%s)", [at])
} | {why |
	at := r.acknowledged_at
	moment.before(at, finding.detected_at)
	why := sprintf("it was acknowledged before the detection (%s)", [at])
}

_acknowledger_faults(r) := {why |
	id := r.acknowledged_by
	at := r.acknowledged_at
	not _was_executive(id, at)
	why := sprintf("`%s`, who acknowledged it, was no active executive on %s", [id, moment.day(at)])
} | {why |
	org.canonical(r.acknowledged_by) in escalation.involved
	why := sprintf("`%s`, who acknowledged it, owns or fixes this finding", [r.acknowledged_by])
}

_was_executive(id, m) if {
	org.names_person(id)
	org.is_active_at(id, m)
	escalation.is_of_level(id, "executive", m)
}
