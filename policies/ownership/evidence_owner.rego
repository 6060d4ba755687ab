package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Owner of the evidence
# description: |
#   In an audit, SOX or SOC 2 finding somebody is named who keeps the control evidence. The owner of the process
#   (system owner, else accountable owner) may be the same person if the finding says so; else it was just filled in
#   twice.
# custom:
#   id: OWN-11
#   requirements: [S2.4, S2.10, S2.30, S4.1]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Set `ownership.evidence_owner`.
deny contains result.deny("OWN-11", ["ownership", "evidence_owner"], {
	"message": "nobody owns the control evidence",
	"expected": "the id of one person in `org.people`",
	"unblock": "set `ownership.evidence_owner` to the person who keeps the control evidence",
	"who": who.owner,
}) if {
	finding.is_leaving
	_evidence_owner_is_needed
	not input.finding.ownership.evidence_owner
}

deny contains result.deny("OWN-11", ["ownership", "evidence_owner"], {
	"message": sprintf("the owner of the evidence `%s` is not a person in `org.people`", [owner]),
	"expected": "the id of one person in `org.people`",
	"found": owner,
	"unblock": "set `ownership.evidence_owner` to the person who keeps the control evidence",
	"who": who.owner,
}) if {
	finding.is_leaving
	_evidence_owner_is_needed
	data.org.people
	owner := input.finding.ownership.evidence_owner
	not org.names_person(owner)
}

deny contains result.deny("OWN-11", ["ownership", "evidence_owner_is_process_owner"], {
	"message": sprintf("`%s` owns the evidence and, as `%s`, the process; nothing says that this is meant", [
		owner,
		concat(".", _evidence_process_owner.path),
	]),
	"expected": true,
	"unblock": "set `ownership.evidence_owner_is_process_owner: true` if this is meant, or name another evidence owner",
	"who": who.owner,
	"related": [
		{"path": ["ownership", "evidence_owner"], "message": "the same person"},
		{"path": _evidence_process_owner.path, "message": "the same person"},
	],
}) if {
	finding.is_leaving
	_evidence_owner_is_needed
	owner := input.finding.ownership.evidence_owner
	org.same_person(owner, _evidence_process_owner.id)
	finding.field(["ownership", "evidence_owner_is_process_owner"], false) != true
}

_evidence_process_owner := {"path": ["ownership", "system_owner"], "id": input.finding.ownership.system_owner}

_evidence_process_owner := {"path": ["ownership", "accountable_owner"], "id": finding.accountable_person} if {
	not input.finding.ownership.system_owner
}

_evidence_owner_is_needed if finding.is_audit

_evidence_owner_is_needed if finding.is_sox

_evidence_owner_is_needed if input.finding.source.framework == "soc2"

_evidence_owner_is_needed if org.control(finding.control_id).framework == "soc2"
