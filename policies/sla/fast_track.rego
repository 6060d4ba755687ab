package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.subject

# METADATA
# title: Fast track
# description: |
#   Secrets, service accounts and vendor access are used by machines day and night, and a stolen one works until it is
#   revoked. They move one tier up, so they have less time than the table gives to other findings of the same
#   exposure. A secret that was proven dead when it was found does not.
# custom:
#   id: SLA-08
#   requirements: [S0.20, S1.14, S1.21]
#   controls: [NIST-CSF-2.0:PR.AA-01]
#   states: [open, contained, closed]
#   solution: Bring `due.date` forward to the date that the denial names.
deny contains result.deny("SLA-08", ["due", "date"], {
	"message": sprintf("%s uses the fast track: %s, not %v (due %s is later than %s)", [
		concat(", ", [sprintf("`%s`", [s]) | some s in sort(subject.fast_track)]),
		moment.in_days(deadline.days(exploitability.tier)),
		deadline.days(exploitability.base_tier),
		due,
		deadline.limit(exploitability.tier),
	]),
	"expected": deadline.latest_due,
	"found": due,
	"unblock": sprintf("set `due.date` to %s or earlier", [deadline.latest_due]),
	"who": deadline.setters,
	"related": deadline.clock_related,
	"facts": object.union(
		deadline.facts(exploitability.tier),
		{"base_tier": exploitability.base_tier, "base_days": deadline.days(exploitability.base_tier)},
	),
}) if {
	input.finding.state in {"open", "contained", "closed"}
	due := input.finding.due.date
	not moment.outlasts(due, deadline.limit(exploitability.base_tier))
	moment.outlasts(due, deadline.limit(exploitability.tier))
}
