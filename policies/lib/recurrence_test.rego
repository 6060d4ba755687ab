package remedy.lib.recurrence_test

import data.remedy.lib.example_test as example
import data.remedy.lib.recurrence

_fingerprint := "vault/AC-17/svc-checkout"

_finding := object.union(example.closed, {"fingerprint": _fingerprint})

_prior := {
	"id": "F-0",
	"type": "leaked_secret",
	"identity": "svc-checkout",
	"state": "closed",
	"fingerprint": _fingerprint,
	"detected_at": "2026-03-01T08:00:00Z",
	"closed_at": "2026-03-20T08:00:00Z",
}

_seen(finding, others, rule) := _seen_at(finding, others, rule, "UTC")

# What the library says of a finding beside others, all of one fingerprint and identity unless they say otherwise.
_seen_at(finding, others, rule, zone) := seen if {
	index := object.union(example.index, {other.id: other | some other in others})
	alike := [other.id | some other in others; other.fingerprint == _fingerprint]
	of_identity := [other.id | some other in others; other.identity == "svc-checkout"]
	package_of := data.remedy.lib.recurrence with input as object.union(example.document(finding), {"at": {"zone": zone}})
		with data.org as example.org
		with data.index as index
		with data.index_by as {
			"fingerprint": {_fingerprint: array.concat(alike, ["F-1"])},
			"identity": {"svc-checkout": array.concat(of_identity, ["F-1"])},
		}
	seen := package_of[rule]
}

_is_prior(changes) if _seen(_finding, [object.union(_prior, changes)], "priors") == ["F-0"]

_linked(ids) := object.union(_finding, {"recurrence": {"prior": ids}})

test_the_same_fingerprint_closed_lately_is_a_prior if {
	_is_prior({})
	_seen(_finding, [_prior], "unlinked") == ["F-0"]
	_seen(_finding, [_prior], "repeats") == []
}

test_an_absent_index_is_like_nothing if {
	every finding in [_finding, _bare] {
		recurrence.priors == [] with input as example.document(finding) with data.org as example.org
		recurrence.unlinked == [] with input as example.document(finding) with data.org as example.org
	}
}

test_another_fingerprint_is_no_prior if {
	not _is_prior({"fingerprint": "vault/AC-18"})
	_is_prior({"identity": "svc-search"})
}

_bare := object.remove(_finding, ["fingerprint"])

_is_prior_of_bare(changes) if _seen(_bare, [object.union(_prior, changes)], "priors") == ["F-0"]

test_without_a_fingerprint_the_same_type_and_identity_is_a_prior if {
	_is_prior_of_bare({})
	_is_prior_of_bare({"fingerprint": "vault/AC-18"})
	not _is_prior_of_bare({"type": "long_lived_secret"})
	not _is_prior_of_bare({"identity": "svc-search"})
	_seen(_bare, [object.remove(_prior, ["fingerprint"])], "unlinked") == ["F-0"]
	_seen(object.remove(_bare, ["identity"]), [_prior], "priors") == []
}

test_without_a_fingerprint_window_and_exclusions_are_the_same if {
	not _is_prior_of_bare({"state": "open"})
	not _is_prior_of_bare({"disposition": "false_positive"})
	not _is_prior_of_bare({"duplicate_of": "F-1"})
	not _is_prior_of_bare({"closed_at": "2026-11-02T09:14:01Z"})
	_is_prior_of_bare({"detected_at": "2025-01-01", "closed_at": "2025-11-02T00:00:00Z"})
	_is_prior_of_bare({"detected_at": "2025-01-01", "closed_at": "2025-11-02T23:59:59Z"})
	not _is_prior_of_bare({"detected_at": "2025-01-01", "closed_at": "2025-11-01T23:59:59Z"})
}

test_the_likeness_is_named if {
	_seen(_finding, [], "likeness") == {"words": "same fingerprint", "path": ["fingerprint"]}
	_seen(_bare, [], "likeness") == {"words": "same type and identity", "path": ["identity", "id"]}
}

test_only_what_was_closed_is_repeated if {
	every state in ["open", "contained", "accepted"] {
		not _is_prior({"state": state})
	}
}

test_a_false_positive_is_not_repeated if {
	not _is_prior({"disposition": "false_positive"})
	_is_prior({"disposition": "remediated"})
}

test_duplicates_of_each_other_are_one_finding if {
	not _is_prior({"duplicate_of": "F-1"})
	_is_prior({"duplicate_of": "F-9"})
	duplicate := object.union(_finding, {"closure": {"duplicate_of": "F-0"}})
	_seen(duplicate, [_prior], "priors") == []
}

