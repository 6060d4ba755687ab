package remedy.break_glass

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Exception is accepted
# description: |
#   A use of break-glass access is an exception. It has a reason, and a named person other than the user has accepted
#   it, before or after the use. Two ids of one person count as one.
# custom:
#   id: BRK-02
#   requirements: [S4.24]
#   controls: [NIST-800-53r5:AC-2, NIST-CSF-2.0:ID.RA-07]
#   states: [closed]
#   types: [break_glass_use]
#   solution: State `break_glass.justification`, and have somebody else accept it with `accepted_by` and `accepted_at`.
deny contains result.deny("BRK-02", ["break_glass", "justification"], {
	"message": "the use of break-glass access has no justification",
	"expected": "why the use was necessary",
	"unblock": "state in `break_glass.justification` why it was necessary",
	"who": _exception_user,
}) if {
	input.finding.type == "break_glass_use"
	finding.is_repair
	trim_space(finding.field(["break_glass", "justification"], "")) == ""
}

deny contains result.deny("BRK-02", ["break_glass", gaps[0].key], {
	"message": sprintf("nobody accepted the exception: %s", [concat("; ", [g.message | some g in gaps])]),
	"expected": "a named person other than the user, and the moment",
	"found": finding.field(["break_glass", gaps[0].key], "nothing"),
	"unblock": "have a person other than the user accept it, and set `accepted_by` and `accepted_at`",
	"who": _exception_acceptors,
	"related": [{"path": ["break_glass", "used_by"], "message": "the user"} | input.finding.break_glass.used_by],
}) if {
	input.finding.type == "break_glass_use"
	finding.is_repair
	gaps := array.concat(_exception_missing, array.concat(_exception_wrong_person, _exception_wrong_time))
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(gaps) > 0
}

_exception_missing := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["accepted_by", "accepted_at"]
	trim_space(finding.field(["break_glass", key], "")) == ""
]

# A service account does not decide, whoever it belongs to.
_exception_wrong_person := array.concat(
	[{"key": "accepted_by", "message": sprintf("`%s` is not a person in `org.people`", [by])} |
		by := input.finding.break_glass.accepted_by
		trim_space(by) != ""
		not org.names_person(by)
	],
	array.concat(
		[{"key": "accepted_by", "message": sprintf("`%s` is the user", [by])} |
			by := input.finding.break_glass.accepted_by
			org.same_person(by, input.finding.break_glass.used_by)
		],
		[{"key": "accepted_by", "message": sprintf("`%s` was not active on %s", [by, moment.day(at)])} |
			by := input.finding.break_glass.accepted_by
			at := input.finding.break_glass.accepted_at
			org.is_inactive_at(by, at)
		],
	),
)

_exception_wrong_time := [{"key": "accepted_at", "message": why} |
	at := input.finding.break_glass.accepted_at
	not moment.begun(at)
	why := sprintf("the acceptance is dated in the future (%s)", [at])
]

_exception_user := [org.canonical(input.finding.break_glass.used_by)]

_exception_user := who.owner if not input.finding.break_glass.used_by

# The owner of the finding unless that is the user, else persons of the highest level.
_exception_acceptors := _exception_owner if count(_exception_owner) > 0

_exception_acceptors := _exception_top if count(_exception_owner) == 0

_exception_owner := [p | some p in who.owner; not p in _exception_user_ids]

_exception_top := [p | some p in org.persons_with_level(data.params.top_level); not p in _exception_user_ids]

_exception_user_ids := {p | p := org.canonical(input.finding.break_glass.used_by)}
