package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Owned or deleted
# description: |
#   An orphaned account stays one until the inventory names an active person who owns it, or until it is deleted. An
#   identity that is not human also needs a purpose and an expiry there, as nobody else would ever ask for it again.
#   Of an account that the inventory does not know at all INV-01 speaks.
# custom:
#   id: NHI-07
#   requirements: [S2.28]
#   controls: [OWASP-NHI-2025:NHI1, NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:AC-2]
#   states: [closed]
#   types: [orphaned_account]
#   solution: Give the account an owner, a purpose and an expiry in the inventory, or delete it.
deny contains result.deny("NHI-07", ["identity", "id"], {
	"message": sprintf("`%s` is still orphaned: in the inventory %s", [id, concat(", ", _orphan_gaps)]),
	"expected": "an owner, a purpose and an expiry in `org.identities`",
	"found": id,
	"unblock": "assign an owner with purpose and expiry in `org.identities`, or delete the account",
	"who": _orphan_helpers,
}) if {
	input.finding.type == "orphaned_account"
	finding.is_repair
	not account.is_gone
	id := input.finding.identity.id
	count(_orphan_gaps) > 0
}

deny contains result.deny("NHI-07", account.place({"delete", "retire"}), {
	"message": sprintf("`%s` counts as decommissioned, and no action that deletes it is done", [id]),
	"expected": "an action `delete` or `retire` that is done",
	"unblock": "delete the account and record that as an action, or onboard it into `org.identities` with an owner",
	"who": _orphan_helpers,
}) if {
	input.finding.type == "orphaned_account"
	finding.is_repair
	finding.is_decommissioned
	id := input.finding.identity.id
	not _orphan
	not account.is_gone
}

_orphan := org.identity(input.finding.identity.id)

_orphan_gaps := array.concat(_orphan_owner_gaps, _orphan_machine_gaps) if _orphan

_orphan_owner_gaps := ["it has no owner"] if not _orphan.owner

_orphan_owner_gaps := [gap |
	not _orphan_has_active_owner
	gap := sprintf("its owner `%s` is not an active person", [_orphan.owner])
] if {
	_orphan.owner
}

_orphan_has_active_owner if {
	org.names_person(_orphan.owner)
	org.is_active_at(_orphan.owner, finding.judged_at)
}

default _orphan_machine_gaps := []

_orphan_machine_gaps := array.concat(
	["it has no purpose" | object.get(_orphan, "purpose", "") == ""],
	array.concat(
		["it has no expiry" | not _orphan.expires_at],
		[sprintf("it ran out on %s and is not deleted", [until]) |
			until := _orphan.expires_at
			moment.before(until, finding.judged_at)
		],
	),
) if {
	_orphan.kind != "human"
}

_orphan_helpers := who.identity_teams if count(who.identity_teams) > 0

_orphan_helpers := who.owner if count(who.identity_teams) == 0
