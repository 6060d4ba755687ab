package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Owner of the entitlement
# description: |
#   For ephemeral, federated and CI/CD identities the owner of the tool is easy to see, and often does not own what the
#   identity may do. The owner of the final permission state is named, and confirmed if it is the owner of the tool.
# custom:
#   id: OWN-10
#   requirements: [S0.22, S0.30]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Set `ownership.entitlement_owner`; if that person owns the tool, also `entitlement_owner_confirmed`.
deny contains result.deny("OWN-10", ["ownership", "entitlement_owner"], {
	"message": sprintf("nobody is named who owns the entitlement of this %s identity", [binding]),
	"expected": "the id of one person in `org.people`",
	"unblock": "set `ownership.entitlement_owner` to the person who owns the final permission state",
	"who": who.candidates,
	"related": [{"path": ["identity", "binding"], "message": "owner of tool and entitlement may differ"}],
}) if {
	finding.is_leaving
	binding := _entitlement_binding
	not input.finding.ownership.entitlement_owner
}

deny contains result.deny("OWN-10", ["ownership", "entitlement_owner"], {
	"message": sprintf("the owner of the entitlement `%s` is not a person in `org.people`", [owner]),
	"expected": "the id of one person in `org.people`",
	"found": owner,
	"unblock": "set `ownership.entitlement_owner` to the person who owns the final permission state",
	"who": who.candidates,
}) if {
	finding.is_leaving
	_entitlement_binding
	data.org.people
	owner := input.finding.ownership.entitlement_owner
	not org.names_person(owner)
}

deny contains result.deny("OWN-10", ["ownership", "entitlement_owner_confirmed"], {
	"message": sprintf("`%s` owns the tool and is not shown to own the entitlement of this %s identity", [
		owner,
		binding,
	]),
	"expected": true,
	"unblock": "confirm that this person also owns the entitlement, or name the person who does",
	"who": sort({p | some p in array.concat([org.canonical(owner)], who.owner)}),
	"related": [{"path": ["ownership", key], "message": "the same person"} |
		some key in ["entitlement_owner", "tool_owner"]
	],
}) if {
	finding.is_leaving
	binding := _entitlement_binding
	owner := input.finding.ownership.entitlement_owner
	org.same_person(owner, input.finding.ownership.tool_owner)
	finding.field(["ownership", "entitlement_owner_confirmed"], false) != true
}

_entitlement_binding := binding if {
	binding := input.finding.identity.binding
	binding in {"ephemeral", "federated", "cicd"}
}
