package remedy.retest

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.retest

# METADATA
# title: Passed again after a while
# description: |
#   The first pass shows that the gap was closed, a second one some days later that it stays closed: access comes back
#   with the next deployment, a revoked key with the next restore. The profile says for each type how many days after
#   the fix the second look counts; a type without days has a check of its own.
# custom:
#   id: RET-02
#   requirements: [S0.3, S0.19]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [closed]
#   solution: Retest once more on the day that the denial names, or later, and record the pass in `retest`.
deny contains result.deny("RET-02", ["retest"], {
	"message": sprintf(concat("", [
		"nothing shows that the gap stays closed: ",
		"passed on %s, not again on %s or later (%s after %s)",
	]), [
		moment.day(first.at),
		retest.second_from,
		moment.in_days(days),
		moment.day(retest.fixed_at),
	]),
	"expected": sprintf("a second pass on %s or later", [retest.second_from]),
	"unblock": sprintf("retest again on %s or later, and record the pass in `retest`", [retest.second_from]),
	"who": retest.testers,
	"earliest": retest.second_from,
	"related": [{"path": ["retest", p.index, "at"], "message": "this pass shows that the gap was closed"} |
		some p in retest.passes
	],
	"facts": {"soak_days": days, "fixed_at": retest.fixed_at},
}) if {
	finding.is_repair
	days := retest.soak_days
	first := retest.first_pass
	count(retest.second_passes) == 0
}
