package remedy.retest_test

import data.remedy.lib.example_test as example

# What one rule of the family says about a finding. The rules are named by their full path: an imported package of
# several files is evaluated as a whole by some engines, and the names that its files import get lost.
denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := denied_at(rule, example.document(finding), org)

denied_at(rule, document, org) := found if {
	every_one := data.remedy.retest.deny with input as document with data.org as org
	found := [d | some d in every_one; d.rule == rule]
}

# The same document in another time zone.
in_zone(document, zone) := object.union(document, {"at": {"zone": zone}})

# A pass of the scanner that found the leaked secret.
pass_at(at) := {
	"result": "pass",
	"method": "trufflehog",
	"at": at,
	"by": "erin",
	"scope": "all branches of checkout, with their history",
	"config_digest": "rules-41",
}

# Fixed at 2026-11-03T11:00:00Z, looked at on the day after and again after seven days.
proven := example.closed_with({
	"source": {"detector_config": "rules-41"},
	"evidence": [{"type": "invalidity_probe"}, {"type": "functional_test"}],
	"retest": [pass_at("2026-11-04T08:00:00Z"), pass_at("2026-11-12T08:00:00Z")],
})

with_retests(retests) := object.union(proven, {"retest": retests})

as_state(finding, state) := object.union(finding, {"state": state})

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

# A finding that a rule denies once, and that the rule lets through in other states and as something not repaired.
denied_as_repair_only(rule, finding) if {
	count(denied(rule, finding)) == 1
	every state in ["open", "contained", "accepted"] {
		denied(rule, as_state(finding, state)) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		denied(rule, closed_as(finding, disposition)) == []
	}
	count(denied(rule, object.remove(finding, ["closure"]))) == 1
}

test_a_proven_closure_passes_the_whole_family if {
	all_denied := data.remedy.retest.deny with input as example.document(proven) with data.org as example.org
	count(all_denied) == 0
}

test_contained_and_open_are_blocked_by_nothing_of_the_family if {
	bare := object.remove(proven, ["evidence", "retest", "closure"])
	every state in ["contained", "open"] {
		with_org := data.remedy.retest.deny with input as example.document(as_state(bare, state)) with data.org as example.org
		count(with_org) == 0
		without_org := data.remedy.retest.deny with input as example.document(as_state(bare, state))
		count(without_org) == 0
	}
}
