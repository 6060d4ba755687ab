package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.compensating_control
import data.remedy.lib.exploitability
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Working compensating control
# description: |
#   A risk of moderate or above is accepted only while something else holds it down. The acceptance names at least one
#   compensating control that is recorded. That it has an owner and dates, was reviewed, and is shown to work is left to
#   CMP-01 to CMP-03.
# custom:
#   id: RSK-05
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-CSF-2.0:ID.RA-07]
#   states: [accepted]
#   solution: Name a compensating control that passes CMP-01 to CMP-03 in `risk_acceptance.compensating_controls`.
deny contains result.deny("RSK-05", ["risk_acceptance", "compensating_controls"], {
	"message": sprintf("no working compensating control for a risk rated %s: %s", [exploitability.rating, why]),
	"expected": "the id of one compensating control that has an owner, dates, a review and evidence",
	"found": _working_control_names,
	"unblock": "name a compensating control that works, and describe it in `compensating_controls`",
	"who": who.owner,
	"facts": {"rating": exploitability.rating},
}) if {
	# mutation: drop-condition, because without an acceptance nothing lacks; this says of what the rule is
	acceptance.current
	exploitability.rating in {"critical", "high", "moderate"}
	count(_working_control_candidates) == 0
	why := _working_control_lack
}

_working_control_names := object.get(acceptance.current, "compensating_controls", [])

# The entries of `compensating_controls` that the acceptance names. Each is judged by CMP-01 to CMP-03, as all are.
_working_control_candidates := [i |
	some i, control in compensating_control.all_of_them
	acceptance.rests_on(control.id)
]

_working_control_lack := "the acceptance names none" if count(_working_control_names) == 0

_working_control_lack := concat("; ", [why |
	some name in _working_control_names
	why := sprintf("`%s` is not in `compensating_controls`", [name])
]) if {
	count(_working_control_names) > 0
}
