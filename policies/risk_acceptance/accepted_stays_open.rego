package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: An accepted risk stays open
# description: |
#   An accepted finding is never closed: it is counted, and somebody looks at it again on `risk_acceptance.review_at`.
#   That day is never further away than the profile's days for the rating, counted from today; worse risks are looked
#   at more often. A finding that claims to be both accepted and closed is denied.
# custom:
#   id: RSK-09
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-07, NIST-CSF-2.0:GV.RM-06]
#   states: [accepted, closed]
#   solution: Keep `state` at `accepted` without a disposition, and set `risk_acceptance.review_at` to the next review.
deny contains result.deny("RSK-09", ["closure", key], {
	"message": sprintf("an accepted risk stays open, but `closure.%s` says that it is closed", [key]),
	"expected": "no `closure.disposition` and no `closure.at`",
	"found": input.finding.closure[key],
	"unblock": "remove `closure`, or remediate it and set `state` to `closed`",
	"who": who.owner,
	"related": [{"path": ["state"], "message": "accepted here"}],
}) if {
	acceptance.current
	key := [k | some k in ["disposition", "at"]; input.finding.closure[k]][0]
}

deny contains result.deny("RSK-09", ["closure", "disposition"], {
	"message": "an accepted risk stays open: `accepted` does not close a finding",
	"expected": concat(", ", data.params.closing_dispositions),
	"found": "accepted",
	"unblock": "set `state` to `accepted` and remove `closure`, or remediate it",
	"who": who.owner,
	"related": [{"path": ["state"], "message": "closed here"}],
}) if {
	input.finding.state == "closed"
	input.finding.closure.disposition == "accepted"
}

deny contains result.deny("RSK-09", ["risk_acceptance", "review_at"], {
	"message": why,
	"expected": sprintf("a day up to %s", [_next_review_limit]),
	"found": object.get(acceptance.current, "review_at", null),
	"unblock": sprintf("set `risk_acceptance.review_at` to a day up to %s, and review it then", [_next_review_limit]),
	"who": who.owner,
	"facts": {"rating": exploitability.rating, "days": _next_review_days},
}) if {
	not acceptance.has_expired
	why := _next_review_problem
}

_next_review_days := data.params.acceptance_review_days[exploitability.rating]

_next_review_limit := moment.plus_days(input.at.time, _next_review_days)

_next_review_problem := "no next review of the accepted risk is set" if {
	object.get(acceptance.current, "review_at", "") == ""
}

_next_review_problem := sprintf("the review of the accepted risk was due on %s", [review]) if {
	review := acceptance.current.review_at
	review != ""
	moment.passed(review)
}

_next_review_problem := sprintf("the next review on %s is later than %s (%s: %d days from today)", [
	review,
	_next_review_limit,
	exploitability.rating,
	_next_review_days,
]) if {
	review := acceptance.current.review_at
	moment.before(_next_review_limit, review)
}
