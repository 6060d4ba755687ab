package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Due date set by its owner
# description: |
#   For audit and SOX findings the owner of the control answers for the date, not the tester and not the team that
#   happens to fix it. The policy itself may also set it (`set_by: policy`). A date that somebody else has set blocks
#   until the owner confirms it or the deviation is ratified.
# custom:
#   id: SLA-06
#   requirements: [S3.10, S3.16]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Let the owner of the control confirm the date and name that person in `due.set_by`.
deny contains result.deny("SLA-06", ["due", "set_by"], {
	"message": _date_setter_message,
	"expected": array.concat(sort(deadline.control_owners), ["policy"]),
	"found": _date_setter,
	"unblock": sprintf("let the control owner confirm the date and set `due.set_by`, or %s", [
		deviation.advice("SLA-06"),
	]),
	"who": sort({p | some p in deadline.control_owners} | {p | some p in deviation.ratifiers}),
	"related": deviation.related("SLA-06"),
	"facts": {"control_owners": sort(deadline.control_owners)},
}) if {
	not deviation.is_ratified("SLA-06")
	_date_was_set_by_another
}

warn contains result.warn("SLA-06", deviation.path("SLA-06"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_date_setter_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	_date_was_set_by_another
	record := deviation.record("SLA-06")
}

# Without a date there is nobody who set it: SLA-01 speaks.
_date_was_set_by_another if {
	finding.is_leaving
	_date_needs_the_control_owner
	input.finding.due.date
	not _date_was_set_by_owner
}

_date_needs_the_control_owner if finding.is_audit

_date_needs_the_control_owner if finding.is_sox

_date_was_set_by_owner if _date_setter == "policy"

# A service account confirms nothing, not even for the control owner to whom it belongs.
_date_was_set_by_owner if {
	not org.names_machine(_date_setter)
	org.canonical(_date_setter) in deadline.control_owners
}

_date_setter := object.get(input.finding, ["due", "set_by"], "")

_date_setter_message := "nobody is named who set the due date" if _date_setter == ""

_date_setter_message := sprintf("due date set by `%s`, who does not own it (control owner: %s)", [
	_date_setter,
	concat(", ", [sprintf("`%s`", [p]) | some p in sort(deadline.control_owners)]),
]) if {
	_date_setter != ""
	count(deadline.control_owners) > 0
}

_date_setter_message := sprintf("due date set by `%s`, and no owner of the control is known", [_date_setter]) if {
	_date_setter != ""
	count(deadline.control_owners) == 0
}
