# METADATA
# title: Retest
# description: |
#   Which retests count as passed, and which of them a closure rests on. A pass counts if it says when it was and who
#   tested, and if nothing was changed after it. It rests on the passes after the soak period, if there are any.
package remedy.lib.retest

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.who

all_of_them := finding.field(["retest"], [])

# The passes that count, and where each stands.
passes := [{"index": i, "at": r.at, "retest": r} |
	some i, r in all_of_them
	count(problems(r)) == 0
]

# Why a retest does not count as a pass after the fix, and the key that says so. Empty if it counts.
problems(r) := array.concat(_result_problems(r), array.concat(_gaps(r), _date_problems(r)))

_result_problems(r) := [{"key": "result", "message": sprintf("its result is `%s`", [object.get(r, "result", "")])} |
	object.get(r, "result", "") != "pass"
]

_gaps(r) := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["at", "by"]
	object.get(r, key, "") == ""
]

_date_problems(r) := array.concat(
	[{"key": "at", "message": sprintf("it is dated in the future (%s)", [at])} |
		at := r.at
		not moment.begun(at)
	],
	[{"key": "at", "message": sprintf("it was on %s, before the action of %s", [at, moment.latest(later)])} |
		at := r.at
		later := {done | some done in _fix_moments; moment.before(at, done)}
		count(later) > 0
	],
)

# Functions take this from here: once regorus 0.14.1 has evaluated a package, a function sees no imported rule.
_fix_moments := finding.fix_moments

first_pass := [p | some p in passes; p.at == _first_at][0]

_first_at := moment.earliest({p.at | some p in passes}) if count(passes) > 0

last_pass := [p | some p in passes; p.at == _last_at][0]

_last_at := moment.latest({p.at | some p in passes}) if count(passes) > 0

# When the fix was complete: with the last change, or if none has a date, at the latest with the first
# pass.
fixed_at := finding.fixed_at

fixed_at := first_pass.at if not finding.fixed_at

# Days between the fix and the second look. Undefined for a type that has a check of its own.
soak_days := days if {
	days := data.params.soak_days[input.finding.type]
	days != null
}

# The first day on which the second look counts.
second_from := moment.plus_days(fixed_at, soak_days)

# The passes that show that the gap stayed closed: not the first one, and after the soak period.
second_passes := [p |
	from := second_from
	some p in passes
	not moment.before(p.at, from)
	moment.before(first_pass.at, p.at)
]

# The passes that the closure rests on.
relied_on := second_passes if count(second_passes) > 0

relied_on := passes if count(second_passes) == 0

# Of these, the ones of the test that found the finding, or of one that was approved to stand in for it. All of them if
# the finding names no detector.
comparable := [p | some p in relied_on; _is_comparable(p.retest)]

_is_comparable(r) if is_same_test(r)

_is_comparable(_) if not input.finding.source.detector

_is_comparable(r) if lower(r.method) in _equivalent_methods

_is_comparable(r) if {
	r.equivalence
	count(equivalence_problems(r)) == 0
}

# The same detector or test as the one of the detection, in any case.
is_same_test(r) if lower(r.method) == lower(input.finding.source.detector)

_equivalent_methods := {lower(method) |
	some detector, methods in data.params.equivalent_methods
	lower(detector) == lower(input.finding.source.detector)
	some method in methods
}

# Why the approval of another method does not count, in words. Empty if it does.
equivalence_problems(r) := array.concat(
	[sprintf("`%s` is missing", [key]) |
		some key in ["approved_by", "at", "ref"]
		object.get(r, ["equivalence", key], "") == ""
	],
	array.concat(
		[sprintf("`%s` %s", [by, why]) | by := r.equivalence.approved_by; some why in _approver_faults(r)],
		[sprintf("it is dated in the future (%s)", [at]) | at := r.equivalence.at; not moment.begun(at)],
	),
)

_approver_faults(r) := array.concat(
	["is not a person in `org.people`" | not org.names_person(r.equivalence.approved_by)],
	array.concat(
		["tested with it" | org.same_person(r.equivalence.approved_by, r.by)],
		["is involved in this finding" | org.canonical(r.equivalence.approved_by) in _conflicted],
	),
)

_conflicted := finding.conflicted

# Who can test: those who did before, or verified the closure, and are not involved; else the owner, who can ask.
testers := _independent if count(_independent) > 0

testers := who.owner if count(_independent) == 0

_independent := sort({p |
	some id in {r.by | some r in all_of_them} | {v | v := input.finding.closure.verified_by}
	p := org.canonical(id)
	org.is_active_at(p, org.now)
	not p in finding.conflicted
})
