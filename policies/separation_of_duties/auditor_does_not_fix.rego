package remedy.separation_of_duties

import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.retest
import data.remedy.lib.verification

# METADATA
# title: The auditor does not fix
# description: |
#   In an audit, SOX or SOC 2 finding the auditor behind it, or anybody else from an audit team, neither performs the
#   remediation nor approves its plan: who did cannot judge the result any more. What happened cannot be undone. It
#   passes once the impairment is ratified as a deviation and somebody unimpaired has tested the fix.
# custom:
#   id: SOD-03
#   requirements: [S0.2, S0.5, S0.6, S0.9, S0.18, S2.1, S3.6, S3.17, S4.12]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:CA-2(1)]
#   states: [closed]
#   solution: Have another assessor test the fix, and have the impairment ratified in `deviations`.
deny contains result.deny("SOD-03", acts[0].path, {
	"message": sprintf("auditor %s %s: independence is lost", [verification.name(acts[0]), acts[0].what]),
	"expected": "an auditor who neither fixes nor approves the plan",
	"found": acts[0].id,
	"unblock": sprintf("have another assessor test the fix, and %s", [deviation.advice("SOD-03")]),
	"who": deviation.ratifiers,
	"related": array.concat(
		[{"path": act.path, "message": act.what} | some i, act in acts; i > 0],
		deviation.related("SOD-03"),
	),
	"facts": {"person": person},
}) if {
	not deviation.is_ratified("SOD-03")
	some person in _impaired_auditors
	acts := verification.of(person, _auditor_acts)
}

deny contains result.deny("SOD-03", ["retest"], {
	"message": sprintf("%s %s, which was ratified, but nobody unimpaired has tested the fix", [
		concat(", ", [sprintf("`%s`", [p]) | some p in _impaired_auditors]),
		"lost independence",
	]),
	"expected": "a passed retest by somebody who took no part",
	"unblock": "have an assessor who took no part test the fix, and record it in `retest`",
	"who": verification.verifier_teams,
	"related": [{"path": act.path, "message": act.what} | some act in _auditor_acts],
}) if {
	count(_impaired_auditors) > 0
	deviation.is_ratified("SOD-03")
	not _is_tested_by_unimpaired
}

warn contains result.warn("SOD-03", deviation.path("SOD-03"), {
	"flag": "ratified",
	"message": sprintf("lost independence of %s, ratified by `%s` on %s", [
		concat(", ", [sprintf("`%s`", [p]) | some p in _impaired_auditors]),
		record.ratified_by,
		moment.day(record.at),
	]),
	"related": [{"path": act.path, "message": act.what} | some act in _auditor_acts],
}) if {
	count(_impaired_auditors) > 0
	record := deviation.record("SOD-03")
}

_impaired_auditors := {act.person | some act in _auditor_acts}

# What auditors did that auditors should not do.
_auditor_acts := [act |
	_auditors_stay_out
	some act in array.concat(_performances, _plan_approvals)
	_is_auditor(act.person)
]

_auditors_stay_out if {
	finding.is_repair
	_is_audited
}

_is_audited if finding.is_audit

_is_audited if finding.is_sox

_is_audited if finding.is_soc2

_performances := [object.union(work, {"what": "took part in the fix"}) | some work in verification.works]

_plan_approvals := [act |
	some i, approval in finding.field(["approvals"], [])
	approval.kind == "plan"
	id := approval.by
	act := {"person": org.canonical(id), "id": id, "path": ["approvals", i, "by"], "what": "approved the plan"}
]

_is_auditor(person) if person == org.canonical(input.finding.source.assessor)

_is_auditor(person) if {
	input.finding.source.kind == "audit"
	person == org.canonical(input.finding.source.reported_by)
}

_is_auditor(person) if org.has_function(person, {"audit"})

_is_tested_by_unimpaired if {
	some pass in retest.passes
	org.names_person(pass.retest.by)
	not org.canonical(pass.retest.by) in _impaired_auditors | finding.implementers
}
