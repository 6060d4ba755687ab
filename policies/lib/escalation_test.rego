package remedy.lib.escalation_test

import data.remedy.lib.escalation
import data.remedy.lib.example_test as example

# Judy is the manager of Alice, who owns the finding.
_record := {"level": "supervisor", "to": "judy", "at": "2026-11-12", "ref": "ITSM-77"}

_recorded(records) := object.union(example.open_finding, {"escalation": {"records": records}})

_told(finding) := told if {
	told := escalation.told with input as example.document(finding) with data.org as example.org
}

_problems(changes) := _problems_of(object.union(_record, changes))

_problems_of(record) := problems if {
	problems := escalation.problems(0) with input as example.document(_recorded([record])) with data.org as example.org
}

_reached(records, level, m) if {
	escalation.reached(level, m) with input as example.document(_recorded(records)) with data.org as example.org
}

_audience(finding, level) := people if {
	people := escalation.audience(level) with input as example.document(finding) with data.org as example.org
}

test_a_complete_record_counts if {
	_problems({}) == set()
	_told(_recorded([_record])) == [_record]
}

test_absent_records_are_none if {
	_told(example.open_finding) == []
	_told(object.union(example.open_finding, {"escalation": {}})) == []
}

test_an_absent_part_of_a_record_makes_it_not_count if {
	every key in ["level", "to", "at", "ref"] {
		_problems_of(object.remove(_record, [key])) == {sprintf("`%s` is missing", [key])}
	}
	_problems({"ref": " "}) == {"`ref` is missing"}
	_problems({"to": ""}) == {"`to` is missing"}
}

test_only_a_person_can_be_told if {
	_problems({"to": "sec-queue"}) == {"`sec-queue` is not a person in `org.people`"}
	_problems({"to": "svc-checkout"}) == {
		"`svc-checkout` is not a person in `org.people`",
		"`svc-checkout` owns or fixes this finding",
	}
}

test_who_had_left_was_not_told if {
	_problems({"to": "mallory"}) == {"`mallory` was not active on 2026-11-12"}
}

test_a_level_is_more_than_a_word if {
	_problems({"level": "director", "to": "frank"}) == set()
	_problems({"level": "director", "to": "grace"}) == set()
	_problems({"level": "director"}) == {"`judy` was no director on 2026-11-12 (level L1)"}
	_problems({"level": "executive", "to": "grace"}) == set()
	_problems({"level": "executive", "to": "frank"}) == {"`frank` was no executive on 2026-11-12 (level L2)"}
}

test_an_executive_team_stands_for_the_level if {
	org := object.union(example.org, {"people": {"nina": {"name": "Nina Roth", "team": "executive"}}})
	document := example.document(_recorded([object.union(_record, {"level": "executive", "to": "nina"})]))
	escalation.problems(0) == set() with input as document with data.org as org
}

test_a_record_has_happened_since_the_detection if {
	_problems({"at": "2026-11-20T12:00:00Z"}) == set()
	_problems({"at": "2026-11-20T12:00:01Z"}) == {"it is dated in the future (2026-11-20T12:00:01Z)"}
	_problems({"at": "2026-11-02T09:14:00Z"}) == set()
	_problems({"at": "2026-11-02"}) == set()
	_problems({"at": "2026-11-02T09:13:59Z"}) == {"it is dated before the detection (2026-11-02T09:13:59Z)"}
}

test_an_empty_record_hides_no_fault_of_another if {
	finding := _recorded([{}, object.union(_record, {"at": "2026-11-21"}), {}])
	problems := escalation.problems(1) with input as example.document(finding) with data.org as example.org
	problems == {"it is dated in the future (2026-11-21)"}
}

test_nobody_escalates_to_the_owner_or_an_implementer if {
	_problems({"to": "alice@example.com"}) == {"`alice@example.com` owns or fixes this finding"}
	_problems({"to": "carol"}) == {"`carol` owns or fixes this finding"}
}

test_the_owner_may_be_the_one_to_be_told_by_other_rules if {
	document := example.document(_recorded([object.union(_record, {"to": "alice"})]))
	escalation.faults(0) == set() with input as document with data.org as example.org
}

