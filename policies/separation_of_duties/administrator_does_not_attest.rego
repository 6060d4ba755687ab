package remedy.separation_of_duties

import data.remedy.lib.decisions
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review
import data.remedy.lib.separation
import data.remedy.lib.verification

# METADATA
# title: Who administers access does not attest it
# description: |
#   Whoever grants and removes access does not vouch for it as well, or nobody looks at what they did. In a finding that
#   is who fixed it or changed the access; in an access review, its administrators, who neither decide nor attest.
# custom:
#   id: SOD-05
#   kinds: [Finding, AccessReview]
#   requirements: [S4.9, S4.18]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-5, SOC2-TSC:CC6.3]
#   states: [closed, completed]
#   solution: Have the control attested, and the access decided about, by somebody who does not administer it.
deny contains result.deny("SOD-05", ["ownership", "attestors", i], {
	"message": sprintf("%s changes the access and attests it", [verification.name(attestor)]),
	"expected": "an attestor who does not administer the access",
	"found": attestor.id,
	"unblock": "have the control attested by somebody who took no part in changing the access",
	"who": verification.verifier_teams,
	"related": array.concat(
		verification.places(verification.of(attestor.person, _access_changes), "changes the access here"),
		separation.related("SOD-05"),
	),
	"facts": {"person": attestor.person},
}) if {
	not separation.is_excepted("SOD-05")
	some i, attestor in _changing_attestors
}

# Attestors who change the access, by their place in `ownership.attestors`.
_changing_attestors[i] := {"person": person, "id": id} if {
	some i, id in input.finding.ownership.attestors
	finding.is_repair
	person := org.canonical(id)
	person in {c.person | some c in _access_changes}
}

# Who is named as an implementer, or performed an action that changed the access.
_access_changes := [work |
	some work in verification.works
	_is_access_change(work.path)
]

_is_access_change(path) if path[0] == "ownership"

_is_access_change(path) if {
	# mutation: drop-condition, because an implementer counts by the clause above
	path[0] == "plan"
	action := finding.actions[path[2]]
	action.status == "done"
	action.type in data.params.access_actions
}

deny contains result.deny("SOD-05", ["attestation", "by"], {
	"message": sprintf("`%s` administers the access and attests its review", [attestor]),
	"expected": "an attestor who does not administer the access",
	"found": attestor,
	"unblock": "have the review attested by somebody who does not administer the access",
	"who": review.responsible,
	"related": _administrator_places(person),
	"facts": {"person": person},
}) if {
	input.review.state == "completed"
	attestor := input.review.attestation.by
	person := org.canonical(attestor)
	person in review.administrators
}

deny contains result.deny("SOD-05", decisions.place(groups[0], "reviewer"), {
	"message": decisions.with_example(groups, sprintf("by `%s`, who administers the access", [person])),
	"expected": "a reviewer who does not administer the access",
	"found": groups[0].reviewer,
	"unblock": "have these decided by somebody who does not administer the access",
	"who": review.responsible,
	"related": array.concat(_administrator_places(person), decisions.others(groups)),
	"facts": {"person": person, "decisions": decisions.total(groups)},
}) if {
	input.review.state == "completed"
	some person in review.administrators
	groups := [g | some g in review.groups; org.same_person(g.reviewer, person)]
	# mutation: drop-condition and comparison, because no decision, no place; this says what is wrong
	count(groups) > 0
}

_administrator_places(person) := [{"path": ["administrators", i], "message": "administers the access"} |
	some i, id in input.review.administrators
	org.canonical(id) == person
]
