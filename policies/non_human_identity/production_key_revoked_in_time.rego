package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.subject

# METADATA
# title: Production key revoked in time
# description: |
#   A leaked key of production is revoked at once; everything else waits. One that was usable for longer than the
#   profile allows blocks until the deviation is ratified, so that somebody above knows of it. A person may have
#   granted an emergency exception before the key was revoked. A secret that was dead when it was found had nothing
#   to revoke.
# custom:
#   id: NHI-05
#   requirements: [S1.14, S1.21]
#   controls: [OWASP-NHI-2025:NHI2, NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:IA-5]
#   states: [closed]
#   types: [leaked_secret]
#   solution: Have the late revocation ratified, one level above who would have approved it.
deny contains result.deny("NHI-05", _key_revocation.path, {
	"message": _key_revocation_message,
	"expected": sprintf("within %v hours of the detection", [data.params.prod_secret_revoke_hours]),
	"found": _key_revocation.at,
	"unblock": sprintf("escalate it and %s", [deviation.advice("NHI-05")]),
	"who": deviation.ratifiers,
	"related": array.concat(
		[{"path": ["source", "detected_at"], "message": "the clock starts here"}],
		deviation.related("NHI-05"),
	),
	"facts": {"hours": floor(_key_revocation_hours), "limit_hours": data.params.prod_secret_revoke_hours},
}) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	not deviation.is_ratified("NHI-05")
	_key_was_revoked_late
}

warn contains result.warn("NHI-05", deviation.path("NHI-05"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_key_revocation_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	_key_was_revoked_late
	record := deviation.record("NHI-05")
}

# Whether the environment is stated is a question of CTX-04; not stated, it counts as production. A revocation that was
# not done or has no date is left to ACT-02 and ACT-04.
_key_was_revoked_late if {
	finding.field(["environment"], "production") == "production"
	not subject.is_dead_secret
	not _key_has_an_emergency_exception
	_key_revocation_hours > data.params.prod_secret_revoke_hours
}

_key_revocation_hours := moment.hours_between(finding.detected_at, _key_revocation.at)

# The first moment from which the key opened nothing any more.
_key_revocation := [r | some r in _key_revocations; r.at == first][0] if {
	first := moment.earliest({r.at | some r in _key_revocations})
}

_key_revocations := array.concat(
	[{"path": ["plan", "actions", entry.index, "performed_at"], "at": at} |
		some entry in account.done({"revoke_old", "contain"})
		at := entry.action.performed_at
	],
	[{"path": ["containment", "contained_at"], "at": at} |
		at := input.finding.containment.contained_at
		input.finding.containment.method in {"revoke", "rotate", "disable", "block"}
	],
)

_key_has_an_emergency_exception if {
	some approval in finding.field(["approvals"], [])
	approval.kind == "emergency"
	org.names_person(approval.by)
	approval.at
	not moment.before(_key_revocation.at, approval.at)
}

_key_revocation_message := sprintf("production key revoked on %s, more than %v hours after its detection on %s", [
	_key_revocation.at,
	data.params.prod_secret_revoke_hours,
	finding.detected_at,
])
