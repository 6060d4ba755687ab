package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.exploitability
import data.remedy.lib.result

# METADATA
# title: Due date is set
# description: |
#   A finding without a date is never late, so nobody is in a hurry. The denial names the latest date that the profile
#   allows for the tier and the rating of the finding; earlier is always fine.
# custom:
#   id: SLA-01
#   requirements: [S0.14]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [open, contained, accepted, closed]
#   solution: Set `due.date` to the date that the denial names, or to an earlier one.
deny contains result.deny("SLA-01", ["due", "date"], {
	"message": sprintf("no due date; %s is the latest (%s)", [
		deadline.latest_due,
		deadline.basis(exploitability.tier),
	]),
	"expected": deadline.latest_due,
	"unblock": sprintf("set `due.date` to %s or earlier", [deadline.latest_due]),
	"who": deadline.setters,
	"related": deadline.clock_related,
	"facts": deadline.facts(exploitability.tier),
}) if {
	not input.finding.due.date
}
