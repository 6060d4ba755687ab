package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Named accountable owner
# description: |
#   Somebody who can be asked by name owns the finding until it is closed. A service account cannot be asked, so it
#   counts as nobody, even if it has an owner itself. Of teams and queues OWN-02 speaks, of several owners OWN-06.
# custom:
#   id: OWN-01
#   requirements: [S0.1, S0.12, S0.31, S1.2, S1.5, S2.30, S3.3, S3.29]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [open, accepted, closed]
#   solution: Set `ownership.accountable_owner` to the id of one person.
deny contains result.unavailable(
	"OWN-01",
	["ownership", "accountable_owner"],
	"org.people",
	"put the people of the organisation into its data, as `people`",
) if {
	finding.state != "contained"
	not data.org.people
}

deny contains result.deny("OWN-01", ["ownership", "accountable_owner"], {
	"message": "no named accountable owner",
	"expected": "the id of one person in `org.people`",
	"unblock": _named_owner_advice,
	"who": who.candidates,
}) if {
	finding.state != "contained"
	data.org.people
	not input.finding.ownership.accountable_owner
}

deny contains result.deny("OWN-01", ["ownership", "accountable_owner"], {
	"message": sprintf("no named accountable owner: `%s` is %s", [owner, _named_owner_is_instead(owner)]),
	"expected": "the id of one person in `org.people`",
	"found": owner,
	"unblock": _named_owner_advice,
	"who": who.candidates,
}) if {
	finding.state != "contained"
	data.org.people
	owner := input.finding.ownership.accountable_owner
	is_string(owner)
	not org.is_team(owner)
	not org.names_person(owner)
}

_named_owner_is_instead(owner) := sprintf("an identity of kind %s", [org.identity(owner).kind])

_named_owner_is_instead(owner) := "not a person in `org.people`" if not org.identity(owner)

_named_owner_advice := "set `ownership.accountable_owner` to the id of one person" if finding.state != "open"

_named_owner_advice := concat("", [
	"set `ownership.accountable_owner` to the id of one person; ",
	"if nobody is known yet, contain it and set `state: contained`",
]) if {
	finding.state == "open"
}
