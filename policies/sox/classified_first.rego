package remedy.sox

import data.remedy.lib.control_exception
import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Classified before it is planned
# description: |
#   An exception of a control is first validated and classified: the control was designed wrongly, it was not operated
#   as designed, or a single case went wrong. Each calls for another fix and another proof, so a plan that was approved
#   before the classification was a guess. An order that went wrong cannot be undone, only ratified. An exception that
#   is accepted is classified by the time it closes, so this rule judges closures.
# custom:
#   id: SOX-01
#   requirements: [S3.12]
#   controls: [PCAOB:AS-2201, SOC2-TSC:CC4.2]
#   states: [closed]
#   solution: Set `classification`, `rationale` and `classified_at` in `sox` (or `soc2`), then have the plan approved.
deny contains result.deny("SOX-01", [control_exception.section, gaps[0].key], {
	"message": sprintf("the exception is not classified: %s", [concat("; ", [g.message | some g in gaps])]),
	"expected": "what failed (design, operating or one_off), why you say so, and when it was decided",
	"unblock": sprintf("classify the exception and complete %s", [
		concat(", ", [_classification_key(g) | some g in gaps]),
	]),
	"who": who.owner,
	"related": [{"path": [control_exception.section, g.key], "message": g.message} |
		some i, g in gaps
		i > 0
	],
}) if {
	control_exception.is_judged
	finding.is_repair
	gaps := _classification_gaps
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

deny contains result.deny("SOX-01", [control_exception.section, "classified_at"], {
	"message": _classification_order_message,
	"expected": sprintf("a classification on %s or earlier", [moment.day(_classification_plan.at)]),
	"found": _classified_at,
	"unblock": deviation.advice("SOX-01"),
	"who": deviation.ratifiers,
	"related": array.concat(
		[{"path": ["approvals", _classification_plan.index, "at"], "message": "the plan was approved here"}],
		deviation.related("SOX-01"),
	),
	"facts": {"classified_at": _classified_at, "plan_approved_at": _classification_plan.at},
}) if {
	control_exception.is_judged
	finding.is_repair
	not deviation.is_ratified("SOX-01")
	_classification_came_after_the_plan
}

warn contains result.warn("SOX-01", deviation.path("SOX-01"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_classification_order_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	control_exception.is_judged
	finding.is_repair
	_classification_came_after_the_plan
	record := deviation.record("SOX-01")
}

_classification_gaps := array.concat(
	[{"key": key, "message": sprintf("`%s` is missing", [key])} |
		some key in ["classification", "rationale", "classified_at"]
		trim_space(finding.field([control_exception.section, key], "")) == ""
	],
	[{"key": "classified_at", "message": why} | some why in _classification_date_faults],
)

_classification_key(gap) := sprintf("`%s.%s`", [control_exception.section, gap.key])

_classified_at := input.finding[control_exception.section].classified_at

_classification_date_faults contains sprintf("`classified_at` lies in the future (%s)", [_classified_at]) if {
	not moment.begun(_classified_at)
}

_classification_date_faults contains sprintf("`classified_at` lies before the detection (%s)", [_classified_at]) if {
	moment.before(_classified_at, finding.detected_at)
}

# The first approval of the plan: a later one does not make the order right.
_classification_plan := plans[0] if {
	dated := {[moment.end_ns(a.at), i] |
		some i, a in finding.field(["approvals"], [])
		a.kind == "plan"
	}
	plans := [{"index": p[1], "at": input.finding.approvals[p[1]].at} | some p in sort(dated)]
}

_classification_came_after_the_plan if {
	count(_classification_gaps) == 0
	moment.before(_classification_plan.at, _classified_at)
}

_classification_order_message := sprintf("classified on %s, after the plan was approved on %s", [
	_classified_at,
	_classification_plan.at,
])
