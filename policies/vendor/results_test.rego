package remedy.vendor_test

import data.remedy.lib.example_test as example

# What the family says about a document. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, org) := found if {
	found := data.remedy.vendor.deny with input as document with data.org as org with data.feeds as {}
}

all_warned(document, org) := found if {
	found := data.remedy.vendor.warn with input as document with data.org as org with data.feeds as {}
}

# What one rule of the family says about a finding, now or at another moment.
denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := [d | some d in all_denied(example.document(finding), org); d.rule == rule]

denied_at(rule, finding, moment, zone) := [d |
	document := object.union(example.document_at(finding, moment), {"at": {"zone": zone}})
	some d in all_denied(document, example.org)
	d.rule == rule
]

warned(rule, finding) := [w | some w in all_warned(example.document(finding), example.org); w.rule == rule]

# The example as a consent to an application of the vendor Northwind, whose internal owner is Alice.
consent := object.union(example.closed, {
	"type": "vendor_oauth_app",
	"vendor": {
		"id": "northwind",
		"contact": "soc@northwind.example",
		"contract_ref": "contract://northwind/7",
		"escalation": "account manager, then clause 9",
	},
	"approvals": [{"kind": "business", "by": "judy", "at": "2026-11-03T09:00:00Z"}],
	"plan": {"actions": [
		{"type": "business_approval", "status": "done", "performed_by": "judy", "performed_at": "2026-11-03"},
		{"type": "consent_change", "status": "done", "performed_by": "carol", "performed_at": "2026-11-04"},
		{"type": "contract_enforcement", "status": "done", "performed_by": "alice", "performed_at": "2026-11-05"},
		{"type": "vendor_contact", "status": "done", "performed_by": "alice", "performed_at": "2026-11-05"},
	]},
})

consent_with(changes) := object.union(consent, changes)

consent_without(section, key) := object.union(
	object.remove(consent, [section]),
	{section: object.remove(consent[section], [key])},
)

as_state(finding, state) := object.union(finding, {"state": state})

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding, consent] {
		count(all_denied(example.document(finding), example.org)) == 0
		count(all_warned(example.document(finding), example.org)) == 0
	}
}

test_contained_is_blocked_by_nothing_of_the_family if {
	bare := object.union(object.remove(as_state(consent, "contained"), ["vendor", "plan", "ownership"]), {"vendor": {
		"id": "northwind",
		"dependency": true,
		"last_check_in": "2026-01-01",
	}})
	every org in [example.org, {}] {
		count(all_denied(example.document(bare), org)) == 0
	}
}

test_without_anything_but_the_type_nothing_crashes if {
	every state in ["open", "contained"] {
		bare := {"id": "F-9", "type": "ownership_gap", "severity": "low", "state": state}
		count(all_denied(example.document(bare), {})) == 0
	}
}
