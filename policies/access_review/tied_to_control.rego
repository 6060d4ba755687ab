package remedy.access_review

import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Tied to a control
# description: |
#   A review shows something only about what it is tied to: the control that it operates, the systems and the classes of
#   access in scope, the populations that were reviewed, and the rule by which access is approved. Without one of them
#   nobody can tell later what was reviewed, or against what.
# custom:
#   id: REV-01
#   requirements: [S2.11, S4.8, S4.16]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-2, PCI-DSS-4.0.1:7.2.4]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Name the control, the systems, the classes, the populations and the approval rule in the review.
deny contains result.deny("REV-01", path, {
	"message": sprintf("the review has no %s", [part.name]),
	"expected": part.expected,
	"unblock": part.unblock,
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some part in _tied_parts
	path := part.path
	review.field(path, []) in {[], ""}
}

deny contains result.deny("REV-01", ["systems", i], {
	"message": sprintf("system `%s` is not in the scope of control `%s` (%s)", [
		system,
		review.control_id,
		concat(", ", [sprintf("`%s`", [s]) | some s in in_scope]),
	]),
	"expected": in_scope,
	"found": system,
	"unblock": "correct the id, or take the system into the scope of the control in `org.controls`",
	"who": review.responsible,
	"related": [{"path": ["control", "id"], "message": "the control"}],
}) if {
	input.review.state == "completed"
	in_scope := org.control(review.control_id).systems
	count(in_scope) > 0
	some i, system in review.field(["systems"], [])
	not system in in_scope
}

_tied_parts := [
	{
		"path": ["control", "id"],
		"name": "control",
		"expected": "the id of a control in `org.controls`",
		"unblock": "name the control of which this review is an operation, as `control.id`",
	},
	{
		"path": ["systems"],
		"name": "systems in scope",
		"expected": "ids of the systems whose access was reviewed",
		"unblock": "list the systems in scope, as `systems`",
	},
	{
		"path": ["classes"],
		"name": "classes in scope",
		"expected": "`privileged`, `service`, `third_party`, `break_glass` or `employee`",
		"unblock": "list the classes of access in scope, as `classes`",
	},
	{
		"path": ["populations"],
		"name": "population",
		"expected": "a population for each class in scope",
		"unblock": "extract what is in scope from its system, and record it in `populations`",
	},
	{
		"path": ["approval_rule", "ref"],
		"name": "approval rule",
		"expected": "the document that says who approves which access",
		"unblock": "name the document that holds the approval rule, as `approval_rule.ref`",
	},
]
