package remedy.ownership

import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Delegated work, recorded handover
# description: |
#   The accountable owner may have others do the work and stays accountable: who did it has a delegation from the owner
#   that was in force. If the owner changed, the history is one chain of handovers that ends at the present one.
#   Containment waits for no delegation. What happened without one can be ratified as a deviation.
# custom:
#   id: OWN-14
#   requirements: [S0.24, S3.11, S3.24, S4.4]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Add the delegation to `ownership.delegations`, or the handover to `ownership.history`.
deny contains result.deny("OWN-14", problem.path, object.union(problem.details, {
	"unblock": sprintf("%s; or %s", [problem.advice, deviation.advice("OWN-14")]),
	"who": who.owner,
	"related": array.concat(problem.related, deviation.related("OWN-14")),
})) if {
	finding.is_leaving
	not deviation.is_ratified("OWN-14")
	some problem in _delegation_problems
}

warn contains result.warn("OWN-14", deviation.path("OWN-14"), {
	"message": sprintf("undelegated work, ratified by `%s` on %s", [record.ratified_by, moment.day(record.at)]),
	"flag": "ratified",
	"related": [{"path": problem.path, "message": problem.details.message} | some problem in _delegation_problems],
}) if {
	finding.is_leaving
	count(_delegation_problems) > 0
	record := deviation.record("OWN-14")
}

# One problem a person, however many actions the person performed.
_delegation_problems contains {
	"path": places[0],
	"details": {
		"message": sprintf("`%s` did the work without a delegation from the accountable owner `%s`%s", [
			person,
			owner,
			_delegation_end_note(person),
		]),
		"expected": sprintf("a delegation to `%s` that was in force", [person]),
		"found": person,
	},
	"advice": sprintf("add `{from: %s, to: %s, scope, until}` to `ownership.delegations`", [owner, person]),
	"related": [{"path": p, "message": "done by the same person"} | some j, p in places; j > 0],
} if {
	owner := finding.accountable_person
	some person in {w.person | some w in _delegation_works}
	person != owner
	places := [w.path | some w in _delegation_works; w.person == person; not _delegation_covers(person, w.at)]
	# mutation: drop-condition and comparison, because without places nothing has a path; this line says what is wrong
	count(places) > 0
}

_delegation_problems contains {
	"path": ["ownership", "history", last, "to"],
	"details": {
		"message": sprintf("the last handover leads to %s, the accountable owner is `%s`", [
			_handover_name(entry, "to"),
			owner,
		]),
		"expected": owner,
	},
	"advice": sprintf("record the handover to `%s` in `ownership.history`", [owner]),
	"related": [{"path": ["ownership", "accountable_owner"], "message": "the accountable owner"}],
} if {
	owner := finding.accountable_person
	last := count(_handovers) - 1
	entry := _handovers[last]
	not _handover_leads_to(entry, owner)
}

_delegation_problems contains {
	"path": ["ownership", "history", i, "from"],
	"details": {
		"message": sprintf("the handover comes from %s, the one before it leads to %s", [
			_handover_name(entry, "from"),
			_handover_name(before, "to"),
		]),
		"expected": object.get(before, "to", "the owner before"),
	},
	"advice": "record the handover that is missing between the two in `ownership.history`",
	"related": [{"path": ["ownership", "history", i - 1], "message": "the one before"}],
} if {
	finding.accountable_person
	some i, entry in _handovers
	before := _handovers[i - 1]
	not _handover_leads_to(before, object.get(entry, "from", ""))
}

_handovers := finding.field(["ownership", "history"], [])

_handover_leads_to(entry, person) if org.same_person(entry.to, person)

_handover_name(entry, key) := sprintf("`%s`", [entry[key]])

_handover_name(entry, key) := "nobody" if not entry[key]

# Who worked, where that stands, and when: each action, then the implementers that no action names.
_delegation_works := array.concat(_delegation_actions, [work |
	some i, name in finding.field(["ownership", "implementers"], [])
	not org.canonical(name) in {w.person | some w in _delegation_actions}
	work := {"person": org.canonical(name), "path": ["ownership", "implementers", i], "at": finding.judged_at}
])

_delegation_actions := [work |
	some i, action in finding.actions
	not action.status == "not_applicable"
	not _delegation_free(action)
	work := {
		"person": org.canonical(action.performed_by),
		"path": ["plan", "actions", i, "performed_by"],
		"at": object.get(action, "performed_at", finding.judged_at),
	}
]

_delegation_free(action) if action.type == "contain"

_delegation_free(action) if action.containment == true

_delegation_covers(person, at) if {
	some d in _delegations_to(person)
	not _delegation_ended(d, at)
}

_delegation_ended(delegation, at) if moment.before(delegation.until, at)

# The delegations to a person from the accountable owner or an owner before.
_delegations_to(person) := [d |
	some d in finding.field(["ownership", "delegations"], [])
	org.same_person(d.to, person)
	org.canonical(d.from) in {finding.accountable_person} | {org.canonical(h.from) | some h in _handovers}
]

_delegation_end_note(person) := concat("", [sprintf("; theirs ended on %s", [max(ends)]) |
	ends := {moment.day(d.until) | some d in _delegations_to(person)}
])
