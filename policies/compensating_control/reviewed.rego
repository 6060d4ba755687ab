package remedy.compensating_control

import data.remedy.lib.compensating_control
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Compensating control reviewed
# description: |
#   Stopgaps wear out. Within the days that the profile allows, somebody who does not own the compensating control has
#   reviewed it and found it effective, and nobody has found it ineffective since.
# custom:
#   id: CMP-02
#   requirements: [S3.19]
#   controls: [NIST-CSF-2.0:ID.RA-07]
#   states: [accepted, closed]
#   solution: Review the compensating control and add the review to `reviews` with `at`, `by` and `result`.
deny contains result.deny("CMP-02", problem.path, {
	"message": sprintf("compensating control `%s` was not found effective since %s (%d days)", [
		control.id,
		since,
		data.params.cmp_review_days,
	]),
	"expected": sprintf("a review with `result: effective` on %s or later, not by the owner of the control", [since]),
	"unblock": "have somebody other than its owner review it, and record `at`, `by` and `result: effective`",
	"who": compensating_control.keepers(i),
	"related": [{"path": array.concat(problem.path, [j]), "message": sprintf("this review does not count: %s", [why])} |
		some j, faults in compensating_control.reviews_rejected(i)
		why := concat("; ", faults)
	],
	"facts": {"review_days": data.params.cmp_review_days},
}) if {
	compensating_control.are_judged
	some i, control in compensating_control.all_of_them
	some problem in compensating_control.review_problems(i)
	since := moment.plus_days(input.at.time, 0 - data.params.cmp_review_days)
}
