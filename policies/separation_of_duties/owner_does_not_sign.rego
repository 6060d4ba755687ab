package remedy.separation_of_duties

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.separation
import data.remedy.lib.verification

# METADATA
# title: The owner does not sign the closure
# description: |
#   The accountable owner answers for the finding and wants it gone. So somebody else signs and approves the closure,
#   whatever its disposition is. The owner may ask for the closure. Two ids of one person count as one.
# custom:
#   id: SOD-02
#   hard: true
#   requirements: [S0.6, S0.9, S0.29]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-5]
#   states: [closed]
#   solution: Have somebody else than the accountable owner sign the closure.
deny contains result.deny("SOD-02", signed[0].path, {
	"message": sprintf("the accountable owner %s signed the closure", [verification.name(signed[0])]),
	"expected": "somebody else than the accountable owner",
	"found": signed[0].id,
	"unblock": "have somebody who does not own the finding verify and sign the closure, and name that person here",
	"who": verification.verifier_teams,
	"related": array.concat(
		array.concat(
			[{"path": ["ownership", "accountable_owner"], "message": "the accountable owner"}],
			verification.places(array.slice(signed, 1, count(signed)), "signed here too"),
		),
		separation.related("SOD-02"),
	),
	"facts": {"person": finding.accountable_owner},
}) if {
	input.finding.state == "closed"
	not separation.is_excepted("SOD-02")
	signed := _owner_signatures
	# mutation: drop-condition and comparison, because no signature, no path; this says what is wrong
	count(signed) > 0
}

_owner_signatures := verification.of(finding.accountable_owner, verification.signatures)
