package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Expiry within the limit
# description: |
#   An acceptance ends on a date, and the worse the risk, the sooner. The days count from the approval; the profile says
#   how many for each tier and rating. Whether that date has passed is left to RSK-08.
# custom:
#   id: RSK-02
#   requirements: [S2.20, S3.26]
#   controls: [NIST-CSF-2.0:GV.RM-04, NIST-CSF-2.0:ID.RA-07]
#   states: [accepted]
#   solution: Set `risk_acceptance.expires_at` to a day within the limit.
deny contains result.deny("RSK-02", ["risk_acceptance", "expires_at"], {
	"message": sprintf("the acceptance has no end: %s allows %d days", [
		acceptance.cell_name,
		acceptance.cell.max_days,
	]),
	"expected": limit,
	"unblock": sprintf("set `risk_acceptance.expires_at` to %s or earlier", [limit]),
	"who": who.owner,
	"facts": _expiry_facts,
}) if {
	acceptance.current
	not acceptance.current.expires_at
	not acceptance.is_never
	limit := _expiry_limit
}

deny contains result.deny("RSK-02", ["risk_acceptance", "expires_at"], {
	"message": sprintf("the acceptance until %s is longer than %s (%s: %d days from %s)", [
		expires,
		limit,
		acceptance.cell_name,
		acceptance.cell.max_days,
		acceptance.runs_from,
	]),
	"expected": limit,
	"found": expires,
	"unblock": sprintf("set `risk_acceptance.expires_at` to %s or earlier, or fix it until then", [limit]),
	"who": who.owner,
	"related": [{"path": ["risk_acceptance", "approved_at"], "message": "the days count from here"} |
		acceptance.current.approved_at
	],
	"facts": _expiry_facts,
}) if {
	not acceptance.is_never
	expires := acceptance.current.expires_at
	limit := moment.plus_days(acceptance.runs_from, acceptance.cell.max_days)
	moment.before(limit, expires)
}

# The latest day, from now if nothing says when the acceptance began.
_expiry_limit := moment.plus_days(acceptance.runs_from, acceptance.cell.max_days)

_expiry_limit := moment.plus_days(input.at.time, acceptance.cell.max_days) if not acceptance.runs_from

_expiry_facts := {
	"tier": exploitability.tier,
	"rating": exploitability.rating,
	"days": acceptance.cell.max_days,
}
