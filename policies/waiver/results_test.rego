package remedy.waiver_test

import data.remedy.lib.example_test as example

# A waiver for the example, asked for by its owner and granted by an executive who has nothing to do with it.
granted := {
	"apiVersion": "remedy-policy/v1",
	"kind": "Waiver",
	"id": "WVR-2026-0001",
	"rule": "EVD-02",
	"scope": {"ids": ["F-1"]},
	"reason": "the probe of the vault is out of order until its update",
	"requested_by": "alice",
	"approved_by": "grace",
	"approved_on": "2026-11-10",
	"expires": "2026-12-10",
	"ticket": "SEC-81",
}

granted_with(changes) := object.union(granted, changes)

# A level of the configuration: it has no scope, and covers all findings.
level := object.union(
	object.remove(granted, ["apiVersion", "kind", "id", "rule", "scope"]),
	{"level": "warn"},
)

# The document for a waiver that is to cover a finding.
document(waiver, finding) := {
	"kind": "Waiver",
	"waiver": waiver,
	"finding": finding,
	"facts": {},
	"at": example.at,
}

alone(waiver) := {"kind": "Waiver", "waiver": waiver, "facts": {}, "at": example.at}

high := object.union(example.closed, {"severity": "high"})

denied_in(rule, input_document, org) := [d |
	found := data.remedy.waiver.deny with input as input_document with data.org as org
	some d in found
	d.rule == rule
]

denied(rule, waiver) := denied_in(rule, document(waiver, high), example.org)

denied_alone(rule, waiver) := denied_in(rule, alone(waiver), example.org)

denied_at(rule, waiver, moment) := denied_in(
	rule,
	object.union(document(waiver, high), {"at": example.document_at(high, moment).at}),
	example.org,
)

warned(waiver) := found if {
	found := data.remedy.waiver.warn with input as document(waiver, high) with data.org as example.org
}

warned_at(waiver, moment) := found if {
	found := data.remedy.waiver.warn with input as object.union(
		document(waiver, high),
		{"at": example.document_at(high, moment).at},
	) with data.org as example.org
}

test_a_waiver_that_is_granted_holds if {
	found := data.remedy.waiver.deny with input as document(granted, high) with data.org as example.org
	found == set()
	warned(granted) == set()
}

test_a_level_that_is_granted_holds if {
	found := data.remedy.waiver.deny with input as alone(level) with data.org as example.org
	found == set()
}
