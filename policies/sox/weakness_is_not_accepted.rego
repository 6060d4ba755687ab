package remedy.sox

import data.remedy.lib.control_exception
import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: A weakness is remediated and communicated
# description: |
#   A significant deficiency or a material weakness is not disposed of by accepting it, and the audit committee learns
#   of it in writing. A closure that rests on an acceptance is denied here; an acceptance itself is denied by RSK-04.
#   The communication is asked for in both states: a weakness that stays open is the one that the committee must know.
# custom:
#   id: SOX-06
#   requirements: []
#   controls: [PCAOB:AS-1305, PCAOB:AS-2201]
#   states: [accepted, closed]
#   solution: Remediate the weakness, inform the audit committee in writing and set `sox.audit_committee_ref`.
deny contains result.deny("SOX-06", path, {
	"message": sprintf("a %s cannot be closed by acceptance", [weakness]),
	"expected": "a remediation",
	"found": found,
	"unblock": "remediate it, and choose the path that does",
	"who": who.owner,
	"related": [{"path": ["sox", "level"], "message": sprintf("a %s", [weakness])}],
}) if {
	finding.is_repair
	weakness := _weakness
	[path, found] := _weakness_acceptances[0]
}

deny contains result.deny("SOX-06", ["sox", "audit_committee_ref"], {
	"message": sprintf("the audit committee was not informed of the %s", [weakness]),
	"expected": "a reference to the written communication",
	"unblock": "inform the audit committee in writing and set `sox.audit_committee_ref`",
	"who": control_exception.assessors,
	"related": [{"path": ["sox", "level"], "message": sprintf("a %s", [weakness])}],
}) if {
	_weakness_is_judged
	weakness := _weakness
	trim_space(finding.field(["sox", "audit_committee_ref"], "")) == ""
}

_weakness_is_judged if input.finding.state == "accepted"

_weakness_is_judged if finding.is_repair

_weakness := replace(level, "_", " ") if {
	level := input.finding.sox.level
	level in {"significant_deficiency", "material_weakness"}
}

# Where a closure says that it rests on an acceptance.
_weakness_acceptances := [[path, value] |
	some value, path in {"accepted": ["closure", "disposition"], "risk_acceptance": ["plan", "path"]}
	finding.field(path, "") == value
]
