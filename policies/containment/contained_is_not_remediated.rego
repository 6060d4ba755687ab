package remedy.containment

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Contained is not remediated
# description: |
#   Containment stops the harm and leaves its cause in place: what was blocked can be opened again. What was contained
#   closes when at least one action has repaired something; looking into it, deciding and recording do not. A plan of
#   which nothing was done that changes anything is ACT-02's.
# custom:
#   id: CON-02
#   requirements: []
#   controls: [NIST-CSF-2.0:RS.MI-02, NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Finish the remediation path, or set the state to `contained` until then.
deny contains result.deny("CON-02", ["plan", "actions"], {
	"message": "contained, not remediated: every action that was done only contains or looks into it",
	"expected": "a done action that repairs",
	"found": [object.get(action, "type", "") | some action in finding.done_actions],
	"unblock": "finish the remediation path; until then set `state` to `contained`",
	"who": who.owner,
	"related": [{"path": ["plan", "actions", i], "message": "contains only"} |
		some i, action in finding.actions
		action.status == "done"
		finding.is_containment(action)
	],
}) if {
	finding.is_repair
	count(finding.changes) > 0
	count(finding.remediation_actions) == 0
}
