package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

# Rita asks for the closure, and has no other role.
_asked(changes) := object.union(example.closed_with({"closure": {"requested_by": "rita"}}), changes)

_unsigned := object.union(object.remove(example.closed, ["closure"]), {"closure": object.remove(
	example.closed.closure,
	["verified_by"],
)})

_approval_by(id) := {"approvals": [{"kind": "closure", "by": id, "at": "2026-11-18"}]}

test_a_second_person_who_signs_or_approves_passes if {
	denied("SOD-10", _asked({})) == []
	denied("SOD-10", _asked(_approval_by("rita"))) == []
	denied("SOD-10", object.union(_unsigned, _approval_by("ivan"))) == []
	denied("SOD-10", object.union(_asked(_approval_by("ivan")), {"closure": {"verified_by": "rita"}})) == []
}

test_a_requester_who_is_the_only_one_to_sign_is_denied if {
	[d] := denied("SOD-10", _asked({"closure": {"verified_by": "rita"}}))
	d.path == ["closure", "verified_by"]
	d.message == "`rita` asked for the closure and is the only one who approved it"
	d.expected == "an approval by a second person"
	d.found == "rita"
	d.unblock == concat("", [
		"have somebody else than who asked for it sign the closure in `closure.verified_by`, ",
		"or approve it as `{kind: closure, by, at}` in `approvals`",
	])
	d.who == ["assurance", "audit", "reviews", "security"]
	d.related == [{"path": ["closure", "requested_by"], "message": "asked for here"}]
	d.facts == {"person": "rita"}
}

test_a_requester_who_is_the_only_one_to_approve_is_denied if {
	asked := object.union(object.union(_unsigned, _approval_by("rita")), {"closure": {"requested_by": "rita"}})
	[d] := denied("SOD-10", asked)
	d.path == ["approvals", 0, "by"]
	count(denied("SOD-10", object.union(asked, {"closure": {"verified_by": "rita"}}))) == 1
}

test_an_alias_of_the_requester_is_denied if {
	org := org_with({"aliases": {"rita@example.com": "rita"}})
	[d] := denied_in("SOD-10", _asked({"closure": {"verified_by": "Rita@example.com"}}), org)
	d.message == "`Rita@example.com` (`rita`) asked for the closure and is the only one who approved it"
}

test_an_absent_signature_is_denied if {
	every finding in [_unsigned, object.remove(example.closed, ["closure"])] {
		[d] := denied("SOD-10", finding)
		d.path == ["closure", "verified_by"]
		d.message == "nobody signed or approved the closure"
		startswith(d.unblock, "have somebody else than who asked for it sign the closure")
		d.who == ["assurance", "audit", "reviews", "security"]
		d.related == []
	}
	planned := object.union(_unsigned, {"approvals": [{"kind": "plan", "by": "ivan", "at": "2026-11-18"}]})
	count(denied("SOD-10", planned)) == 1
}

test_an_approval_that_does_not_count_is_shown if {
	every approval in [
		{"kind": "closure", "by": "ivan"},
		{"kind": "closure", "by": "ivan", "at": "2026-11-21"},
		{"kind": "closure", "by": "svc-checkout", "at": "2026-11-18"},
	] {
		[d] := denied("SOD-10", object.union(_unsigned, {"approvals": [approval]}))
		count(d.related) == 1
	}
}

test_an_absent_requester_is_denied if {
	signed := object.remove(example.closed.closure, ["requested_by"])
	[d] := denied("SOD-10", object.union(object.remove(example.closed, ["closure"]), {"closure": signed}))
	d.path == ["closure", "requested_by"]
	d.message == "nobody is named who asked for the closure, so nobody can be told from who approved it"
	d.related == [{"path": ["closure", "verified_by"], "message": "approved here"}]
}

test_owners_and_fixers_who_sign_are_left_to_their_rules if {
	denied("SOD-10", example.closed_with({"closure": {"verified_by": "alice"}})) == []
	denied("SOD-10", example.closed_with({"closure": {"requested_by": "carol", "verified_by": "carol"}})) == []
}

test_an_excepted_owner_or_fixer_still_needs_a_second_person if {
	owner := _excepted(example.closed_with({"closure": {"verified_by": "alice"}}), [_exception(["SOD-02"])])
	_small_rules(owner) == {"SOD-10"}
	fixing := example.closed_with({"closure": {"requested_by": "carol", "verified_by": "carol"}})
	_small_rules(_excepted(fixing, [_exception(["SOD-01"])])) == {"SOD-10"}
}

test_a_second_person_is_needed_whatever_the_disposition_is if {
	every disposition in ["remediated", "decommissioned", "false_positive", "duplicate"] {
		count(denied("SOD-10", as_disposition(_unsigned, disposition))) == 1
	}
}

test_no_signature_is_needed_in_another_state if {
	every state in ["open", "contained", "accepted"] {
		denied("SOD-10", as_state(_unsigned, state)) == []
	}
}

test_who_approves_is_asked_for_a_closed_finding_alone if {
	alone := _asked({"closure": {"verified_by": "rita"}})
	unasked := object.union(object.remove(example.closed, ["closure"]), {"closure": {"verified_by": "erin"}})
	every finding in [alone, unasked, _unsigned] {
		count(denied("SOD-10", finding)) == 1
		every state in ["open", "contained", "accepted"] {
			denied("SOD-10", as_state(finding, state)) == []
		}
	}
}
