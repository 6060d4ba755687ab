package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

test_an_owner_who_signs_is_denied if {
	[d] := denied("SOD-02", example.closed_with({"closure": {"verified_by": "alice"}}))
	d.path == ["closure", "verified_by"]
	d.message == "the accountable owner `alice` signed the closure"
	d.found == "alice"
	startswith(d.unblock, "have somebody who does not own the finding verify and sign the closure")
	d.who == ["assurance", "audit", "reviews", "security"]
	d.related == [{"path": ["ownership", "accountable_owner"], "message": "the accountable owner"}]
	d.facts == {"person": "alice"}
}

test_an_owner_who_approves_the_closure_is_denied_once if {
	[d] := denied("SOD-02", example.closed_with({"approvals": [{"kind": "closure", "by": "alice"}]}))
	d.path == ["approvals", 0, "by"]
	both := {"closure": {"verified_by": "alice"}, "approvals": [{"kind": "closure", "by": "alice"}]}
	[twice] := denied("SOD-02", example.closed_with(both))
	{"path": ["approvals", 0, "by"], "message": "signed here too"} in twice.related
}

test_an_owner_who_asks_for_the_closure_or_approves_something_else_passes if {
	approvals := [{"kind": "plan", "by": "alice"}, {"kind": "business", "by": "alice"}]
	denied("SOD-02", example.closed_with({"approvals": approvals})) == []
}

test_an_alias_of_the_owner_who_signs_is_denied if {
	every id in ["alice@example.com", "AOKAFOR", "svc-checkout"] {
		[d] := denied("SOD-02", example.closed_with({"closure": {"verified_by": id}}))
		d.message == sprintf("the accountable owner `%s` (`alice`) signed the closure", [id])
	}
	owned := example.closed_with({"ownership": {"accountable_owner": "aokafor"}, "closure": {"verified_by": "alice"}})
	count(denied("SOD-02", owned)) == 1
}

test_an_owner_who_signs_is_denied_whatever_the_disposition_is if {
	every disposition in ["remediated", "decommissioned", "false_positive", "duplicate"] {
		signed := example.closed_with({"closure": {"verified_by": "alice"}})
		count(denied("SOD-02", as_disposition(signed, disposition))) == 1
	}
}

test_an_absent_owner_or_signature_is_not_judged_by_this_rule if {
	signed := example.closed_with({"closure": {"verified_by": "alice"}})
	denied("SOD-02", object.remove(signed, ["ownership"])) == []
	denied("SOD-02", object.union(signed, {"ownership": {"accountable_owner": ["alice", "carol"]}})) == []
	denied("SOD-02", object.remove(example.closed, ["closure"])) == []
}

test_an_owner_who_signs_in_another_state_passes if {
	signed := example.closed_with({"closure": {"verified_by": "alice"}})
	every state in ["open", "contained", "accepted"] {
		denied("SOD-02", as_state(signed, state)) == []
	}
}
