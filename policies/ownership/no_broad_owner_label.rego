package remedy.ownership

import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: No broad label as owner
# description: |
#   A control or an identity that belongs to "IT" or "Security" belongs to nobody who can be asked, and a team of that
#   name that does the work hides who in it does. The profile lists such labels. Owners of the past stay as they were,
#   and a queue that is marked as one is OWN-02's.
# custom:
#   id: OWN-13
#   requirements: [S2.3, S2.16]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   kinds: [Organization]
#   solution: Name a person for each access process, and give a team that does the work a name of its own.
deny contains result.deny("OWN-13", ["controls", id, "owners", i, "person"], {
	"message": sprintf("control `%s` is owned by the broad label `%s`", [id, label]),
	"expected": "a person for each access process",
	"found": interval.person,
	"unblock": "name a person as owner of the control",
	"who": who.executives,
}) if {
	input.kind == "Organization"
	some id, control in data.org.controls
	some i, interval in control.owners
	not _broad_label_has_ended(interval)
	label := _broad_label_of(interval.person)
}

deny contains result.deny("OWN-13", ["identities", id, "owner"], {
	"message": sprintf("identity `%s` is owned by the broad label `%s`", [id, label]),
	"expected": "the id of one person",
	"found": identity.owner,
	"unblock": "name a person as owner of the identity",
	"who": who.executives,
}) if {
	input.kind == "Organization"
	some id, identity in data.org.identities
	label := _broad_label_of(identity.owner)
}

# A team that can do something is one to which findings are routed.
deny contains result.deny("OWN-13", path, {
	"message": sprintf("team `%s`, to which work is routed, has the broad label `%s`", [id, label]),
	"expected": "teams with a name and a lead of their own",
	"found": label,
	"unblock": "split the team, or give it the name of the work that it does",
	"who": [org.canonical(lead) | lead := team.lead],
}) if {
	input.kind == "Organization"
	some id, team in data.org.teams
	count(object.get(team, "capabilities", [])) > 0
	not object.get(team, "generic_queue", false) == true
	[path, label] := _broad_team_label(id, team.name)
}

_broad_label_has_ended(interval) if moment.passed(interval.to)

# The owner as written, or the display name of that person, if the profile calls it broad.
_broad_label_of(owner) := owner if lower(owner) in data.params.broad_owner_labels

_broad_label_of(owner) := name if {
	not lower(owner) in data.params.broad_owner_labels
	name := org.person(owner).name
	lower(name) in data.params.broad_owner_labels
}

_broad_team_label(id, name) := [["teams", id, "name"], name] if lower(name) in data.params.broad_owner_labels

_broad_team_label(id, name) := [["teams", id], id] if {
	not lower(name) in data.params.broad_owner_labels
	lower(id) in data.params.broad_owner_labels
}
