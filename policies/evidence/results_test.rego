package remedy.evidence_test

import data.remedy.lib.example_test as example

# What one rule of the family says about a finding. The rules are named by their full path: an imported package of
# several files is evaluated as a whole by some engines, and the names that its files import get lost.
denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := denied_at(rule, example.document(finding), org)

denied_at(rule, document, org) := found if {
	every_one := data.remedy.evidence.deny with input as document with data.org as org
	found := [d | some d in every_one; d.rule == rule]
}

# The same document in another time zone.
in_zone(document, zone) := object.union(document, {"at": {"zone": zone}})

digest := "5555555555555555555555555555555555555555555555555555555555555555"

# A piece of evidence that was collected after the fix of 2026-11-03T11:00:00Z.
item(type) := {
	"type": type,
	"ref": "evidence/F-1/export.json",
	"sha256": digest,
	"collected_at": "2026-11-12T08:30:00Z",
	"collected_by": "erin",
	"subject": "svc-checkout",
	"system": "vault",
}

types := ["invalidity_probe", "vault_record", "location_clear_list", "log_review"]

# The closure with all the evidence that a leaked secret needs, and with the records behind it.
proven := example.closed_with({
	"evidence_required": types,
	"evidence": [item(type) | some type in types],
	"approvals": [{"kind": "plan", "by": "judy", "at": "2026-11-02T12:00:00Z", "ref": "CAB-7", "policy_ref": "POL-3"}],
	"retest": [{"result": "pass", "method": "trufflehog", "at": "2026-11-12T08:00:00Z", "by": "erin", "ref": "SCAN-9"}],
})

with_evidence(items) := object.union(proven, {"evidence": items})

# The closure with one piece of evidence, which has some keys changed or added.
with_one(changes) := with_evidence([object.union(item("log_review"), changes)])

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
	count(denied(rule, closed_as(finding, "decommissioned"))) == 1
	count(denied(rule, object.remove(finding, ["closure"]))) == 1
}

test_a_proven_closure_passes_the_whole_family if {
	all_denied := data.remedy.evidence.deny with input as example.document(proven) with data.org as example.org
	count(all_denied) == 0
}

test_contained_and_open_are_blocked_by_nothing_of_the_family if {
	bare := object.remove(proven, ["evidence", "evidence_required", "approvals", "retest", "closure"])
	incomplete := with_one({"sha256": "", "subject": "svc-other"})
	every finding in [as_state(bare, "contained"), as_state(bare, "open"), as_state(incomplete, "contained")] {
		with_org := data.remedy.evidence.deny with input as example.document(finding) with data.org as example.org
		count(with_org) == 0
		without_org := data.remedy.evidence.deny with input as example.document(finding)
		count(without_org) == 0
	}
}
