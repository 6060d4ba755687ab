package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: No broad label as owner
# description: |
#   A control or a finding that belongs to "IT" or "Security" belongs to nobody who can be asked. The profile lists
#   such labels. This is a fault of the organisation data; it is shown at the findings that meet it, and blocks none.
# custom:
#   id: OWN-13
#   requirements: [S2.3, S2.16]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Name a person for each access process in `org.controls`, and a team that does the work as resolver.
warn contains result.warn("OWN-13", ["control", "id"], {
	"message": sprintf("control `%s` is owned by the broad label `%s`", [finding.control_id, label]),
	"expected": "a person for each access process",
	"found": label,
	"unblock": "name a person as owner of the control in the organisation data",
	"who": who.owner,
}) if {
	finding.is_leaving
	label := min(_broad_control_labels)
}

warn contains result.warn("OWN-13", ["ownership", "resolver"], {
	"message": sprintf("routed to the broad label `%s`", [label]),
	"expected": "a team with a name of its own",
	"found": label,
	"unblock": "set `ownership.resolver` to the team that does the work",
	"who": who.owner,
}) if {
	finding.is_leaving
	label := min(_broad_resolver_labels)
}

# The owner of the control as written, and the display name, as far as the profile calls them broad.
_broad_control_labels := {label |
	some interval in org.control(finding.control_id).owners
	org.holds_at(interval, finding.judged_at)
	some label in {interval.person} | {n | n := org.person(interval.person).name}
	lower(label) in data.params.broad_owner_labels
}

# The resolver as written, and the name of its team, as far as the profile calls them broad.
_broad_resolver_labels := {label |
	resolver := input.finding.ownership.resolver
	some label in {resolver} | {data.org.teams[id].name | some id in org.team_ids(resolver)}
	lower(label) in data.params.broad_owner_labels
}
