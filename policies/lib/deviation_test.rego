package remedy.lib.deviation_test

import data.remedy.lib.deviation
import data.remedy.lib.example_test as example

# The accepted example needs L2, so a ratifier needs L3.
_deviation := {"rule": "SLA-06", "reason": "the vendor was late", "ratified_by": "grace", "at": "2026-11-19"}

_with_deviations(deviations) := example.document(object.union(example.accepted, {"deviations": deviations}))

_deviating(changes) := _with_deviations([object.union(_deviation, changes)])

_is_ratified(document) if deviation.is_ratified("SLA-06") with input as document with data.org as example.org

_related(document) := related if {
	related := deviation.related("SLA-06") with input as document with data.org as example.org
}

# The one reason why the one deviation of a document does not count.
_does_not_count(document, why) if {
	not _is_ratified(document)
	_related(document) == [{
		"path": ["deviations", 0],
		"message": sprintf("this deviation does not count: %s", [why]),
	}]
}

test_a_ratified_deviation_counts if {
	_is_ratified(_deviating({}))
	_related(_deviating({})) == []
	path := deviation.path("SLA-06") with input as _deviating({}) with data.org as example.org
	path == ["deviations", 0]
	record := deviation.record("SLA-06") with input as _deviating({}) with data.org as example.org
	record == _deviation
}

test_a_higher_level_ratifies_too if {
	_is_ratified(_deviating({"ratified_by": "henry"}))
}

test_absent_deviations_do_not_ratify if {
	not _is_ratified(example.document(example.accepted))
	not _is_ratified(_with_deviations([]))
	_related(example.document(example.accepted)) == []
}

test_a_deviation_of_another_rule_does_not_ratify if {
	not _is_ratified(_deviating({"rule": "SLA-11"}))
	_related(_deviating({"rule": "SLA-11"})) == []
}

test_a_deviation_with_an_absent_field_does_not_count if {
	every key in ["reason", "ratified_by", "at"] {
		_does_not_count(_with_deviations([object.remove(_deviation, [key])]), sprintf("`%s` is missing", [key]))
	}
	_does_not_count(_deviating({"reason": ""}), "`reason` is missing")
}

test_a_lower_level_does_not_ratify if {
	_does_not_count(_deviating({"ratified_by": "frank"}), "`frank` is not an active person of level L3")
	_does_not_count(_deviating({"ratified_by": "Somebody"}), "`Somebody` is not an active person of level L3")
}

test_a_service_account_does_not_ratify if {
	org := object.union(example.org, {
		"identities": {"svc-grace": {"kind": "service_account", "owner": "grace"}},
		"aliases": {"svc-grace": "grace"},
	})
	not deviation.is_ratified("SLA-06") with input as _deviating({"ratified_by": "svc-grace"}) with data.org as org
}

test_the_level_counts_on_the_day if {
	org := object.union(example.org, {"people": {"grace": {"levels": [{"level": "L3", "from": "2026-11-19"}]}}})
	deviation.is_ratified("SLA-06") with input as _deviating({}) with data.org as org
	not deviation.is_ratified("SLA-06") with input as _deviating({"at": "2026-11-18"}) with data.org as org
	_is_ratified(_deviating({"at": "2026-11-18"}))
}

# Detected on 2026-11-02 at 09:14. Nobody ratifies in advance.
test_a_ratification_before_the_detection_does_not_count if {
	_is_ratified(_deviating({"at": "2026-11-02"}))
	_is_ratified(_deviating({"at": "2026-11-02T09:14:00Z"}))
	_does_not_count(_deviating({"at": "2026-11-01"}), "it is dated before the detection (2026-11-01)")
}

test_who_had_left_does_not_ratify if {
	left := object.union(example.org, {"people": {"grace": {"ended_at": "2026-11-18"}}})
	not deviation.is_ratified("SLA-06") with input as _deviating({}) with data.org as left
	later := object.union(example.org, {"people": {"grace": {"ended_at": "2026-11-19"}}})
	deviation.is_ratified("SLA-06") with input as _deviating({}) with data.org as later
}

test_who_is_involved_does_not_ratify if {
	involved := object.union(example.accepted, {"deviations": [_deviation], "risk_acceptance": {"requested_by": "grace"}})
	_does_not_count(example.document(involved), "`grace` is involved in this finding")
}

# A function of a package that regorus has evaluated sees no imported rule: the persons involved must still be known.
test_who_is_involved_does_not_ratify_after_another_question if {
	involved := object.union(example.accepted, {"deviations": [_deviation], "risk_acceptance": {"requested_by": "grace"}})
	answers := [deviation.ratifiers, deviation.required_level, _answer] with input as example.document(involved)
		with data.org as example.org
	answers == [["henry"], "L3", false]
}

default _answer := false

_answer if {
	deviation.ratifiers
	deviation.is_ratified("SLA-06")
}

test_an_alias_of_the_owner_does_not_ratify if {
	owned := object.union(example.accepted, {
		"deviations": [object.union(_deviation, {"ratified_by": "GRACE@example.com"})],
		"ownership": {"accountable_owner": "grace"},
	})
	org := object.union(example.org, {"aliases": {"grace@example.com": "grace"}})
	not deviation.is_ratified("SLA-06") with input as example.document(owned) with data.org as org
}

test_a_ratification_in_the_future_does_not_count if {
	_is_ratified(_deviating({"at": "2026-11-20T12:00:00Z"}))
	_does_not_count(
		_deviating({"at": "2026-11-20T12:00:01Z"}),
		"it is dated in the future (2026-11-20T12:00:01Z)",
	)
}

test_the_first_of_several_that_counts_is_named if {
	document := _with_deviations([object.remove(_deviation, ["reason"]), _deviation, _deviation])
	_is_ratified(document)
	path := deviation.path("SLA-06") with input as document with data.org as example.org
	path == ["deviations", 1]
	count(_related(document)) == 1
}

test_the_advice_names_rule_and_level if {
	advice := deviation.advice("SLA-06") with input as example.document(example.accepted) with data.org as example.org
	advice == "have the deviation ratified: `deviations: [{rule: SLA-06, reason, ratified_by, at}]`, by level L3"
}

test_ratifiers_are_active_and_not_involved if {
	people := deviation.ratifiers with input as example.document(example.accepted) with data.org as example.org
	people == ["grace", "henry"]
}

# exposed/high may not be accepted at all: then the highest level ratifies.
test_what_nobody_may_accept_needs_the_highest_level if {
	level := deviation.required_level with input as example.document(example.closed) with data.org as example.org
	level == "L4"
	document := example.document(object.union(example.closed, {"deviations": [_deviation]}))
	_does_not_count(document, "`grace` is not an active person of level L4")
}

test_the_highest_level_has_none_above if {
	table := {"possible": {"moderate": {"max_days": 30, "level": "L4"}}}
	level := deviation.required_level with input as example.document(example.accepted)
		with data.org as example.org
		with data.params.risk_acceptance as table
	level == "L4"
}

test_the_first_of_two_that_count_is_the_record if {
	document := _with_deviations([_deviation, object.union(_deviation, {"ratified_by": "henry"})])
	record := deviation.record("SLA-06") with input as document with data.org as example.org
	record.ratified_by == "grace"
}

test_a_faulty_deviation_of_another_rule_is_not_shown if {
	_related(_deviating({"rule": "SLA-11", "reason": ""})) == []
}
