package remedy.compensating_control

import data.remedy.lib.acceptance
import data.remedy.lib.compensating_control
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Bounded compensating control
# description: |
#   A compensating control is a stopgap: one active person answers for it, it has begun, and it ends on a day that has
#   not passed and that does not come before the end of the acceptance which rests on it.
# custom:
#   id: CMP-01
#   requirements: [S3.2, S3.19]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-CSF-2.0:ID.RA-07]
#   states: [accepted, closed]
#   solution: Give the compensating control an `owner`, a `started_at` and an `expires_at`.
deny contains result.deny("CMP-01", problems[0].path, {
	"message": sprintf("compensating control `%s` is not bounded: %s", [
		control.id,
		concat("; ", [p.message | some p in problems]),
	]),
	"expected": "an active owner, a start that has passed and an end that has not",
	"unblock": "name an active owner, and set `started_at` and `expires_at`",
	"who": compensating_control.keepers(i),
	"related": _bounded_related(control, problems),
}) if {
	compensating_control.are_judged
	some i, control in compensating_control.all_of_them
	problems := compensating_control.bound_problems(i)
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(problems) > 0
}

deny contains result.deny("CMP-01", ["compensating_controls"], {
	"message": "closed by way of a compensating control, but none is recorded",
	"expected": "at least one compensating control with an owner, dates, a review and evidence",
	"unblock": "describe the control in `compensating_controls`, or correct `plan.path`",
	"who": who.owner,
	"related": [{"path": ["plan", "path"], "message": "`compensating_control` here"}],
}) if {
	compensating_control.is_closed_by_them
	count(compensating_control.all_of_them) == 0
}

# The other problems, and the end of the acceptance if it is later than the control's.
_bounded_related(control, problems) := array.concat(
	[{"path": p.path, "message": p.message} | some j, p in problems; j > 0],
	[{"path": ["risk_acceptance", "expires_at"], "message": "the acceptance ends here"} |
		acceptance.rests_on(control.id)
		moment.end_ns(control.expires_at) < moment.end_ns(acceptance.current.expires_at)
	],
)
