package remedy.escalation

import data.remedy.lib.deadline
import data.remedy.lib.escalation
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.subject

# METADATA
# title: The fast track is escalated early
# description: |
#   Exposed secrets, service accounts and vendor access cannot wait for their due date: when half of the time that the
#   policy gives has gone and the finding is still open, somebody above its owner learns of it within the profile's
#   hours. The half counts from the earliest knowledge to the latest date allowed; extensions do not move it. An
#   escalation that came later than that is shown and does not block.
# custom:
#   id: ESC-03
#   requirements: [S0.20]
#   controls: [NIST-CSF-2.0:GV.RM-03, NIST-CSF-2.0:ID.RA-06]
#   states: [open]
#   solution: Tell the owner's supervisor or somebody higher, and record it in `escalation.records`.
deny contains result.deny("ESC-03", ["escalation", "records"], {
	"message": sprintf("%s: half of the time to fix was over on %s, and %d hours later nobody was told", [
		_fast_reasons,
		moment.instant(_fast_half_ns),
		data.params.fast_escalation_hours,
	]),
	"expected": sprintf("an escalation by %s", [moment.instant(_fast_limit_ns)]),
	"unblock": "tell the owner's supervisor or somebody higher, and record it: `{level, to, at, ref}`",
	"who": escalation.audience("supervisor"),
	"related": array.concat(deadline.clock_related, escalation.related),
	"facts": _fast_facts,
}) if {
	input.finding.state == "open"
	exploitability.is_fast_track
	input.at.ns > _fast_limit_ns
	count(escalation.told) == 0
}

warn contains result.warn("ESC-03", ["escalation", "records"], {
	"message": sprintf("%s: escalated on %s, after %s (%d hours after half of the time to fix)", [
		_fast_reasons,
		first,
		moment.instant(_fast_limit_ns),
		data.params.fast_escalation_hours,
	]),
	"found": first,
	"facts": _fast_facts,
}) if {
	input.finding.state == "open"
	exploitability.is_fast_track
	first := moment.earliest({r.at | some r in escalation.told})
	moment.start_ns(first) > _fast_limit_ns
}

_fast_reasons := sprintf("fast track (%s)", [concat(", ", sort(subject.fast_track))])

_fast_start_ns := moment.start_ns(deadline.clock_start)

# Half of the time that the policy gives, in whole nanoseconds.
_fast_half_ns := _fast_start_ns + ((whole - (whole % 2)) / 2) if {
	whole := moment.end_ns(deadline.latest_due) - _fast_start_ns
}

_fast_limit_ns := _fast_half_ns + (data.params.fast_escalation_hours * 3600000000000)

_fast_facts := {
	"clock_start": deadline.clock_start,
	"latest_due": deadline.latest_due,
	"half": moment.instant(_fast_half_ns),
	"escalate_by": moment.instant(_fast_limit_ns),
}
