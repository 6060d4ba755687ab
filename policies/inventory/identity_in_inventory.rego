package remedy.inventory

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.subject
import data.remedy.lib.who

# METADATA
# title: Identity in the inventory
# description: |
#   The identity of the finding is in the inventory that everybody shares, by its id or an alias: only then is it known
#   who owns it and what it reaches. An identity that goes away for good needs no entry any more.
# custom:
#   id: INV-01
#   requirements: [S1.1, S1.9, S1.18]
#   controls: [NIST-CSF-2.0:PR.AA-01]
#   states: [accepted, closed]
#   solution: Onboard the identity with owner, scope and systems, or delete it and prove the deletion.
deny contains result.unavailable(
	"INV-01",
	["identity", "id"],
	"org.identities",
	"put the inventory of identities into the organisation data, as `identities`",
) if {
	finding.is_leaving
	input.finding.identity.id
	not finding.is_decommissioned
	not data.org.identities
}

deny contains result.deny("INV-01", ["identity", "id"], {
	"message": sprintf("identity `%s` is not in the shared inventory", [id]),
	"expected": "the id of an identity in `org.identities`",
	"found": id,
	"unblock": _inventory_advice,
	"who": _inventory_helpers,
}) if {
	finding.is_leaving
	not finding.is_decommissioned
	data.org.identities
	id := input.finding.identity.id
	not org.identity(id)
}

# A finding about an identity that names another subject instead. One without any subject is INV-02's.
deny contains result.deny("INV-01", ["identity", "id"], {
	"message": sprintf("`%s` is about an identity, and none is named that could be in the inventory", [
		input.finding.type,
	]),
	"expected": "the id of an identity in `org.identities`",
	"unblock": _inventory_advice,
	"who": _inventory_helpers,
	"related": [{"path": [key, "id"], "message": "named instead"} |
		some key in ["secret", "entitlement"]
		input.finding[key].id
	],
}) if {
	finding.is_leaving
	not finding.is_decommissioned
	finding.is_identity_finding
	not input.finding.identity.id
	count(subject.named) > 0
}

_inventory_advice := concat("", [
	"onboard the identity into `org.identities` with owner, scope and systems, ",
	"or delete it, prove the deletion and set `closure.disposition: decommissioned`",
])

_inventory_helpers := who.identity_teams if count(who.identity_teams) > 0

_inventory_helpers := who.owner if count(who.identity_teams) == 0
