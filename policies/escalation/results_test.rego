package remedy.escalation_test

import data.remedy.lib.example_test as example

# Judy is the manager of Alice, who owns the finding; Frank has level L2, Grace is an executive.
record := {"level": "supervisor", "to": "judy", "at": "2026-11-12", "ref": "ITSM-77"}

record_with(changes) := object.union(record, changes)

escalated(finding, records) := object.union(finding, {"escalation": {"records": records}})

as_state(finding, state) := object.union(finding, {"state": state})

as_disposition(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

# A fixed moment in a zone, for a finding.
document_in(finding, moment, zone) := object.union(example.document_at(finding, moment), {"at": {"zone": zone}})

no_index := {"findings": {}, "by": {}}

# What the family says about a finding beside others. The rules are named by their full path: an imported package of
# several files is evaluated as a whole by some engines, and the names that its files import get lost.
all_denied(document, index) := found if {
	found := data.remedy.escalation.deny with input as document
		with data.org as example.org
		with data.feeds as example.feeds
		with data.index as index.findings
		with data.index_by as index.by
}

denied(rule, finding) := denied_at(rule, example.document(finding))

denied_at(rule, document) := denied_beside(rule, document, no_index)

denied_beside(rule, document, index) := [d | some d in all_denied(document, index); d.rule == rule]

warned_at(rule, document) := found if {
	every_one := data.remedy.escalation.warn with input as document
		with data.org as example.org
		with data.feeds as example.feeds
	found := [w | some w in every_one; w.rule == rule]
}

test_the_examples_pass_the_whole_family if {
	every finding in [example.closed, example.accepted] {
		count(all_denied(example.document(finding), no_index)) == 0
	}
	in_time := example.document_at(example.open_finding, "2026-11-03T08:00:00Z")
	count(all_denied(in_time, no_index)) == 0
	count(warned_at("ESC-03", in_time)) == 0
}

_contained := as_state(
	object.union(object.remove(example.closed, ["ownership"]), {"source": {"kind": "access_review"}}),
	"contained",
)

test_contained_is_blocked_by_nothing_of_the_family if {
	count(all_denied(example.document_at(_contained, "2027-11-20T12:00:00Z"), no_index)) == 0
}

test_without_an_index_nothing_is_repeated if {
	found := data.remedy.escalation.deny with input as example.document(example.closed) with data.org as example.org
	count(found) == 0
}

_late_exception := object.union(object.remove(example.closed, ["plan"]), {
	"type": "sox_exception",
	"source": {"kind": "access_review"},
})

test_what_repaired_nothing_is_blocked_by_nothing_of_the_family if {
	count(all_denied(example.document(_late_exception), no_index)) == 2
	every disposition in ["false_positive", "duplicate"] {
		count(all_denied(example.document(as_disposition(_late_exception, disposition)), no_index)) == 0
	}
}
