package remedy.sox

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Control owner and system owner are named
# description: |
#   The owner of the control answers for the exception, the owner of the system or process can change what failed. Both
#   are named, each in its own field, together with the control; they may be one person. Of an owner who is not the one
#   of record OWN-12 speaks. Somebody has to answer for an accepted exception as well, so this rule judges both.
# custom:
#   id: SOX-02
#   requirements: [S3.13, S3.22]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Set `control.id`, `control.owner` and `ownership.system_owner`.
deny contains result.deny("SOX-02", _unnamed_owners[0].path, {
	"message": concat("; ", [gap.message | some gap in _unnamed_owners]),
	"expected": "the control, the person who owns it, and the person who owns the system or process",
	"unblock": sprintf("set %s", [concat(", ", [sprintf("`%s`", [concat(".", g.path)]) | some g in _unnamed_owners])]),
	"who": who.owner,
	"related": [{"path": gap.path, "message": gap.message} |
		some i, gap in _unnamed_owners
		i > 0
	],
}) if {
	_owners_must_be_named
	finding.is_sox
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(_unnamed_owners) > 0
}

_owners_must_be_named if input.finding.state == "accepted"

_owners_must_be_named if finding.is_repair

_unnamed_owners := [gap |
	some field in [
		{"path": ["control", "id"], "name": "the control"},
		{"path": ["control", "owner"], "name": "the control owner"},
		{"path": ["ownership", "system_owner"], "name": "the system or process owner"},
	]
	not _control_is_asked_for(field)
	message := _unnamed_owner(field)
	gap := {"path": field.path, "message": message}
]

# Without the control the sample of an operating failure cannot be judged: RET-06 asks for it already.
_control_is_asked_for(field) if {
	field.path == ["control", "id"]
	input.finding.state == "closed"
	input.finding.sox.classification == "operating"
}

_unnamed_owner(field) := sprintf("%s is not named", [field.name]) if {
	trim_space(finding.field(field.path, "")) == ""
}

_unnamed_owner(field) := sprintf("%s `%s` is not a person in `org.people`", [field.name, id]) if {
	field.path == ["ownership", "system_owner"]
	id := input.finding.ownership.system_owner
	trim_space(id) != ""
	not org.names_person(id)
}
