package remedy.sox

import data.remedy.lib.control_exception
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: Severity and disclosure are evaluated
# description: |
#   An exception means that a control did not operate as intended. Finance decides how severe that is (deficiency,
#   significant deficiency or material weakness) and whether it must be disclosed. Without the level nobody knows
#   whether the risk may be accepted at all, so accepted exceptions are judged too.
# custom:
#   id: SOX-03
#   requirements: [S3.4]
#   controls: [PCAOB:AS-2201, PCAOB:AS-1305]
#   states: [accepted, closed]
#   solution: Have finance evaluate the exception, then set `sox.level` and `sox.disclosure`.
deny contains result.deny("SOX-03", ["sox", missing[0]], {
	"message": sprintf("the severity of the exception is not evaluated: %s missing", [
		_severity_keys_in_words(missing),
	]),
	"expected": "the level of the deficiency, and whether it must be disclosed",
	"unblock": sprintf("evaluate the exception with finance and set %s", [_severity_keys_in_words(missing)]),
	"who": control_exception.assessors,
	"related": [{"path": ["sox", key], "message": "missing as well"} |
		some i, key in missing
		i > 0
	],
}) if {
	_severity_is_judged
	control_exception.is_sox
	missing := [key |
		some key in ["level", "disclosure"]
		finding.field(["sox", key], "") == ""
	]
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(missing) > 0
}

_severity_is_judged if input.finding.state == "accepted"

_severity_is_judged if finding.is_repair

_severity_keys_in_words(keys) := concat(", ", [sprintf("`sox.%s`", [key]) | some key in keys])
