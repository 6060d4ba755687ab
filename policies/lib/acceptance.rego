# METADATA
# title: Acceptance
# description: |
#   The risk acceptance that a finding of state `accepted` carries, the cell of the profile's table that limits it, and
#   who could sign it. Without a written acceptance `current` is undefined, and only RSK-01 speaks.
package remedy.lib.acceptance

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.subject

# The acceptance in force. An empty one counts as none.
current := input.finding.risk_acceptance if {
	input.finding.state == "accepted"
	is_object(input.finding.risk_acceptance)
	count(input.finding.risk_acceptance) > 0
}

# The limits for the tier and the rating of the finding as they are now, not as they were at the approval.
cell := object.get(data.params, ["risk_acceptance", exploitability.tier, exploitability.rating], {})

cell_name := sprintf("%s/%s", [exploitability.tier, exploitability.rating])

# A cell that names no number of days allows none.
is_never if not cell.max_days

is_never if cell.never == true

# A remaining risk that is worse than the rating asks for the level of that one.
needed_level := max({_level(exploitability.rating)} | {_level(r) | r := current.residual_risk})

_level(rating) := object.get(data.params, ["risk_acceptance", _tier, rating, "level"], data.params.top_level)

_tier := exploitability.tier

# What is accepted, in words: the cell, and the remaining risk if that asks for more.
risk_name := cell_name if not _residual_is_worse

risk_name := sprintf("%s with a residual risk of %s", [cell_name, current.residual_risk]) if _residual_is_worse

_residual_is_worse if needed_level != _level(exploitability.rating)

# Persons who could sign: they hold the level now and are not involved in the finding.
approvers := [p | some p in org.persons_with_level(needed_level); not p in finding.conflicted]

# Persons of the highest level, for what the needed level cannot decide.
top_approvers := [p | some p in org.persons_with_level(data.params.top_level); not p in finding.conflicted]

# The moment at which the approver's standing counts. RSK-10 asks for a missing `approved_at`.
decided_at := object.get(current, "approved_at", input.at.time)

# Where the days are counted from: the approval, else the day on which it was recorded.
runs_from := current.approved_at

runs_from := current.recorded_at if not current.approved_at

has_expired if moment.passed(current.expires_at)

# Whether compensating control `id` is one that the acceptance rests on.
rests_on(id) if id in current.compensating_controls

# Why this risk may not be accepted by anybody, in words. Empty if it may.
never_reasons contains "the leaked credential counts as valid" if exploitability.credential_is_exposed

never_reasons contains sprintf("it is of tier active (%s)", [concat(", ", sort(exploitability.reasons))]) if {
	exploitability.tier == "active"
}

never_reasons contains "it is in KEV and can be reached" if {
	exploitability.in_kev
	exploitability.is_reachable
}

never_reasons contains sprintf("it is a %s", [replace(input.finding.sox.level, "_", " ")]) if {
	input.finding.sox.level in {"material_weakness", "significant_deficiency"}
}

never_reasons contains "an orphaned account has privileges" if {
	input.finding.type == "orphaned_account"
	finding.is_privileged
}

never_reasons contains "an orphaned account may have privileges: nobody stated that it has none" if {
	input.finding.type == "orphaned_account"
	subject.privilege_is_not_stated
}

never_reasons contains sprintf("the profile accepts no finding of type `%s`", [input.finding.type]) if {
	input.finding.type in data.params.never_acceptable_types
}

never_reasons contains sprintf("the profile accepts no risk of %s", [cell_name]) if {
	is_never
	exploitability.tier != "active"
}
