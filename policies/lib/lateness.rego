# METADATA
# title: Lateness
# description: |
#   By how much a finding missed its due date: one that is not closed until now, a closed one until its fix.
package remedy.lib.lateness

import data.remedy.lib.deadline
import data.remedy.lib.finding
import data.remedy.lib.moment

# Whole days from the due date in force to `until`. Undefined if that date was kept; 0 if it was missed by hours.
days := moment.days_between(deadline.in_force, until) if moment.before(deadline.in_force, until)

# The moment up to which the days count.
until := input.at.time if input.finding.state in {"open", "contained"}

until := fixed_at if input.finding.state == "closed"

# The fix is there with the last change that was done. Without one, or if one has no date, with the closure.
fixed_at := finding.fixed_at if is_fix_dated

fixed_at := finding.closed_at if not is_fix_dated

is_fix_dated if {
	finding.fixed_at
	every action in finding.done_actions {
		action.performed_at
	}
}
