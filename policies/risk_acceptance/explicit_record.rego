package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Explicit acceptance
# description: |
#   A risk is accepted by a decision that somebody wrote down: what was decided, why, which risk remains, for which
#   finding or identity, and who asked for it. Silence, or the acceptance of something else, accepts nothing.
# custom:
#   id: RSK-01
#   requirements: [S2.20, S3.2, S3.26]
#   controls: [NIST-CSF-2.0:GV.RM-04, NIST-CSF-2.0:ID.RA-06]
#   states: [accepted]
#   solution: Write `risk_acceptance` with `decision`, `rationale`, `residual_risk`, `scope` and `requested_by`.
deny contains result.deny("RSK-01", ["risk_acceptance"], {
	"message": "accepted without a written risk acceptance",
	"expected": "`decision`, `rationale`, `residual_risk`, `scope`, `requested_by`, and the approval",
	"unblock": _explicit_record_advice,
	"who": who.owner,
	"related": [{"path": ["state"], "message": sprintf("it could not be accepted: %s", [why])} |
		some why in sort(acceptance.never_reasons)
	],
}) if {
	input.finding.state == "accepted"
	not acceptance.current
}

deny contains result.deny("RSK-01", array.concat(["risk_acceptance"], gaps[0].path), {
	"message": sprintf("the acceptance is not explicit: %s", [concat("; ", [g.message | some g in gaps])]),
	"expected": sprintf("a written decision about finding `%s` or its identity", [input.finding.id]),
	"unblock": sprintf("write down what is missing or wrong: %s", [concat(", ", [g.name | some g in gaps])]),
	"who": who.owner,
	"related": [{"path": array.concat(["risk_acceptance"], g.path), "message": g.message} |
		some i, g in gaps
		i > 0
	],
}) if {
	gaps := array.concat(_explicit_record_missing, _explicit_record_wrong_scope)
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

_explicit_record_advice := "remediate it, or contain it: this risk is never accepted" if {
	count(acceptance.never_reasons) > 0
}

_explicit_record_advice := advice if {
	count(acceptance.never_reasons) == 0
	advice := sprintf("write `risk_acceptance` and have a person of level %s approve it", [acceptance.needed_level])
}

_explicit_record_missing := [gap |
	some key in ["decision", "rationale", "residual_risk", "scope", "requested_by"]
	_explicit_record_is_blank(object.get(acceptance.current, key, null))
	gap := {"path": [key], "name": sprintf("`%s`", [key]), "message": sprintf("`%s` is missing", [key])}
]

_explicit_record_is_blank(value) if value in [null, {}]

_explicit_record_is_blank(value) if {
	is_string(value)
	trim_space(value) == ""
}

_explicit_record_wrong_scope := array.concat(
	[{"path": ["scope", key], "name": sprintf("`scope.%s`", [key]), "message": why} |
		some key, own in _explicit_record_subject
		named := acceptance.current.scope[key]
		named != own
		why := sprintf("`scope.%s` is `%s`, this finding's is `%s`", [key, named, own])
	],
	[{"path": ["scope"], "name": "`scope`", "message": "`scope` names neither the finding nor its identity"} |
		scope := acceptance.current.scope
		count(scope) > 0
		not scope.finding
		not scope.identity
	],
)

_explicit_record_subject := {
	"finding": input.finding.id,
	"identity": object.get(input.finding, ["identity", "id"], "none"),
	"control": object.get(input.finding, ["control", "id"], "none"),
}
