package remedy.deletion_test

import data.remedy.lib.example_review_test as review_example
import data.remedy.lib.example_test as example

_of(key, record) := {"kind": "Deletion", key: record, "facts": {}, "at": example.at}

_denied(document) := found if {
	found := data.remedy.deletion.deny with input as document with data.org as example.org
}

_warned(document) := found if {
	found := data.remedy.deletion.warn with input as document with data.org as example.org
}

_closed_with(evidence) := _of("finding", object.union(example.closed, {"evidence": evidence}))

test_deleting_what_is_closed_is_not_denied if {
	_denied(_of("finding", example.closed)) == set()
}

test_a_finding_that_is_there_is_none_of_its_business if {
	there := {"kind": "Finding", "facts": {}, "at": example.at}
	_denied(object.union(there, {"finding": object.union(example.closed, {"state": "open"})})) == set()
	evidence := [{"retention_until": "2033-11-20"}]
	_warned(object.union(there, {"finding": object.union(example.closed, {"evidence": evidence})})) == set()
}

test_deleting_what_is_not_closed_is_denied if {
	every state in ["open", "contained", "accepted"] {
		some d in _denied(_of("finding", object.union(example.closed, {"state": state})))
		d.rule == "DEL-01"
		d.path == ["state"]
		d.message == sprintf("`%s` is deleted while it is `%s`", [example.closed.id, state])
		d.expected == "closed"
		d.found == state
		d.unblock == "restore it under the same id, and ask for `closed` there"
		d.who == ["alice"]
	}
}

test_nobody_is_warned_of_evidence_while_the_finding_is_open if {
	evidence := [{"retention_until": "2033-11-20"}]
	_warned(_of("finding", object.union(example.closed, {"state": "open", "evidence": evidence}))) == set()
}

test_deleting_a_completed_review_is_not_denied if {
	_denied(_of("review", review_example.completed)) == set()
	_warned(_of("review", review_example.completed)) == set()
}

test_deleting_an_open_review_is_denied if {
	some d in _denied(_of("review", review_example.open_review))
	d.message == "`AR-2026-Q4` is deleted while it is `open`"
	d.expected == "completed"
	d.unblock == "restore it under the same id, and ask for `completed` there"
	d.who == ["alice"]
}

test_an_open_review_without_an_owner_is_denied_all_the_same if {
	some d in _denied(_of("review", object.remove(review_example.open_review, ["control"])))
	d.who == []
}

test_a_record_whose_evidence_is_to_be_kept_is_missed if {
	evidence := [{"retention_until": "2027-11-20"}, {"retention_until": "2033-11-20"}, {"retention_until": ""}, {}]
	some w in _warned(_closed_with(evidence))
	w.rule == "DEL-01"
	w.path == ["evidence"]
	w.message == sprintf("`%s` is deleted, and its evidence is to be kept until 2033-11-20", [example.closed.id])
	w.unblock == "keep the record in an archive as long as its evidence"
	w.who == ["alice"]
	w.earliest == "2033-11-20"
}

test_a_record_whose_evidence_was_kept_long_enough_may_go if {
	_warned(_closed_with([{"retention_until": "2026-11-19"}])) == set()
	count(_warned(_closed_with([{"retention_until": "2026-11-20"}]))) == 1
}

test_a_record_without_evidence_or_retention_may_go if {
	_warned(_closed_with([])) == set()
	_warned(_closed_with([{"type": "scan"}])) == set()
	_warned(_of("finding", object.remove(example.closed, ["evidence"]))) == set()
}
