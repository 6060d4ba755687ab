package remedy.non_human_identity

import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Revocation runbook
# description: |
#   For every kind of identity that is in use and not human, somebody has written down how it is taken out of
#   service, and an active person keeps that runbook. Whoever has to revoke a key at night otherwise finds out by
#   trial what breaks.
# custom:
#   id: NHI-11
#   kinds: [Organization]
#   requirements: [S0.7]
#   controls: [OWASP-NHI-2025:NHI1, NIST-800-53r5:IA-5]
#   solution: Write a runbook for this kind of identity, give it an owner, and list it in `runbooks`.
deny contains result.deny("NHI-11", ["runbooks"], {
	"message": sprintf("no revocation runbook for identities of kind `%s`", [kind]),
	"expected": "a runbook that lists this kind in `identity_kinds`",
	"unblock": sprintf("write a runbook for `%s`, give it an owner and list it in `runbooks`", [kind]),
	"who": who.identity_teams,
	"related": [{"path": ["identities", example, "kind"], "message": "in use here"}],
	"facts": {"identities": count(users)},
}) if {
	some kind in _runbook_kinds_in_use
	count(_runbooks_for(kind)) == 0
	users := {id | some [k, id] in _runbook_users; k == kind}
	example := min(users)
}

# One for a kind of which another runbook takes good care may be a draft.
deny contains result.deny("NHI-11", ["runbooks", id, gap.key], {
	"message": sprintf("the revocation runbook `%s` (for %s) cannot be relied on: %s", [
		id,
		concat(", ", [sprintf("`%s`", [kind]) | some kind in kinds]),
		gap.message,
	]),
	"expected": "an owner who is an active person, and a `ref` to where it stands",
	"unblock": "give the runbook an owner, and say in `ref` where it stands",
	"who": who.identity_teams,
}) if {
	# mutation: drop-condition, because nothing is in use where no organisation is judged; this keeps findings cheap
	input.kind == "Organization"
	some id, runbook in data.org.runbooks
	some gap in _runbook_gaps(runbook)
	kinds := sort([k | some k in runbook.identity_kinds; k in _runbook_kinds_in_use; not _runbook_kind_is_covered(k)])
	count(kinds) > 0
}

_runbook_users contains [kind, id] if {
	input.kind == "Organization"
	some id, identity in data.org.identities
	kind := identity.kind
}

_runbook_kinds_in_use := {kind | some [kind, _] in _runbook_users; kind in data.params.nhi_kinds}

_runbooks_for(kind) := [id | some id, runbook in data.org.runbooks; kind in runbook.identity_kinds]

_runbook_kind_is_covered(kind) if {
	some id in _runbooks_for(kind)
	count(_runbook_gaps(data.org.runbooks[id])) == 0
}

_runbook_gaps(runbook) := array.concat(
	_runbook_owner_gaps(runbook),
	[{"key": "ref", "message": "it does not say where it stands"} | object.get(runbook, "ref", "") == ""],
)

_runbook_owner_gaps(runbook) := [{"key": "owner", "message": "nobody keeps it"}] if not runbook.owner

_runbook_owner_gaps(runbook) := [{"key": "owner", "message": sprintf("`%s` is not an active person", [keeper])} |
	keeper := runbook.owner
	not _runbook_keeper_is_active(keeper)
] if {
	runbook.owner
}

_runbook_keeper_is_active(keeper) if {
	org.names_person(keeper)
	org.is_active_at(keeper, org.now)
}
