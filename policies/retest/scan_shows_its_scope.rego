package remedy.retest

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.retest

# METADATA
# title: Scan shows its scope
# description: |
#   That a finding is absent from the next report proves nothing if the scan did not look there, or looked in another
#   way. So the retest of what a scanner found states its scope, and a run of the same scanner also its configuration,
#   which is the one of the detection. A direct test that may stand in for the scanner (RET-03) states its scope.
# custom:
#   id: RET-07
#   requirements: []
#   controls: [NIST-800-53r5:RA-5]
#   states: [closed]
#   solution: Record `scope` and `config_digest` of the scan in the retest, or test the object directly.
deny contains result.deny("RET-07", ["retest", tested.index, problems[0].key], {
	"message": sprintf("absence from a scan is not proof: %s", [concat("; ", [p.message | some p in problems])]),
	"expected": "`scope` and `config_digest` of a scan that looked in the same way",
	"unblock": concat("", [
		"record scope and configuration of the scan, run it again as at the detection, ",
		"or test the object directly",
	]),
	"who": retest.testers,
	"related": [{"path": ["source", "detector_config"], "message": "the configuration at the detection"} |
		input.finding.source.detector_config
	],
}) if {
	finding.is_repair
	input.finding.source.kind == "scanner"
	tested := retest.comparable[count(retest.comparable) - 1]
	problems := _scan_problems(tested.retest)
	count([c | some c in retest.comparable; count(_scan_problems(c.retest)) == 0]) == 0
}

_scan_problems(r) := array.concat(
	[{"key": "scope", "message": "the retest does not state its `scope`"} | object.get(r, "scope", "") == ""],
	[problem |
		_scan_is_one(r)
		problem := _scan_config_problem(object.get(r, "config_digest", ""))
	],
)

# A run of the scanner. Where the finding names no detector, every retest counts as one.
_scan_is_one(r) if retest.is_same_test(r)

_scan_is_one(_) if not input.finding.source.detector

_scan_config_problem("") := {"key": "config_digest", "message": "the retest does not state its `config_digest`"}

_scan_config_problem(digest) := {
	"key": "config_digest",
	"message": sprintf("its configuration `%s` is not the one of the detection, `%s`", [digest, known]),
} if {
	digest != ""
	known := input.finding.source.detector_config
	digest != known
}
