package remedy.waiver

import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.waiver

# METADATA
# title: Waiver granted by somebody who may
# description: |
#   Whoever grants a waiver answers for what it lets through. So it is a known and active person of the level that the
#   profile asks for (`waiver_approver_level`; for a level of a rule `level_approver_level`), not the one who asked
#   for it, and nobody who fixes or owns what it covers. What counts is the level on the day of the approval.
# custom:
#   id: WVR-03
#   kinds: [Waiver]
#   requirements: [S2.8, S3.26]
#   controls: [NIST-CSF-2.0:GV.RR-01, NIST-800-53r5:AC-5]
#   hard: true
#   solution: Have a person of the level grant it who neither asked for it nor is involved.
deny contains result.deny("WVR-03", ["approved_by"], _refused(sprintf("was granted by `%s`, who asked for it", [
	approver,
]))) if {
	waiver.is_relief
	approver := waiver.current.approved_by
	org.same_person(approver, waiver.current.requested_by)
}

deny contains result.deny("WVR-03", ["approved_by"], _refused(sprintf("was granted by `%s`, who is involved in it", [
	approver,
]))) if {
	approver := waiver.current.approved_by
	not org.same_person(approver, waiver.current.requested_by)
	waiver.is_involved(approver)
}

deny contains result.deny("WVR-03", ["approved_by"], _refused(sprintf(
	"was granted by `%s`, who is no person in `org.people`",
	[approver],
))) if {
	waiver.is_relief
	data.org.people
	approver := waiver.current.approved_by
	not org.names_person(approver)
}

deny contains result.deny("WVR-03", ["approved_by"], _refused(sprintf("was granted by `%s`, who was not active on %s", [
	approver,
	waiver.current.approved_on,
]))) if {
	waiver.is_relief
	approver := waiver.current.approved_by
	org.is_inactive_at(approver, waiver.current.approved_on)
}

deny contains result.deny("WVR-03", ["approved_by"], _refused(sprintf(
	"was granted by `%s` (level %s), and %s needs %s",
	[approver, level, waiver.name, waiver.needed_level],
))) if {
	waiver.is_relief
	approver := waiver.current.approved_by
	org.names_person(approver)
	level := org.level_at(approver, waiver.current.approved_on)
	not org.at_least(level, waiver.needed_level)
}

deny contains result.deny("WVR-03", ["approved_on"], object.union(
	_refused(sprintf("is dated in the future (%s)", [waiver.current.approved_on])),
	{"found": waiver.current.approved_on, "expected": "a day that has begun"},
)) if {
	waiver.is_relief
	not moment.begun(waiver.current.approved_on)
}

deny contains result.unavailable(
	"WVR-03",
	["approved_by"],
	"org.people",
	"give the people of the organisation, with their levels, as data",
) if {
	waiver.is_relief
	not data.org.people
}

_refused(message) := {
	"message": message,
	"expected": sprintf("an active person of level %s or above who is not involved", [waiver.needed_level]),
	"found": waiver.current.approved_by,
	"unblock": sprintf("have it granted by a person of level %s who neither asked for it nor is involved", [
		waiver.needed_level,
	]),
	"who": waiver.approvers,
	"flag": "waiver-unauthorised",
}
