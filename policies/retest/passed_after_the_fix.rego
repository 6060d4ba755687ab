package remedy.retest

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.retest

# METADATA
# title: Retest passed after the fix
# description: |
#   Somebody looked again after the last action that changed anything, whoever did that, and the gap was closed. A
#   retest counts if it says when it was and who tested. One from before that action shows a state that is gone.
# custom:
#   id: RET-01
#   requirements: [S0.3, S0.19, S1.13, S3.15]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [closed]
#   solution: Have the fix retested after its last action, and record the pass in `retest`.
deny contains result.deny("RET-01", _untested.path, {
	"message": sprintf("the fix was not retested%s", [_untested.reason]),
	"expected": sprintf("a retest that passed%s", [_untested_after]),
	"unblock": sprintf("have the fix retested, and record the pass in `retest`%s", [_untested_again]),
	"who": retest.testers,
	"related": _untested.related,
	"facts": {"fixed_at": at | at := finding.fixed_at},
}) if {
	finding.is_repair
	count(retest.passes) == 0
}

_untested := {"path": ["retest"], "reason": "", "related": []} if count(retest.all_of_them) == 0

# Retests that do not count: the last one is named in the denial, the others beside it.
_untested := {
	"path": last.path,
	"reason": sprintf(": %s", [last.message]),
	"related": array.slice(places, 0, count(places) - 1),
} if {
	places := [{"path": ["retest", i, why[0].key], "message": sprintf("retest %d does not count: %s", [i + 1, words])} |
		some i, r in retest.all_of_them
		why := retest.problems(r)
		words := concat("; ", [problem.message | some problem in why])
	]
	last := places[count(places) - 1]
}

_untested_after := concat("", [sprintf(" after %s", [at]) | at := finding.fixed_at])

# Tells at once of the second look, so that nobody learns of it only when the first one is done.
_untested_again := concat("", [sprintf("; look again on %s or later (RET-02)", [from]) |
	from := moment.plus_days(finding.fixed_at, retest.soak_days)
])
