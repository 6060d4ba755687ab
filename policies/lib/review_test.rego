package remedy.lib.review_test

import data.remedy.lib.example_review_test as example
import data.remedy.lib.review

# What is asked of a review, in the organisation of the example.
_asked(document) := answers if {
	answers := {
		"completed_at": review.completed_at,
		"faults": review.completion_faults,
		"responsible": review.responsible,
		"ratifiers": review.ratifiers,
		"ratified": {rule | some rule in ["REV-05"]; review.is_ratified(rule)},
		"related": review.related("REV-05"),
	} with input as document with data.org as example.org
}

_of(changes) := _asked(example.document(example.completed_with(changes), example.facts))

# A review that is late, with a deviation.
_ratified(changes) := _of({"due_at": "2026-11-10", "deviations": [object.union(
	{"rule": "REV-05", "reason": "the vault was moved", "ratified_by": "frank", "at": "2026-11-19"},
	changes,
)]})

_why(changes) := [place.message | some place in _ratified(changes).related]

test_the_recorded_completion_counts if {
	_of({}).completed_at == "2026-11-18T16:00:00Z"
	_of({}).faults == set()
}

test_without_one_the_evaluation_time_counts if {
	answers := _asked(example.document(object.remove(example.completed, ["completed_at"]), example.facts))
	answers.completed_at == "2026-11-20T12:00:00Z"
	answers.faults == set()
}

test_one_that_is_not_believed_counts_as_none if {
	_of({"completed_at": "2026-11-21"}).completed_at == "2026-11-20T12:00:00Z"
	_of({"completed_at": "2026-11-21"}).faults == {"lies in the future"}
	_of({"completed_at": "2026-11-15"}).completed_at == "2026-11-20T12:00:00Z"
	_of({"completed_at": "2026-11-15"}).faults == {"is before the last decision (2026-11-16T15:00:00Z)"}
}

test_the_earliest_limit_is_the_due_date if {
	document := example.document(example.completed, example.facts)
	review.due == {
		"at": "2026-11-23",
		"path": ["previous_completed_at"],
		"basis": "90 days from 2026-08-25, by class `privileged`",
	} with input as document with data.org as example.org
	agreed := example.document(example.completed_with({"due_at": "2026-11-23T23:00:00Z"}), example.facts)
	review.due.path == ["due_at"] with input as agreed with data.org as example.org
}

test_the_classes_of_the_populations_set_the_cadence_as_well if {
	bare := {"state": "open", "previous_completed_at": "2026-11-01", "populations": [{"class": "employee"}]}
	review.due.at == "2027-04-30" with input as example.document(bare, {}) with data.org as example.org
	review.due.at == "2026-11-08" with input as example.document(bare, {})
		with data.org as example.org
		with data.params.review_cadence_days as {"employee": 7}
}

test_without_limits_there_is_no_due_date if {
	not _has_due({"state": "open"})
	not _has_due({"state": "open", "previous_completed_at": "2026-11-01"})
	_has_due({"state": "open", "due_at": "2026-11-01"})
}

_has_due(document) if review.due with input as example.document(document, {}) with data.org as example.org

test_the_owner_of_the_control_is_responsible if {
	_of({}).responsible == ["alice"]
	_of({"control": {"owner": "judy"}}).responsible == ["alice", "judy"]
}

test_without_an_active_owner_the_requester_is_responsible if {
	_of({"control": {"id": "AC-99", "owner": "mallory"}, "requested_by": "erin"}).responsible == ["erin"]
	_of({"control": {"id": "AC-99", "owner": "mallory"}, "requested_by": "mallory"}).responsible == []
}

test_who_has_no_part_can_ratify if {
	_of({}).ratifiers == ["frank", "grace", "henry"]
	_of({"administrators": ["frank"], "requested_by": "grace"}).ratifiers == ["henry"]
}

test_a_ratified_deviation_counts if {
	_ratified({}).ratified == {"REV-05"}
	_ratified({}).related == []
	_ratified({"ratified_by": "grace"}).ratified == {"REV-05"}
}

test_a_deviation_of_another_rule_does_not_count if {
	_ratified({"rule": "CON-03"}).ratified == set()
	_ratified({"rule": "CON-03"}).related == []
}

test_a_deviation_with_a_gap_does_not_count if {
	deviation := {"rule": "REV-05", "reason": "moved", "ratified_by": "frank", "at": "2026-11-19"}
	every key in ["reason", "ratified_by", "at"] {
		answers := _of({"due_at": "2026-11-10", "deviations": [object.remove(deviation, [key])]})
		answers.ratified == set()
		some place in answers.related
		place.path == ["deviations", 0]
		place.message == sprintf("this deviation does not count: `%s` is missing", [key])
	}
}

