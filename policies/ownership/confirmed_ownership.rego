package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Confirmed ownership
# description: |
#   A provisional owner is good enough to contain a finding, not to close it: who is not sure to own something cannot
#   say that it is mended.
# custom:
#   id: OWN-08
#   requirements: [S0.4, S2.4]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Confirm the owner and set `ownership.status` to `confirmed`.
deny contains result.deny("OWN-08", ["ownership", "status"], object.union(
	{
		"message": _confirmed_message,
		"expected": "confirmed",
		"unblock": "confirm the owner with the source of the ownership, then set `ownership.status: confirmed`",
		"who": who.owner,
	},
	{"found": status | status := input.finding.ownership.status},
)) if {
	finding.is_leaving
	finding.field(["ownership", "status"], "missing") != "confirmed"
}

_confirmed_message := sprintf("ownership is still `%s`", [input.finding.ownership.status])

_confirmed_message := "ownership is not confirmed: `ownership.status` is missing" if {
	not input.finding.ownership.status
}
