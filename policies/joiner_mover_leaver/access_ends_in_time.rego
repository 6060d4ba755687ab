package remedy.joiner_mover_leaver

import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.hours
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.subject

# METADATA
# title: Access ends in time
# description: |
#   When somebody leaves or changes their job, their access ends within the hours that the profile gives, and sooner if
#   it is privileged or nobody said that it is not. The last revocation counts; a deletion after it only tidies up.
#   Access that ended late cannot end earlier any more: it blocks until the deviation is ratified, with a look-back on
#   its use.
# custom:
#   id: JML-01
#   requirements: [S2.19]
#   controls: [NIST-800-53r5:PS-4, NIST-800-53r5:PS-5, PCI-DSS-4.0.1:8.2.5, SOC2-TSC:CC6.2]
#   states: [closed]
#   types: [jml_failure]
#   solution: Record why it was late, look back on the use in the gap, and have the deviation ratified.
deny contains result.deny("JML-01", _last_revocation.path, {
	"message": message,
	"expected": sprintf("removed by %s", [hours.limit(input.finding.lifecycle_event.at, _revocation_hours)]),
	"found": _last_revocation.at,
	"unblock": sprintf("look back on the use of the access in the gap, escalate, and %s", [deviation.advice("JML-01")]),
	"who": deviation.ratifiers,
	"related": array.concat(
		[{"path": ["lifecycle_event", "at"], "message": "the hours run from here"}],
		deviation.related("JML-01"),
	),
	"facts": {"hours": _revocation_hours},
}) if {
	not deviation.is_ratified("JML-01")
	message := _late_revocation_message
}

warn contains result.warn("JML-01", deviation.path("JML-01"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	message := _late_revocation_message
	record := deviation.record("JML-01")
}

_late_revocation_message := sprintf("access removed %s after the event (limit %s%s)", [
	hours.taken(input.finding.lifecycle_event.at, _last_revocation.at),
	hours.in_words(_revocation_hours),
	_revocation_reason,
]) if {
	input.finding.type == "jml_failure"
	finding.is_repair
	not input.finding.lifecycle_event.kind == "joiner"
	hours.is_late(input.finding.lifecycle_event.at, _revocation_hours, _last_revocation.at)
}

_revocation_hours := data.params.leaver_revocation_hours.privileged if _revoked_is_privileged

_revocation_hours := data.params.leaver_revocation_hours.standard if not _revoked_is_privileged

_revocation_reason := ", privileged" if {
	_revoked_is_privileged
	not subject.privilege_is_not_stated
}

_revocation_reason := ", privileged as nobody said that it is not" if {
	_revoked_is_privileged
	subject.privilege_is_not_stated
}

_revocation_reason := "" if not _revoked_is_privileged

_revoked_is_privileged if finding.is_privileged

_revoked_is_privileged if input.finding.entitlement.privileged == true

_revoked_is_privileged if {
	subject.privilege_is_not_stated
	not input.finding.entitlement.privileged == false
}

# The last of the actions that ended access. Without one ACT-02 speaks, without a date ACT-04.
_last_revocation := [r | some r in _revocations; r.at == last][0] if {
	last := moment.latest({r.at | some r in _revocations})
}

_revocations := [{"path": ["plan", "actions", i, "performed_at"], "at": at} |
	some i, action in finding.actions
	action.status == "done"
	action.type in _revoking_types
	at := action.performed_at
]

# A deletion ends access only if nothing else has.
_revoking_types := {"revoke_access", "disable"} if _was_revoked

_revoking_types := {"delete"} if not _was_revoked

_was_revoked if {
	some action in finding.done_actions
	action.type in {"revoke_access", "disable"}
}
