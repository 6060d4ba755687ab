# METADATA
# title: Access review
# description: |
#   What several rules ask of an access review: when it was completed and when due, who answers for it, what ratifies a
#   deviation, how decisions are named. What the tool counted beforehand in populations and decisions is `facts.review`.
package remedy.lib.review

import data.remedy.lib.moment
import data.remedy.lib.org

field(path, default_value) := object.get(input.review, path, default_value)

# Something that the tool counted.
fact(path, default_value) := object.get(input, array.concat(["facts", "review"], path), default_value)

populations := field(["populations"], [])

# Decisions that differ in nothing but their item, with their number and an example.
groups := fact(["groups"], [])

control_id := input.review.control.id

# When the review was completed: the recorded moment, else the evaluation time. One that is not believed counts as none.
completed_at := input.review.completed_at if count(completion_faults) == 0

completed_at := input.at.time if count(completion_faults) > 0

completed_at := input.at.time if not input.review.completed_at

# Why the recorded completion is not believed, in words.
completion_faults contains "lies in the future" if {
	at := input.review.completed_at
	not moment.begun(at)
}

completion_faults contains sprintf("is before the last decision (%s)", [last_decided_at]) if {
	moment.before(input.review.completed_at, last_decided_at)
}

first_decided_at := _as_written(input.facts.review.first_decided_at)

last_decided_at := _as_written(input.facts.review.last_decided_at)

# Where a decision has a day and no time, the tool counts with its midnight in the organisation's zone. That stands for
# the whole day.
_as_written(instant) := moment.day(instant) if _is_midnight(instant)

_as_written(instant) := instant if not _is_midnight(instant)

_is_midnight(instant) if moment.start_ns(moment.day(instant)) == moment.start_ns(instant)

# When it was due, and why: the day that was agreed, or the time since the review before it, whichever ends first.
# Undefined if neither is given.
due := [limit | some limit in _limits; moment.end_ns(limit.at) == _first_end][0]

_first_end := min({moment.end_ns(limit.at) | some limit in _limits})

_limits := array.concat(
	[{"at": at, "path": ["due_at"], "basis": "as agreed"} | at := input.review.due_at],
	[{"at": moment.after_days(from, cadence.days), "path": ["previous_completed_at"], "basis": why} |
		from := input.review.previous_completed_at
		why := sprintf("%s from %s, by %s", [moment.in_days(cadence.days), moment.day(from), cadence.name])
	],
)

# The shortest time between two reviews that the control or a class in scope asks for.
cadence := {"days": _shortest, "name": min({c.name | some c in _cadences; c.days == _shortest})}

_shortest := min({c.days | some c in _cadences})

_cadences contains {"days": org.control(control_id).cadence_days, "name": sprintf("control `%s`", [control_id])}

_cadences contains {"days": data.params.review_cadence_days[class], "name": sprintf("class `%s`", [class])} if {
	some class in array.concat(field(["classes"], []), [p["class"] | some p in populations])
}

# Persons who grant and remove the access that is reviewed.
administrators := {org.canonical(p) | some p in field(["administrators"], [])}

# Persons who answer for the review: the owner of its control, else who asks for the completion.
responsible := sort(_owners) if count(_owners) > 0

responsible := sort(_requesters) if count(_owners) == 0

_owners := {p | some p in _control_owners; org.is_active_at(p, input.at.time)}

_requesters := {p | p := org.canonical(input.review.requested_by); org.is_active_at(p, input.at.time)}

_control_owners contains org.canonical(input.review.control.owner)

_control_owners contains org.control_owner_at(control_id, input.at.time)

# Ratified: with a reason, afterwards, by an active person of the profile's level who has no part in the review.
is_ratified(rule) if count(_ratified(rule)) > 0

path(rule) := ["deviations", min(_ratified(rule))]

record(rule) := _deviations[min(_ratified(rule))]

_ratified(rule) := {i | some i, d in _deviations; d.rule == rule; count(_faults(d)) == 0}

# What a denial tells of deviations that were recorded for the rule and do not count.
related(rule) := [{"path": ["deviations", i], "message": sprintf("this deviation does not count: %s", [why])} |
	some i, d in _deviations
	d.rule == rule
	why := concat("; ", sort(_faults(d)))
	why != ""
]

# The advice that such a rule adds to its own.
advice(rule) := sprintf(
	"have the deviation ratified: `deviations: [{rule: %s, reason, ratified_by, at}]`, by level %s",
	[rule, data.params.review_ratifier_level],
)

ratifiers := [p | some p in org.persons_with_level(data.params.review_ratifier_level); not p in _conflicted]

_conflicted := ((_control_owners | administrators) | {org.canonical(p) | p := input.review.requested_by}) | {p |
	some group in groups
	p := org.canonical(group.reviewer)
}

_deviations := field(["deviations"], [])

_faults(d) := {why |
	some key in ["reason", "ratified_by", "at"]
	object.get(d, key, "") == ""
	why := sprintf("`%s` is missing", [key])
} | {why |
	d.at
	not _has_level(d)
	why := sprintf("`%s` is not an active person of level %s", [d.ratified_by, data.params.review_ratifier_level])
} | {why |
	org.canonical(d.ratified_by) in _conflicted
	why := sprintf("`%s` has a part in this review", [d.ratified_by])
} | {why |
	at := d.at
	not moment.begun(at)
	why := sprintf("it is dated in the future (%s)", [at])
} | {why |
	at := d.at
	moment.before(at, due.at)
	why := sprintf("it is dated before the review was due (%s)", [due.at])
}

_has_level(d) if {
	org.names_person(d.ratified_by)
	org.at_least(org.level_at(d.ratified_by, d.at), data.params.review_ratifier_level)
	org.is_active_at(d.ratified_by, d.at)
}