test_a_record_that_does_not_count_is_related if {
	related := escalation.related with input as example.document(_recorded([_record, {"to": "judy", "at": "2026-11-12"}]))
		with data.org as example.org
	related == [{
		"path": ["escalation", "records", 1],
		"message": "this escalation does not count: `level` is missing; `ref` is missing",
	}]
}

test_a_higher_level_stands_for_a_lower_one if {
	director := object.union(_record, {"level": "director", "to": "frank"})
	_reached([director], "supervisor", "2026-11-09")
	_reached([director], "director", "2026-11-09")
	not _reached([director], "executive", "2026-11-09")
	not _reached([_record], "director", "2026-11-09")
}

test_a_level_is_reached_from_a_moment_on if {
	at_noon := object.union(_record, {"at": "2026-11-12T12:00:00Z"})
	_reached([_record], "supervisor", "2026-11-12")
	_reached([at_noon], "supervisor", "2026-11-12T12:00:00Z")
	not _reached([at_noon], "supervisor", "2026-11-12T12:00:01Z")
	not _reached([_record], "supervisor", "2026-11-13")
}

test_the_highest_of_some_levels if {
	escalation.highest({"supervisor", "executive", "director"}) == "executive"
	escalation.highest({"supervisor"}) == "supervisor"
}

test_the_audience_stands_above_those_who_own_and_fix if {
	_audience(example.open_finding, "supervisor") == ["judy"]
	_audience(example.open_finding, "director") == ["frank", "grace", "henry"]
	_audience(example.open_finding, "executive") == ["grace", "henry"]
	_audience(object.union(example.open_finding, {"ownership": {"accountable_owner": "grace"}}), "executive") == ["henry"]
}

test_without_a_manager_whoever_manages_is_told if {
	unowned := object.remove(example.open_finding, ["ownership"])
	_audience(unowned, "supervisor") == ["frank", "grace", "henry", "judy"]
}

# Whoever is no person was neither active nor of a level, and the one word is enough.
test_who_is_no_person_has_no_other_fault if {
	org := object.union(example.org, {
		"identities": {"svc-mallory": {"kind": "service_account", "owner": "mallory"}},
		"aliases": {"svc-mallory": "mallory"},
	})
	every level in ["supervisor", "executive"] {
		every to in ["svc-mallory", "sec-queue"] {
			document := example.document(_recorded([object.union(_record, {"level": level, "to": to})]))
			found := escalation.problems(0) with input as document with data.org as org
			found == {sprintf("`%s` is not a person in `org.people`", [to])}
		}
	}
}

_nina := object.union(example.org, {"people": {"nina": {"name": "Nina Roth", "team": "executive"}}})

test_an_executive_team_stands_for_each_level if {
	every level in ["supervisor", "director", "executive"] {
		document := example.document(_recorded([object.union(_record, {"level": level, "to": "nina"})]))
		escalation.problems(0) == set() with input as document with data.org as _nina
	}
}

test_the_audience_of_a_level_holds_it_or_is_in_an_executive_team if {
	promoted := object.union(_nina, {"people": {"erin": {"levels": [{"level": "L3", "from": "2026-01-01"}]}}})
	document := example.document(example.open_finding)
	escalation.audience("executive") == ["erin", "grace", "henry", "nina"] with input as document
		with data.org as promoted
	escalation.audience("director") == ["erin", "frank", "grace", "henry", "nina"] with input as document
		with data.org as promoted
}

test_who_owns_or_fixes_the_finding_is_in_no_audience if {
	_audience(object.union(example.open_finding, {"ownership": {"implementers": ["judy"]}}), "supervisor") == []
	owned := object.union(example.open_finding, {"ownership": {"accountable_owner": "frank"}})
	_audience(owned, "director") == ["grace", "henry"]
}

test_instead_of_a_manager_who_has_left_whoever_manages_is_told if {
	left := object.union(example.org, {"people": {"alice": {"manager": "mallory"}}})
	escalation.audience("supervisor") == ["frank", "grace", "henry", "judy"]
		with input as example.document(example.open_finding)
		with data.org as left
}
