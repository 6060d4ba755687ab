package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: Evidence is there
# description: |
#   A finding says which evidence proves its fix, and has evidence. Without both, nobody who comes later can see that
#   the gap was really closed. What a false positive or a duplicate needs is asked elsewhere.
# custom:
#   id: EVD-01
#   requirements: [S0.3, S0.13, S3.10, S3.15, S4.19]
#   controls: [NIST-CSF-2.0:ID.RA-06, SOC2-TSC:CC4.2]
#   states: [closed]
#   solution: State in `evidence_required` what proves the fix, and attach that to `evidence`.
deny contains result.deny("EVD-01", absence.path, {
	"message": absence.message,
	"expected": absence.expected,
	"unblock": absence.advice,
	"who": evidence.keepers,
}) if {
	finding.is_repair
	absence := _absence
}

_absence := {
	"path": ["evidence"],
	"message": "there is no evidence, and nothing says which evidence proves the fix",
	"expected": _absence_expected,
	"advice": "list what proves the fix in `evidence_required`, and attach it to `evidence`",
} if {
	_absence_of("evidence")
	_absence_of("evidence_required")
}

_absence := {
	"path": ["evidence"],
	"message": "there is no evidence",
	"expected": _absence_expected,
	"advice": "collect the evidence, and attach it to `evidence`",
} if {
	not _absence_of("evidence_required")
	_absence_of("evidence")
}

_absence := {
	"path": ["evidence_required"],
	"message": "nothing says which evidence proves the fix",
	"expected": _absence_expected,
	"advice": "list what proves the fix in `evidence_required`",
} if {
	not _absence_of("evidence")
	_absence_of("evidence_required")
}

_absence_of(key) if count(finding.field([key], [])) == 0

_absence_expected := evidence.in_words(evidence.needed_steps) if count(evidence.needed_steps) > 0

_absence_expected := "one type of evidence or more" if count(evidence.needed_steps) == 0
