package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: More than words
# description: |
#   Statements, e-mails, chats and screenshots are what somebody says. They may explain the evidence, but at least one
#   piece of it was produced by a system: a log, an export, the answer of an interface. The profile lists what counts
#   as words.
# custom:
#   id: EVD-06
#   requirements: [S2.6]
#   controls: [NIST-CSF-2.0:ID.RA-06, SOC2-TSC:CC4.2]
#   states: [closed]
#   solution: Attach evidence that a system produced, such as a log, an export or the answer of an interface.
deny contains result.deny("EVD-06", ["evidence"], {
	"message": sprintf("assurances are not evidence: there is nothing but %s", [
		concat(", ", [sprintf("`%s`", [t]) | some t in types]),
	]),
	"expected": _words_expected,
	"found": types,
	"unblock": sprintf("attach what a system produced: %s", [_words_expected]),
	"who": evidence.keepers,
	"facts": {"assurances": types},
}) if {
	finding.is_repair
	types := sort({item.type | some item in evidence.all_of_them})
	count(types) > 0
	not evidence.is_more_than_words
}

_words_steps := [step | some step in evidence.missing_steps; not _words_answer(step)]

# A step that words would answer does not help.
_words_answer(step) if {
	some t in step
	evidence.is_assurance({"type": t})
}

_words_expected := evidence.in_words(_words_steps) if count(_words_steps) > 0

_words_expected := "a log, an export or the answer of an interface" if count(_words_steps) == 0
