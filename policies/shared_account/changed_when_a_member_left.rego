package remedy.shared_account

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Credential changed when a member left
# description: |
#   Who knew the credential of a shared account still knows it after leaving. So it was rotated after the last of its
#   members had left, be it the account or the organisation; a rotation on the same day counts. A finding about a
#   shared account lists its members, or nobody could tell. An account that was deleted has no credential left.
# custom:
#   id: SHR-02
#   requirements: [S1.25]
#   controls: [NIST-800-53r5:AC-2, NIST-800-53r5:IA-5, OWASP-NHI-2025:NHI9]
#   states: [closed]
#   solution: List everybody who knew the credential in `identity.members`, and rotate it after the last one has left.
deny contains result.deny("SHR-02", ["identity", "members"], {
	"message": "nobody is listed who knows or knew the credential of the shared account",
	"expected": "every person who knows or knew it",
	"unblock": "list them in `identity.members: [{person, left_at}]`",
	"who": who.owner,
}) if {
	input.finding.type == "shared_account"
	finding.is_repair
	not account.is_gone
	not _members_are_known
}

deny contains result.deny("SHR-02", ["identity", "members", i], {
	"message": sprintf("credential unchanged since `%s` left on %s: %s", [
		member.person,
		left,
		_credential_change_in_words,
	]),
	"expected": sprintf("a rotation on %s or later", [left]),
	"found": member.person,
	"unblock": "rotate the credential of the shared account and record that as an action `rotate`",
	"who": who.owner,
	"related": [{"path": ["plan", "actions", entry.index, "performed_at"], "message": "the last rotation"} |
		some entry in account.done({"rotate"})
		entry.action.performed_at == _credential_changed_at
	],
}) if {
	account.is_shared
	finding.is_repair
	not account.is_gone
	some i, member in _members
	left := _member_left_at(member)
	not moment.before(finding.judged_at, left)
	not _credential_changed_since(left)
}

deny contains result.deny("SHR-02", ["identity", "members", i], {
	"message": sprintf("`%s` is inactive since nobody knows when, so no rotation is known to be later", [
		member.person,
	]),
	"expected": "`left_at`, or `ended_at` of that person in `org.people`",
	"found": member.person,
	"unblock": "set `left_at` of this member to the day on which the person left",
	"who": who.owner,
}) if {
	account.is_shared
	finding.is_repair
	not account.is_gone
	some i, member in _members
	not _member_left_at(member)
	org.person(member.person).active == false
}

_members := finding.field(["identity", "members"], [])

_members_are_known if count(_members) > 0

# Nobody is left who knows it once it was split or put into a vault, and then rotated.
_members_are_known if {
	input.finding.identity.members == []
	account.is_done({"rotate"})
}

_credential_changed_at := account.last_at({"rotate"})

_credential_changed_since(left) if {
	changed := _credential_changed_at
	not moment.before(changed, left)
}

_credential_change_in_words := sprintf("it was last rotated on %s", [_credential_changed_at])

_credential_change_in_words := "no rotation is on record" if not _credential_changed_at

# When a member left the account or the organisation, whichever came first.
_member_left_at(member) := moment.earliest(leavings) if {
	leavings := {m | m := member.left_at} | {m | m := org.person(member.person).ended_at}
}
