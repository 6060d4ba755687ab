package remedy.break_glass

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Use is evidenced
# description: |
#   An emergency identity goes past the controls that hold for everybody else, so its use is on record in full: who,
#   when, for which incident, what was done, and the log of the session. The user is a person; the emergency identity
#   itself names nobody.
# custom:
#   id: BRK-01
#   requirements: [S4.24]
#   controls: [NIST-800-53r5:AC-2, NIST-CSF-2.0:PR.AA-05]
#   states: [closed]
#   types: [break_glass_use]
#   solution: Fill `break_glass` with `used_by`, `used_at`, `session_log`, `actions` and `incident_ref`.
deny contains result.deny("BRK-01", ["break_glass", gaps[0].key], {
	"message": sprintf("use not evidenced: %s", [concat("; ", [g.message | some g in gaps])]),
	"expected": "`used_by`, `used_at`, `session_log`, `actions` and `incident_ref`",
	"unblock": sprintf("record %s in `break_glass`", [concat(", ", [sprintf("`%s`", [g.key]) | some g in gaps])]),
	"who": who.owner,
	"related": [{"path": ["break_glass", g.key], "message": g.message} | some i, g in gaps; i > 0],
}) if {
	input.finding.type == "break_glass_use"
	finding.is_repair
	gaps := array.concat(_use_missing, _use_wrong)
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(gaps) > 0
}

_use_missing := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["used_by", "used_at", "session_log", "actions", "incident_ref"]
	_use_is_blank(finding.field(["break_glass", key], ""))
]

_use_is_blank(value) if value == []

_use_is_blank(value) if {
	is_string(value)
	trim_space(value) == ""
}

_use_wrong := array.concat(
	[{"key": "used_by", "message": sprintf("`%s` is not a person in `org.people`", [by])} |
		by := input.finding.break_glass.used_by
		trim_space(by) != ""
		not org.names_person(by)
	],
	[{"key": "used_at", "message": sprintf("the use is dated in the future (%s)", [at])} |
		at := input.finding.break_glass.used_at
		not moment.begun(at)
	],
)
