package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

# What the family says about a document.
all_denied(document, org) := found if {
	found := data.remedy.separation_of_duties.deny with input as document with data.org as org
}

all_warned(document, org) := found if {
	found := data.remedy.separation_of_duties.warn with input as document with data.org as org
}

# What one rule of the family says about a finding.
denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := [d | some d in all_denied(example.document(finding), org); d.rule == rule]

warned(rule, finding) := [w | some w in all_warned(example.document(finding), example.org); w.rule == rule]

as_state(finding, state) := object.union(finding, {"state": state})

as_disposition(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

# The organisation with changes; maps are merged.
org_with(changes) := object.union(example.org, changes)

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding] {
		count(all_denied(example.document(finding), example.org)) == 0
		count(all_warned(example.document(finding), example.org)) == 0
	}
}

test_contained_and_open_are_blocked_by_nothing_of_the_family if {
	every state in ["contained", "open"] {
		signed := example.closed_with({
			"state": state, "closure": {"verified_by": "carol"},
			"approvals": [{"kind": "closure", "by": "ghost"}],
		})
		count(all_denied(example.document(signed), example.org)) == 0
		count(all_denied(example.document(object.remove(signed, ["ownership", "closure"])), {})) == 0
	}
}

test_without_organisation_data_nothing_of_the_family_is_denied if {
	count(all_denied(example.document(example.closed), {})) == 0
}
