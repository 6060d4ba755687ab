package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: Evidence of every needed type
# description: |
#   Each type of finding leaves traces that show that it was fixed, and the profile lists them. All of them are there,
#   and so is what the finding itself says it needs. If there is no evidence at all EVD-01 speaks, if there is nothing
#   but words EVD-06, and of a missing functional test RET-05.
# custom:
#   id: EVD-02
#   requirements: [S0.13, S2.22, S4.4]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Collect the types of evidence that the denial names, and attach them to `evidence`.
deny contains result.deny("EVD-02", ["evidence"], {
	"message": sprintf("missing evidence: %s", [evidence.in_words(steps)]),
	"expected": evidence.in_words(evidence.needed_steps),
	"unblock": sprintf("collect %s and attach it to `evidence`", [evidence.in_words(steps)]),
	"who": evidence.keepers,
	"related": [{"path": ["evidence_required", i], "message": "the finding asks for it itself"} |
		some i, asked in finding.field(["evidence_required"], [])
		[asked] in steps
	],
	"facts": {"missing": steps},
}) if {
	finding.is_repair
	evidence.is_more_than_words
	steps := [step |
		some step in evidence.narrowest_steps
		not _needed_type_is_functional(step)
		evidence.is_missing(step)
	]
	count(steps) > 0
}

# A functional test that RET-05 asks for.
_needed_type_is_functional(step) if {
	evidence.needs_functional_test
	evidence.is_functional(step)
}
