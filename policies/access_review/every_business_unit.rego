package remedy.access_review

import data.remedy.lib.business_approval
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Every business unit
# description: |
#   Access that serves several business units is decided by each of them, because none knows what the others need. One
#   unit may speak for all if a document says so. The units are those of the review and those of its control.
# custom:
#   id: REV-08
#   requirements: [S4.22]
#   controls: [NIST-CSF-2.0:GV.RR-02, NIST-CSF-2.0:PR.AA-05]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Get a decision or an approval from each business unit, or name the document by which one speaks for all.
deny contains result.deny("REV-08", _unit_path(unit), {
	"message": sprintf("neither a decision nor an approval from business unit `%s`", [unit]),
	"expected": sprintf("a decision or an approval with `business_unit: %s`", [unit]),
	"unblock": sprintf("get it from `%s`, or name the document by which one unit speaks for all, as `narrative_ref`", [
		unit,
	]),
	"who": review.responsible,
	"facts": {"business_units": [name | some name in _units], "heard": sort(_units_heard)},
}) if {
	input.review.state == "completed"
	count(_units) > 1
	object.get(input.review, "narrative_ref", "") == ""
	some unit in _units
	not lower(unit) in _units_heard
}

# Upper and lower case make no difference: of two spellings, the one of the review counts.
_units := array.concat(_units_of_review, [unit |
	some unit in object.get(org.control(review.control_id), "business_units", [])
	not lower(unit) in {lower(other) | some other in _units_of_review}
])

_units_of_review := review.field(["business_units"], [])

_units_heard contains lower(group.business_unit) if {
	some group in review.groups
	group.decided
	group.decision
}

_units_heard contains lower(approval.business_unit) if some approval in business_approval.given

_unit_path(unit) := ["business_units", i] if {
	some i, name in _units_of_review
	name == unit
}

_unit_path(unit) := ["business_units"] if not unit in _units_of_review
