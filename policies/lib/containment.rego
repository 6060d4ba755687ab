# METADATA
# title: Containment
# description: |
#   When the danger of a finding ended, and by when it should have. A recorded containment ends it, and so does an
#   action that contains or takes access away. What is dated in the future has contained nothing yet.
package remedy.lib.containment

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.hours as clock
import data.remedy.lib.moment

# The hours that the tier allows. Undefined for a tier without such a clock.
hours := n if {
	n := data.params.sla[exploitability.tier].containment_hours
	n != null
}

# The limit in words, for a message.
limit_in_words := sprintf("limit %s, tier `%s`", [clock.in_words(hours), exploitability.tier])

limit := clock.limit(finding.detected_at, hours)

# Where the manifest says that the danger ended, and when.
_ends contains {"path": ["containment", "contained_at"], "at": at} if {
	at := input.finding.containment.contained_at
	moment.begun(at)
}

_ends contains {"path": ["plan", "actions", i, "performed_at"], "at": at} if {
	some i, action in finding.actions
	_ends_danger(action)
	at := action.performed_at
	moment.begun(at)
}

# An action that contains, or takes access away, and was done.
_ends_danger(action) if {
	action.status == "done"
	finding.is_containment(action)
}

_ends_danger(action) if {
	action.status == "done"
	action.type in data.params.disabling_actions
}

# The first of them. Undefined without one.
first := [end | some end in _ends; end.at == _first_at][0]

_first_at := moment.earliest({end.at | some end in _ends})

is_contained if first

# Contained, but ACT-04 has to ask when.
is_contained if {
	some action in finding.actions
	_ends_danger(action)
	not action.performed_at
}

# Nobody is known who could repair it.
is_unowned if input.finding.ownership.status == "unknown"

is_unowned if {
	not input.finding.ownership.status
	not input.finding.ownership.accountable_owner
}

# The limit passed, and nothing had contained it: neither until now nor, if it is closed, until it was fixed.
is_missed if {
	not is_contained
	clock.is_late(finding.detected_at, hours, _uncontained_until)
}

# Until when the danger lasted if nothing contained it: until the fix was complete, the risk accepted, or until now.
_uncontained_until := finding.fixed_at if _is_fixed

_uncontained_until := input.finding.risk_acceptance.approved_at if _is_accepted

_uncontained_until := input.at.time if {
	not _is_fixed
	not _is_accepted
}

_is_fixed if {
	input.finding.state == "closed"
	moment.begun(finding.fixed_at)
}

_is_accepted if {
	input.finding.state == "accepted"
	moment.begun(input.finding.risk_acceptance.approved_at)
}

# How long the danger lasted, in words, if that was longer than the tier allows. Undefined if it was not.
delay := clock.taken(finding.detected_at, first.at) if clock.is_late(finding.detected_at, hours, first.at)

delay := clock.taken(finding.detected_at, _uncontained_until) if is_missed
