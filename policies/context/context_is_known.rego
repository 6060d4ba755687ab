package remedy.context

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Context is known
# description: |
#   Who takes an identity away has to know which application and business process stop, what else depends on it, and how
#   it is rotated. That is collected with the finding, not found out by an outage. That nothing depends on it is a
#   statement too: an empty list counts once somebody has verified it.
# custom:
#   id: CTX-01
#   requirements: [S1.3, S1.5, S1.11]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Fill in `context`; for an empty `dependencies`, name who verified that in `verified_by` and `verified_at`.
deny contains result.deny("CTX-01", ["context", _context_gaps[0]], {
	"message": sprintf("dependency or business context is missing: %s", [_context_list]),
	"expected": "`application`, `business_process`, `dependencies` and `rotation_method`",
	"unblock": _context_advice,
	"who": who.owner,
	"related": [{"path": ["context", key], "message": "missing too"} | some i, key in _context_gaps; i > 0],
	"facts": {"missing": _context_gaps},
}) if {
	input.finding.state == "closed"
	finding.is_repair
	finding.is_identity_finding
	count(_context_gaps) > 0
}

_context_gaps := [key |
	some key in ["application", "business_process", "dependencies", "rotation_method"]
	not _context_states(key)
]

_context_states("dependencies") if count(finding.field(["context", "dependencies"], [])) > 0

_context_states("dependencies") if {
	_context_names_no_dependency
	input.finding.context.verified_by
	input.finding.context.verified_at
}

_context_states(key) if {
	key != "dependencies"
	trim_space(finding.field(["context", key], "")) != ""
}

_context_names_no_dependency if input.finding.context.dependencies == []

_context_list := concat(", ", [_context_gap_in_words(key) | some key in _context_gaps])

_context_gap_in_words(key) := "`dependencies` (empty, which nobody has verified)" if _context_is_unverified_gap(key)

_context_gap_in_words(key) := sprintf("`%s`", [key]) if not _context_is_unverified_gap(key)

_context_is_unverified_gap(key) if {
	key == "dependencies"
	_context_names_no_dependency
}

_context_advice := concat(" and ", array.concat(
	[sprintf("fill in %s", [concat(", ", [sprintf("`context.%s`", [key]) | some key in absent])]) |
		absent := [key | some key in _context_gaps; not _context_is_unverified_gap(key)]
		count(absent) > 0
	],
	["verify that nothing depends on it and set `context.verified_by` and `context.verified_at`" |
		some key in _context_gaps
		_context_is_unverified_gap(key)
	],
))
