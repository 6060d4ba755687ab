package remedy.containment_test

import data.remedy.lib.example_test as example

_ownerless(state) := object.union(as_state(example.closed_with({"plan": {"actions": []}}), state), {"ownership": {
	"status": "unknown",
}})

_ownerless_with(changes) := object.union(_ownerless("open"), changes)

test_no_owner_and_no_containment_is_denied if {
	[d] := denied_at("CON-01", _ownerless("open"), "2026-11-03T15:14:00Z", "UTC")
	d.path == ["containment", "contained_at"]
	d.message == "no owner and no containment 30 hours after the detection (limit 24 hours, tier `exposed`)"
	d.expected == "a containment by 2026-11-03T09:14:00Z"
	d.who == ["assurance", "security"]
	d.related == [{"path": ["ownership", "status"], "message": "nobody owns it"}]
	d.facts == {"hours": 24, "limit": "2026-11-03T09:14:00Z"}
	startswith(d.unblock, "contain it now (disable, restrict, revoke the sessions) and record `containment`; ")
}

test_the_last_second_of_the_limit_passes if {
	count(denied_at("CON-01", _ownerless("open"), "2026-11-03T09:13:59Z", "UTC")) == 0
	count(denied_at("CON-01", _ownerless("open"), "2026-11-03T09:14:00Z", "UTC")) == 0
	count(denied_at("CON-01", _ownerless("open"), "2026-11-03T09:14:01Z", "UTC")) == 1
}

# A day of 25 hours in Berlin: it ends at 23:00 UTC.
test_a_detection_by_day_counts_from_the_end_of_the_day_in_the_zone if {
	finding := _ownerless_with({"source": {"detected_at": "2026-10-25"}})
	count(denied_at("CON-01", finding, "2026-10-26T22:59:58Z", "Europe/Berlin")) == 0
	count(denied_at("CON-01", finding, "2026-10-26T22:59:59Z", "Europe/Berlin")) == 0
	count(denied_at("CON-01", finding, "2026-10-26T23:00:00Z", "Europe/Berlin")) == 1
}

test_a_containment_passes if {
	count(denied("CON-01", _ownerless_with({"containment": {"contained_at": "2026-11-02T10:00:00Z"}}))) == 0
	count(denied("CON-01", _ownerless_with({"containment": {"contained_at": "2026-11-20T12:00:00Z"}}))) == 0
	count(denied("CON-01", _ownerless_with({"containment": {"contained_at": "2026-11-20T12:00:01Z"}}))) == 1
	count(denied("CON-01", _ownerless_with({"containment": {"contained_by": "carol"}}))) == 1
}

test_an_action_that_contains_passes if {
	every action in [
		{"type": "contain", "status": "done", "performed_at": "2026-11-02T10:00:00Z"},
		{"type": "contain", "status": "done"},
		{"type": "config_change", "status": "done", "containment": true},
		{"type": "revoke_old", "status": "done", "performed_at": "2026-11-02T10:00:00Z"},
	] {
		count(denied("CON-01", _ownerless_with({"plan": {"actions": [action]}}))) == 0
	}
	every action in [{"type": "contain", "status": "planned"}, {"type": "fix_code", "status": "done"}] {
		count(denied("CON-01", _ownerless_with({"plan": {"actions": [action]}}))) == 1
	}
}

test_a_known_owner_passes if {
	count(denied("CON-01", _ownerless_with({"ownership": {"status": "provisional"}}))) == 0
	count(denied("CON-01", _ownerless_with({"ownership": {"status": "confirmed"}}))) == 0
}

test_an_absent_status_with_no_owner_is_denied if {
	absent := object.remove(_ownerless("open"), ["ownership"])
	count(denied("CON-01", absent)) == 1
	count(denied("CON-01", object.union(absent, {"ownership": {"accountable_owner": "alice"}}))) == 0
}

test_a_tier_without_a_clock_passes if {
	finding := object.union(object.remove(_ownerless("open"), ["identity", "exposure"]), {"type": "ownership_gap"})
	count(denied("CON-01", finding)) == 0
	count(denied("CON-01", object.union(finding, {"exposure": {"exploitation": "active"}}))) == 1
}

test_a_closure_without_containment_is_denied if {
	count(denied("CON-01", _ownerless("closed"))) == 1
	fixed := {"plan": {"actions": [{"type": "fix_code", "status": "done", "performed_at": "2026-11-03T09:14:00Z"}]}}
	count(denied("CON-01", object.union(_ownerless("closed"), fixed))) == 0
	late := {"plan": {"actions": [{"type": "fix_code", "status": "done", "performed_at": "2026-11-03T09:14:01Z"}]}}
	count(denied("CON-01", object.union(_ownerless("closed"), late))) == 1
}

test_what_was_no_finding_passes if {
	count(denied("CON-01", closed_as(_ownerless("closed"), "remediated"))) == 1
	count(denied("CON-01", closed_as(_ownerless("closed"), "false_positive"))) == 0
	count(denied("CON-01", closed_as(_ownerless("closed"), "duplicate"))) == 0
}

test_contained_and_accepted_without_an_owner_pass if {
	count(denied("CON-01", _ownerless("contained"))) == 0
	count(denied("CON-01", _ownerless("accepted"))) == 0
}

test_without_such_teams_the_candidates_can_help if {
	org := object.union(object.remove(example.org, ["teams"]), {"teams": {"sec-queue": {
		"name": "Inbox",
		"function": "security",
		"generic_queue": true,
	}}})
	some d in all_denied(example.document(_ownerless("open")), org)
	d.rule == "CON-01"
	d.who == ["alice"]
}

test_a_single_team_of_either_function_can_help if {
	every function in ["iam", "security"] {
		org := object.union(object.remove(example.org, ["teams"]), {"teams": {
			"identity": {"name": "Identity", "function": function},
			"payments": {"name": "Payments", "function": "application"},
		}})
		[d] := [found | some found in all_denied(example.document(_ownerless("open")), org); found.rule == "CON-01"]
		d.who == ["identity"]
	}
}
