package remedy.retest

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.retest
import data.remedy.lib.who

# METADATA
# title: Full sample after the fix
# description: |
#   A control that did not operate is repaired when it operates again, and that is seen in a sample from after the fix.
#   How many operations are tested follows from how often the control operates. None of them failed, and the sample says
#   how many there were to draw from. Without the frequency of the control nobody can say what is enough. It holds for
#   exceptions that SOX or SOC 2 classify as operating.
# custom:
#   id: RET-06
#   requirements: [S2.2, S3.15, S4.12]
#   controls: [PCAOB:AS-2201, SOC2-TSC:CC4.2]
#   states: [closed]
#   solution: Let the control operate, test as many operations as the denial names, and record the sample in `retest`.
deny contains result.deny("RET-06", ["control", "id"], {
	"message": "a control did not operate, and the finding names none, so the sample cannot be judged",
	"expected": "the id of the control that did not operate",
	"unblock": "set `control.id` to the control that did not operate",
	"who": who.owner,
}) if {
	finding.is_repair
	_sample_is_needed
	not finding.has_control
}

# Of a control that the organization data does not have OWN-12 speaks.
deny contains result.deny("RET-06", ["control", "id"], {
	"message": sprintf("nobody can say how large a sample is enough: control `%s` has no `frequency`", [
		finding.control_id,
	]),
	"expected": concat(", ", sort(object.keys(data.params.sample_by_frequency))),
	"unblock": sprintf("record in the organization data how often `%s` operates, as `frequency`", [finding.control_id]),
	"who": _sample_control_owners,
}) if {
	finding.is_repair
	_sample_is_needed
	org.control(finding.control_id)
	not _sample_size
}

deny contains result.deny("RET-06", array.concat(["retest", tested.index, "sample"], problems[0].path), {
	"message": sprintf("the sample after the fix is not enough (`%s` operates %s, %s): %s", [
		finding.control_id,
		_sample_rhythm,
		_sample_operations(_sample_size),
		concat("; ", [problem.message | some problem in problems]),
	]),
	"expected": sprintf("%s tested, none failed, and the size of the population", [_sample_operations(_sample_size)]),
	"found": object.get(tested.retest, "sample", null),
	"unblock": sprintf("let `%s` operate, test %s from after the fix, and record the sample", [
		finding.control_id,
		_sample_operations(_sample_size),
	]),
	"who": retest.testers,
	"facts": {"needed": _sample_size, "frequency": _sample_frequency},
}) if {
	finding.is_repair
	_sample_is_needed
	tested := _sampled[count(_sampled) - 1]
	problems := _sample_problems(tested.retest)
	count([p | some p in retest.passes; count(_sample_problems(p.retest)) == 0]) == 0
}

_sample_is_needed if input.finding.sox.classification == "operating"

_sample_is_needed if input.finding.soc2.classification == "operating"

_sample_frequency := org.control(finding.control_id).frequency

_sample_size := data.params.sample_by_frequency[_sample_frequency]

_sample_rhythm := {
	"annual": "once a year",
	"quarterly": "once a quarter",
	"monthly": "once a month",
	"weekly": "once a week",
	"daily": "once a day",
	"continuous": "all the time",
}[_sample_frequency]

_sample_operations(1) := "1 operation"

_sample_operations(n) := sprintf("%d operations", [n]) if n != 1

# The passes that state a sample, else all.
_sampled := with_sample if {
	with_sample := [p | some p in retest.passes; p.retest.sample]
	count(with_sample) > 0
}

_sampled := retest.passes if count([p | some p in retest.passes; p.retest.sample]) == 0

_sample_problems(r) := [{"path": [], "message": "no sample is stated"}] if not r.sample

_sample_problems(r) := array.concat(
	[{"path": [key], "message": sprintf("`%s` is missing", [key])} |
		some key in ["size", "population", "exceptions"]
		object.get(r.sample, key, null) == null
	],
	array.concat(
		[{"path": ["size"], "message": sprintf("%d of %d tested", [r.sample.size, needed])} |
			needed := _sample_size
			r.sample.size < needed
		],
		array.concat(
			[{"path": ["size"], "message": sprintf("%d tested out of %d", [r.sample.size, r.sample.population])} |
				r.sample.size > r.sample.population
			],
			[{"path": ["exceptions"], "message": sprintf("%d failed", [r.sample.exceptions])} |
				r.sample.exceptions > 0
			],
		),
	),
) if {
	r.sample
}

_sample_control_owners := [org.control_owner_at(finding.control_id, org.now)]

_sample_control_owners := who.owner if not org.control_owner_at(finding.control_id, org.now)
