# METADATA
# title: Organisation
# description: Questions about people, teams, controls and identities. Ids are compared after `canonical`.
package remedy.lib.org

import data.remedy.lib.moment

# The person that an id stands for: the id itself if it is unknown.
canonical(id) := data.org.aliases[lower(id)]

canonical(id) := id if not data.org.aliases[lower(id)]

same_person(a, b) if canonical(a) == canonical(b)

person(id) := data.org.people[canonical(id)]

is_person(id) if person(id)

# True if the id, alias or address is a person's own. That of a service account stands for its owner and names nobody.
names_person(id) if data.org.people[id]

names_person(id) if {
	is_person(id)
	not names_machine(id)
}

# True if the id or alias is that of a service account, or of another identity that is not human.
names_machine(id) if {
	some name in _identities_named(id)
	data.org.identities[name].kind != "human"
}

# A person whose employment has ended or not begun, or who is marked inactive, at moment m. Who is marked inactive
# before the employment ends was inactive at every moment: nobody knows since when.
is_inactive_at(id, m) if moment.before(person(id).ended_at, m)

is_inactive_at(id, m) if is_yet_to_start(id, m)

is_inactive_at(id, _) if {
	p := person(id)
	object.get(p, "active", true) == false
	not _has_ended(p)
}

_has_ended(p) if moment.passed(p.ended_at)

# A person whose employment begins only after moment m.
is_yet_to_start(id, m) if moment.before(m, person(id).started_at)

is_active_at(id, m) if {
	is_person(id)
	not is_inactive_at(id, m)
}

now := input.at.time

team_of(id) := data.org.teams[person(id).team]

team_id_of(id) := person(id).team

has_function(id, functions) if team_of(id)["function"] in functions

is_external(id) if object.get(person(id), "external", false) == true

is_external(id) if person(id).vendor

# The highest level that a person holds at moment m: "L1" to "L4", or "none".
level_at(id, m) := max(_levels_at(id, m))

level_at(id, m) := "none" if count(_levels_at(id, m)) == 0

_levels_at(id, m) := {grant.level |
	some grant in person(id).levels
	holds_at(grant, m)
}

# Persons that are active now and hold at least the level, to be named in `who`.
persons_with_level(level) := sort([id |
	some id in _level_holders
	is_active_at(id, now)
	at_least(level_at(id, now), level)
])

# Who holds or held any level. The tool gathers them once, so that no rule looks through everybody.
_level_holders := object.get(data.org, "level_holders", object.keys(data.org.people))

at_least(level, needed) if {
	level != "none"
	level >= needed
}

# The level above, at most the highest that the profile knows.
level_above(level) := {"L1": "L2", "L2": "L3", "L3": "L4", "L4": "L4"}[level]

# True if an interval {from, to} holds at moment m. No `to` means: until further notice; without `from` it never holds.
holds_at(interval, m) if {
	from := interval.from
	not moment.before(m, from)
	not _ended_before(interval, m)
}

_ended_before(interval, m) if moment.before(interval.to, m)

control(id) := data.org.controls[id]

# The person that owned a control at moment m.
control_owner_at(id, m) := canonical([o.person | some o in control(id).owners; holds_at(o, m)][0])

identity(id) := data.org.identities[identity_id(id)]

# The id under which the inventory has an identity: its id or one of its aliases, in any case.
identity_id(id) := id if data.org.identities[id]

identity_id(id) := min(_identities_named(id)) if not data.org.identities[id]

# The tool gathers the names once, so that no rule looks through all identities.
_identities_named(name) := {id | some id in data.org.identity_names[lower(name)]} if data.org.identity_names

_identities_named(name) := {id |
	some id, record in data.org.identities
	# mutation: fallback, because nobody asks for the alias that it would bring
	some other in array.concat([id], object.get(record, "aliases", []))
	lower(other) == lower(name)
} if not data.org.identity_names

is_generic_queue(name) if {
	some id in team_ids(name)
	data.org.teams[id].generic_queue == true
}

is_team(name) if count(team_ids(name)) > 0

# The ids of the teams that a name stands for: their id, name or alias, in any case.
team_ids(name) := {id | some id in data.org.team_names[lower(name)]} if data.org.team_names

team_ids(name) := {id |
	some id, team in data.org.teams
	# mutation: fallback, because nobody asks for the alias that it would bring
	some other in array.concat([id, object.get(team, "name", id)], object.get(team, "aliases", []))
	lower(other) == lower(name)
} if not data.org.team_names

# Teams that list a capability, without the queues that nobody answers for.
teams_with(capability) := sort([id |
	some id, team in data.org.teams
	capability in team.capabilities
	not team.generic_queue == true
])
