package remedy.sox

import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Complete record of a SOX control
# description: |
#   A control for SOX is complete before its first exception: an owner in writing, the population that it covers, how
#   often it operates, how long its evidence is kept, who approves, and the systems that tie identities to it. What is
#   missing there shows up later as an exception that nobody can close.
# custom:
#   id: SOX-07
#   kinds: [Organization]
#   requirements: [S3.20, S4.2, S4.7, S4.13, S4.15]
#   controls: [PCAOB:AS-2201, NIST-CSF-2.0:GV.RR-02]
#   solution: Complete the record of the control in the organisation data.
deny contains result.deny("SOX-07", array.concat(["controls", id], gaps[0].path), {
	"message": sprintf("SOX control `%s` lacks %s", [id, concat(", ", [g.name | some g in gaps])]),
	"expected": "owner with `doc_ref`, `population`, `frequency`, `retention`, `approval_rule` and `systems`",
	"unblock": sprintf("complete %s of the control", [concat(", ", [sprintf("`%s`", [g.path[0]]) | some g in gaps])]),
	"who": _control_record_keepers(id),
	"related": [{"path": array.concat(["controls", id], g.path), "message": sprintf("lacks %s", [g.name])} |
		some i, g in gaps
		i > 0
	],
}) if {
	input.kind == "Organization"
	some id, control in data.org.controls
	control.framework == "sox"
	gaps := _control_gaps(control)
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

_control_gaps(control) := array.concat(
	_control_owner_gaps(control),
	array.concat(_control_text_gaps(control), _control_map_gaps(control)),
)

# The owner of today, if the control has one, else who leads finance and compliance.
_control_record_keepers(id) := [org.control_owner_at(id, input.at.time)]

_control_record_keepers(id) := sort([lead |
	some _, team in data.org.teams
	team["function"] in {"finance", "compliance"}
	lead := team.lead
]) if {
	not org.control_owner_at(id, input.at.time)
}

# The first entry that holds today counts, as everywhere.
_control_owner_gaps(control) := [{"path": ["owners"], "name": "a current owner"}] if {
	count(_current_owners(control)) == 0
}

_control_owner_gaps(control) := [gap |
	i := _current_owners(control)[0]
	some fault in _control_owner_faults(control.owners[i])
	gap := {"path": ["owners", i, fault.key], "name": fault.name}
] if {
	count(_current_owners(control)) > 0
}

_current_owners(control) := [i |
	some i, owner in control.owners
	org.holds_at(owner, input.at.time)
]

_control_owner_faults(owner) := array.concat(
	[{"key": "person", "name": "an owner in `org.people`"} | not org.names_person(owner.person)],
	[{"key": "doc_ref", "name": "an owner in writing (`doc_ref`)"} |
		trim_space(object.get(owner, "doc_ref", "")) == ""
	],
)

_control_text_gaps(control) := array.concat(
	[{"path": [key], "name": name} |
		some key, name in {
			"population": "a population",
			"retention": "a retention",
			"approval_rule": "an approval rule",
		}
		trim_space(object.get(control, key, "")) == ""
	],
	[{"path": ["frequency"], "name": "a cadence"} |
		not control.frequency
		not control.cadence_days
	],
)

_control_map_gaps(control) := [{"path": ["systems"], "name": "systems, so no identity leads to it"}] if {
	count(object.get(control, "systems", [])) == 0
}

_control_map_gaps(control) := [gap |
	data.org.identities
	count([s | some s in control.systems; s in _systems_of_identities]) == 0
	gap := {"path": ["systems"], "name": "an identity on one of its systems"}
] if {
	count(object.get(control, "systems", [])) > 0
}

# Taken together once, as an organisation has many identities.
_systems_of_identities := {s |
	some _, identity in data.org.identities
	some s in identity.systems
}
