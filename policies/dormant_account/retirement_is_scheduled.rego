package remedy.dormant_account

import data.remedy.lib.account
import data.remedy.lib.deadline
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Retirement is scheduled
# description: |
#   A stale account of low risk is not switched off on suspicion. Somebody validates that it is stale, somebody
#   reviews what its end would break, and then it has a day on which it is retired, no later than the finding may be
#   due, and not one that passed by. Once it is retired or deleted the day no longer matters.
# custom:
#   id: DRM-02
#   requirements: [S1.22]
#   controls: [OWASP-NHI-2025:NHI1, NIST-800-53r5:AC-2, CIS-8:5.3]
#   states: [closed]
#   types: [stale_account]
#   solution: Validate the account, review the impact, and set `lifecycle.retire_on` to a day within the limit.
deny contains result.deny("DRM-02", account.place({_retirement_needs[0]}), {
	"message": sprintf("stale account needs %s", [concat(", ", [sprintf("`%s`", [type]) |
		some type in _retirement_needs
	])]),
	"expected": "the actions `validate` and `impact_review`, both done",
	"unblock": "validate that the account is stale, review what its end would break, and record both as actions",
	"who": who.owner,
}) if {
	input.finding.type == "stale_account"
	finding.is_repair
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(_retirement_needs) > 0
}

deny contains result.deny("DRM-02", ["lifecycle", "retire_on"], {
	"message": "stale account needs a day on which it is retired",
	"expected": sprintf("a day no later than %s", [deadline.latest_due]),
	"unblock": "set `lifecycle.retire_on`, or retire the account and record that as an action `retire`",
	"who": who.owner,
	"facts": deadline.facts(exploitability.tier),
}) if {
	input.finding.type == "stale_account"
	finding.is_repair
	not account.is_gone
	not input.finding.lifecycle.retire_on
}

deny contains result.deny("DRM-02", ["lifecycle", "retire_on"], {
	"message": sprintf("retirement on %s is later than %s (%s)", [
		planned,
		deadline.latest_due,
		deadline.basis(exploitability.tier),
	]),
	"expected": sprintf("a day no later than %s", [deadline.latest_due]),
	"found": planned,
	"unblock": sprintf("retire the account on %s or earlier", [moment.day(deadline.latest_due)]),
	"who": who.owner,
	"facts": deadline.facts(exploitability.tier),
}) if {
	input.finding.type == "stale_account"
	finding.is_repair
	not account.is_gone
	planned := input.finding.lifecycle.retire_on
	moment.outlasts(planned, deadline.latest_due)
}

deny contains result.deny("DRM-02", ["lifecycle", "retire_on"], {
	"message": sprintf("retirement on %s has passed, and the account was not retired", [planned]),
	"expected": "an action `retire` or `delete` that is done, or a day to come",
	"found": planned,
	"unblock": "retire the account and record an action `retire`, or set `lifecycle.retire_on` to a day to come",
	"who": who.owner,
}) if {
	input.finding.type == "stale_account"
	finding.is_repair
	not account.is_gone
	planned := input.finding.lifecycle.retire_on
	not moment.outlasts(planned, deadline.latest_due)
	moment.before(planned, finding.judged_at)
}

_retirement_needs := [type | some type in ["validate", "impact_review"]; not account.is_done({type})]
