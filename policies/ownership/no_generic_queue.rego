package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: No generic queue
# description: |
#   A finding that waits in a shared inbox waits for nobody. The accountable owner is a person, never a team or a list
#   address; the resolver is a team that does the work, never a queue that only passes it on.
# custom:
#   id: OWN-02
#   requirements: [S0.12, S0.28, S1.12, S2.16]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [open, accepted, closed]
#   solution: Name the resolver team that can change the control, and a person in it as accountable owner.
deny contains result.deny("OWN-02", ["ownership", "accountable_owner"], {
	"message": sprintf("the accountable owner `%s` is %s; nobody in it is accountable", [owner, _queue_kind(owner)]),
	"expected": "the id of one person in `org.people`",
	"found": owner,
	"unblock": "set `ownership.accountable_owner` to a person of the team, and `ownership.resolver` to the team",
	"who": sort(_queue_leads(owner) | {p | some p in who.candidates}),
}) if {
	finding.state != "contained"
	owner := input.finding.ownership.accountable_owner
	is_string(owner)
	not org.names_person(owner)
	org.is_team(owner)
}

deny contains result.deny("OWN-02", ["ownership", "resolver"], {
	"message": sprintf("routed to the generic queue `%s`; nobody in it is accountable", [resolver]),
	"expected": "the id of a team that does the work",
	"found": resolver,
	"unblock": "set `ownership.resolver` to the team that can change the control",
	"who": _queue_successors,
}) if {
	finding.state != "contained"
	resolver := input.finding.ownership.resolver
	org.is_generic_queue(resolver)
}

_queue_kind(name) := "a generic queue" if org.is_generic_queue(name)

_queue_kind(name) := "a team" if not org.is_generic_queue(name)

_queue_leads(name) := {p |
	some id in org.team_ids(name)
	p := org.canonical(data.org.teams[id].lead)
	org.is_active_at(p, org.now)
}

# Teams that can do at least one action of the plan; without a plan, the team of the accountable owner.
_queue_successors := _queue_able_teams if count(_queue_able_teams) > 0

_queue_successors := [t | t := org.team_id_of(finding.accountable_person)] if count(_queue_able_teams) == 0

_queue_able_teams := sort({t |
	some action in finding.actions
	some t in org.teams_with(data.params.action_capabilities[action.type])
})
