package remedy.containment

import data.remedy.lib.containment
import data.remedy.lib.deviation
import data.remedy.lib.escalation
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Contained in time
# description: |
#   What is being exploited, or can be today, is contained within the hours of its tier. What was contained late, or
#   not at all before it was fixed or accepted, cannot be contained earlier any more: in the tiers `active` and
#   `exposed` it blocks until the delay was escalated on record or the deviation is ratified. Elsewhere, and while the
#   finding is open or contained, it is marked as late.
# custom:
#   id: CON-03
#   requirements: []
#   controls: [NIST-CSF-2.0:RS.MI-01, NIST-800-53r5:IR-4]
#   states: [open, contained, accepted, closed]
#   solution: Escalate the delay and record it under `escalation.records`, or have the deviation ratified.
deny contains result.deny("CON-03", _containment_path, {
	"message": _containment_message,
	"expected": sprintf("contained by %s", [containment.limit]),
	"found": _containment_moment,
	"unblock": sprintf("escalate the delay and record it in `escalation.records` (%s), or %s", [
		"`level`, `to`, `at`, `ref`",
		deviation.advice("CON-03"),
	]),
	"who": sort({p | some p in who.owner} | {p | some p in deviation.ratifiers}),
	"related": array.concat(deviation.related("CON-03"), escalation.related),
	"facts": {"hours": containment.hours, "limit": containment.limit, "tier": exploitability.tier},
}) if {
	not deviation.is_ratified("CON-03")
	count(_containment_escalations) == 0
	_containment_blocks
}

warn contains result.warn("CON-03", deviation.path("CON-03"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_containment_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	_containment_blocks
	record := deviation.record("CON-03")
}

warn contains result.warn("CON-03", ["escalation", "records", i], {
	"message": sprintf("%s; escalated to `%s` on %s", [_containment_message, record.to, record.at]),
}) if {
	_containment_blocks
	not deviation.is_ratified("CON-03")
	i := min(_containment_escalations)
	record := escalation.records[i]
}

warn contains result.warn("CON-03", _containment_path, {
	"message": _containment_message,
	"found": _containment_moment,
	"unblock": "contain it, and escalate the delay",
	"who": who.owner,
	"facts": {"hours": containment.hours, "limit": containment.limit, "tier": exploitability.tier},
}) if {
	not _containment_blocks
	_containment_is_late
}

_containment_blocks if {
	input.finding.state in {"accepted", "closed"}
	exploitability.tier in {"active", "exposed"}
	_containment_is_late
}

_containment_is_late if {
	_containment_is_judged
	not _containment_is_unowned
	containment.delay
}

_containment_is_judged if input.finding.state in {"open", "contained", "accepted"}

_containment_is_judged if finding.is_repair

# Of what nobody contained and nobody owns, CON-01 speaks.
_containment_is_unowned if {
	input.finding.state in {"open", "closed"}
	containment.is_unowned
	containment.is_missed
}

_containment_path := containment.first.path

_containment_path := ["containment", "contained_at"] if not containment.first

_containment_moment := containment.first.at

_containment_moment := "nothing" if not containment.first

_containment_message := sprintf("containment took %s from the detection (%s)", [
	containment.delay,
	containment.limit_in_words,
]) if {
	containment.first
}

_containment_message := sprintf("not contained for %s from the detection (%s)", [
	containment.delay,
	containment.limit_in_words,
]) if {
	not containment.first
}

# Records that tell somebody of the delay, once there was one.
_containment_escalations := {i |
	some i, record in escalation.records
	count(escalation.problems(i)) == 0
	not moment.before(record.at, containment.limit)
}
