package remedy.tracking_test

import data.remedy.lib.example_test as example

# Tier exposed: two weeks.
_moved(tracking) := object.union(example.open_finding, {"tracking": tracking})

_stale(finding) := _stale_in(example.document(finding))

_stale_at(finding, moment) := _stale_in(example.document_at(finding, moment))

_stale_in(document) := found if {
	everything := data.remedy.tracking.warn with input as document with data.org as example.org
	found := [w | some w in everything; w.rule == "TRK-03"]
}

test_a_record_that_moved_lately_passes if {
	_stale(_moved({"updated_at": "2026-11-19"})) == []
}

test_a_record_that_stands_still_is_warned_of if {
	[w] := _stale(_moved({"updated_at": "2026-11-04T08:00:00Z"}))
	w.path == ["tracking", "updated_at"]
	w.message == "no movement for 16 days, since 2026-11-04 (tier exposed: 14 days)"
	w.expected == "a movement every 14 days"
	w.found == "2026-11-04T08:00:00Z"
	w.unblock == "update the record of the work, or escalate"
	w.who == ["alice"]
	w.facts == {"tier": "exposed", "days": 14, "last_movement": "2026-11-04T08:00:00Z"}
	not w.flag
}

test_a_record_is_stale_from_the_day_after if {
	every updated in ["2026-11-05", "2026-11-05T00:00:00Z", "2026-11-05T23:59:59Z"] {
		_stale_at(_moved({"updated_at": updated}), "2026-11-19T23:59:59Z") == []
		count(_stale_at(_moved({"updated_at": updated}), "2026-11-20T00:00:00Z")) == 1
	}
}

# The last Sunday of October has 25 hours in Berlin, and ends at 23:00 UTC.
test_the_last_day_ends_by_the_clock_of_the_organisation if {
	_stale_in_berlin("2026-10-25T22:59:59Z") == []
	count(_stale_in_berlin("2026-10-25T23:00:00Z")) == 1
}

_stale_in_berlin(moment) := found if {
	early := object.union(_moved({"updated_at": "2026-10-11"}), {"source": {"detected_at": "2026-10-01"}})
	document := example.document_at(early, moment)
	found := _stale_in(object.union(document, {"at": {"zone": "Europe/Berlin"}}))
}

# An old record.
_still := {"updated_at": "2026-11-03"}

test_an_entry_of_the_log_is_a_movement if {
	count(_stale(_moved(_still))) == 1
	_stale(_moved(object.union(_still, {"log": [{"status": "open"}, {"at": "2026-11-18"}]}))) == []
}

test_an_escalation_is_a_movement if {
	records := [{"level": "director"}, {"at": "2026-11-18"}]
	_stale(object.union(_moved(_still), {"escalation": {"records": records}})) == []
}

test_a_movement_in_the_future_does_not_count if {
	[w] := _stale(_moved({"updated_at": "2027-11-20"}))
	w.message == "no movement for 18 days, since 2026-11-02 (tier exposed: 14 days)"
}

test_an_absent_record_counts_from_the_detection if {
	[w] := _stale(example.open_finding)
	w.found == null
	w.facts.last_movement == "2026-11-02T09:14:00Z"
	_stale_at(example.open_finding, "2026-11-16T23:59:59Z") == []
}

test_the_profile_gives_the_days_of_the_tier if {
	finding := _moved({"updated_at": "2026-11-18"})
	found := data.remedy.tracking.warn with input as example.document(finding)
		with data.org as example.org
		with data.params.stale_days as {"exposed": 1}
	{w.message | some w in found} == {"no movement for 2 days, since 2026-11-18 (tier exposed: 1 day)"}
}

test_a_contained_finding_is_warned_of_and_others_are_not if {
	count(_stale(as_state(example.closed, "contained"))) == 1
	_stale(as_state(example.closed, "accepted")) == []
	_stale(example.closed) == []
}
