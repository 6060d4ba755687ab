# METADATA
# title: Who can help
# description: The persons whom a denial names as able to resolve it, as far as the organisation data tells.
package remedy.lib.who

import data.remedy.lib.finding
import data.remedy.lib.org

# The accountable owner if that is an active person, else the persons who could become it.
owner := [finding.accountable_person] if _has_active_owner

owner := candidates if not _has_active_owner

_has_active_owner if org.is_active_at(finding.accountable_person, org.now)

# Active persons of the organisation who could own the finding: who owns its control, identity or systems, who leads the
# resolver team, who answers for the vendor.
candidates := sort([p |
	some p in _related_persons
	org.is_active_at(p, org.now)
	not org.is_external(p)
])

# Teams that look after identities, without the queues that nobody answers for.
identity_teams := sort([id |
	some id, team in data.org.teams
	team["function"] == "iam"
	not org.is_generic_queue(id)
])

_related_persons contains org.control_owner_at(finding.control_id, org.now)

_related_persons contains org.canonical(input.finding.identity.owner)

_related_persons contains org.canonical(org.identity(input.finding.identity.id).owner)

_related_persons contains org.canonical(owner_id) if {
	some id in finding.field(["identity", "systems"], [])
	owner_id := data.org.systems[id].owner
}

_related_persons contains org.canonical(lead) if {
	some id in org.team_ids(input.finding.ownership.resolver)
	lead := data.org.teams[id].lead
}

_related_persons contains org.canonical(data.org.vendors[input.finding.vendor.id].internal_owner)

# Active people of an executive team.
executives := active_members({"executive"})

# Active people of the teams with one of these functions.
active_members(functions) := sort([p | some p in _members(functions); org.is_active_at(p, input.at.time)])

# The tool gathers the members of each team once, so that no rule looks through everybody.
_members(functions) := {p |
	some id, team in data.org.teams
	team["function"] in functions
	some p in data.org.members[id]
} if {
	data.org.members
}

_members(functions) := {p | some p, _ in data.org.people; org.has_function(p, functions)} if not data.org.members
