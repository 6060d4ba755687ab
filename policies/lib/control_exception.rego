# METADATA
# title: Control exception
# description: |
#   An exception of a control under SOX or SOC 2: a finding of that type, or one that an audit raised under that
#   framework. Other findings about such a control are no statement about how the control was designed or operated.
package remedy.lib.control_exception

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.who

is_sox if {
	_is_exception
	finding.is_sox
}

is_judged if is_sox

is_judged if {
	_is_exception
	finding.is_soc2
}

_is_exception if input.finding.type in {"sox_exception", "soc2_exception"}

_is_exception if input.finding.source.kind == "audit"

classes := ["design", "operating", "one_off"]

# The part of the manifest that holds the classification.
section := "soc2" if _is_classified_for_soc2

section := "sox" if not _is_classified_for_soc2

_is_classified_for_soc2 if input.finding.type == "soc2_exception"

_is_classified_for_soc2 if not finding.is_sox

# What failed: the design of the control, its operation, or a single case. Undefined as long as nobody said so.
class := c if {
	c := input.finding[section].classification
	c in classes
}

# The teams that say whether a control meets its objective.
validating_functions := {"finance", "compliance"}

# Active people of these teams who neither own nor fix the finding.
validators := [p | some p in who.active_members(validating_functions); not p in involved]

# The validators, or the owner of the finding if the organisation data names none.
assessors := validators if count(validators) > 0

assessors := who.owner if count(validators) == 0

# Who owns the finding, is named as an implementer, or performed an action that does more than look into it, decide or
# validate.
involved := {p | p := finding.accountable_owner} | {org.canonical(p) |
	some p in finding.field(["ownership", "implementers"], [])
} | {org.canonical(p) |
	some action in finding.actions
	not finding.is_investigation(action)
	p := action.performed_by
}
