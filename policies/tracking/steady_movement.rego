package remedy.tracking

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: No quiet drift
# description: |
#   As long as the work is not done, its record moves: an update, an entry in the log, an escalation. If it stands still
#   for longer than the profile allows for the tier, everybody believes the finding to be with somebody else. A warning,
#   for contained findings too: what is contained is not fixed.
# custom:
#   id: TRK-03
#   requirements: [S0.21]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:CA-5]
#   states: [open, contained]
#   solution: Update the record and `tracking.updated_at`, or escalate and record it in `escalation.records`.
warn contains result.warn("TRK-03", ["tracking", "updated_at"], {
	"message": sprintf("no movement for %s, since %s (tier %s: %s)", [
		moment.in_days(moment.days_between(_last_movement, input.at.time)),
		moment.day(_last_movement),
		exploitability.tier,
		moment.in_days(days),
	]),
	"expected": sprintf("a movement every %s", [moment.in_days(days)]),
	"found": finding.field(["tracking", "updated_at"], null),
	"unblock": "update the record of the work, or escalate",
	"who": who.owner,
	"facts": {"tier": exploitability.tier, "days": days, "last_movement": _last_movement},
}) if {
	input.finding.state in {"open", "contained"}
	days := data.params.stale_days[exploitability.tier]
	moment.passed(moment.plus_days(_last_movement, days))
}

# The last movement, if it has happened: nobody moves in the future. Before the first one it is the detection.
_last_movement := moment.latest({finding.detected_at} | {m | some m in _movements; moment.begun(m)})

_movements contains input.finding.tracking.updated_at

_movements contains at if {
	some path in [["tracking", "log"], ["escalation", "records"]]
	some entry in finding.field(path, [])
	at := entry.at
}
