package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Clock starts at the earliest knowledge
# description: |
#   The time to fix runs from the day on which the weakness was known: the detection, or the listing in KEV if that is
#   earlier. A clock that starts with the ticket hides the days before somebody wrote it. It blocks until the start is
#   corrected or the deviation is ratified.
# custom:
#   id: SLA-11
#   requirements: [S1.17]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [open, contained, accepted, closed]
#   solution: Set `due.clock_started_at` to the moment that the denial names, or leave it out.
deny contains result.deny("SLA-11", ["due", "clock_started_at"], {
	"message": _late_clock_message,
	"expected": deadline.clock_start,
	"found": input.finding.due.clock_started_at,
	"unblock": sprintf("set `due.clock_started_at` to %s, or %s", [deadline.clock_start, deviation.advice("SLA-11")]),
	"who": sort({p | some p in deadline.setters} | {p | some p in deviation.ratifiers}),
	"related": array.concat(deadline.clock_related, deviation.related("SLA-11")),
	"facts": {"clock_start": deadline.clock_start},
}) if {
	not deviation.is_ratified("SLA-11")
	_has_late_clock
}

# What lies in the future cannot have started a clock.
deny contains result.deny("SLA-11", ["source", "detected_at"], {
	"message": sprintf("detected on %s, after %s, the time of this check", [detected, input.at.time]),
	"expected": "a moment that has passed",
	"found": detected,
	"unblock": "set `source.detected_at` to the moment at which the finding was really detected",
	"who": deadline.setters,
	"earliest": detected,
}) if {
	detected := finding.detected_at
	not moment.begun(detected)
}

warn contains result.warn("SLA-11", deviation.path("SLA-11"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_late_clock_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	_has_late_clock
	record := deviation.record("SLA-11")
}

_has_late_clock if moment.before(deadline.clock_start, input.finding.due.clock_started_at)

_late_clock_message := sprintf("SLA clock starts at %s; the finding was known at %s", [
	input.finding.due.clock_started_at,
	deadline.clock_start,
])
