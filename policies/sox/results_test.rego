package remedy.sox_test

import data.remedy.lib.example_test as example

# The organisation with people who validate, and the control under SOX.
org := object.union(example.org, {
	"people": {
		"olga": {"name": "Olga Reyes", "team": "ledger", "started_at": "2019-01-01", "aliases": ["olga@example.com"]},
		"quinn": {"name": "Quinn Abbot", "team": "ledger", "ended_at": "2026-11-10"},
	},
	"teams": {"ledger": {"name": "Ledger", "function": "finance", "lead": "olga"}},
	"controls": {"AC-17": {"framework": "sox"}},
	"aliases": {"olga": "olga", "olga@example.com": "olga", "quinn": "quinn"},
})

soc2_org := object.union(org, {"controls": {"AC-17": {"framework": "soc2"}}})

# An exception of the control that every rule of the family lets through.
exception := object.union(object.remove(example.closed, ["identity", "secret"]), {
	"type": "sox_exception",
	"source": {"kind": "audit", "framework": "sox", "reported_by": "ivan", "detected_at": "2026-11-02T09:14:00Z"},
	"ownership": {"system_owner": "judy"},
	"plan": {"path": "control_redesign", "actions": [{
		"type": "redesign_control",
		"status": "done",
		"performed_by": "carol",
		"performed_at": "2026-11-09T11:00:00Z",
	}]},
	"approvals": [{"kind": "business", "by": "judy"}, {"kind": "plan", "by": "alice", "at": "2026-11-06T10:00:00Z"}],
	"evidence": [
		{"type": "population_extract"},
		{"type": "sample_test"},
		{"type": "design_evaluation"},
		{"type": "first_operations"},
	],
	"sox": {
		"classification": "design",
		"rationale": "nobody approves changes of the vault",
		"classified_at": "2026-11-05T10:00:00Z",
		"level": "deficiency",
		"disclosure": "not_required",
		"validated_by": "olga",
		"validated_at": "2026-11-12",
	},
})

exception_with(changes) := object.union(exception, changes)

sox_with(changes) := exception_with({"sox": changes})

sox_without(key) := object.union(
	object.remove(exception, ["sox"]),
	{"sox": object.remove(exception.sox, [key])},
)

as_state(finding, state) := object.union(finding, {"state": state})

as_disposition(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

soc2_exception := object.union(
	object.remove(exception, ["sox"]),
	{
		"type": "soc2_exception",
		"source": {"framework": "soc2"},
		"soc2": {
			"classification": "design",
			"rationale": "nobody approves changes of the vault",
			"classified_at": "2026-11-05",
		},
	},
)

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, in_org) := found if {
	found := data.remedy.sox.deny with input as document with data.org as in_org with data.feeds as example.feeds
}

denied(rule, finding) := denied_in(rule, finding, org)

denied_in(rule, finding, in_org) := [d | some d in all_denied(example.document(finding), in_org); d.rule == rule]

warned(rule, finding) := [w | some w in all_warned(example.document(finding)); w.rule == rule]

all_warned(document) := found if {
	found := data.remedy.sox.warn with input as document with data.org as org with data.feeds as example.feeds
}

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding] {
		count(all_denied(example.document(finding), example.org)) == 0
	}
	count(all_denied(example.document(exception), org)) == 0
	count(all_warned(example.document(exception))) == 0
	count(all_denied(example.document(soc2_exception), soc2_org)) == 0
}

_bare := object.remove(exception, ["sox", "ownership", "control", "evidence", "plan", "approvals"])

test_open_and_contained_are_blocked_by_nothing_of_the_family if {
	every state in ["open", "contained"] {
		count(all_denied(example.document(as_state(_bare, state)), org)) == 0
		count(all_denied(example.document(as_state(_bare, state)), {})) == 0
	}
}

test_what_repaired_nothing_is_blocked_by_nothing_of_the_family if {
	every disposition in ["false_positive", "duplicate"] {
		count(all_denied(example.document(as_disposition(_bare, disposition)), org)) == 0
	}
}

test_a_bare_exception_is_denied_once_by_each_rule if {
	rules := [d.rule | some d in all_denied(example.document(_bare), org)]
	sort(rules) == ["SOX-01", "SOX-02", "SOX-03", "SOX-04"]
}
