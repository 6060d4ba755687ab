package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: No long-lived credential
# description: |
#   A credential that never changes is worth stealing for as long as it lives. After the fix it expires or is rotated
#   within the days that the profile allows, or it is issued anew for each use. The expiry is counted from the
#   closure; where the manifest states none, that of the inventory counts. What was deleted needs no expiry.
# custom:
#   id: NHI-08
#   requirements: [S1.24]
#   controls: [OWASP-NHI-2025:NHI7, NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:IA-5, PCI-DSS-4.0.1:8.6.3]
#   states: [closed]
#   types: [long_lived_secret]
#   solution: Set an expiry or a rotation interval within the limit, or move to short-lived credentials.
deny contains result.deny("NHI-08", array.concat(["identity", "credential"], _long_life.path), {
	"message": sprintf("the credential stays long-lived: %s", [_long_life.message]),
	"expected": sprintf("an expiry or a rotation within %s, or issuance %s", [
		moment.in_days(data.params.max_rotation_days),
		concat(" or ", [sprintf("`%s`", [way]) | some way in data.params.short_lived_issuance]),
	]),
	"unblock": "set `identity.credential.expires_at` or `.rotation_days` within the limit, or issue it short-lived",
	"who": who.owner,
	"facts": {"limit_days": data.params.max_rotation_days},
}) if {
	input.finding.type == "long_lived_secret"
	finding.is_repair
	not account.is_gone
	not _credential_is_short_lived
}

_credential := finding.field(["identity", "credential"], {})

_credential_is_short_lived if _credential.issuance in data.params.short_lived_issuance

_credential_is_short_lived if _credential.rotation_days <= data.params.max_rotation_days

_credential_is_short_lived if {
	not moment.before(_credential_end, finding.detected_at)
	moment.days_between(finding.judged_at, _credential_end) <= data.params.max_rotation_days
}

_credential_end := _credential.expires_at

_credential_end := org.identity(input.finding.identity.id).expires_at if not _credential.expires_at

# What is nearest to a limit, and by how much it misses it.
_long_life := {
	"path": ["rotation_days"],
	"message": sprintf("it is rotated every %s", [moment.in_days(days)]),
} if {
	days := _credential.rotation_days
}

_long_life := {"path": ["expires_at"], "message": message} if {
	not _credential.rotation_days
	message := _credential_end_in_words
}

_long_life := {"path": [], "message": "it has no expiry, no rotation interval and no other way of issuance"} if {
	not _credential.rotation_days
	not _credential_end
}

_credential_end_in_words := sprintf("it expires on %s, %s after the closure", [
	_credential_end,
	moment.in_days(moment.days_between(finding.judged_at, _credential_end)),
]) if {
	not moment.before(_credential_end, finding.detected_at)
}

_credential_end_in_words := sprintf("it expired on %s and still worked when it was found", [_credential_end]) if {
	moment.before(_credential_end, finding.detected_at)
}
