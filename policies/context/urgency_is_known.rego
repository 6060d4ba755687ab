package remedy.context

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Urgency can be computed
# description: |
#   How urgent a finding is depends on where it is, how bad it would be and how far it reaches. As long as one of the
#   three is missing, nobody can say that its date was early enough.
# custom:
#   id: CTX-04
#   requirements: [S1.3, S1.9, S1.23]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [accepted, closed]
#   solution: Fill in `environment`, `impact` and `blast_radius`.
deny contains result.deny("CTX-04", [first], {
	"message": sprintf("urgency cannot be computed: %s missing", [_urgency_list]),
	"expected": "`environment`, `impact` and `blast_radius`",
	"unblock": sprintf("fill in %s", [_urgency_list]),
	"who": who.owner,
	"related": [{"path": [key], "message": "missing too"} | some i, key in _urgency_gaps; i > 0],
	"facts": {"missing": _urgency_gaps},
}) if {
	finding.is_leaving
	first := _urgency_gaps[0]
}

_urgency_gaps := [key |
	some key in ["environment", "impact", "blast_radius"]
	not input.finding[key]
]

_urgency_list := concat(", ", [sprintf("`%s`", [key]) | some key in _urgency_gaps])
