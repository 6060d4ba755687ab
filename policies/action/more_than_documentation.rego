package remedy.action

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: More than documentation
# description: |
#   Where a process failed, or nobody knew who owned it, a better document leaves the failure in place: people follow
#   what they do every day. Such a finding closes with a change of the process or the control. Neither containing it
#   nor looking into it counts as one.
# custom:
#   id: ACT-06
#   requirements: [S0.7, S3.7]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Change the process or the control, record that as an action, and show it operating.
deny contains result.deny("ACT-06", ["plan", "actions", first.index, "type"], {
	"message": sprintf("a document change does not close a process failure (root cause `%s`)", [category]),
	"expected": sprintf("an action that is done, changes something and is not of type %s", [
		concat(", ", [sprintf("`%s`", [type]) | some type in data.params.documentation_actions]),
	]),
	"found": [paper.action.type | some paper in papers],
	"unblock": "change the process or the control, record that as an action, and show it operating",
	"who": who.owner,
	"related": [{"path": ["recurrence", "root_cause", "category"], "message": "the root cause"}],
}) if {
	finding.is_repair
	category := input.finding.recurrence.root_cause.category
	category in data.params.process_failure_categories
	papers := finding.remediation_actions
	first := papers[0]
	every paper in papers {
		paper.action.type in data.params.documentation_actions
	}
}