test_a_ratifier_needs_the_level_at_that_time if {
	_why({"ratified_by": "erin"}) == ["this deviation does not count: `erin` is not an active person of level L2"]
	_why({"ratified_by": "mallory"}) == ["this deviation does not count: `mallory` is not an active person of level L2"]
}

test_who_has_a_part_cannot_ratify if {
	part := "this deviation does not count: `frank` has a part in this review"
	deviation := {"rule": "REV-05", "reason": "moved", "ratified_by": "frank", "at": "2026-11-19"}
	every role in [
		{"administrators": ["frank"]},
		{"requested_by": "frank"},
		{"control": {"owner": "frank"}},
	] {
		answers := _of(object.union(role, {"due_at": "2026-11-10", "deviations": [deviation]}))
		[place.message | some place in answers.related] == [part]
	}
	facts := example.facts_of([example.group_with({"reviewer": "frank"})])
	late := example.completed_with({"due_at": "2026-11-10", "deviations": [deviation]})
	answers := _asked(example.document(late, facts))
	[place.message | some place in answers.related] == [part]
}

test_a_deviation_is_ratified_afterwards if {
	_why({"at": "2026-11-09T23:59:59Z"}) == [concat("", [
		"this deviation does not count: ",
		"it is dated before the review was due (2026-11-10)",
	])]
	_ratified({"at": "2026-11-10"}).ratified == {"REV-05"}
	_ratified({"at": "2026-11-20T12:00:00Z"}).ratified == {"REV-05"}
	_why({"at": "2026-11-21"}) == ["this deviation does not count: it is dated in the future (2026-11-21)"]
}

# A decision with a day and no time is counted from the midnight of the organisation's zone.
test_a_decision_of_a_day_stands_for_the_whole_day if {
	facts := example.facts_with({"first_decided_at": "2026-11-10T00:00:00Z", "last_decided_at": "2026-11-18T00:00:00Z"})
	review.first_decided_at == "2026-11-10" with input as example.document(example.completed, facts)
	review.last_decided_at == "2026-11-18" with input as example.document(example.completed, facts)
	answers := _asked(example.document(example.completed_with({"completed_at": "2026-11-17T23:59:59Z"}), facts))
	answers.faults == {"is before the last decision (2026-11-18)"}
	_asked(example.document(example.completed_with({"completed_at": "2026-11-18T00:00:01Z"}), facts)).faults == set()
}

test_the_midnight_of_a_decision_is_that_of_the_zone if {
	now := "2026-11-20T12:00:00Z"
	every c in [
		{"counted": "2026-11-09T23:00:00Z", "zone": "Europe/Berlin", "written": "2026-11-10"},
		{"counted": "2026-10-24T22:00:00Z", "zone": "Europe/Berlin", "written": "2026-10-25"},
		{"counted": "2026-11-10T05:00:00Z", "zone": "America/New_York", "written": "2026-11-10"},
	] {
		facts := example.facts_with({"first_decided_at": c.counted})
		review.first_decided_at == c.written with input as example.document_at(example.completed, facts, now, c.zone)
	}
}

test_an_instant_of_a_decision_stays_one if {
	now := "2026-11-20T12:00:00Z"
	every counted in ["2026-11-10T00:00:00Z", "2026-11-09T22:59:59Z", "2026-11-09T23:00:01Z"] {
		facts := example.facts_with({"first_decided_at": counted})
		document := example.document_at(example.completed, facts, now, "Europe/Berlin")
		review.first_decided_at == counted with input as document
	}
}

_deviation := {"rule": "REV-05", "reason": "the vault was moved", "ratified_by": "frank", "at": "2026-11-19"}

_deviating(deviations) := example.document(
	example.completed_with({"due_at": "2026-11-10", "deviations": deviations}),
	example.facts,
)

test_the_first_of_two_that_count_is_the_record if {
	by_grace := object.union(_deviation, {"ratified_by": "grace"})
	document := _deviating([object.remove(_deviation, ["reason"]), _deviation, by_grace])
	review.path("REV-05") == ["deviations", 1] with input as document with data.org as example.org
	review.record("REV-05") == _deviation with input as document with data.org as example.org
}

test_a_faulty_deviation_of_another_rule_is_not_shown if {
	_asked(_deviating([{"rule": "REV-09", "reason": ""}])).related == []
}

test_a_service_account_of_a_ratifier_does_not_ratify if {
	org := object.union(example.org, {
		"identities": {"svc-frank": {"kind": "service_account", "owner": "frank"}},
		"aliases": {"svc-frank": "frank"},
	})
	document := _deviating([object.union(_deviation, {"ratified_by": "svc-frank"})])
	review.related("REV-05") == [{
		"path": ["deviations", 0],
		"message": "this deviation does not count: `svc-frank` is not an active person of level L2",
	}] with input as document with data.org as org
}
