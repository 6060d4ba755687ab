package remedy.root_cause_test

import data.remedy.lib.example_test as example

fingerprint := "vault/AC-17/svc-checkout"

# An earlier finding with the same fingerprint, and the repeat of it with its root cause.
prior := {
	"id": "F-0",
	"type": "leaked_secret",
	"state": "closed",
	"identity": "svc-checkout",
	"fingerprint": fingerprint,
	"detected_at": "2026-03-01T08:00:00Z",
	"closed_at": "2026-03-20T08:00:00Z",
}

index := object.union(example.index, {"F-0": prior})

index_by := {
	"fingerprint": {fingerprint: ["F-0", "F-1"]},
	"identity": {"svc-checkout": ["F-0", "F-1"]},
}

repeat := example.closed_with({"fingerprint": fingerprint, "recurrence": {
	"prior": ["F-0"],
	"root_cause": {
		"category": "process",
		"statement": "keys are copied into repositories by hand",
		"corrective_action": "the pipeline fetches keys from the vault",
		"verified_by": "erin",
	},
}})

repeat_with(changes) := object.union(repeat, {"recurrence": changes})

repeat_without(key) := object.union(
	object.remove(repeat, ["recurrence"]),
	{"recurrence": object.remove(repeat.recurrence, [key])},
)

as_state(finding, state) := object.union(finding, {"state": state})

as_disposition(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, org, findings) := found if {
	found := data.remedy.root_cause.deny with input as document
		with data.org as org
		with data.index as findings
		with data.index_by as index_by
}

denied(rule, finding) := denied_beside(rule, finding, index)

denied_beside(rule, finding, findings) := [d |
	some d in all_denied(example.document(finding), example.org, findings)
	d.rule == rule
]

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding] {
		count(all_denied(example.document(finding), example.org, example.index)) == 0
	}
	count(all_denied(example.document(repeat), example.org, index)) == 0
}

test_without_an_index_nothing_is_repeated if {
	found := data.remedy.root_cause.deny with input as example.document(repeat_without("prior"))
		with data.org as example.org
	count(found) == 0
}

test_a_repeat_without_a_word_is_denied_once if {
	bare := object.remove(repeat, ["recurrence"])
	[d.rule | some d in all_denied(example.document(bare), example.org, index)] == ["RCA-02"]
}

_unclear := object.union(object.remove(repeat, ["recurrence"]), {"recurrence": {
	"root_cause": {"category": "unclear_ownership"},
	"prior": ["F-9"],
}})

test_other_states_and_dispositions_are_blocked_by_nothing_of_the_family if {
	every state in ["open", "contained", "accepted"] {
		count(all_denied(example.document(as_state(_unclear, state)), example.org, index)) == 0
	}
	every disposition in ["false_positive", "duplicate"] {
		count(all_denied(example.document(as_disposition(_unclear, disposition)), example.org, index)) == 0
	}
	count(all_denied(example.document(_unclear), example.org, index)) == 2
}

test_a_repeat_is_judged_when_it_is_closed_and_repaired if {
	every finding in [repeat_without("root_cause"), repeat_without("prior")] {
		count(all_denied(example.document(finding), example.org, index)) == 1
		every state in ["open", "contained", "accepted"] {
			count(all_denied(example.document(as_state(finding, state)), example.org, index)) == 0
		}
		every disposition in ["false_positive", "duplicate"] {
			count(all_denied(example.document(as_disposition(finding, disposition)), example.org, index)) == 0
		}
	}
}
