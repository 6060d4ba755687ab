package remedy.ownership_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(finding, org) := found if {
	found := data.remedy.ownership.deny with input as example.document(finding) with data.org as org
}

all_warned(finding, org) := found if {
	found := data.remedy.ownership.warn with input as example.document(finding) with data.org as org
}

# What one rule of the family says about a finding.
denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := {d | some d in all_denied(finding, org); d.rule == rule}

warned(rule, finding) := warned_in(rule, finding, example.org)

warned_in(rule, finding, org) := {w | some w in all_warned(finding, org); w.rule == rule}

# The closure with other keys of `ownership`, and without one of them.
owned(changes) := example.closed_with({"ownership": changes})

unowned(key) := example.closed_without("ownership", key)

as_state(finding, state) := object.union(finding, {"state": state})

# The organisation with changes; maps are merged.
org_with(changes) := object.union(example.org, changes)

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding] {
		count(all_denied(finding, example.org)) == 0
		count(all_warned(finding, example.org)) == 0
	}
}

test_contained_is_blocked_by_nothing_of_the_family if {
	contained := object.remove(as_state(example.closed, "contained"), ["ownership"])
	count(all_denied(contained, example.org)) == 0
	count(all_denied(contained, {})) == 0
}

test_without_organisation_data_two_rules_cannot_judge if {
	{[d.rule, d.unavailable] | some d in all_denied(example.closed, {})} & {
		["OWN-01", "org.people"],
		["OWN-12", "org.controls"],
	} == {["OWN-01", "org.people"], ["OWN-12", "org.controls"]}
}
