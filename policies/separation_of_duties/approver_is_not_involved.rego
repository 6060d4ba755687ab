package remedy.separation_of_duties

import data.remedy.lib.acceptance
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Nobody accepts their own risk
# description: |
#   Whoever owns the finding or its identity, fixes it, or asked for the acceptance has a reason to call the risk small.
#   So somebody else accepts it, who holds the level that is needed. Two ids of one person count as one.
# custom:
#   id: SOD-07
#   hard: true
#   requirements: []
#   controls: [NIST-CSF-2.0:PR.AA-05]
#   states: [accepted]
#   solution: Have the acceptance approved by a person of the needed level who is not involved in the finding.
deny contains result.deny("SOD-07", ["risk_acceptance", "approved_by"], {
	"message": sprintf("`%s` cannot accept this risk, being its %s", [approver, concat(", ", roles)]),
	"expected": sprintf("a person of level %s who is not involved", [acceptance.needed_level]),
	"found": approver,
	"unblock": sprintf("have it approved by an uninvolved person of level %s or above", [acceptance.needed_level]),
	"who": acceptance.approvers,
	"related": _involvement_places(person),
	"facts": {"person": person, "roles": roles},
}) if {
	approver := acceptance.current.approved_by
	person := org.canonical(approver)
	person in finding.conflicted
	roles := sort({r.role | some r in _involvements; r.person == person})
}

_involvements contains {"role": "accountable owner", "person": p, "path": ["ownership", "accountable_owner"]} if {
	p := finding.accountable_owner
}

_involvements contains {"role": "implementer", "person": person, "path": ["ownership", "implementers", i]} if {
	some i, p in finding.field(["ownership", "implementers"], [])
	person := org.canonical(p)
}

_involvements contains {"role": "implementer", "person": person, "path": ["plan", "actions", i, "performed_by"]} if {
	some i, action in finding.actions
	person := org.canonical(action.performed_by)
}

_involvements contains {"role": "requester", "person": org.canonical(p), "path": [section, "requested_by"]} if {
	some section in ["risk_acceptance", "closure"]
	p := input.finding[section].requested_by
}

_involvements contains {"role": "identity owner", "person": org.canonical(p), "path": ["identity", "owner"]} if {
	p := input.finding.identity.owner
}

_involvements contains {"role": "identity owner", "person": org.canonical(p), "path": ["identity", "id"]} if {
	p := org.identity(input.finding.identity.id).owner
}

_involvement_places(person) := [{"path": place.path, "message": sprintf("%s here", [place.role])} |
	some place in _involvements
	place.person == person
]
