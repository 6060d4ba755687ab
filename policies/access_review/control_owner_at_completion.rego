package remedy.access_review

import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Control owner at the review
# description: |
#   Who owned the control when the review was completed can be proven years later: the record of the control has an
#   interval that holds at that moment, with the document that gave the ownership, and it names the same person as the
#   review does.
# custom:
#   id: REV-09
#   requirements: [S4.20]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Record who owned the control at that time in `owners` of the control, with `doc_ref`.
deny contains result.unavailable(
	"REV-09",
	["control", "id"],
	"org.controls",
	"put the controls and their owners into the organisation data, as `controls`",
) if {
	input.review.state == "completed"
	review.control_id
	not data.org.controls
}

deny contains result.deny("REV-09", ["control", "id"], {
	"message": sprintf("`%s` is not a control in `org.controls`", [id]),
	"expected": "the id of a control with an owner",
	"found": id,
	"unblock": "correct the id, or record the control with its owners in the organisation data",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	data.org.controls
	id := review.control_id
	not org.control(id)
}

deny contains result.deny("REV-09", ["control", "id"], {
	"message": sprintf("cannot prove who owned control `%s` on %s: %s", [review.control_id, _owner_day, why]),
	"expected": sprintf("one owner on %s, with the document that says so", [_owner_day]),
	"unblock": sprintf("record who owned `%s` at that time in `owners` of the control, with `doc_ref`", [
		review.control_id,
	]),
	"who": review.responsible,
	"related": [{"path": ["completed_at"], "message": "completed here"} | input.review.completed_at],
}) if {
	input.review.state == "completed"
	why := _owner_gap
}

deny contains result.deny("REV-09", ["control", "owner"], {
	"message": sprintf("on %s control `%s` was owned by `%s`, the review says `%s`", [
		_owner_day,
		review.control_id,
		_owner_recorded[0],
		named,
	]),
	"expected": _owner_recorded[0],
	"found": named,
	"unblock": sprintf("correct the owner to `%s`, or record the change of ownership with dates in `org.controls`", [
		_owner_recorded[0],
	]),
	"who": review.responsible,
	"related": [{"path": ["control", "id"], "message": "the control"}],
}) if {
	input.review.state == "completed"
	count(_owner_recorded) == 1
	named := input.review.control.owner
	org.canonical(named) != _owner_recorded[0]
}

_owner_day := moment.day(review.completed_at)

_owner_intervals := [interval |
	some interval in org.control(review.control_id).owners
	org.holds_at(interval, review.completed_at)
]

# The persons of record, if a document gives the ownership.
_owner_recorded := sort({org.canonical(interval.person) | some interval in _owner_intervals; interval.doc_ref})

_owner_gap := "its record has no owner then" if {
	org.control(review.control_id)
	count(_owner_intervals) == 0
}

_owner_gap := "no `doc_ref` shows what gave the ownership" if {
	count(_owner_intervals) > 0
	count(_owner_recorded) == 0
}

_owner_gap := sprintf("its record has several owners (%s)", [concat(", ", [sprintf("`%s`", [p]) |
	some p in _owner_recorded
])]) if {
	count(_owner_recorded) > 1
}
