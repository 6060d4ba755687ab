package remedy.tracking_test

import data.remedy.lib.example_test as example

# The closure with a record of its work, and what the family says about a document.
record := {
	"system": "jira",
	"record_id": "SEC-1",
	"links": {"finding": "jira://SEC-1", "owner": "cmdb://checkout", "action": "chg://CHG-881", "retest": "jira://RT-1"},
	"updated_at": "2026-11-19",
	"status": "Closed",
	"log": [
		{"at": "2026-11-02T10:00:00Z", "by": "alice", "status": "open"},
		{"at": "2026-11-03T12:00:00Z", "by": "carol", "status": "in test"},
		{"at": "2026-11-19T09:00:00Z", "by": "erin", "status": "closed"},
	],
}

tracked_with(changes) := object.union(example.closed_with({"tracking": record}), changes)

tracked := tracked_with({})

denied(rule, finding) := denied_in(rule, finding, example.org)

denied_in(rule, finding, org) := found if {
	everything := data.remedy.tracking.deny with input as example.document(finding) with data.org as org
	found := [d | some d in everything; d.rule == rule]
}

as_state(finding, state) := object.union(finding, {"state": state})

as_disposition(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

test_the_example_passes_the_whole_family if {
	count(data.remedy.tracking.deny) == 0 with input as example.document(tracked) with data.org as example.org
	count(data.remedy.tracking.warn) == 0 with input as example.document(tracked) with data.org as example.org
	count(data.remedy.tracking.deny) == 0 with input as example.document(tracked) with data.org as {}
}

test_contained_and_open_are_denied_by_nothing_of_the_family if {
	every state in ["contained", "open"] {
		bare := as_state(object.remove(example.closed, ["ownership"]), state)
		count(data.remedy.tracking.deny) == 0 with input as example.document(bare) with data.org as example.org
	}
}
