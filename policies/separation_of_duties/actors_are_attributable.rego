package remedy.separation_of_duties

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Actors are people
# description: |
#   Behind everything that was done, approved, tested or collected stands a person, or a machine whose owner is one.
#   Two ids can only be compared if both are known: an id that leads to nobody could be anybody, also the one who must
#   not act here. Fields of which another rule asks for a person are left to that rule.
# custom:
#   id: SOD-09
#   requirements: []
#   controls: [NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:AC-5]
#   states: [accepted, closed]
#   solution: Name a person, or record in the organisation data whose alias or machine it is.
deny contains result.deny("SOD-09", actors[0].path, {
	"message": sprintf("`%s` cannot be attributed to a person: %s", [id, _attribution_gap(id).why]),
	"expected": "a person in `org.people`, or a machine whose owner is one",
	"found": id,
	"unblock": _attribution_gap(id).advice,
	"who": _attribution_helpers(id),
	"related": [{"path": actor.path, "message": "here too"} | some i, actor in actors; i > 0],
}) if {
	finding.is_leaving
	data.org.people
	some id in {actor.id | some actor in _actors}
	actors := [actor | some actor in _actors; actor.id == id]
	not org.is_person(id)
}

_actors := array.concat(_named_actors, _listed_actors)

_named_actors := [{"id": id, "path": path} |
	some path in [
		["ownership", "verified_by"],
		["containment", "contained_by"],
		["closure", "requested_by"], ["closure", "verified_by"],
	]
	id := object.get(input.finding, path, "")
	id != ""
]

_listed_actors := array.concat(
	[{"id": id, "path": ["ownership", "implementers", i]} |
		some i, id in finding.field(["ownership", "implementers"], [])
	],
	[{"id": id, "path": array.concat(list[0], [i, key])} |
		some list in [
			[["plan", "actions"], ["performed_by", "approved_by"]],
			[["retest"], ["by"]],
			[["approvals"], ["by"]],
			[["evidence"], ["collected_by"]],
		]
		some i, entry in finding.field(list[0], [])
		some key in list[1]
		id := entry[key]
	],
)

_attribution_gap(id) := {"why": why, "advice": advice} if {
	not org.identity(id)
	why := "neither a person in `org.people` nor an identity in `org.identities`"
	advice := "name a person, or record the id as an alias in `org.people`"
}

_attribution_gap(id) := {"why": why, "advice": advice} if {
	identity := org.identity(id)
	not identity.owner
	why := sprintf("a %s without an owner", [replace(identity.kind, "_", " ")])
	advice := "name a person, or record the owner in `org.identities`"
}

# A machine with an owner stands for that person already. What is left is a second account of a person that was not
# recorded as an alias, and an owner who is nobody.
_attribution_gap(id) := {"why": why, "advice": advice} if {
	identity := org.identity(id)
	owner := identity.owner
	org.is_person(owner)
	why := sprintf("an account of `%s` that `org.people` does not list as an alias", [owner])
	advice := sprintf("record `%s` as an alias of `%s` in `org.people`", [id, owner])
}

_attribution_gap(id) := {"why": why, "advice": advice} if {
	identity := org.identity(id)
	owner := identity.owner
	not org.is_person(owner)
	why := sprintf("its owner `%s` is not a person in `org.people`", [owner])
	advice := "name a person, or correct the owner in `org.identities`"
}

# Teams that look after identities for what the inventory knows, else the owner of the finding.
_attribution_helpers(id) := who.identity_teams if org.identity(id)

_attribution_helpers(id) := who.owner if not org.identity(id)
