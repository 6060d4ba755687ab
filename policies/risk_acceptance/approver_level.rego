package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Approver of the right level
# description: |
#   Whoever accepts a risk answers for it, so the approver is a known and active person of the level that the profile
#   asks for. What counts is the level in the organisation data on the day of the approval, whatever the manifest says.
# custom:
#   id: RSK-03
#   requirements: [S2.8, S3.26]
#   controls: [NIST-CSF-2.0:GV.RR-01, NIST-CSF-2.0:GV.RM-04]
#   states: [accepted]
#   solution: Have a person of the level approve the acceptance, and name them in `risk_acceptance.approved_by`.
deny contains result.deny("RSK-03", ["risk_acceptance", "approved_by"], object.union(_approver_details, {
	"message": sprintf("nobody is named who approved the acceptance, which needs level %s", [acceptance.needed_level]),
})) if {
	object.get(acceptance.current, "approved_by", "") == ""
}

deny contains result.deny("RSK-03", ["risk_acceptance", "approved_by"], object.union(_approver_details, {
	"message": sprintf("`%s` is not a person in `org.people` and cannot accept a risk", [approver]),
	"found": approver,
})) if {
	approver := _approver
	not org.names_person(approver)
}

deny contains result.deny("RSK-03", ["risk_acceptance", "approved_by"], object.union(_approver_details, {
	"message": sprintf("`%s` was not active at the approval (%s)", [_approver, acceptance.decided_at]),
	"found": _approver,
})) if {
	org.names_person(_approver)
	org.is_inactive_at(_approver, acceptance.decided_at)
}

deny contains result.deny("RSK-03", ["risk_acceptance", "approved_by"], object.union(_approver_details, {
	"message": sprintf("`%s` (level %s on %s) cannot accept %s, which needs level %s", [
		_approver,
		level,
		moment.day(acceptance.decided_at),
		acceptance.risk_name,
		acceptance.needed_level,
	]),
	"found": level,
	"related": [{"path": ["risk_acceptance", "level"], "message": why} |
		stated := acceptance.current.level
		stated != level
		why := sprintf("the manifest says %s, the organisation's data say %s", [stated, level])
	],
})) if {
	not acceptance.is_never
	org.names_person(_approver)
	org.is_active_at(_approver, acceptance.decided_at)
	level := org.level_at(_approver, acceptance.decided_at)
	not org.at_least(level, acceptance.needed_level)
}

_approver := id if {
	id := acceptance.current.approved_by
	id != ""
}

_approver_details := {
	"expected": sprintf("a person of level %s or above, active at the approval", [acceptance.needed_level]),
	"unblock": sprintf("have it approved by a person of level %s who is not involved", [acceptance.needed_level]),
	"who": acceptance.approvers,
	"facts": {
		"tier": exploitability.tier,
		"rating": exploitability.rating,
		"level": acceptance.needed_level,
	},
}
