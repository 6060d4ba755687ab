package remedy.automation_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(finding) := found if {
	found := data.remedy.automation.deny with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

all_warned(finding) := found if {
	found := data.remedy.automation.warn with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

# What one rule of the family says about a finding.
denied(rule, finding) := [d | some d in all_denied(finding); d.rule == rule]

warned(rule, finding) := [w | some w in all_warned(finding); w.rule == rule]

# A closure whose owner a program has looked up.
looked_up := example.closed_with({"ownership": {"lookup": {
	"automated": true,
	"at": "2026-11-02T09:15:00Z",
	"ref": "cmdb://lookup/77",
}}})

acted(actions) := object.union(looked_up, {"plan": {"actions": actions}})

in_state(finding, state) := object.union(finding, {"state": state})

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

test_the_example_passes_the_whole_family if {
	every finding in [looked_up, example.accepted, example.open_finding] {
		all_denied(finding) == set()
		all_warned(finding) == set()
	}
}

test_contained_is_blocked_by_nothing_of_the_family if {
	contained := in_state(object.remove(example.closed, ["ownership"]), "contained")
	all_denied(contained) == set()
	all_warned(contained) == set()
}
