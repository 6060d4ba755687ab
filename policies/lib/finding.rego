# METADATA
# title: Finding
# description: The parts of the finding that several rules ask for, with their absence handled once.
package remedy.lib.finding

import data.remedy.lib.moment
import data.remedy.lib.org

state := input.finding.state

# The finding asks to leave the list of open work.
is_leaving if state in {"accepted", "closed"}

# Closed, and not as something that needed no repair. Without a disposition it counts as a repair.
is_repair if {
	state == "closed"
	not field(["closure", "disposition"], "remediated") in {"false_positive", "duplicate"}
}

# The value at a path of the finding, or the default.
field(path, default_value) := object.get(input.finding, path, default_value)

detected_at := input.finding.source.detected_at

# The moment at which this finding is closed: the recorded one, else the evaluation time.
closed_at := field(["closure", "at"], input.at.time)

# The moment at which owners must hold their role: the closure, so that a finding stays closed when its owner leaves;
# until then the evaluation time. A closure dated before the detection or an action, or in the future, is not believed.
judged_at := closed_at if _has_credible_closure

judged_at := input.at.time if not _has_credible_closure

_has_credible_closure if {
	state == "closed"
	moment.begun(closed_at)
	not moment.before(closed_at, detected_at)
	every m in _done_at {
		not moment.before(closed_at, m)
	}
}

# The one accountable owner, as a person id. Undefined if there is none, or more than one.
accountable_owner := org.canonical(owner) if {
	owner := field(["ownership", "accountable_owner"], null)
	is_string(owner)
}

# The one accountable owner, if it names a person itself: no team, service account or unknown id (OWN-01, OWN-02).
accountable_person := org.canonical(owner) if {
	owner := field(["ownership", "accountable_owner"], null)
	is_string(owner)
	org.names_person(owner)
}

implementers := {org.canonical(p) | some p in field(["ownership", "implementers"], [])} | {org.canonical(p) |
	some action in actions
	p := action.performed_by
}

actions := field(["plan", "actions"], [])

done_actions := [action | some action in actions; action.status == "done"]

_done_at := {m | some action in done_actions; m := action.performed_at}

# What was done and changed something: it repaired or contained.
changes := [action | some action in done_actions; not is_investigation(action)]

_changed_at := {m | some action in changes; m := action.performed_at}

# When the fix was made: when something was changed, or if that is not recorded, when anything was done.
fix_moments := _changed_at if count(_changed_at) > 0

fix_moments := _done_at if count(_changed_at) == 0

# The last of them: the fix is complete from then on. Undefined without one.
fixed_at := moment.latest(fix_moments) if count(fix_moments) > 0

cve := input.finding.exposure.cve

has_control if input.finding.control.id

control_id := input.finding.control.id

# The owner that the manifest names for its control: `control.owner`, else the accountable owner.
control_owner := org.canonical(input.finding.control.owner)

control_owner := accountable_owner if not input.finding.control.owner

is_audit if input.finding.type in data.params.audit_types

is_audit if input.finding.source.kind == "audit"

is_sox if input.finding.type == "sox_exception"

is_sox if input.finding.source.framework == "sox"

is_sox if org.control(control_id).framework == "sox"

is_privileged if input.finding.identity.privileged == true

is_privileged if org.identity(input.finding.identity.id).privileged == true

is_identity_finding if input.finding.type in data.params.identity_types

is_identity_finding if input.finding.identity.id

# The identity goes away instead of being repaired.
is_decommissioned if input.finding.closure.disposition == "decommissioned"

is_decommissioned if input.finding.plan.path == "decommission"

is_nhi if input.finding.identity.kind in data.params.nhi_kinds

is_nhi if org.identity(input.finding.identity.id).kind in data.params.nhi_kinds

# The persons that may not judge this finding: the owner, the implementers, who asked, and the owner of the identity.
conflicted := {p | p := accountable_owner} | implementers | {org.canonical(p) |
	some [section, key] in [["risk_acceptance", "requested_by"], ["closure", "requested_by"], ["identity", "owner"]]
	p := input.finding[section][key]
} | {org.canonical(p) | p := org.identity(input.finding.identity.id).owner}

is_soc2 if input.finding.type == "soc2_exception"

is_soc2 if input.finding.source.framework == "soc2"

is_soc2 if org.control(control_id).framework == "soc2"

# An action that stops the harm and repairs nothing.
is_containment(action) if action.containment == true

is_containment(action) if action.type in data.params.containment_actions

# An action that looks into it and changes nothing.
is_investigation(action) if action.type in data.params.investigation_actions

# The actions that were done to repair, and where each stands in the manifest.
remediation_actions := [{"index": i, "action": action} |
	some i, action in actions
	action.status == "done"
	not is_investigation(action)
	not is_containment(action)
]

# When the first of them was done. Undefined without one.
first_remediation_at := moment.earliest(times) if {
	times := {m | some entry in remediation_actions; m := entry.action.performed_at}
	count(times) > 0
}
