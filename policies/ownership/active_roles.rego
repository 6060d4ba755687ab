package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Active people
# description: |
#   Who owns the finding is still there to answer for it, and who fixed, approved or verified it was there when it was
#   done. Owners are looked at when the finding was closed, or now as long as it is not closed.
# custom:
#   id: OWN-03
#   requirements: [S0.12, S1.29]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [open, accepted, closed]
#   solution: Hand the finding over to an active person and record the handover in `ownership.history`.
deny contains result.deny("OWN-03", role.path, {
	"message": sprintf("%s `%s` was not active on %s (%s)", [
		role.name,
		role.id,
		moment.day(role.at),
		_active_role_end(role, org.person(role.id)),
	]),
	"expected": "a person who was active at that time",
	"found": role.id,
	"unblock": role.advice,
	"who": _active_role_helpers(role),
	"facts": {"person": org.canonical(role.id), "at": role.at},
}) if {
	some role in _active_roles
	org.is_inactive_at(role.id, role.at)
}

_active_role_end(role, person) := sprintf("only from %s", [person.started_at]) if org.is_yet_to_start(role.id, role.at)

_active_role_end(role, person) := sprintf("until %s", [person.ended_at]) if not org.is_yet_to_start(role.id, role.at)

_active_role_end(role, person) := "marked inactive" if {
	not org.is_yet_to_start(role.id, role.at)
	not person.ended_at
}

# Who can replace somebody: candidates for the owner, the owner for everybody else.
_active_role_helpers(role) := who.candidates if role.key == "accountable_owner"

_active_role_helpers(role) := who.owner if role.key != "accountable_owner"

_active_roles contains _active_role("accountable_owner") if finding.state != "contained"

_active_roles contains role if {
	finding.is_leaving
	some key in ["evidence_owner", "entitlement_owner"]
	role := _active_role(key)
}

_active_roles contains {
	"key": "verified_by",
	"name": "verifier of the ownership",
	"path": ["ownership", "verified_by"],
	"id": input.finding.ownership.verified_by,
	"at": finding.field(["ownership", "verified_at"], finding.judged_at),
	"advice": "have an active person verify the ownership again",
} if {
	finding.is_leaving
}

_active_roles contains {
	"key": "performer",
	"name": "performer",
	"path": ["plan", "actions", i, "performed_by"],
	"id": id,
	"at": object.get(action, "performed_at", finding.judged_at),
	"advice": "correct who did it and when, or have an active person do it again",
} if {
	finding.is_leaving
	some i, action in finding.actions
	not action.status == "not_applicable"
	id := action.performed_by
}

_active_roles contains {
	"key": "approver",
	"name": "approver",
	"path": ["approvals", i, "by"],
	"id": id,
	"at": object.get(approval, "at", finding.judged_at),
	"advice": "have an active person approve it",
} if {
	finding.is_leaving
	some i, approval in finding.field(["approvals"], [])
	id := approval.by
}

_active_roles contains {
	"key": "tester",
	"name": "tester",
	"path": ["retest", i, "by"],
	"id": id,
	"at": object.get(retest, "at", finding.judged_at),
	"advice": "have an active person test it again",
} if {
	finding.is_leaving
	some i, retest in finding.field(["retest"], [])
	id := retest.by
}

_active_roles contains {
	"key": "verifier",
	"name": "verifier of the closure",
	"path": ["closure", "verified_by"],
	"id": input.finding.closure.verified_by,
	"at": finding.judged_at,
	"advice": "have an active person verify the closure",
} if {
	finding.is_leaving
}

_active_role(key) := {
	"key": key,
	"name": replace(key, "_", " "),
	"path": ["ownership", key],
	"id": id,
	"at": finding.judged_at,
	"advice": sprintf("set `ownership.%s` to an active person and record the handover in `ownership.history`", [key]),
} if {
	id := input.finding.ownership[key]
	is_string(id)
	org.names_person(id)
}
