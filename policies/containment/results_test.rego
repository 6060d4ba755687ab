package remedy.containment_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, org) := found if {
	found := data.remedy.containment.deny with input as document with data.org as org with data.feeds as {}
}

all_warned(document, org) := found if {
	found := data.remedy.containment.warn with input as document with data.org as org with data.feeds as {}
}

# What one rule of the family says about a finding, now or at another moment.
denied(rule, finding) := [d | some d in all_denied(example.document(finding), example.org); d.rule == rule]

denied_at(rule, finding, moment, zone) := [d |
	document := object.union(example.document_at(finding, moment), {"at": {"zone": zone}})
	some d in all_denied(document, example.org)
	d.rule == rule
]

warned(rule, finding) := warned_in(rule, finding, example.org)

warned_in(rule, finding, org) := [w | some w in all_warned(example.document(finding), org); w.rule == rule]

# The example, contained within the hour. It is of tier exposed: 24 hours from 2026-11-02T09:14:00Z.
contained_in_time := example.closed_with({"containment": {
	"contained_at": "2026-11-02T10:00:00Z",
	"contained_by": "carol",
	"method": "disable",
}})

with_changes(changes) := object.union(contained_in_time, changes)

as_state(finding, state) := object.union(finding, {"state": state})

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

test_the_example_passes_the_whole_family_in_every_state if {
	every state in ["open", "contained", "accepted", "closed"] {
		count(all_denied(example.document(as_state(contained_in_time, state)), example.org)) == 0
		count(all_warned(example.document(as_state(contained_in_time, state)), example.org)) == 0
	}
}

test_contained_is_blocked_by_nothing_of_the_family if {
	bare := object.remove(as_state(contained_in_time, "contained"), ["ownership", "plan"])
	late := object.union(bare, {"containment": {"contained_at": "2026-11-19T10:00:00Z"}})
	every org in [example.org, {}] {
		count(all_denied(example.document(late), org)) == 0
	}
}

test_without_anything_but_the_type_nothing_crashes if {
	every state in ["open", "contained", "accepted", "closed"] {
		bare := {"id": "F-9", "type": "ownership_gap", "severity": "low", "state": state}
		count(all_denied(example.document(bare), {})) == 0
	}
}
