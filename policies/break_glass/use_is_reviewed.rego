package remedy.break_glass

import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Use is reviewed
# description: |
#   After the use a second person compares what was done with what was necessary, within the days that the profile
#   gives. A review that is missing, or by the user, blocks always; somebody can still do it. One that was late blocks
#   until the deviation is ratified.
# custom:
#   id: BRK-04
#   requirements: [S4.24]
#   controls: [NIST-800-53r5:AC-2, NIST-800-53r5:AC-5]
#   states: [closed]
#   types: [break_glass_use]
#   solution: Have a second person review the session, and set `break_glass.reviewed_by` and `reviewed_at`.
deny contains result.deny("BRK-04", ["break_glass", gaps[0].key], {
	"message": sprintf("post-use review missing: %s", [concat("; ", [g.message | some g in gaps])]),
	"expected": "a person other than the user, and a moment after the use",
	"found": finding.field(["break_glass", gaps[0].key], "nothing"),
	"unblock": "have a person other than the user review the session, and set `reviewed_by` and `reviewed_at`",
	"who": _use_reviewers,
	"related": [{"path": ["break_glass", "used_by"], "message": "the user"} | input.finding.break_glass.used_by],
}) if {
	_use_review_is_judged
	gaps := _use_review_gaps
	count(gaps) > 0
}

deny contains result.deny("BRK-04", ["break_glass", "reviewed_at"], {
	"message": _late_use_review_message,
	"expected": sprintf("reviewed by %s", [_use_review_limit]),
	"found": input.finding.break_glass.reviewed_at,
	"unblock": deviation.advice("BRK-04"),
	"who": deviation.ratifiers,
	"related": array.concat(
		[{"path": ["break_glass", "used_at"], "message": "the days run from here"}],
		deviation.related("BRK-04"),
	),
	"facts": {"days": data.params.break_glass_review_days},
}) if {
	not deviation.is_ratified("BRK-04")
	_late_use_review_message
}

warn contains result.warn("BRK-04", deviation.path("BRK-04"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_late_use_review_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	_late_use_review_message
	record := deviation.record("BRK-04")
}

_late_use_review_message := sprintf("post-use review on %s, later than %s (%s from the use)", [
	input.finding.break_glass.reviewed_at,
	_use_review_limit,
	moment.in_days(data.params.break_glass_review_days),
]) if {
	_use_review_is_judged
	count(_use_review_gaps) == 0
	moment.before(_use_review_limit, input.finding.break_glass.reviewed_at)
}

_use_review_limit := moment.after_days(input.finding.break_glass.used_at, data.params.break_glass_review_days)

_use_review_is_judged if {
	input.finding.state == "closed"
	input.finding.type == "break_glass_use"
	finding.is_repair
}

_use_review_gaps := array.concat(_use_review_missing, array.concat(_use_review_wrong_person, _use_review_wrong_time))

_use_review_missing := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["reviewed_by", "reviewed_at"]
	trim_space(finding.field(["break_glass", key], "")) == ""
]

_use_review_wrong_person := array.concat(
	[{"key": "reviewed_by", "message": sprintf("`%s` is not a person in `org.people`", [by])} |
		by := input.finding.break_glass.reviewed_by
		trim_space(by) != ""
		not org.names_person(by)
	],
	[{"key": "reviewed_by", "message": sprintf("`%s` is the user", [by])} |
		by := input.finding.break_glass.reviewed_by
		org.same_person(by, input.finding.break_glass.used_by)
	],
)

_use_review_wrong_time := array.concat(
	[{"key": "reviewed_at", "message": sprintf("it is dated in the future (%s)", [at])} |
		at := input.finding.break_glass.reviewed_at
		not moment.begun(at)
	],
	[{"key": "reviewed_at", "message": sprintf("it is dated before the use (%s)", [at])} |
		at := input.finding.break_glass.reviewed_at
		moment.before(at, input.finding.break_glass.used_at)
	],
)

# Who reviews access, else the owner of the finding unless that is the user.
_use_reviewers := org.teams_with("review_access") if count(org.teams_with("review_access")) > 0

_use_reviewers := [p | some p in who.owner; not p in _use_review_user] if {
	count(org.teams_with("review_access")) == 0
}

_use_review_user := {p | p := org.canonical(input.finding.break_glass.used_by)}
