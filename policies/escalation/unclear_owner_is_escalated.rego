package remedy.escalation

import data.remedy.lib.escalation
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: An unclear owner is escalated
# description: |
#   Looking for the owner of a finding takes hours, not weeks: what nobody owns, nobody repairs. When the ownership is
#   not confirmed within the profile's hours after the detection, somebody who can decide it is told, as a rule who
#   leads the identity team. Containment goes on meanwhile.
# custom:
#   id: ESC-04
#   requirements: [S1.28, S3.27]
#   controls: [NIST-CSF-2.0:GV.RR-02, NIST-CSF-2.0:GV.RM-03]
#   states: [open]
#   solution: Confirm the owner, or escalate to who leads identity governance and record it in `escalation.records`.
deny contains result.deny("ESC-04", ["ownership", "status"], object.union(
	{
		"message": sprintf("%s %d hours after the detection (limit %d, tier %s), and that was not escalated", [
			_unclear_owner_words,
			floor(moment.hours_between(finding.detected_at, input.at.time)),
			hours,
			exploitability.tier,
		]),
		"expected": "`confirmed`, or an escalation in `escalation.records`",
		"unblock": "confirm the owner, or tell who leads identity governance and record it: `{level, to, at, ref}`",
		"who": _identity_governance,
		"related": array.concat([{"path": ["source", "detected_at"], "message": "detected"}], escalation.related),
		"facts": {"tier": exploitability.tier, "limit_hours": hours},
	},
	{"found": status | status := input.finding.ownership.status},
)) if {
	input.finding.state == "open"
	finding.field(["ownership", "status"], "missing") != "confirmed"
	hours := data.params.owner_resolution_hours[exploitability.tier]
	input.at.ns > moment.start_ns(finding.detected_at) + (hours * 3600000000000)
	count(escalation.told) == 0
}

_unclear_owner_words := sprintf("ownership is still `%s`", [input.finding.ownership.status])

_unclear_owner_words := "ownership is not stated" if not input.finding.ownership.status

# Who leads a team that looks after identities, else the team.
_identity_governance := sort({_lead_or_team(id) | some id in who.identity_teams})

_lead_or_team(id) := org.canonical(data.org.teams[id].lead)

_lead_or_team(id) := id if not data.org.teams[id].lead
