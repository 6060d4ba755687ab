# METADATA
# title: Tests of the whole family
# description: What the tests of every rule use, the example that passes them, and an acceptance as DefectDojo has it.
package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

# What a rule says of an input document. The path is written out: reached through an import of its package, regorus
# 0.14.1 evaluates the files of a package one after the other, and all but the first lose their imports.
_said_of(rule, document) := [d | some d in _all_of(document); d.rule == rule]

_all_of(document) := found if {
	found := data.remedy.risk_acceptance.deny with input as document
		with data.org as example.org
		with data.feeds as {}
}

_denials(rule, finding) := _said_of(rule, example.document(finding))

_denials_at(rule, finding, moment) := _said_of(rule, example.document_at(finding, moment))

# The same in a zone with summer time: from 29 March to 25 October 2026, and from 28 March 2027.
_denials_in_berlin(rule, finding, moment) := _said_of(
	rule,
	object.union(example.document_at(finding, moment), {"at": {"zone": "Europe/Berlin"}}),
)

_rules_denying(finding) := {d.rule | some d in _all_of(example.document(finding))}

# The accepted example with other values in its acceptance, and without one of them.
_accepted_with(changes) := object.union(example.accepted, {"risk_acceptance": changes})

_accepted_without(key) := object.union(
	object.remove(example.accepted, ["risk_acceptance"]),
	{"risk_acceptance": object.remove(example.accepted.risk_acceptance, [key])},
)

_control := example.accepted.compensating_controls[0]

test_the_accepted_example_passes if {
	_rules_denying(example.accepted) == set()
}

test_other_states_pass if {
	every state in ["open", "contained"] {
		_rules_denying(object.union(_accepted_with({"rationale": ""}), {"state": state})) == set()
	}
	_rules_denying(example.closed) == set()
}

test_without_an_acceptance_only_the_record_is_missed if {
	_rules_denying(object.union(example.accepted, {"risk_acceptance": null})) == {"RSK-01"}
	_rules_denying(object.remove(example.accepted, ["risk_acceptance"])) == {"RSK-01"}
	unwritten := object.remove(example.accepted, ["risk_acceptance"])
	_rules_denying(object.union(unwritten, {"risk_acceptance": {}})) == {"RSK-01"}
}

# The acceptance of DefectDojo's own test data: by "Somebody", no proof, "not that big of a deal", 180 days, expired and
# never handled. Nothing is known of the exposure, the severity was Info.
_dojo := {
	"apiVersion": "remedy-policy/v1",
	"kind": "Finding",
	"id": "DD-226",
	"title": "Test Endpoint Mitigation - Finding F1 Without Endpoints",
	"type": "vulnerability",
	"severity": "low",
	"state": "accepted",
	"source": {"kind": "scanner", "detector": "defectdojo", "detected_at": "2022-10-15T23:12:52.966Z"},
	"risk_acceptance": {
		"decision": "accept",
		"rationale": "The issue is not that big of a deal",
		"approved_by": "Somebody",
		"recorded_at": "2023-03-01T22:12:43.829Z",
		"expires_at": "2023-08-28T00:00:00Z",
	},
}

test_the_acceptance_by_somebody_in_defectdojo_is_denied if {
	said := _all_of(example.document(_dojo))
	{d.rule | some d in said} == {"RSK-01", "RSK-02", "RSK-03", "RSK-08", "RSK-10"}
	{[d.rule, d.path, d.message] | some d in said} == {
		[
			"RSK-01",
			["risk_acceptance", "residual_risk"],
			"the acceptance is not explicit: `residual_risk` is missing; `scope` is missing; `requested_by` is missing",
		],
		[
			"RSK-02",
			["risk_acceptance", "expires_at"],
			concat("", [
				"the acceptance until 2023-08-28T00:00:00Z is longer than 2023-05-30 ",
				"(exposed/low: 90 days from 2023-03-01T22:12:43.829Z)",
			]),
		],
		[
			"RSK-03",
			["risk_acceptance", "approved_by"],
			"`Somebody` is not a person in `org.people` and cannot accept a risk",
		],
		[
			"RSK-08",
			["risk_acceptance", "expires_at"],
			concat("", [
				"the acceptance expired on 2023-08-28T00:00:00Z: ",
				"the finding is active again since 2023-08-28T00:00:00Z",
			]),
		],
		[
			"RSK-10",
			["risk_acceptance", "approved_at"],
			concat("", [
				"the acceptance is not credible: `approved_at` is missing; ",
				"`record.ref` is missing; `record.sha256` is missing",
			]),
		],
	}
}
