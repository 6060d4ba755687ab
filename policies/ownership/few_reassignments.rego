package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Few reassignments
# description: |
#   A finding that is passed from owner to owner is owned by none of them. More handovers than the profile allows are a
#   sign that the organisation, not a person, has to decide whose it is. A warning.
# custom:
#   id: OWN-15
#   requirements: [S0.4]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Escalate, so that an executive sponsor names the owner.
warn contains result.warn("OWN-15", ["ownership", "history"], {
	"message": sprintf("bounced between owners: %d handovers, more than %d", [n, data.params.max_reassignments]),
	"expected": sprintf("at most %d handovers", [data.params.max_reassignments]),
	"found": n,
	"unblock": "escalate, and have an executive sponsor name the owner",
	"who": who.executives,
	"facts": {"handovers": n},
}) if {
	finding.is_leaving
	n := count(finding.field(["ownership", "history"], []))
	n > data.params.max_reassignments
}
