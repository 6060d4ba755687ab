package remedy.break_glass_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, org) := found if {
	found := data.remedy.break_glass.deny with input as document with data.org as org with data.feeds as {}
}

all_warned(document, org) := found if {
	found := data.remedy.break_glass.warn with input as document with data.org as org with data.feeds as {}
}

# What one rule of the family says about a finding.
denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := [d | some d in all_denied(example.document(finding), org); d.rule == rule]

denied_in_zone(rule, finding, zone) := [d |
	document := object.union(example.document(finding), {"at": {"zone": zone}})
	some d in all_denied(document, example.org)
	d.rule == rule
]

warned(rule, finding) := [w | some w in all_warned(example.document(finding), example.org); w.rule == rule]

# Carol used the emergency account on the evening of 2 November, and Frank accepted it.
used := object.union(example.closed, {
	"type": "break_glass_use",
	"break_glass": {
		"used_by": "carol",
		"used_at": "2026-11-02T20:00:00Z",
		"session_log": "logs/bg-1.txt",
		"actions": ["restarted the payment run"],
		"incident_ref": "INC-77",
		"justification": "the payment run hung, and nobody else could restart it",
		"accepted_by": "frank",
		"accepted_at": "2026-11-03T08:00:00Z",
		"resealed_at": "2026-11-02T22:00:00Z",
		"reviewed_by": "rita",
		"reviewed_at": "2026-11-05T09:00:00Z",
	},
	"plan": {"actions": [{"type": "record_use", "status": "done", "performed_at": "2026-11-02T21:00:00Z"}]},
})

used_with(changes) := object.union(used, {"break_glass": changes})

used_without(keys) := object.union(
	object.remove(used, ["break_glass"]),
	{"break_glass": object.remove(used.break_glass, keys)},
)

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

ratified(finding, rule) := object.union(finding, {"deviations": [{
	"rule": rule,
	"reason": "the vault was down",
	"ratified_by": "henry",
	"at": "2026-11-15",
}]})

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding, used] {
		count(all_denied(example.document(finding), example.org)) == 0
		count(all_warned(example.document(finding), example.org)) == 0
	}
}

test_a_use_without_any_record_breaks_each_rule_once if {
	bare := object.remove(used, ["break_glass"])
	every org in [example.org, {}] {
		rules := sort([d.rule | some d in all_denied(example.document(bare), org)])
		rules == ["BRK-01", "BRK-02", "BRK-02", "BRK-03", "BRK-04"]
	}
	[d.path | some d in denied("BRK-02", bare)] == [["break_glass", "accepted_by"], ["break_glass", "justification"]]
}

test_only_a_closure_is_judged if {
	bare := object.remove(used, ["break_glass"])
	every state in ["open", "contained", "accepted"] {
		finding := object.union(bare, {"state": state})
		count(all_denied(example.document(finding), example.org)) == 0
	}
}

test_other_types_and_what_was_no_finding_pass if {
	bare := object.remove(used, ["break_glass"])
	every finding in [
		object.union(bare, {"type": "shared_account"}),
		closed_as(bare, "false_positive"),
		closed_as(bare, "duplicate"),
	] {
		count(all_denied(example.document(finding), example.org)) == 0
	}
	count(all_denied(example.document(closed_as(bare, "decommissioned")), example.org)) == 5
}
