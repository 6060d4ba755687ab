package remedy.joiner_mover_leaver_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, org) := found if {
	found := data.remedy.joiner_mover_leaver.deny with input as document with data.org as org with data.feeds as {}
}

all_warned(document, org) := found if {
	found := data.remedy.joiner_mover_leaver.warn with input as document with data.org as org with data.feeds as {}
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

# Somebody without privileges left at noon of 2 November, and the access ended in the evening.
left := object.union(object.remove(example.closed, ["identity"]), {
	"type": "jml_failure",
	"identity": {"id": "usr-771", "kind": "human", "privileged": false},
	"lifecycle_event": {"ref": "hr://events/771", "kind": "leaver", "at": "2026-11-02T12:00:00Z"},
	"plan": {"actions": [{"type": "revoke_access", "status": "done", "performed_at": "2026-11-02T18:00:00Z"}]},
})

# The same for somebody who moved and kept access that was requested and approved.
moved := object.union(left, {
	"lifecycle_event": {"kind": "mover"},
	"access_request": {
		"ref": "REQ-12",
		"requested_by": "carol",
		"approved_by": "judy",
		"approved_at": "2026-11-10",
		"business_need": "closes the books of the branch",
	},
})

closed_as(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

bare := object.remove(left, ["lifecycle_event", "plan"])

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted, example.open_finding, left, moved] {
		count(all_denied(example.document(finding), example.org)) == 0
		count(all_warned(example.document(finding), example.org)) == 0
	}
}

test_without_the_event_only_the_event_is_missed if {
	every org in [example.org, {}] {
		{d.rule | some d in all_denied(example.document(bare), org)} == {"JML-02"}
	}
}

test_only_a_closure_is_judged if {
	every state in ["open", "contained", "accepted"] {
		every finding in [bare, object.remove(moved, ["access_request"]), late_leaver] {
			count(all_denied(example.document(object.union(finding, {"state": state})), example.org)) == 0
		}
	}
}

test_other_types_and_what_was_no_finding_pass if {
	every finding in [bare, object.remove(moved, ["access_request"]), late_leaver] {
		count(all_denied(example.document(finding), example.org)) == 1
		every other in [
			object.union(finding, {"type": "stale_account"}),
			closed_as(finding, "false_positive"),
			closed_as(finding, "duplicate"),
		] {
			count(all_denied(example.document(other), example.org)) == 0
		}
	}
}
