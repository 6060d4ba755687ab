package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Lifecycle record
# description: |
#   For every identity that is not human one can say who approved it, and when. Once it was rotated or retired one
#   can also say who did that, and when. A machine signs no request, so this record is all that an auditor can
#   follow. The approver may stand in the inventory instead.
# custom:
#   id: NHI-09
#   requirements: [S0.16, S2.7, S2.21, S4.6]
#   controls: [OWASP-NHI-2025:NHI1, NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:AC-2]
#   states: [closed]
#   solution: Complete `lifecycle` with who approved, rotated and retired the identity, and when.
deny contains result.deny("NHI-09", _lifecycle_path, {
	"message": sprintf("cannot show who approved, rotated or retired the identity: %s", [concat(", ", [gap.message |
		some gap in _lifecycle_gaps
	])]),
	"expected": "`approved_by` and `approved_at`, and the same for a rotation and a retirement that took place",
	"unblock": sprintf("complete `lifecycle`: %s", [concat(", ", [sprintf("`%s`", [gap.key]) |
		some gap in _lifecycle_gaps
	])]),
	"who": who.owner,
}) if {
	finding.is_nhi
	finding.is_repair
	count(_lifecycle_gaps) > 0
}

_lifecycle_path := ["lifecycle", _lifecycle_gaps[0].key] if count(_lifecycle_gaps) == 1

_lifecycle_path := ["lifecycle"] if count(_lifecycle_gaps) != 1

_lifecycle := object.union(
	{"approved_by": p | p := org.identity(input.finding.identity.id).approver},
	finding.field(["lifecycle"], {}),
)

# The steps that took place. Everything that exists was approved by somebody.
_lifecycle_steps := [step |
	some step in [
		{"name": "approved", "types": set()},
		{"name": "rotated", "types": {"rotate"}},
		{"name": "retired", "types": {"retire", "delete"}},
	]
	_lifecycle_took_place(step)
]

_lifecycle_took_place(step) if step.name == "approved"

_lifecycle_took_place(step) if account.is_done(step.types)

_lifecycle_took_place(step) if {
	step.name == "retired"
	finding.is_decommissioned
}

_lifecycle_gaps := [gap |
	some step in _lifecycle_steps
	some gap in array.concat(_lifecycle_missing(step), _lifecycle_wrong_dates(step))
]

_lifecycle_missing(step) := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some suffix in ["by", "at"]
	key := sprintf("%s_%s", [step.name, suffix])
	object.get(_lifecycle, key, "") == ""
]

_lifecycle_wrong_dates(step) := [{"key": key, "message": sprintf("`%s` %s", [key, message])} |
	key := sprintf("%s_at", [step.name])
	at := _lifecycle[key]
	some message in array.concat(
		[sprintf("lies in the future (%s)", [at]) | not moment.begun(at)],
		[sprintf("(%s) is earlier than the action of %s", [at, acted]) |
			acted := account.first_at(step.types)
			moment.before(at, acted)
		],
	)
]
