package remedy.lib.containment_test

import data.remedy.lib.containment
import data.remedy.lib.example_test as example

# The example is of tier exposed, with 24 hours from 2026-11-02T09:14:00Z.
_judged(finding) := judged if {
	judged := {
		"hours": [h | h := containment.hours],
		"first": [f | f := containment.first],
		"delay": [d | d := containment.delay],
		"is_contained": [true | containment.is_contained],
		"is_missed": [true | containment.is_missed],
	} with input as example.document(finding) with data.org as example.org with data.feeds as {}
}

_actions(actions) := example.closed_with({"plan": {"actions": actions}})

_done(type, at) := {"type": type, "status": "done", "performed_at": at}

test_the_tier_has_a_limit_or_none if {
	_judged(example.closed).hours == [24]
	gap := object.union(object.remove(example.closed, ["identity", "exposure"]), {"type": "ownership_gap"})
	_judged(object.union(gap, {"identity": {"kind": "service_account"}})).hours == [72]
	_judged(gap).hours == []
	_judged(gap).delay == []
}

test_a_recorded_containment_counts if {
	finding := example.closed_with({"containment": {"contained_at": "2026-11-02T10:00:00Z"}})
	judged := _judged(finding)
	judged.first == [{"path": ["containment", "contained_at"], "at": "2026-11-02T10:00:00Z"}]
	judged.is_contained == [true]
	judged.delay == []
}

test_an_action_that_contains_or_takes_access_away_counts if {
	_judged(_actions([_done("fix_code", "2026-11-02T10:00:00Z"), _done("contain", "2026-11-02T11:00:00Z")])).first == [{
		"path": ["plan", "actions", 1, "performed_at"],
		"at": "2026-11-02T11:00:00Z",
	}]
	marked := object.union(_done("config_change", "2026-11-02T12:00:00Z"), {"containment": true})
	_judged(_actions([marked])).first[0].at == "2026-11-02T12:00:00Z"
	_judged(_actions([_done("revoke_old", "2026-11-02T12:00:00Z")])).first[0].at == "2026-11-02T12:00:00Z"
	_judged(_actions([_done("fix_code", "2026-11-02T10:00:00Z")])).first == []
	planned := object.union(_done("contain", "2026-11-02T11:00:00Z"), {"status": "planned"})
	_judged(_actions([planned])).is_contained == []
}

test_a_containment_in_the_future_does_not_count if {
	finding := object.union(_actions([]), {"containment": {"contained_at": "2026-11-21"}})
	_judged(finding).is_contained == []
	_judged(_actions([_done("contain", "2026-11-21")])).first == []
}

test_an_undated_containment_contains_and_has_no_delay if {
	judged := _judged(_actions([{"type": "contain", "status": "done"}]))
	judged.is_contained == [true]
	judged.first == []
	judged.delay == []
}

test_the_delay_lasts_until_the_containment if {
	_judged(example.closed).delay == ["25 hours 46 minutes"]
	_judged(example.closed).is_missed == []
}

test_without_a_containment_the_delay_lasts_until_the_fix if {
	_judged(_actions([_done("fix_code", "2026-11-03T09:14:00Z")])).delay == []
	late := _judged(_actions([_done("fix_code", "2026-11-03T09:14:01Z")]))
	late.delay == ["24 hours 1 minute"]
	late.is_missed == [true]
	_judged(_actions([_done("fix_code", "2026-12-03T09:14:01Z")])).delay == ["434 hours 46 minutes"]
}

test_or_until_the_acceptance_or_now if {
	accepted := object.union(_actions([]), {"state": "accepted"})
	_judged(accepted).delay == ["434 hours 46 minutes"]
	early := object.union(accepted, {"risk_acceptance": {"approved_at": "2026-11-03T09:00:00Z"}})
	_judged(early).delay == []
	late := object.union(accepted, {"risk_acceptance": {"approved_at": "2026-11-03T10:00:00Z"}})
	_judged(late).delay == ["24 hours 46 minutes"]
	open := object.union(_actions([_done("fix_code", "2026-11-02T10:00:00Z")]), {"state": "open"})
	_judged(open).delay == ["434 hours 46 minutes"]
}

test_who_is_unowned if {
	_is_unowned(example.closed_with({"ownership": {"status": "unknown"}}))
	_is_unowned(object.remove(example.closed, ["ownership"]))
	not _is_unowned(example.closed_without("ownership", "status"))
	not _is_unowned(example.closed_with({"ownership": {"status": "provisional"}}))
}

_is_unowned(finding) if containment.is_unowned with input as example.document(finding)

test_the_limit_as_text if {
	containment.limit == "2026-11-03T09:14:00Z" with input as example.document(example.closed)
		with data.org as example.org
		with data.feeds as {}
	containment.limit_in_words == "limit 24 hours, tier `exposed`" with input as example.document(example.closed)
		with data.org as example.org
		with data.feeds as {}
}

test_what_takes_access_away_later_has_not_contained_yet if {
	planned := object.union(_done("revoke_old", "2026-11-02T12:00:00Z"), {"status": "planned"})
	_judged(_actions([planned])).first == []
	_judged(_actions([object.remove(planned, ["performed_at"])])).is_contained == []
	_judged(_actions([_done("contain", "2026-11-21")])).is_contained == []
}

# 12:30 in Berlin is 10:30 in UTC, before 11:00, although it is written with the later hour.
test_the_first_containment_counts_in_whatever_zone_it_is_written if {
	finding := object.union(_actions([_done("contain", "2026-11-02T11:00:00Z")]), {"containment": {
		"contained_at": "2026-11-02T12:30:00+02:00",
	}})
	_judged(finding).first == [{"path": ["containment", "contained_at"], "at": "2026-11-02T12:30:00+02:00"}]
}

test_a_status_without_an_owner_is_a_status if {
	every status in ["provisional", "confirmed"] {
		not _is_unowned(object.union(object.remove(example.closed, ["ownership"]), {"ownership": {"status": status}}))
	}
	_is_unowned(object.union(object.remove(example.closed, ["ownership"]), {"ownership": {"resolver": "payments"}}))
}

test_an_acceptance_ends_the_danger_of_what_is_accepted_alone if {
	approved := object.union(_actions([]), {"risk_acceptance": {"approved_at": "2026-11-03T09:00:00Z"}})
	_judged(object.union(approved, {"state": "accepted"})).delay == []
	every state in ["open", "contained"] {
		_judged(object.union(approved, {"state": state})).delay == ["434 hours 46 minutes"]
	}
}
