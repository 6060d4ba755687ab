package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Reviewers do not own remediation
# description: |
#   Audit records and verifies, the access review team surfaces and escalates. Neither owns the remediation, or nobody
#   independent is left to judge it. The one exception is a reviewer who owns the control itself.
# custom:
#   id: OWN-05
#   requirements: [S0.2, S2.1, S3.1, S3.6, S3.8, S3.18]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Hand the finding over to the control owner, or record in `org.controls` that this person is it.
deny contains result.deny("OWN-05", ["ownership", "accountable_owner"], {
	"message": sprintf("team `%s` of `%s` (%s) may verify and escalate, but not own remediation%s", [
		org.team_id_of(owner),
		owner,
		replace(org.team_of(owner)["function"], "_", " "),
		_reviewer_control_owner_note,
	]),
	"expected": "the control owner",
	"found": input.finding.ownership.accountable_owner,
	"unblock": _reviewer_advice,
	"who": _reviewer_successors,
	"related": [{"path": ["control", "id"], "message": sprintf("owned by `%s`", [o])} | o := _reviewer_control_owner],
}) if {
	finding.is_leaving
	owner := finding.accountable_person
	not _reviewer_owns_control(owner)
	org.has_function(owner, {"audit", "access_review"})
}

_reviewer_control_owner := org.control_owner_at(finding.control_id, finding.judged_at)

_reviewer_owns_control(owner) if owner == _reviewer_control_owner

_reviewer_control_owner_note := sprintf("; `%s` is owned by `%s`", [finding.control_id, _reviewer_control_owner])

_reviewer_control_owner_note := "" if not _reviewer_control_owner

_reviewer_advice := sprintf("hand the finding over to the control owner `%s`", [_reviewer_control_owner])

_reviewer_advice := "hand the finding over to the person who owns the control" if not _reviewer_control_owner

_reviewer_successors := [p |
	some p in who.candidates
	not org.has_function(p, {"audit", "access_review"})
]