test_the_prior_was_detected_before if {
	_is_prior({"detected_at": "2026-11-02T09:13:59Z", "closed_at": "2026-11-02T09:13:59Z"})
	not _is_prior({"detected_at": "2026-11-02T09:14:00Z", "closed_at": "2026-11-02T09:14:00Z"})
	not _is_prior({"detected_at": "2026-11-02T09:14:01Z", "closed_at": "2026-11-02T09:14:01Z"})
}

test_the_prior_was_closed_when_this_was_detected if {
	_is_prior({"closed_at": "2026-11-02T09:14:00Z"})
	not _is_prior({"closed_at": "2026-11-02T09:14:01Z"})
	_is_prior({"closed_at": "2026-11-02"})
}

test_the_window_ends_with_its_last_day if {
	_is_prior({"detected_at": "2025-01-01", "closed_at": "2025-11-02"})
	not _is_prior({"detected_at": "2025-01-01", "closed_at": "2025-11-01"})
	_is_prior({"detected_at": "2025-01-01", "closed_at": "2025-11-02T23:59:59Z"})
	not _is_prior({"detected_at": "2025-01-01", "closed_at": "2025-11-01T23:59:59Z"})
}

# 2026-10-25 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_window_ends_with_its_last_second_in_another_zone if {
	old := object.union(_prior, {"detected_at": "2025-01-01", "closed_at": "2025-10-25"})
	every moment, priors in {
		"2026-10-25T22:59:58Z": ["F-0"],
		"2026-10-25T22:59:59Z": ["F-0"],
		"2026-10-25T23:00:00Z": [],
	} {
		again := object.union(_finding, {"source": {"detected_at": moment}})
		_seen_at(again, [old], "priors", "Europe/Berlin") == priors
	}
}

test_the_window_is_the_profiles if {
	_is_prior({}) with data.params.repeat_window_days as 227
	not _is_prior({}) with data.params.repeat_window_days as 226
}

test_an_absent_day_of_closing_may_be_any if {
	_seen(_finding, [object.remove(_prior, ["closed_at"])], "priors") == ["F-0"]
}

test_a_linked_prior_is_a_repeat if {
	_seen(_linked(["F-0"]), [_prior], "repeats") == ["F-0"]
	_seen(_linked(["F-0"]), [_prior], "unlinked") == []
}

test_a_linked_prior_of_another_fingerprint_is_a_repeat if {
	other := object.union(_prior, {"fingerprint": "vault/AC-18"})
	_seen(_linked(["F-0"]), [other], "repeats") == ["F-0"]
}

test_a_link_to_itself_or_to_nothing_is_no_repeat if {
	_seen(_linked(["F-1", "F-9"]), [], "repeats") == []
}

test_who_names_the_original_names_its_duplicate if {
	duplicate := object.union(_prior, {"id": "F-00", "duplicate_of": "F-0"})
	_seen(_linked(["F-0"]), [_prior, duplicate], "unlinked") == []
	_seen(_linked(["F-9"]), [_prior, duplicate], "unlinked") == ["F-0", "F-00"]
}

test_a_distinct_finding_repeats_only_what_it_names if {
	distinct := object.union(_finding, {"recurrence": {"distinct_because": "another key of the same account"}})
	_seen(distinct, [_prior], "unlinked") == []
	_seen(distinct, [_prior], "repeats") == []
	blank := object.union(_finding, {"recurrence": {"distinct_because": " "}})
	_seen(blank, [_prior], "unlinked") == ["F-0"]
}

_index := {
	"A": {"closed_at": "2026-01-01"}, "B": {}, "C": {"closed_at": "2026-03-01T23:30:00Z"},
	"D": {"closed_at": "2026-04-01"}, "E": {"closed_at": "2026-05-01"},
}

test_findings_in_words if {
	words := {count(ids): recurrence.in_words(ids) |
		some ids in [["A"], ["A", "B", "C"], ["A", "B", "D", "E"], ["A", "B", "C", "D", "E"]]
	} with data.index as _index with input as example.document(_finding)
	words == {
		1: "`A` (closed 2026-01-01)",
		3: "`A` (closed 2026-01-01), `B`, `C` (closed 2026-03-01)",
		4: "1 other, `B`, `D` (closed 2026-04-01), `E` (closed 2026-05-01)",
		5: "2 others, `C` (closed 2026-03-01), `D` (closed 2026-04-01), `E` (closed 2026-05-01)",
	}
}
