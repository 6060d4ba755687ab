package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Due date within the limit
# description: |
#   How long a fix may take depends on how easily the weakness is exploited and on how bad that would be, not on how
#   busy the team is. The days run from the day on which the finding was first known. An accepted finding is not judged
#   here: the dates of its acceptance count. A date that only the fast track forbids is left to SLA-08.
# custom:
#   id: SLA-02
#   requirements: [S0.14, S1.20, S1.23]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [open, contained, closed]
#   solution: Bring `due.date` forward to the date that the denial names, or have the risk accepted.
deny contains result.deny("SLA-02", ["due", "date"], {
	"message": sprintf("due %s is later than %s (%s)", [
		due,
		deadline.limit(exploitability.tier),
		deadline.basis(exploitability.tier),
	]),
	"expected": deadline.latest_due,
	"found": due,
	"unblock": sprintf(
		"set `due.date` to %s or earlier, and record more time as an approved entry of `due.extensions`",
		[deadline.latest_due],
	),
	"who": deadline.setters,
	"related": deadline.clock_related,
	"facts": deadline.facts(exploitability.tier),
}) if {
	input.finding.state in {"open", "contained", "closed"}
	due := input.finding.due.date
	moment.outlasts(due, deadline.limit(exploitability.base_tier))
}
