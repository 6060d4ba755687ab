package remedy.access_review

import data.remedy.lib.decisions
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: A population of its own
# description: |
#   Privileged access, service accounts, third parties and break-glass accounts are reviewed on their own, by people who
#   look for something else than in a list of employees. Folded into such a list they are confirmed by habit; and a
#   class in scope that has no population was not reviewed at all.
# custom:
#   id: REV-04
#   requirements: [S2.7, S2.28, S4.5, S4.14, S4.23]
#   controls: [NIST-CSF-2.0:PR.AA-05, PCI-DSS-4.0.1:7.2.4, PCI-DSS-4.0.1:7.2.5.1]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Extract a population of its own for each class in scope, and decide about it there.
deny contains result.deny("REV-04", ["classes", i], {
	"message": sprintf("class `%s` is in scope and has no population of its own", [name]),
	"expected": sprintf("a population of class `%s`, even if it is empty", [name]),
	"found": _own_classes,
	"unblock": sprintf("extract the population `%s` and review it, or take the class out of the scope", [name]),
	"who": review.responsible,
	"related": [{"path": ["populations"], "message": "the populations"} | count(_own_classes) > 0],
}) if {
	input.review.state == "completed"
	count(review.populations) > 0
	some i, name in review.field(["classes"], [])
	not _own_may_be_folded(name)
	not name in _own_classes
}

deny contains result.deny("REV-04", decisions.place(groups[0], "item"), {
	"message": decisions.with_example(groups, sprintf("about class `%s` in population `%s`", [pair.item, pair.list])),
	"expected": sprintf("the items of class `%s` in a population of their own", [pair.item]),
	"found": pair.item,
	"unblock": sprintf("move them to the population `%s` and decide about them there", [pair.item]),
	"who": review.responsible,
	"related": array.concat(
		[{"path": ["populations", i, "class"], "message": "the population"} |
			some i, population in review.populations
			population["class"] == pair.list
		],
		decisions.others(groups),
	),
	"facts": {"decisions": decisions.total(groups)},
}) if {
	input.review.state == "completed"
	some pair in _own_mixtures
	groups := [group | some group in review.groups; _own_pair(group) == pair]
}

_own_classes := [population["class"] | some population in review.populations]

# A class that the profile does not keep apart may be reviewed with another, as long as it was reviewed.
_own_may_be_folded(name) if {
	not name in data.params.separate_populations
	some group in review.groups
	group.item_class == name
}

_own_pair(group) := {"item": group.item_class, "list": group["class"]}

_own_mixtures := {pair |
	some group in review.groups
	pair := _own_pair(group)
	pair.item != pair.list
	some name in [pair.item, pair.list]
	name in data.params.separate_populations
}
