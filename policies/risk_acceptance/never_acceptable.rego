package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.exploitability
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Never acceptable
# description: |
#   Some risks nobody may sign for: a leaked credential that still works, what is exploited now, what is in KEV and can
#   be reached, a material weakness or significant deficiency, an orphaned account with privileges, and what the
#   profile excludes.
# custom:
#   id: RSK-04
#   hard: true
#   requirements: []
#   controls: [NIST-CSF-2.0:GV.RM-04, NIST-CSF-2.0:ID.RA-06]
#   states: [accepted]
#   solution: Remediate the finding, or contain it and set `state` to `contained`.
deny contains result.deny("RSK-04", ["state"], {
	"message": sprintf("cannot be accepted: %s", [concat("; ", reasons)]),
	"expected": "`open`, `contained` or `closed`",
	"found": "accepted",
	"unblock": "remediate it, or contain it and set `state` to `contained`",
	"who": who.owner,
	"facts": {
		"tier": exploitability.tier,
		"rating": exploitability.rating,
		"reasons": reasons,
	},
}) if {
	acceptance.current
	reasons := sort(acceptance.never_reasons)
	count(reasons) > 0
}
