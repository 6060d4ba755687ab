package remedy.separation_of_duties

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.separation
import data.remedy.lib.verification

# METADATA
# title: Whoever fixed it does not verify it
# description: |
#   Whoever did the work sees what it was meant to do. So nobody who took part in the fix tests it as passed, signs the
#   closure or approves it. Two ids of one person count as one, and a service account counts as its owner. A closure
#   that repaired nothing (false positive, duplicate) has other rules.
# custom:
#   id: SOD-01
#   hard: true
#   requirements: [S0.9, S0.18, S0.23, S0.29]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-5, NIST-800-53r5:CA-2(1)]
#   states: [closed]
#   solution: Have somebody who took no part in the fix test it and sign the closure.
deny contains result.deny("SOD-01", verified[0].path, {
	"message": sprintf("%s took part in the fix and verified it", [verification.name(verified[0])]),
	"expected": "a verifier who took no part in the fix",
	"found": verified[0].id,
	"unblock": "have somebody who took no part in the fix verify it, and name that person here",
	"who": verification.verifier_teams,
	"related": array.concat(
		array.concat(
			verification.places(verification.of(person, verification.works), "took part in the fix here"),
			verification.places(array.slice(verified, 1, count(verified)), "verified here too"),
		),
		separation.related("SOD-01"),
	),
	"facts": {"person": person},
}) if {
	not separation.is_excepted("SOD-01")
	some person in _fixing_verifiers
	verified := verification.of(person, verification.verifications)
}

# Persons who fixed it and verified it.
_fixing_verifiers contains v.person if {
	finding.is_repair
	some v in verification.verifications
	v.person in finding.implementers
}
