# METADATA
# title: Fix and verification
# description: |
#   Who fixed a finding and who verified it, where the manifest says so, and who reports to whom. A list of them holds
#   {person, id, path}: the person, the id as it is written, and where.
package remedy.lib.verification

import data.remedy.lib.finding
import data.remedy.lib.org

# Who took part in the fix.
works := array.concat(
	[{"person": org.canonical(id), "id": id, "path": ["ownership", "implementers", i]} |
		some i, id in finding.field(["ownership", "implementers"], [])
	],
	[{"person": org.canonical(id), "id": id, "path": ["plan", "actions", i, "performed_by"]} |
		some i, action in finding.actions
		id := action.performed_by
	],
)

# Who signed or approved the closure.
signatures := array.concat(
	[{"person": org.canonical(id), "id": id, "path": ["closure", "verified_by"]} |
		id := input.finding.closure.verified_by
	],
	[{"person": org.canonical(id), "id": id, "path": ["approvals", i, "by"]} |
		some i, approval in finding.field(["approvals"], [])
		approval.kind == "closure"
		id := approval.by
	],
)

# Who tested the fix, and found it good.
passed_retests := [{"person": org.canonical(id), "id": id, "path": ["retest", i, "by"]} |
	some i, retest in finding.field(["retest"], [])
	retest.result == "pass"
	id := retest.by
]

verifications := array.concat(signatures, passed_retests)

# The entries of a list like those above that one person has.
of(person, entries) := [e | some e in entries; e.person == person]

# A person as the manifest names them, and as they are known where that differs.
name(entry) := sprintf("`%s`", [entry.id]) if entry.id == entry.person

name(entry) := sprintf("`%s` (`%s`)", [entry.id, entry.person]) if entry.id != entry.person

# The places of such entries, each with a word about it.
places(entries, message) := [{"path": e.path, "message": message} | some e in entries]

# Teams that verify by their function, and of which nobody owns or fixes this finding.
verifier_teams := sort([id |
	some id, team in data.org.teams
	team["function"] in {"audit", "access_review", "compliance", "security"}
	not team.generic_queue == true
	not id in _involved_teams
])

_involved_teams := {team |
	some p in finding.implementers | {p | p := finding.accountable_owner}
	team := org.team_id_of(p)
}

# The managers of a person, the direct one first. At most 16, and nobody twice: bad data may lead in a circle.
managers(id) := array.slice(line, 1, count(line)) if {
	line := _climb_four(_climb_four(_climb_four(_climb_four([org.canonical(id)]))))
}

_climb_four(line) := _climb(_climb(_climb(_climb(line))))

_climb(line) := array.concat(line, [manager]) if manager := _manager_above(line)

_climb(line) := line if not _manager_above(line)

_manager_above(line) := manager if {
	manager := org.canonical(org.person(line[count(line) - 1]).manager)
	not manager in line
}
