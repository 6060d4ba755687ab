package remedy.retest

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.retest

# METADATA
# title: Same test as at the detection
# description: |
#   What found the gap is what shows that it is gone: another test may never have seen it. So the retest that the
#   closure rests on used the detector of the finding, a method that the profile lists as equivalent, or one that a
#   person who neither tested nor is involved approved for this retest. A finding of a scanner names its detector.
# custom:
#   id: RET-03
#   requirements: []
#   controls: [NIST-800-53r5:RA-5]
#   states: [closed]
#   solution: Run the original test again, or have the other method approved in `equivalence` of the retest.
deny contains result.deny("RET-03", ["source", "detector"], {
	"message": "found by a scanner that is not named, so no retest can be compared with it",
	"expected": "the detector that found it",
	"unblock": "set `source.detector` to the detector that found it",
	"who": retest.testers,
}) if {
	finding.is_repair
	input.finding.source.kind == "scanner"
	not input.finding.source.detector
}

deny contains result.deny("RET-03", ["retest", tested.index, "method"], {
	"message": sprintf("retested with %s, found with `%s`%s", [
		_other_test_name(tested.retest),
		input.finding.source.detector,
		_other_test_rejection(tested.retest),
	]),
	"expected": input.finding.source.detector,
	"found": object.get(tested.retest, "method", null),
	"unblock": sprintf("run `%s` again, or have the other method approved in `equivalence` of the retest", [
		input.finding.source.detector,
	]),
	"who": retest.testers,
	"related": [{"path": ["source", "detector"], "message": "found with this"}],
}) if {
	finding.is_repair
	tested := retest.relied_on[count(retest.relied_on) - 1]
	count(retest.comparable) == 0
}

_other_test_name(r) := sprintf("`%s`", [r.method])

_other_test_name(r) := "a method that is not stated" if not r.method

_other_test_rejection(r) := "" if not r.equivalence

_other_test_rejection(r) := sprintf("; its approval does not count: %s", [concat("; ", why)]) if {
	r.equivalence
	why := retest.equivalence_problems(r)
}
