package remedy.tracking

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Tracked where the control lives
# description: |
#   A finding about a control is tracked in the system of record of that control. A ticket elsewhere is closed without
#   the control hearing of it. The organisation data says which system that is; a control without one asks for none.
#   Whether a record is named at all is left to TRK-01.
# custom:
#   id: TRK-02
#   requirements: [S0.31, S1.16, S2.23, S3.21]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [accepted, closed]
#   solution: Track the finding in the system of record of its control, and name that record in `tracking`.
deny contains result.deny("TRK-02", ["tracking", "system"], {
	"message": sprintf("tracked in `%s`, but control `%s` lives in `%s`", [system, finding.control_id, needed]),
	"expected": needed,
	"found": system,
	"unblock": sprintf("track it in `%s`, or mirror it there, and name that record in `tracking`", [needed]),
	"who": who.owner,
	"related": [{"path": ["control", "id"], "message": sprintf("its system of record is `%s`", [needed])}],
}) if {
	finding.is_leaving
	system := finding.field(["tracking", "system"], "")
	system != ""
	needed := org.control(finding.control_id).system_of_record
	lower(system) != lower(needed)
}
