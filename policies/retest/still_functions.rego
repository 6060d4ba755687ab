package remedy.retest

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: Still functions after the fix
# description: |
#   Fewer rights or a new secret can break what depends on them, and what is broken soon gets its old rights back. So
#   after such a fix a functional test shows that the work still gets done. What was taken out of use need not work. If
#   there is no evidence at all EVD-01 speaks, if there is nothing but words EVD-06.
# custom:
#   id: RET-05
#   requirements: [S0.15, S2.22]
#   controls: [NIST-CSF-2.0:PR.AA-05, PCI-DSS-4.0.1:7.2.5]
#   states: [closed]
#   solution: Test that the workload works with what it has now, and attach the result as evidence.
deny contains result.deny("RET-05", ["evidence"], {
	"message": sprintf("not shown that %s still functions after the %s", [
		_functioning_name,
		replace(input.finding.plan.path, "_", " "),
	]),
	"expected": evidence.in_words([data.params.functional_evidence_types]),
	"unblock": "test that the work still gets done, and attach the result to `evidence`",
	"who": evidence.keepers,
	"related": [{"path": ["plan", "path"], "message": "this asks for a functional test"}],
}) if {
	finding.is_repair
	evidence.needs_functional_test
	evidence.is_more_than_words
	count([item | some item in evidence.all_of_them; item.type in data.params.functional_evidence_types]) == 0
}

_functioning_name := sprintf("`%s`", [input.finding.identity.id])

_functioning_name := "what depends on it" if not input.finding.identity.id
