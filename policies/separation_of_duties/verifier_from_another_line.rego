package remedy.separation_of_duties

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.separation
import data.remedy.lib.verification

# METADATA
# title: Verified by another line
# description: |
#   What is severe, or a SOX control, is verified by somebody who can say no without harm: not from the team of who
#   fixed it, and neither a manager nor a report, however far, of who fixed or owns it. The profile says from which
#   severity on. Whoever fixed or owns it themselves is left to SOD-01 and SOD-02.
# custom:
#   id: SOD-04
#   requirements: [S0.6, S3.23]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:CA-2(1)]
#   states: [closed]
#   solution: Have somebody from another team and another line of managers verify it.
deny contains result.deny("SOD-04", verified[0].path, {
	"message": sprintf("verifier %s is not independent: %s", [
		verification.name(verified[0]),
		concat("; ", sort(reasons)),
	]),
	"expected": "a verifier from another team and another line of managers",
	"found": verified[0].id,
	"unblock": "have somebody from another team and another line of managers verify it, and name that person here",
	"who": verification.verifier_teams,
	"related": array.concat(
		verification.places(array.slice(verified, 1, count(verified)), "verified here too"),
		separation.related("SOD-04"),
	),
	"facts": {"person": person},
}) if {
	not separation.is_excepted("SOD-04")
	some person, reasons in _dependent_verifiers
	verified := verification.of(person, verification.verifications)
}

# Why a verifier depends on who fixed or owns it, by person. Only those who depend on somebody.
_dependent_verifiers := {person: reasons |
	_line_matters
	some person in {v.person | some v in verification.verifications}
	not person in finding.implementers
	not person in {s.person | some s in _owner_signatures}
	reasons := _dependences(person)
	count(reasons) > 0
}

_line_matters if {
	finding.is_repair
	_needs_other_line
}

_needs_other_line if input.finding.severity in data.params.independence_severities

_needs_other_line if finding.is_sox

_dependences(person) := {sprintf("in team `%s` like the implementer `%s`", [team, other]) |
	some other in finding.implementers
	team := org.team_id_of(other)
	team == org.team_id_of(person)
} | {why |
	some role, others in _judged_persons
	some other in others
	some why in _line_between(person, other, role)
}

_judged_persons := {"implementer": finding.implementers, "owner": {p | p := finding.accountable_owner}}

_line_between(person, other, role) := {sprintf("the %s `%s`", [role, other]) | person == other} | {why |
	person in _managers[other]
	why := sprintf("a manager above the %s `%s`", [role, other])
} | {why |
	other in _managers[person]
	why := sprintf("a report of the %s `%s`", [role, other])
}

# The managers of everybody concerned, each looked up once.
_managers[person] := verification.managers(person) if {
	# mutation: drop-condition, because it saves looking up lines that nothing asks for
	_line_matters
	some person in _line_persons
}

_line_persons := {v.person | some v in verification.verifications} | finding.implementers | {p |
	p := finding.accountable_owner
}
