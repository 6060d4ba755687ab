package remedy.retest

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.retest

# METADATA
# title: Latest retest passed
# description: |
#   The latest look decides. A retest that failed, or came to no result, is answered by a later pass; until then the gap
#   counts as open, whatever was seen before. And the latest pass is not so old at the closure that nobody knows whether
#   it still holds; without any `closure` VDT-01 speaks. A retest without a date may be the latest one.
# custom:
#   id: RET-04
#   requirements: [S0.19]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [closed]
#   solution: Repair what the retest found, and have it retested again.
deny contains result.deny("RET-04", ["retest", i, "result"], {
	"message": sprintf("latest retest is `%s` on %s", [r.result, object.get(r, "at", "a day that is not stated")]),
	"expected": "pass",
	"found": r.result,
	"unblock": "repair what it found, and have the fix retested again",
	"who": retest.testers,
	"related": [{
		"path": ["retest", passed.index, "result"],
		"message": sprintf("the latest pass, on %s", [passed.at]),
	}],
}) if {
	finding.is_repair
	passed := retest.last_pass
	i := _unanswered[count(_unanswered) - 1]
	r := retest.all_of_them[i]
}

deny contains result.deny("RET-04", ["retest", retest.last_pass.index, "at"], {
	"message": sprintf("latest retest is `pass` on %s, more than %s before %s", [
		retest.last_pass.at,
		moment.in_days(days),
		moment.day(finding.judged_at),
	]),
	"expected": sprintf("a pass at most %s before the closure", [moment.in_days(days)]),
	"found": retest.last_pass.at,
	"unblock": "have the fix retested again",
	"who": retest.testers,
	"facts": {"max_age_days": days},
}) if {
	finding.is_repair
	input.finding.closure
	count(_unanswered) == 0
	days := data.params.retest_max_age_days
	moment.before(moment.plus_days(retest.last_pass.at, days), finding.judged_at)
}

# Where the retests stand that did not pass and that no pass came after.
_unanswered := [i |
	some i, r in retest.all_of_them
	not _is_answered(r)
	r.result != "pass"
]

_is_answered(r) if {
	some p in retest.passes
	moment.before(r.at, p.at)
}
