package remedy.containment_test

import data.remedy.lib.example_test as example

_contained_at(moment) := object.union(
	example.closed_with({"plan": {"actions": []}}),
	{"containment": {"contained_at": moment}},
)

_late := _contained_at("2026-11-03T15:14:00Z")

_ratified(changes) := object.union(_late, {"deviations": [object.union(
	{"rule": "CON-03", "reason": "the on-call phone was dead", "ratified_by": "henry", "at": "2026-11-10"},
	changes,
)]})

_escalated(changes) := object.union(_late, {"escalation": {"records": [object.union(
	{"level": "director", "to": "frank", "at": "2026-11-03T15:20:00Z", "ref": "INC-12"},
	changes,
)]}})

test_a_late_containment_is_denied if {
	[d] := denied("CON-03", _late)
	d.path == ["containment", "contained_at"]
	d.message == "containment took 30 hours from the detection (limit 24 hours, tier `exposed`)"
	d.expected == "contained by 2026-11-03T09:14:00Z"
	d.found == "2026-11-03T15:14:00Z"
	d.who == ["alice", "henry"]
	d.related == []
	d.facts == {"hours": 24, "limit": "2026-11-03T09:14:00Z", "tier": "exposed"}
	startswith(d.unblock, "escalate the delay and record it in `escalation.records` (`level`, `to`, `at`, `ref`), or ")
	count(warned("CON-03", _late)) == 0
}

test_the_last_second_for_the_containment_passes if {
	count(denied("CON-03", _contained_at("2026-11-03T09:13:59Z"))) == 0
	count(denied("CON-03", _contained_at("2026-11-03T09:14:00Z"))) == 0
	count(denied("CON-03", _contained_at("2026-11-03T09:14:01Z"))) == 1
	count(denied("CON-03", _contained_at("2026-11-03T10:14:00+01:00"))) == 0
	count(denied("CON-03", _contained_at("2026-11-03"))) == 0
	count(denied("CON-03", _contained_at("2026-11-04"))) == 1
}

# The clocks went back in the night, so noon came after 25 hours.
test_hours_count_where_the_clocks_go_back if {
	finding := object.union(_contained_at("2026-10-25T11:00:00+01:00"), {"source": {
		"detected_at": "2026-10-24T12:00:00+02:00",
	}})
	count(denied_at("CON-03", finding, "2026-11-20T12:00:00Z", "Europe/Berlin")) == 0
	noon := object.union(finding, {"containment": {"contained_at": "2026-10-25T12:00:00+01:00"}})
	[d] := denied_at("CON-03", noon, "2026-11-20T12:00:00Z", "Europe/Berlin")
	startswith(d.message, "containment took 25 hours from the detection")
}

test_the_first_containment_counts if {
	finding := object.union(example.closed, {"containment": {"contained_at": "2026-11-05T10:00:00Z"}})
	[d] := denied("CON-03", finding)
	d.path == ["plan", "actions", 0, "performed_at"]
	d.found == "2026-11-03T11:00:00Z"
	count(denied("CON-03", contained_in_time)) == 0
}

test_a_fix_in_time_passes_without_a_containment if {
	bare := object.remove(_late, ["containment"])
	patched := {"type": "patch", "status": "done", "performed_at": "2026-11-03T09:14:00Z"}
	count(denied("CON-03", object.union(bare, {"plan": {"actions": [patched]}}))) == 0
	late := object.union(patched, {"performed_at": "2026-11-04T09:14:00Z"})
	[d] := denied("CON-03", object.union(bare, {"plan": {"actions": [late]}}))
	d.path == ["containment", "contained_at"]
	d.message == "not contained for 48 hours from the detection (limit 24 hours, tier `exposed`)"
	d.found == "nothing"
}

test_an_acceptance_without_a_containment_is_denied if {
	bare := object.remove(as_state(_late, "accepted"), ["containment"])
	[d] := denied("CON-03", object.union(bare, {"risk_acceptance": {"approved_at": "2026-11-06T09:14:00Z"}}))
	startswith(d.message, "not contained for 96 hours")
	in_time := object.union(bare, {"risk_acceptance": {"approved_at": "2026-11-03T09:14:00Z"}})
	count(denied("CON-03", in_time)) == 0
}

test_a_late_containment_before_the_acceptance_is_denied if {
	count(denied("CON-03", as_state(_late, "accepted"))) == 1
	count(denied("CON-03", as_state(contained_in_time, "accepted"))) == 0
}

test_a_ratified_delay_passes_and_is_shown if {
	count(denied("CON-03", _ratified({}))) == 0
	[w] := warned("CON-03", _ratified({}))
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "; ratified by `henry` on 2026-11-10: the on-call phone was dead")
}

test_a_ratification_by_somebody_involved_is_denied if {
	[d] := denied("CON-03", _ratified({"ratified_by": "aokafor"}))
	d.related[0].path == ["deviations", 0]
}

