package remedy.containment

import data.remedy.lib.containment
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Contained while nobody owns it
# description: |
#   An identity can be misused whether or not somebody knows who owns it. As long as the owner is unknown the danger is
#   contained within the hours of its tier, and the search for the owner goes on meanwhile. A fix within these hours,
#   or an action that takes access away, contains as well. A containment that came late is CON-03's.
# custom:
#   id: CON-01
#   requirements: [S1.28]
#   controls: [NIST-CSF-2.0:RS.MI-01, NIST-800-53r5:IR-4]
#   states: [open, closed]
#   solution: Disable or restrict the identity, or revoke its sessions, and record it under `containment`.
deny contains result.deny("CON-01", ["containment", "contained_at"], {
	"message": sprintf("no owner and no containment %s after the detection (%s)", [
		containment.delay,
		containment.limit_in_words,
	]),
	"expected": sprintf("a containment by %s", [containment.limit]),
	"unblock": concat("", [
		"contain it now (disable, restrict, revoke the sessions) and record `containment`; ",
		"the search for the owner goes on meanwhile",
	]),
	"who": _unowned_helpers,
	"related": [{"path": ["ownership", "status"], "message": "nobody owns it"}],
	"facts": {"hours": containment.hours, "limit": containment.limit},
}) if {
	_unowned_is_judged
	containment.is_unowned
	containment.is_missed
}

_unowned_is_judged if input.finding.state == "open"

_unowned_is_judged if finding.is_repair

# Containment needs nobody's approval: who looks after identities or security, else who might own the finding.
_unowned_helpers := _unowned_teams if count(_unowned_teams) > 0

_unowned_helpers := who.candidates if count(_unowned_teams) == 0

_unowned_teams := sort([id |
	some id, team in data.org.teams
	team["function"] in {"iam", "security"}
	not org.is_generic_queue(id)
])
