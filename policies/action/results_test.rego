package remedy.action_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(finding) := found if {
	found := data.remedy.action.deny with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

all_warned(finding) := found if {
	found := data.remedy.action.warn with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

# What one rule of the family says about a finding.
denied(rule, finding) := [d | some d in all_denied(finding); d.rule == rule]

warned(rule, finding) := [w | some w in all_warned(finding); w.rule == rule]

# One thing that was done, with a trace.
done(type, surface) := {
	"type": type,
	"surface": surface,
	"status": "done",
	"performed_by": "carol",
	"performed_at": "2026-11-03T11:00:00Z",
	"change_ref": "CHG-881",
}

# Everything that a leaked secret asks for.
everything := [
	done("revoke_old", "vault"),
	done("rotate", "runtime"),
	done("fix_code", "code"),
	done("clear_locations", "code"),
	done("change_pipeline", "pipeline"),
	done("misuse_lookback", "runtime"),
]

repaired := example.closed_with({"plan": {"actions": everything}})

# The repair with other keys of `plan`; without one action, with changes of one, without a key of one.
planned(changes) := object.union(repaired, {"plan": changes})

without_action(index) := planned({"actions": [a | some i, a in everything; i != index]})

changed(index, changes) := planned({"actions": [object.union(a, {k: v | i == index; some k, v in changes}) |
	some i, a in everything
]})

lacking(index, key) := planned({"actions": [object.remove(a, {k | i == index; k := key}) | some i, a in everything]})

# A rule of the family denies a closure that repaired something, and no other finding.
only_repairs_are_judged(rule, finding) if {
	count(denied(rule, finding)) > 0
	every state in ["open", "contained", "accepted"] {
		denied(rule, object.union(finding, {"state": state})) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		denied(rule, object.union(finding, {"closure": {"disposition": disposition}})) == []
	}
	count(denied(rule, object.union(object.remove(finding, ["closure"]), {"closure": {}}))) > 0
}

test_the_repair_passes_the_whole_family if {
	all_denied(repaired) == set()
	all_warned(repaired) == set()
}

test_what_is_not_closed_passes_the_whole_family if {
	every finding in [example.accepted, example.open_finding] {
		all_denied(finding) == set()
		all_warned(finding) == set()
	}
	bare := object.union(object.remove(example.closed, ["plan", "identity", "ownership"]), {"state": "contained"})
	all_denied(bare) == set()
	all_warned(bare) == set()
}
