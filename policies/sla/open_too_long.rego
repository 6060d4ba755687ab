package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Open too long
# description: |
#   What stays open for half a year is accepted in silence. After the number of days that the profile allows the
#   finding is fixed or formally accepted, with a name and an end. The days run from the evaluation; as long as there
#   is none, or it is dated in the future, from the detection.
# custom:
#   id: SLA-10
#   requirements: [S3.9]
#   controls: [FedRAMP-VDR:VER-TFR-MAV]
#   states: [open, contained]
#   solution: Fix and close the finding, or have the risk accepted for a limited time.
deny contains result.deny("SLA-10", ["state"], {
	"message": sprintf("open %s since %s, until %s at most; must be fixed or formally accepted", [
		moment.in_days(moment.days_between(start, input.at.time)),
		moment.day(start),
		last,
	]),
	"expected": "closed or accepted",
	"found": input.finding.state,
	"unblock": "fix and close the finding, or have the risk accepted for a limited time",
	"who": deadline.setters,
	"related": [{"path": _open_start_path, "message": "the days run from here"}],
	"facts": {"since": start, "max_open_days": data.params.max_open_days, "last_day": last},
}) if {
	input.finding.state in {"open", "contained"}
	start := object.get(input.finding, _open_start_path, finding.detected_at)
	last := moment.plus_days(start, data.params.max_open_days)
	moment.passed(last)
}

_open_start_path := ["exposure", "evaluated_at"] if _open_is_evaluated

_open_start_path := ["source", "detected_at"] if not _open_is_evaluated

_open_is_evaluated if moment.begun(input.finding.exposure.evaluated_at)
