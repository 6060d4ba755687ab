package remedy.compensating_control_test

import data.remedy.lib.example_test as example

test_an_absent_bound_is_denied if {
	every key in ["owner", "started_at", "expires_at"] {
		[d] := _denials("CMP-01", _controlled_without(key))
		d.path == ["compensating_controls", 0, key]
		d.message == sprintf("compensating control `CC-1` is not bounded: `%s` is missing", [key])
		d.related == []
	}
}

test_several_absent_bounds_are_one_denial if {
	[d] := _denials("CMP-01", _controlled_by({"id": "CC-1"}))
	d.path == ["compensating_controls", 0, "owner"]
	d.related == [
		{"path": ["compensating_controls", 0, "started_at"], "message": "`started_at` is missing"},
		{"path": ["compensating_controls", 0, "expires_at"], "message": "`expires_at` is missing"},
	]
	d.who == ["alice"]
}

test_an_owner_who_left_or_is_unknown_or_no_person_is_denied if {
	every owner in ["mallory", "Somebody", "svc-checkout", "payments"] {
		[d] := _denials("CMP-01", _controlled_with({"owner": owner}))
		d.path == ["compensating_controls", 0, "owner"]
		d.message == sprintf("compensating control `CC-1` is not bounded: `%s` is not an active person", [owner])
		d.who == ["alice"]
	}
}

test_an_alias_of_the_owner_passes if {
	_denials("CMP-01", _controlled_with({"owner": "alice@example.com"})) == []
	[d] := _denials("CMP-01", object.union(_controlled_by(object.union(
		object.remove(_control, ["started_at"]),
		{"owner": "alice@example.com"},
	)), {}))
	d.who == ["alice"]
}

test_a_control_that_begins_later_is_denied if {
	_denials("CMP-01", _controlled_with({"started_at": "2026-11-20"})) == []
	[d] := _denials("CMP-01", _controlled_with({"started_at": "2026-11-21"}))
	d.path == ["compensating_controls", 0, "started_at"]
	d.message == "compensating control `CC-1` is not bounded: it starts only on 2026-11-21"
	d.who == ["judy"]
}

# The example's control ends with 2027-05-31.
test_a_control_that_has_ended_is_denied if {
	_denials_at("CMP-01", example.accepted, "2027-05-31T23:59:59Z") == []
	[d] := _denials_at("CMP-01", example.accepted, "2027-06-01T00:00:00Z")
	d.path == ["compensating_controls", 0, "expires_at"]
	d.message == "compensating control `CC-1` is not bounded: it ended on 2027-05-31"
	d.related == []
}

# The example's acceptance ends with 2027-04-30.
test_a_control_that_ends_before_the_acceptance_is_denied if {
	_denials("CMP-01", _controlled_with({"expires_at": "2027-04-30"})) == []
	[d] := _denials("CMP-01", _controlled_with({"expires_at": "2027-04-29"}))
	d.path == ["compensating_controls", 0, "expires_at"]
	d.message == concat("", [
		"compensating control `CC-1` is not bounded: ",
		"it ends on 2027-04-29, before the acceptance does (2027-04-30)",
	])
	d.related == [{"path": ["risk_acceptance", "expires_at"], "message": "the acceptance ends here"}]
	count(_denials("CMP-01", _controlled_with({"expires_at": "2027-04-30T23:59:59Z"}))) == 1
}

test_the_end_of_a_control_that_the_acceptance_does_not_name_passes if {
	unnamed := object.union(
		_controlled_with({"expires_at": "2027-01-01"}),
		{"risk_acceptance": {"compensating_controls": []}},
	)
	_denials("CMP-01", unnamed) == []
}

test_an_absent_end_of_the_acceptance_passes if {
	acceptance := object.remove(example.accepted.risk_acceptance, ["expires_at"])
	endless := object.union(object.remove(_controlled_with({}), ["risk_acceptance"]), {"risk_acceptance": acceptance})
	_denials("CMP-01", endless) == []
}

test_every_control_is_judged if {
	two := [_control, object.union(object.remove(_control, ["owner"]), {"id": "CC-2"})]
	[d] := _denials("CMP-01", object.union(example.accepted, {"compensating_controls": two}))
	d.path == ["compensating_controls", 1, "owner"]
}

test_a_closure_by_way_of_no_control_is_denied if {
	closed := example.closed_with({"plan": {"path": "compensating_control"}})
	[d] := _denials("CMP-01", closed)
	d.path == ["compensating_controls"]
	d.message == "closed by way of a compensating control, but none is recorded"
	d.who == ["alice"]
	d.related == [{"path": ["plan", "path"], "message": "`compensating_control` here"}]
	count(_denials("CMP-01", _closed_by([]))) == 1
}

test_an_end_with_the_acceptance_or_without_it_is_not_shown_beside_another_problem if {
	unstarted := object.remove(_control, ["started_at"])
	[d] := _denials("CMP-01", _controlled_by(object.union(unstarted, {"expires_at": "2027-04-30"})))
	d.path == ["compensating_controls", 0, "started_at"]
	d.related == []
	early := _controlled_by(object.union(unstarted, {"expires_at": "2027-04-29"}))
	[e] := _denials("CMP-01", early)
	count(e.related) == 2
	[f] := _denials("CMP-01", object.union(early, {"risk_acceptance": {"compensating_controls": []}}))
	f.related == []
}

test_an_empty_owner_is_missing_and_nothing_else if {
	[d] := _denials("CMP-01", _controlled_with({"owner": ""}))
	d.message == "compensating control `CC-1` is not bounded: `owner` is missing"
	d.related == []
}
