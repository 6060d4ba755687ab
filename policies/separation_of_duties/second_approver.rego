package remedy.separation_of_duties

import data.remedy.lib.approval
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.separation
import data.remedy.lib.verification

# METADATA
# title: A second person approves the closure
# description: |
#   One person asks for the closure, another one signs or approves it. Without any signature nothing closes, whatever
#   the disposition is. Where SOD-01 or SOD-02 already ask for another signature, this rule is silent.
# custom:
#   id: SOD-10
#   requirements: []
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-5]
#   states: [closed]
#   solution: Have a second person sign the closure in `closure.verified_by`, or approve it in `approvals`.
deny contains result.deny("SOD-10", ["closure", "verified_by"], {
	"message": "nobody signed or approved the closure",
	"expected": "the id of one person in `org.people`",
	"unblock": _signature_advice,
	"who": verification.verifier_teams,
	"related": approval.rejected({"closure"}),
}) if {
	input.finding.state == "closed"
	count(_closure_approvals) == 0
}

deny contains result.deny("SOD-10", ["closure", "requested_by"], {
	"message": "nobody is named who asked for the closure, so nobody can be told from who approved it",
	"expected": "the id of one person in `org.people`",
	"unblock": "set `closure.requested_by` to the person who asks for the closure",
	"who": verification.verifier_teams,
	"related": verification.places(_closure_approvals, "approved here"),
}) if {
	input.finding.state == "closed"
	count(_closure_approvals) > 0
	finding.field(["closure", "requested_by"], "") == ""
}

deny contains result.deny("SOD-10", _closure_approvals[0].path, {
	"message": sprintf("%s asked for the closure and is the only one who approved it", [
		verification.name(_closure_approvals[0]),
	]),
	"expected": "an approval by a second person",
	"found": _closure_approvals[0].id,
	"unblock": _signature_advice,
	"who": verification.verifier_teams,
	"related": array.concat(
		[{"path": ["closure", "requested_by"], "message": "asked for here"}],
		approval.rejected({"closure"}),
	),
	"facts": {"person": requester},
}) if {
	input.finding.state == "closed"
	requester := org.canonical(input.finding.closure.requested_by)
	not _is_denied_as_verifier(requester)
	{a.person | some a in _closure_approvals} == {requester}
}

_signature_advice := concat("", [
	"have somebody else than who asked for it sign the closure in `closure.verified_by`, ",
	"or approve it as `{kind: closure, by, at}` in `approvals`",
])

# Signatures, and those approvals that count.
_closure_approvals := [s |
	some s in verification.signatures
	_counts_as_approval(s.path)
]

_counts_as_approval(path) if path[0] == "closure"

_counts_as_approval(path) if path[1] in {a.index | some a in approval.given({"closure"})}

_is_denied_as_verifier(person) if {
	person in _fixing_verifiers
	not separation.is_excepted("SOD-01")
}

_is_denied_as_verifier(person) if {
	person == finding.accountable_owner
	not separation.is_excepted("SOD-02")
}