test_an_escalated_delay_passes_and_is_shown if {
	count(denied("CON-03", _escalated({}))) == 0
	[w] := warned("CON-03", _escalated({}))
	w.path == ["escalation", "records", 0]
	not w.flag
	endswith(w.message, "; escalated to `frank` on 2026-11-03T15:20:00Z")
	both := object.union(_escalated({}), {"deviations": _ratified({}).deviations})
	[r] := warned("CON-03", both)
	r.flag == "ratified"
}

test_an_escalation_that_tells_nobody_of_the_delay_is_denied if {
	every changes in [
		{"to": "sec-queue"},
		{"to": "aokafor"},
		{"at": "2026-11-03T09:13:59Z"},
		{"at": "2026-11-21"},
	] {
		count(denied("CON-03", _escalated(changes))) == 1
	}
	count(denied("CON-03", _escalated({"at": "2026-11-03T09:14:00Z"}))) == 0
	[d] := denied("CON-03", object.union(_late, {"escalation": {"records": [{"to": "frank", "at": "2026-11-10"}]}}))
	d.related[0].path == ["escalation", "records", 0]
}

test_open_and_contained_are_only_marked_as_late if {
	every state in ["open", "contained"] {
		count(denied("CON-03", as_state(_late, state))) == 0
		[w] := warned("CON-03", as_state(_late, state))
		not w.flag
		w.path == ["containment", "contained_at"]
		w.who == ["alice"]
	}
}

test_what_is_open_and_not_contained_is_marked_as_late if {
	[w] := warned("CON-03", as_state(object.remove(_late, ["containment"]), "open"))
	w.message == "not contained for 434 hours 46 minutes from the detection (limit 24 hours, tier `exposed`)"
}

test_what_nobody_contained_and_nobody_owns_is_left_to_con_01 if {
	ownerless := object.union(object.remove(_late, ["containment", "ownership"]), {"ownership": {"status": "unknown"}})
	every state in ["open", "closed"] {
		count(denied("CON-01", as_state(ownerless, state))) == 1
		count(denied("CON-03", as_state(ownerless, state))) == 0
		count(warned("CON-03", as_state(ownerless, state))) == 0
	}
	count(denied("CON-03", object.union(ownerless, {"containment": {"contained_at": "2026-11-04"}}))) == 1
}

# Tier likely by the fast track: 72 hours.
test_a_delay_in_another_tier_is_marked_and_does_not_block if {
	finding := object.union(_contained_at("2026-11-06T09:14:00Z"), {"type": "ownership_gap"})
	quiet := object.union(finding, {"exposure": {"internet_reachable": false}})
	count(denied("CON-03", quiet)) == 0
	[w] := warned("CON-03", quiet)
	w.message == "containment took 96 hours from the detection (limit 72 hours, tier `likely`)"
}

test_an_undated_containment_passes if {
	undated := object.remove(_contained_at("2026-11-02"), ["containment"])
	finding := object.union(undated, {"plan": {"actions": [{"type": "contain", "status": "done"}]}})
	count(denied("CON-03", finding)) == 0
}

test_a_late_containment_of_what_was_no_finding_passes if {
	every disposition in ["false_positive", "duplicate"] {
		count(denied("CON-03", closed_as(_late, disposition))) == 0
		count(warned("CON-03", closed_as(_late, disposition))) == 0
	}
}

test_a_ratified_or_escalated_delay_of_an_open_finding_is_marked_as_late_alone if {
	every finding in [_ratified({}), _escalated({})] {
		[w] := warned("CON-03", as_state(finding, "open"))
		w.path == ["containment", "contained_at"]
		not w.flag
	}
}

test_the_first_escalation_that_counts_is_shown if {
	finding := object.union(_late, {"escalation": {"records": [
		{"level": "director", "to": "sec-queue", "at": "2026-11-03T15:20:00Z", "ref": "INC-11"},
		{"level": "director", "to": "frank", "at": "2026-11-03T15:20:00Z", "ref": "INC-12"},
		{"level": "executive", "to": "grace", "at": "2026-11-03T16:00:00Z", "ref": "INC-13"},
	]}})
	count(denied("CON-03", finding)) == 0
	[w] := warned("CON-03", finding)
	w.path == ["escalation", "records", 1]
	endswith(w.message, "; escalated to `frank` on 2026-11-03T15:20:00Z")
}

test_a_late_containment_of_what_is_exploited_is_denied if {
	[d] := denied("CON-03", object.union(_late, {"exposure": {"exploitation": "active"}}))
	d.facts.tier == "active"
}

test_an_acceptance_that_nobody_owns_is_denied_for_the_delay if {
	ownerless := object.union(object.remove(_late, ["containment", "ownership"]), {
		"ownership": {"status": "unknown"},
		"risk_acceptance": {"approved_at": "2026-11-06T09:14:00Z"},
	})
	[d] := denied("CON-03", as_state(ownerless, "accepted"))
	startswith(d.message, "not contained for 96 hours")
	[w] := warned("CON-03", as_state(ownerless, "contained"))
	w.found == "nothing"
}
