package remedy.sox

import data.remedy.lib.control_exception
import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Proof that fits the class
# description: |
#   A control that was designed wrongly is redesigned, its new design is evaluated, and it has operated. A control that
#   was not operated is tested on a sample of what it did since (the size of the sample is RET-06's). That a single case
#   went wrong is shown by a larger sample in which nothing else did. Evidence that the type of the finding asks for
#   anyway is EVD-02's; a missing classification is SOX-01's.
# custom:
#   id: SOX-05
#   requirements: [S2.2, S3.12]
#   controls: [PCAOB:AS-2201, SOC2-TSC:CC4.1]
#   states: [closed]
#   solution: Attach the evidence that the class of the exception asks for, or correct the classification.
deny contains result.deny("SOX-05", ["evidence"], {
	"message": sprintf("classified `%s`, but the evidence shows only %s: %s missing", [
		class,
		_types_in_words({e.type | some e in _class_proofs}, ", "),
		concat(", ", [_types_in_words({t | some t in step}, " or ") | some step in missing]),
	]),
	"expected": [concat(" or ", sort(step)) | some step in data.params.class_evidence[class]],
	"found": sort({e.type | some e in _class_proofs}),
	"unblock": sprintf("attach %s, or correct `%s.classification`", [
		concat(", ", [_types_in_words({t | some t in step}, " or ") | some step in missing]),
		control_exception.section,
	]),
	"who": who.owner,
	"related": [_class_related],
}) if {
	control_exception.is_judged
	finding.is_repair
	class := control_exception.class

	# No evidence at all is EVD-01's.
	count(_class_proofs) > 0
	missing := [step |
		some step in data.params.class_evidence[class]
		not step in _steps_of_the_type
		not _is_proven(step)
	]
	count(missing) > 0
}

deny contains result.deny("SOX-05", ["plan", "actions"], {
	"message": "classified `design`, but no action redesigned the control",
	"expected": "an action of type `redesign_control` that is done",
	"unblock": "redesign the control and record the action, or correct the classification",
	"who": who.owner,
	"related": [_class_related],
}) if {
	control_exception.is_judged
	finding.is_repair
	control_exception.class == "design"

	# No action at all is ACT-02's.
	count(finding.actions) > 0
	count([a | some a in finding.done_actions; a.type == "redesign_control"]) == 0
}

deny contains result.deny("SOX-05", ["retest", i, "sample", "exceptions"], {
	"message": sprintf("classified `one_off`, but %v of %v tested items failed", [
		exceptions,
		object.get(retest.sample, "size", "the"),
	]),
	"expected": 0,
	"found": exceptions,
	"unblock": sprintf("set `%s.classification` to `operating` and fix what else went wrong", [
		control_exception.section,
	]),
	"who": who.owner,
	"related": [_class_related],
}) if {
	control_exception.is_judged
	finding.is_repair
	control_exception.class == "one_off"
	some i, retest in finding.field(["retest"], [])
	retest.result == "pass"
	exceptions := retest.sample.exceptions
	exceptions > 0
}

_class_related := {"path": [control_exception.section, "classification"], "message": "classified here"}

_class_proofs := finding.field(["evidence"], [])

# What the type of the finding asks for, whatever its class.
_steps_of_the_type := data.params.required_evidence[input.finding.type]

_is_proven(step) if {
	some e in _class_proofs
	e.type in step
}

_types_in_words(types, word) := concat(word, [sprintf("`%s`", [t]) | some t in sort(types)])
