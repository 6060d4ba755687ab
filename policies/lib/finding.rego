# METADATA
# title: Finding
# description: The parts of the finding that several rules ask for, with their absence handled once.
package remedy.lib.finding

import data.remedy.lib.moment
import data.remedy.lib.org

state := input.finding.state

# The finding asks to leave the list of open work.
is_leaving if state in {"accepted", "closed"}

# The value at a path of the finding, or the default.
field(path, default_value) := object.get(input.finding, path, default_value)

detected_at := input.finding.source.detected_at

# The moment at which this finding is closed: the recorded one, else the evaluation time.
closed_at := field(["closure", "at"], input.at.time)

# The moment at which owners must hold their role: the closure, so that a finding stays closed when its owner leaves a
# year later; the evaluation time as long as it is not closed. A closure that is dated before the detection or the fix,
# or in the future, is not believed.
judged_at := closed_at if _has_credible_closure

judged_at := input.at.time if not _has_credible_closure

_has_credible_closure if {
	state == "closed"
	moment.begun(closed_at)
	not moment.before(closed_at, detected_at)
	not _is_closed_before_the_fix
}

_is_closed_before_the_fix if moment.before(closed_at, fixed_at)

# The one accountable owner, as a person id. Undefined if there is none, or more than one.
accountable_owner := org.canonical(owner) if {
	owner := field(["ownership", "accountable_owner"], null)
	is_string(owner)
}

# The one accountable owner, if it names a person itself. Undefined for a team, a service account or an unknown id, of
# which OWN-01 and OWN-02 speak.
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

# When the last remediation action was done: the fix is complete from then on. Undefined without one.
fixed_at := moment.latest(times) if {
	times := {m | some action in done_actions; m := action.performed_at}
	count(times) > 0
}

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

# What the finding is about: which of identity, secret and entitlement it names.
subjects := [key |
	some key in ["identity", "secret", "entitlement"]
	input.finding[key].id
]

# The identity goes away instead of being repaired.
is_decommissioned if input.finding.closure.disposition == "decommissioned"

is_decommissioned if input.finding.plan.path == "decommission"

is_nhi if input.finding.identity.kind in data.params.nhi_kinds

is_nhi if org.identity(input.finding.identity.id).kind in data.params.nhi_kinds

# The persons that may not judge this finding: the owner, the implementers, who asked, and the owner of the identity.
conflicted := {p | p := accountable_owner} | implementers | {org.canonical(p) |
	p := input.finding.risk_acceptance.requested_by
} | {org.canonical(p) |
	p := input.finding.closure.requested_by
} | {org.canonical(p) |
	p := input.finding.identity.owner
} | {org.canonical(p) |
	p := org.identity(input.finding.identity.id).owner
}
