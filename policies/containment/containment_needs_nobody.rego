package remedy.containment

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Containment waits for nobody
# description: |
#   Whoever can stop the harm does so at once. That the owner is not known, the identity is not in the inventory or
#   somebody has not approved yet never blocks a finding in state `contained`, in any rule. This one only reminds of
#   what the closure will need.
# custom:
#   id: CON-04
#   requirements: [S0.23, S1.19, S1.28]
#   controls: [NIST-CSF-2.0:RS.MI-01]
#   states: [contained]
#   solution: Confirm the owner and bring the identity into the inventory before you ask for the closure.
warn contains result.warn("CON-04", needs[0].path, {
	"message": sprintf("contained; to close it later: %s", [concat("; ", [n.message | some n in needs])]),
	"unblock": sprintf("%s before the closure", [concat(", and ", [n.advice | some n in needs])]),
	"who": who.owner,
	"related": [{"path": n.path, "message": n.message} | some i, n in needs; i > 0],
}) if {
	input.finding.state == "contained"
	needs := array.concat(_closure_needs_owner, _closure_needs_inventory)
	# mutation: drop-condition and comparison, because a warning of nothing has no path; this line says what is wrong
	count(needs) > 0
}

_closure_needs_owner := [{
	"path": ["ownership", "status"],
	"message": sprintf("the ownership is %s, and must be confirmed", [status]),
	"advice": "confirm the owner",
} |
	status := finding.field(["ownership", "status"], "not stated")
	status != "confirmed"
]

_closure_needs_inventory := [{
	"path": ["identity", "id"],
	"message": sprintf("identity `%s` is not in the shared inventory", [id]),
	"advice": "bring the identity into the inventory or delete it",
} |
	data.org.identities
	id := input.finding.identity.id
	not org.identity(id)
]
