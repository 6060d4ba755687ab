package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Control owner, then and now
# description: |
#   The owner whom the finding names for its control is the one in the record of the control, when the finding was
#   closed and when it was detected. If the control changed hands in between, the history of the finding shows the
#   handover.
# custom:
#   id: OWN-12
#   requirements: [S0.9, S0.29, S0.31, S2.3, S2.31, S3.1, S3.5, S3.24, S3.27, S4.1, S4.15, S4.20]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Correct the owner in the manifest, or record the change of ownership with dates in `org.controls`.
deny contains result.unavailable(
	"OWN-12",
	["control", "id"],
	"org.controls",
	"put the controls and their owners into the organisation data, as `controls`",
) if {
	finding.is_leaving
	finding.has_control
	not data.org.controls
}

deny contains result.deny("OWN-12", ["control", "id"], {
	"message": sprintf("`%s` is not a control in `org.controls`", [id]),
	"expected": "the id of a control with an owner",
	"found": id,
	"unblock": "correct the id, or record the control with its owners in the organisation data",
	"who": who.owner,
}) if {
	finding.is_leaving
	data.org.controls
	id := finding.control_id
	not org.control(id)
}

deny contains result.deny("OWN-12", ["control", "id"], {
	"message": sprintf("control `%s` has no recorded owner on %s (%s)", [
		finding.control_id,
		moment.day(checkpoint.at),
		checkpoint.name,
	]),
	"expected": sprintf("an owner of the control on %s", [moment.day(checkpoint.at)]),
	"unblock": sprintf("record who owned `%s` at that time in `owners` of the control, with its source", [
		finding.control_id,
	]),
	"who": who.owner,
}) if {
	finding.is_leaving
	org.control(finding.control_id)
	checkpoint := _control_owner_gaps[0]
}

deny contains result.deny("OWN-12", _control_owner_path, {
	"message": sprintf("control owner of `%s` on %s (%s) is `%s`, the manifest says `%s`", [
		finding.control_id,
		moment.day(checkpoint.at),
		checkpoint.name,
		owner,
		finding.control_owner,
	]),
	"expected": owner,
	"found": finding.control_owner,
	"unblock": sprintf("correct the owner to `%s`, or record the change of ownership with dates in `org.controls`", [
		owner,
	]),
	"who": sort({p | some p in [owner, finding.control_owner]; org.is_active_at(p, org.now)}),
	"related": [{"path": ["control", "id"], "message": "the control"}],
}) if {
	finding.is_leaving
	_control_owner_is_named
	checkpoint := _control_owner_checkpoints[0]
	owner := org.control_owner_at(finding.control_id, checkpoint.at)
	owner != finding.control_owner
}

deny contains result.deny("OWN-12", ["ownership", "history"], {
	"message": sprintf("control owner of `%s` on %s (%s) was `%s`, and no handover leads from there to `%s`", [
		finding.control_id,
		moment.day(checkpoint.at),
		checkpoint.name,
		owner,
		finding.control_owner,
	]),
	"expected": sprintf("an entry from `%s`", [owner]),
	"unblock": sprintf("record the handover from `%s` in `ownership.history`, with its date and source", [owner]),
	"who": sort({p | some p in [owner, finding.control_owner]; org.is_active_at(p, org.now)}),
	"related": [
		{"path": ["source", "detected_at"], "message": "detected"},
		{"path": _control_owner_path, "message": "the owner now"},
	],
}) if {
	finding.is_leaving
	org.control_owner_at(finding.control_id, finding.judged_at) == finding.control_owner
	checkpoint := _control_owner_checkpoints[1]
	owner := org.control_owner_at(finding.control_id, checkpoint.at)
	owner != finding.control_owner
	not _control_owner_handed_over(owner)
}

# Of an accountable owner who is no person OWN-01 and OWN-02 speak.
_control_owner_is_named if input.finding.control.owner

_control_owner_is_named if finding.accountable_person

# The moments at which the control must have an owner: the one of the judgement first, so that one gap gives one denial.
_control_owner_checkpoints := [
	{"at": finding.judged_at, "name": _control_owner_judgement},
	{"at": finding.detected_at, "name": "detection"},
]

_control_owner_judgement := "closure" if finding.state == "closed"

_control_owner_judgement := "now" if finding.state != "closed"

_control_owner_gaps := [t |
	some t in _control_owner_checkpoints
	not org.control_owner_at(finding.control_id, t.at)
]

# Where the manifest names the owner: at the control, else as the accountable owner.
_control_owner_path := ["control", "owner"] if input.finding.control.owner

_control_owner_path := ["ownership", "accountable_owner"] if not input.finding.control.owner

_control_owner_handed_over(owner) if {
	some entry in finding.field(["ownership", "history"], [])
	org.same_person(entry.from, owner)
}
