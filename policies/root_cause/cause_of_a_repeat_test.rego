package remedy.root_cause_test

import data.remedy.lib.example_test as example

test_an_absent_root_cause_is_denied if {
	absent := repeat_without("root_cause")
	every finding in [absent, object.union(absent, {"recurrence": {"root_cause": {}}})] {
		[d] := denied("RCA-01", finding)
		d.path == ["recurrence", "root_cause"]
		d.message == "repeat of `F-0` (closed 2026-03-20): the root cause is missing"
		d.who == ["alice"]
		d.related == [{"path": ["recurrence", "prior"], "message": "the earlier findings"}]
		d.facts == {"repeats": ["F-0"], "window_days": 365}
	}
}

test_each_absent_part_of_the_cause_is_denied if {
	every key in ["category", "statement", "corrective_action", "verified_by"] {
		cause := object.remove(repeat.recurrence.root_cause, [key])
		[d] := denied("RCA-01", object.union(repeat_without("root_cause"), {"recurrence": {"root_cause": cause}}))
		d.path == ["recurrence", "root_cause", key]
		d.message == sprintf("repeat of `F-0` (closed 2026-03-20): `root_cause.%s` is missing", [key])
	}
	[blank] := denied("RCA-01", repeat_with({"root_cause": {"statement": " ", "corrective_action": ""}}))
	blank.path == ["recurrence", "root_cause", "statement"]
	contains(blank.message, "`root_cause.statement` is missing; `root_cause.corrective_action` is missing")
}

test_the_cause_is_verified_by_a_person if {
	every id in ["payments", "svc-checkout"] {
		[d] := denied("RCA-01", repeat_with({"root_cause": {"verified_by": id}}))
		d.path == ["recurrence", "root_cause", "verified_by"]
		contains(d.message, sprintf("`%s`, who verified it, is not a person in `org.people`", [id]))
	}
}

test_the_cause_is_verified_by_somebody_else if {
	every id in ["alice@example.com", "carol"] {
		[d] := denied("RCA-01", repeat_with({"root_cause": {"verified_by": id}}))
		contains(d.message, sprintf("`%s` owns or fixes the finding and verified the cause", [id]))
	}
}

test_a_first_finding_needs_no_root_cause if {
	denied_beside("RCA-01", repeat_without("root_cause"), example.index) == []
	denied("RCA-01", object.remove(repeat_without("root_cause"), ["fingerprint"])) != []
}

test_a_prior_that_is_not_linked_is_left_to_its_rule if {
	denied("RCA-01", object.remove(repeat, ["recurrence"])) == []
}

_seen_again_at(detected_at, zone) := count(found) if {
	again := object.union(repeat_without("root_cause"), {"source": {"detected_at": detected_at}})
	old := object.union(example.index, {"F-0": object.union(prior, {
		"detected_at": "2025-10-01",
		"closed_at": "2025-10-25",
	})})
	found := all_denied(object.union(example.document(again), {"at": {"zone": zone}}), example.org, old)
}

# 2026-10-25 ends at 23:00 UTC in Berlin, where the clocks go back on that day.
test_the_window_ends_with_its_last_second if {
	_seen_again_at("2026-10-25T23:59:58Z", "UTC") == 1
	_seen_again_at("2026-10-25T23:59:59Z", "UTC") == 1
	_seen_again_at("2026-10-26T00:00:00Z", "UTC") == 0
	_seen_again_at("2026-10-25T22:59:59Z", "Europe/Berlin") == 1
	_seen_again_at("2026-10-25T23:00:00Z", "Europe/Berlin") == 0
}

test_a_cause_with_one_part_is_denied_for_the_others if {
	begun := object.union(repeat_without("root_cause"), {"recurrence": {"root_cause": {"category": "process"}}})
	[d] := denied("RCA-01", begun)
	d.path == ["recurrence", "root_cause", "statement"]
	d.message == concat("", [
		"repeat of `F-0` (closed 2026-03-20): `root_cause.statement` is missing; ",
		"`root_cause.corrective_action` is missing; `root_cause.verified_by` is missing",
	])
}
