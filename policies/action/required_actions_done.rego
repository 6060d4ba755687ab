package remedy.action

import data.remedy.lib.action
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Required actions are done
# description: |
#   Each type of finding leaves several things behind, and the profile lists the steps that remove them: a leaked secret
#   is revoked, rotated, taken out of the code and of every copy. One action of a step is enough. An action that does
#   not apply says why and names who agreed: somebody who did none of the work. A vulnerable system is examined as well,
#   if the KEV feed or the CVE table of the profile asks for forensic triage.
# custom:
#   id: ACT-02
#   requirements: [S0.10, S0.25, S1.20]
#   controls: [NIST-CSF-2.0:ID.RA-06, BOD:26-04]
#   states: [closed]
#   solution: Do what is missing and record it as an action with `status` done, or have it approved as not applicable.
deny contains result.deny("ACT-02", ["plan", "actions"], {
	"message": sprintf("`%s` still needs %s", [input.finding.type, concat("; ", _steps_missing_in_words)]),
	"expected": [_step_in_words(step) | some step in action.required_steps],
	"found": [object.get(done, "type", "") | some done in finding.done_actions],
	"unblock": sprintf("%s, then set its `status` to `done`; or set `not_applicable` with %s", [
		"do what is missing and record it in `plan.actions`",
		"`justification` and `approved_by`",
	]),
	"who": _step_helpers,
	"related": [{"path": ["plan", "actions", i], "message": why} |
		some i, unfinished in finding.actions
		_is_unfinished(unfinished)
		some step in _steps_missing
		unfinished.type in step
		why := sprintf("`%s` is %s", [unfinished.type, object.get(unfinished, "status", "without a status")])
	],
	"facts": {"missing": _steps_missing},
}) if {
	input.finding.state == "closed"
	finding.is_repair
	count(_steps_missing) > 0
}

deny contains result.deny("ACT-02", ["plan", "actions", i, problems[0].key], {
	"message": sprintf("`%s` does not count as not applicable: %s", [
		waived.type,
		concat("; ", [problem.message | some problem in problems]),
	]),
	"expected": "a `justification`, and an `approved_by` who is an active person and did none of the work",
	"found": object.get(waived, problems[0].key, null),
	"unblock": sprintf("do `%s`, or give `justification` and have somebody approve it who did none of the work", [
		waived.type,
	]),
	"who": _waiver_approvers,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	some i, waived in finding.actions
	waived.status == "not_applicable"
	_waiver_matters(waived)
	problems := action.waiver_problems(waived)
	count(problems) > 0
}

deny contains result.deny("ACT-02", ["plan", "actions"], {
	"message": "no action of the plan that changes anything is `done`: nothing was repaired",
	"expected": "at least one action with `status` done that does more than look into it",
	"found": [done.type | some done in finding.done_actions],
	"unblock": "record what was done as an action with `status` done, or set the disposition that fits",
	"who": who.owner,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	count(finding.changes) == 0
	every step in action.required_steps {
		some waived in finding.actions
		waived.type in step
		action.is_waived(waived)
	}
}

_steps_missing := [step |
	some step in action.required_steps
	not _step_does_not_apply(step)
	not _step_is_done(step)
]

_step_is_done(step) if {
	some done in finding.done_actions
	done.type in step
}

# Whether the waiver of an action counts is a matter of its own. A plan that still means to take another action of the
# step has not waived the step.
_step_does_not_apply(step) if {
	some waived in finding.actions
	waived.type in step
	waived.status == "not_applicable"
	count([1 | some other in finding.actions; other.type in step; _is_unfinished(other)]) == 0
}

_is_unfinished(entry) if object.get(entry, "status", "planned") in {"planned", "in_progress"}

_waiver_matters(entry) if {
	some step in action.required_steps
	entry.type in step
}

# A surface that is said not to need an action (ACT-05).
_waiver_matters(entry) if entry.surface in finding.field(["identity", "used_in"], [])

_steps_missing_in_words := [_step_in_words(step) | some step in _steps_missing]

_step_in_words(step) := concat(" or ", names) if {
	names := [sprintf("`%s`", [type]) | some type in step]
	count(names) < 3
}

_step_in_words(step) := sprintf("one of %s", [concat(", ", names)]) if {
	names := [sprintf("`%s`", [type]) | some type in step]
	count(names) > 2
}

# Teams that can do what is missing, and the owner, who has it done.
_step_helpers := array.concat(who.owner, sort({team |
	some step in _steps_missing
	some type in step
	some team in org.teams_with(data.params.action_capabilities[type])
}))

_waiver_approvers := sort({p | some p in array.concat(who.owner, who.candidates); not p in finding.implementers})
