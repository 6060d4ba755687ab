package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Evidence from after the fix
# description: |
#   Evidence of a fix is collected after the last action of it, and not so long ago that it shows an old state when the
#   finding is closed. What shows the state before, such as an export of the permissions as they were or the event of
#   the personnel department, may be older: the profile lists it. What only contains
#   or looks into it is no fix. How old evidence may be is asked once there is a `closure`; without one VDT-01 speaks.
# custom:
#   id: EVD-04
#   requirements: [S0.19]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Collect the evidence again once the last action is done, and before it is too old.
deny contains result.deny("EVD-04", ["evidence", i, "collected_at"], object.union(problem, {
	"found": item.collected_at,
	"who": evidence.keepers,
})) if {
	finding.is_repair
	some i, item in evidence.all_of_them
	problem := _collection_problem(evidence.name(i), item)
}

_collection_problem(name, item) := {
	"message": sprintf("%s is dated in the future (%s)", [name, at]),
	"expected": "a moment that has passed",
	"unblock": "set `collected_at` to the moment at which it was really collected",
	"earliest": at,
} if {
	at := item.collected_at
	not moment.begun(at)
}

_collection_problem(name, item) := {
	"message": sprintf("%s was collected on %s, before the fix was complete (%s)", [name, at, moment.latest(later)]),
	"expected": sprintf("a moment after %s", [moment.latest(later)]),
	"unblock": "collect it again, as the fix left it, and attach that",
	"related": [{"path": ["plan", "actions", entry.index, "performed_at"], "message": "done after it was collected"} |
		some entry in finding.remediation_actions
		entry.action.performed_at in later
	],
} if {
	at := item.collected_at
	moment.begun(at)
	not _collection_shows_before(item)
	later := _collection_actions_after(at)
	# mutation: drop-condition and comparison, because no later action has no latest; this line says what is wrong
	count(later) > 0
}

_collection_problem(name, item) := {
	"message": sprintf("%s was collected on %s, more than %s before %s", [name, at, moment.in_days(days), judged]),
	"expected": sprintf("collected at most %s before the closure", [moment.in_days(days)]),
	"unblock": "collect it again, and attach that",
	"facts": {"max_age_days": days},
} if {
	input.finding.closure
	at := item.collected_at
	days := data.params.evidence_max_age_days
	moment.before(moment.plus_days(at, days), finding.judged_at)
	not _collection_shows_before(item)
	count(_collection_actions_after(at)) == 0
	judged := moment.day(finding.judged_at)
}

# When actions of the repair were done that this evidence cannot show.
_collection_actions_after(at) := {done |
	some entry in finding.remediation_actions
	done := entry.action.performed_at
	moment.before(at, done)
}

_collection_shows_before(item) if item.type in data.params.evidence_of_before

_collection_shows_before(item) if endswith(item.type, "_before")
