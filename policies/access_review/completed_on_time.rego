package remedy.access_review

import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Completed on time
# description: |
#   A review comes round at least as often as its control and the classes in scope ask for, and on the day that was
#   agreed if that is earlier. Whoever should have lost access keeps it until then. A late review cannot be made
#   punctual: it stands once somebody without a part in it ratifies the lateness, which counts as a failed operation of
#   the control. When it was due must be known in any case.
# custom:
#   id: REV-05
#   requirements: [S2.18, S4.8]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-2, PCI-DSS-4.0.1:7.2.4, PCI-DSS-4.0.1:7.2.5.1, CIS-8:5.1]
#   kinds: [AccessReview]
#   states: [open, completed]
#   solution: Complete the review, record that the control failed to operate in time, and have the deviation ratified.
deny contains result.deny("REV-05", _time_path, {
	"message": _time_message,
	"expected": sprintf("completed by %s", [review.due.at]),
	"found": _time_found,
	"unblock": sprintf("complete it, record the failed operation of the control, and %s", [review.advice("REV-05")]),
	"who": _time_helpers,
	"related": array.concat([{"path": review.due.path, "message": "due by this"}], review.related("REV-05")),
	"facts": {"due": review.due.at, "days_late": _time_days_late},
}) if {
	not review.is_ratified("REV-05")
	_time_is_late
}

warn contains result.warn("REV-05", review.path("REV-05"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [_time_message, record.ratified_by, record.at, record.reason]),
}) if {
	_time_is_late
	record := review.record("REV-05")
}

deny contains result.deny("REV-05", ["due_at"], {
	"message": "nothing says when the review was due",
	"expected": "`due_at`, or `previous_completed_at` of the review before it",
	"unblock": "record `previous_completed_at`, or `due_at` if this is the first review",
	"who": review.responsible,
}) if {
	input.review.state in {"open", "completed"}
	not input.review.due_at
	not input.review.previous_completed_at
}

deny contains result.deny("REV-05", ["previous_completed_at"], {
	"message": sprintf("the previous review was completed on %s, which is not before this one (%s)", [
		previous,
		review.completed_at,
	]),
	"expected": "the completion of the review before this one",
	"found": previous,
	"unblock": "correct `previous_completed_at`",
	"who": review.responsible,
}) if {
	input.review.state in {"open", "completed"}
	previous := input.review.previous_completed_at
	not moment.before(previous, review.completed_at)
}

deny contains result.deny("REV-05", ["completed_at"], {
	"message": sprintf("the completion on %s %s", [input.review.completed_at, why]),
	"expected": "the moment at which everything was decided",
	"found": input.review.completed_at,
	"unblock": "correct `completed_at`",
	"who": review.responsible,
}) if {
	input.review.state == "completed"
	some why in review.completion_faults
}

_time_is_late if {
	input.review.state == "completed"
	count(review.completion_faults) == 0
	moment.before(review.due.at, review.completed_at)
}

_time_is_late if {
	input.review.state == "open"
	moment.passed(review.due.at)
}

_time_path := ["completed_at"] if input.review.state == "completed"

_time_path := review.due.path if input.review.state == "open"

# An open review can still be completed; a completed one can only be ratified.
_time_helpers := review.ratifiers if input.review.state == "completed"

_time_helpers := sort({p | some p in array.concat(review.responsible, review.ratifiers)}) if {
	input.review.state == "open"
}

_time_found := review.completed_at if input.review.state == "completed"

_time_found := "open" if input.review.state == "open"

_time_end := sprintf("completed %s", [review.completed_at]) if input.review.state == "completed"

_time_end := sprintf("still open on %s", [input.at.date]) if input.review.state == "open"

_time_message := sprintf("due %s (%s), %s: %s late", [review.due.at, review.due.basis, _time_end, _time_lateness])

_time_lateness := "less than a day" if _time_days_late == 0

_time_lateness := moment.in_days(_time_days_late) if _time_days_late > 0

_time_days_late := moment.days_between(review.due.at, review.completed_at) if input.review.state == "completed"

_time_days_late := moment.days_between(review.due.at, input.at.time) if input.review.state == "open"
