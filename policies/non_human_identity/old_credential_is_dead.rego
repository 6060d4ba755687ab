package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Old credential proven dead
# description: |
#   A leaked secret is dealt with when the old one is refused, not when a ticket says that it was revoked: many stay
#   valid for a long time after they were reported. So somebody tried the old secret after its last revocation, and
#   the result is on file as evidence of type `invalidity_probe`. A probe of the new one, or of an earlier day, shows
#   nothing.
# custom:
#   id: NHI-01
#   requirements: [S0.25, S1.7, S1.13, S1.14, S1.32]
#   controls: [OWASP-NHI-2025:NHI2, NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:IA-5]
#   states: [closed]
#   types: [leaked_secret]
#   solution: Try the old credential after its revocation, and attach the result as evidence of type `invalidity_probe`.
deny contains result.deny("NHI-01", ["evidence"], {
	"message": "the old credential is not proven dead: there is no evidence of type `invalidity_probe`",
	"expected": "evidence of type `invalidity_probe`, collected after the revocation",
	"unblock": _probe_advice,
	"who": who.owner,
	"related": _probe_revocations,
}) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	count(_probes) == 0
}

# The last of the probes is the one that should have shown it; of the others their problems are told beside it.
deny contains result.deny("NHI-01", array.concat(["evidence", last.index], problem.path), {
	"message": sprintf("the old credential is not proven dead: the probe %s", [problem.message]),
	"expected": "evidence of type `invalidity_probe`, collected after the revocation",
	"unblock": _probe_advice,
	"who": who.owner,
	"related": array.concat(_probe_revocations, [{"path": ["evidence", p.index], "message": other} |
		some p in _probes
		p.index != last.index
		other := sprintf("this probe %s", [_probe_problems(p.item)[0].message])
	]),
}) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	last := _probes[count(_probes) - 1]
	every probe in _probes {
		count(_probe_problems(probe.item)) > 0
	}
	problem := _probe_problems(last.item)[0]
}

_probe_advice := concat("", [
	"try the old credential after its revocation and attach the result as evidence of type `invalidity_probe`, ",
	"with `subject` set to the old credential",
])

_probes := [{"index": i, "item": item} |
	some i, item in finding.field(["evidence"], [])
	item.type == "invalidity_probe"
]

# What is wrong with a probe. Nothing with one that counts.
_probe_problems(item) := array.concat(_probe_subject_problems(item), _probe_date_problems(item))

_probe_subject_problems(item) := [{"path": ["subject"], "message": message} |
	not _probe_is_of_old_credential(item)
	message := _probe_subject_in_words(item)
]

_probe_subject_in_words(item) := sprintf("is about `%s`, not about the old credential", [item.subject])

_probe_subject_in_words(item) := "does not say which credential was tried" if not item.subject

_probe_is_of_old_credential(item) if item.subject == input.finding.secret.id

_probe_is_of_old_credential(item) if org.identity_id(item.subject) == org.identity_id(input.finding.identity.id)

_probe_is_of_old_credential(item) if item.subject == input.finding.identity.id

_probe_date_problems(item) := [{"path": ["collected_at"], "message": "has no date"}] if not item.collected_at

_probe_date_problems(item) := [{"path": ["collected_at"], "message": message} |
	some message in array.concat(
		[sprintf("is dated in the future (%s)", [at]) | not moment.begun(at)],
		[sprintf("of %s was made before the %s on %s", [at, _probe_starts_after.name, _probe_starts_after.at]) |
			moment.before(at, _probe_starts_after.at)
		],
	)
] if {
	at := item.collected_at
}

# Where nothing was revoked, because the secret was dead already, the probe follows the detection.
_probe_starts_after := {"name": "last revocation", "at": at} if at := account.last_at({"revoke_old"})

_probe_starts_after := {"name": "detection", "at": finding.detected_at} if not account.last_at({"revoke_old"})

_probe_revocations := [{"path": ["plan", "actions", entry.index, "performed_at"], "message": "the last revocation"} |
	some entry in account.done({"revoke_old"})
	entry.action.performed_at == _probe_starts_after.at
]
