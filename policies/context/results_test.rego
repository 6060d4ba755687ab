package remedy.context_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(finding) := found if {
	found := data.remedy.context.deny with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

all_warned(finding) := found if {
	found := data.remedy.context.warn with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

# What one rule of the family says about a finding.
judged(rule, finding) := [d | some d in all_denied(finding); d.rule == rule]

warned(rule, finding) := [w | some w in all_warned(finding); w.rule == rule]

# A closure whose context was verified two hours before the fix.
known := example.closed_with({"context": {
	"application": "checkout",
	"business_process": "card payments",
	"dependencies": ["nightly settlement"],
	"rotation_method": "vault, two keys in parallel",
	"verified_by": "alice",
	"verified_at": "2026-11-03T09:00:00Z",
}})

in_state(finding, state) := object.union(finding, {"state": state})

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

# A rule of the family denies a closure that repaired something, and no other finding.
only_repairs_are_judged(rule, finding) if {
	count(judged(rule, finding)) > 0
	every state in ["open", "contained", "accepted"] {
		judged(rule, in_state(finding, state)) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		judged(rule, closed_as(finding, disposition)) == []
	}
}

test_the_examples_pass_the_whole_family if {
	every finding in [known, example.accepted, example.open_finding] {
		all_denied(finding) == set()
		all_warned(finding) == set()
	}
}

test_contained_is_blocked_by_nothing_of_the_family if {
	contained := in_state(object.remove(example.closed, ["ownership", "impact"]), "contained")
	all_denied(contained) == set()
	all_warned(contained) == set()
}
