package remedy.break_glass_test

import data.remedy.lib.example_test as example

test_an_absent_or_blank_justification_is_denied if {
	[d] := denied("BRK-02", used_without(["justification"]))
	d.path == ["break_glass", "justification"]
	d.message == "the use of break-glass access has no justification"
	d.who == ["carol"]
	count(denied("BRK-02", used_with({"justification": " "}))) == 1
	count(denied("BRK-02", used)) == 0
	[e] := denied("BRK-02", used_without(["justification", "used_by"]))
	e.who == ["alice"]
}

test_an_exception_that_nobody_accepted_is_denied if {
	[d] := denied("BRK-02", used_without(["accepted_by", "accepted_at"]))
	d.path == ["break_glass", "accepted_by"]
	d.message == "nobody accepted the exception: `accepted_by` is missing; `accepted_at` is missing"
	d.found == "nothing"
	d.who == ["alice"]
	d.related == [{"path": ["break_glass", "used_by"], "message": "the user"}]
	[e] := denied("BRK-02", used_without(["accepted_at"]))
	e.path == ["break_glass", "accepted_at"]
	[f] := denied("BRK-02", used_with({"accepted_by": " "}))
	f.message == "nobody accepted the exception: `accepted_by` is missing"
}

test_the_user_does_not_accept_the_exception if {
	[d] := denied("BRK-02", used_with({"accepted_by": "carol"}))
	d.path == ["break_glass", "accepted_by"]
	d.message == "nobody accepted the exception: `carol` is the user"
	d.found == "carol"
	[e] := denied("BRK-02", used_with({"used_by": "alice", "accepted_by": "aokafor"}))
	e.message == "nobody accepted the exception: `aokafor` is the user"
	e.who == ["henry"]
}

test_a_machine_or_a_team_does_not_accept_the_exception if {
	every by in ["svc-checkout", "security"] {
		[d] := denied("BRK-02", used_with({"accepted_by": by}))
		d.message == sprintf("nobody accepted the exception: `%s` is not a person in `org.people`", [by])
	}
}

test_who_had_left_does_not_accept_the_exception if {
	[d] := denied("BRK-02", used_with({"accepted_by": "mallory"}))
	d.message == "nobody accepted the exception: `mallory` was not active on 2026-11-03"
	count(denied("BRK-02", used_with({"accepted_by": "mallory", "accepted_at": "2026-06-30"}))) == 0
}

test_an_acceptance_in_the_future_is_denied if {
	[d] := denied("BRK-02", used_with({"accepted_at": "2026-11-21"}))
	d.path == ["break_glass", "accepted_at"]
	d.message == "nobody accepted the exception: the acceptance is dated in the future (2026-11-21)"
}

test_without_a_user_anybody_may_accept if {
	count(denied("BRK-02", used_without(["used_by"]))) == 0
	some d in all_denied(example.document(used_without(["used_by", "accepted_by"])), example.org)
	d.rule == "BRK-02"
	d.related == []
}

test_a_user_of_the_highest_level_is_not_asked_to_accept_it if {
	[d] := denied("BRK-02", object.union(
		used_with({"used_by": "henry", "accepted_by": "henry"}),
		{"ownership": {"accountable_owner": "henry"}},
	))
	d.message == "nobody accepted the exception: `henry` is the user"
	d.who == []
}
