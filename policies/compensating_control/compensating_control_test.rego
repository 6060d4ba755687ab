# METADATA
# title: Tests of the whole family
# description: What the tests of every rule use, and the examples that pass them all.
package remedy.compensating_control_test

import data.remedy.lib.example_test as example

# What a rule says of an input document. (The path is written out, see the tests of the family risk_acceptance.)
_said_of(rule, document) := found if {
	every_one := data.remedy.compensating_control.deny with input as document with data.org as example.org
	found := [d | some d in every_one; d.rule == rule]
}

_denials(rule, finding) := _said_of(rule, example.document(finding))

_denials_at(rule, finding, moment) := _said_of(rule, example.document_at(finding, moment))

_denials_in_berlin(rule, finding, moment) := _said_of(
	rule,
	object.union(example.document_at(finding, moment), {"at": {"zone": "Europe/Berlin"}}),
)

_control := example.accepted.compensating_controls[0]

_controlled_by(control) := object.union(example.accepted, {"compensating_controls": [control]})

_controlled_with(changes) := _controlled_by(object.union(_control, changes))

_controlled_without(key) := _controlled_by(object.remove(_control, [key]))

# A finding that is closed by way of a compensating control.
_closed_by(controls) := object.union(
	example.closed_with({"plan": {"path": "compensating_control"}}),
	{"compensating_controls": controls},
)

test_the_examples_pass if {
	every rule in ["CMP-01", "CMP-02", "CMP-03"] {
		_denials(rule, example.accepted) == []
		_denials(rule, example.closed) == []
		_denials(rule, _closed_by([_control])) == []
	}
}

test_a_closure_by_way_of_an_empty_control_is_denied_thrice if {
	every rule in ["CMP-01", "CMP-02", "CMP-03"] {
		count(_denials(rule, _closed_by([{"id": "CC-1"}]))) == 1
		count(_denials(rule, _controlled_by({"id": "CC-1"}))) == 1
	}
}

test_other_findings_pass if {
	every rule in ["CMP-01", "CMP-02", "CMP-03"] {
		every state in ["open", "contained"] {
			_denials(rule, object.union(_controlled_by({"id": "CC-1"}), {"state": state})) == []
		}
		_denials(rule, object.union(example.closed, {"compensating_controls": [{"id": "CC-1"}]})) == []
	}
}

test_a_path_by_way_of_a_control_is_judged_at_its_end_alone if {
	closed := example.closed_with({"plan": {"path": "compensating_control"}})
	count(_denials("CMP-01", closed)) == 1
	every state in ["open", "contained", "accepted"] {
		_denials("CMP-01", object.union(closed, {"state": state})) == []
	}
}
