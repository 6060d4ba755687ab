package remedy.sox

import data.remedy.lib.control_exception
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Validated by finance or compliance
# description: |
#   Whoever fixed a control is not the one to say that it now meets its objective. Somebody of finance or compliance,
#   who neither owns nor fixes the finding, validates that after the fix. To look into it, classify or validate it fixes
#   nothing. An accepted exception has no fix to validate, so this rule judges closures.
# custom:
#   id: SOX-04
#   requirements: [S4.1, S4.10]
#   controls: [PCAOB:AS-2201]
#   states: [closed]
#   solution: Have finance or compliance validate the control, then set `sox.validated_by` and `sox.validated_at`.
deny contains result.deny("SOX-04", ["sox", "validated_by"], object.union(
	{
		"message": _validator_message,
		"expected": "an active person of finance or compliance who neither owns nor fixes the finding",
		"unblock": "have finance or compliance validate the control, then name that person in `sox.validated_by`",
		"who": control_exception.assessors,
	},
	{"found": found | found := input.finding.sox.validated_by},
)) if {
	finding.is_repair
	finding.is_sox
	count(_validator_faults) > 0
}

deny contains result.deny("SOX-04", ["sox", "validated_at"], object.union(
	{
		"message": fault,
		"expected": "the moment of the validation, after the fix",
		"unblock": "have the control validated after the fix, and set `sox.validated_at` to that moment",
		"who": control_exception.assessors,
		"related": _validation_related,
	},
	{"found": found | found := input.finding.sox.validated_at},
)) if {
	finding.is_repair
	finding.is_sox
	_validator != ""
	some fault in _validation_date_faults
}

_validator := trim_space(finding.field(["sox", "validated_by"], ""))

_validator_message := "nobody from finance or compliance validated that the control meets its objective" if {
	_validator == ""
}

_validator_message := sprintf("the validation by `%s` does not count: %s", [
	_validator,
	concat("; ", sort(_validator_faults)),
]) if {
	_validator != ""
}

_validator_faults contains "that is not a person in `org.people`" if not org.names_person(_validator)

_validator_faults contains sprintf("team `%s` is neither finance nor compliance", [
	object.get(org.person(_validator), "team", "none"),
]) if {
	org.names_person(_validator)
	not org.has_function(_validator, control_exception.validating_functions)
}

_validator_faults contains "the same person owns or fixes the finding" if {
	org.canonical(_validator) in control_exception.involved
}

_validator_faults contains sprintf("not active on %s", [moment.day(at)]) if {
	at := finding.field(["sox", "validated_at"], finding.judged_at)
	org.names_person(_validator)
	org.is_inactive_at(_validator, at)
}

_validation_date_faults contains "`sox.validated_at` is missing" if not input.finding.sox.validated_at

_validation_date_faults contains sprintf("validated in the future (%s)", [at]) if {
	at := input.finding.sox.validated_at
	not moment.begun(at)
}

_validation_date_faults contains sprintf("validated on %s, before the fix on %s", [at, finding.fixed_at]) if {
	at := input.finding.sox.validated_at
	moment.before(at, finding.fixed_at)
}

_validation_related := [{"path": ["plan", "actions", i, "performed_at"], "message": "the fix was complete here"} |
	some i, action in finding.actions
	action.performed_at == finding.fixed_at
]
