package remedy.access_review_test

import data.remedy.lib.example_review_test as example

_revoked(changes) := example.facts_of([example.keep, object.union(example.revoke, changes)])

test_revocations_that_were_carried_out_and_verified_pass if denied("REV-06", example.completed) == []

test_a_revocation_that_was_not_carried_out_is_denied if {
	every decision in ["revoke", "modify"] {
		facts := _revoked({"decision": decision, "executed": false, "verified": false})
		[d] := denied_by_facts("REV-06", facts)
		d.path == ["decisions", "file"]
		d.message == "10 decisions to revoke or change access, not carried out, for example row 52, item `acc-51`"
		d.who == ["carol"]
		d.facts == {"decisions": 10}
		denied_of("REV-06", as_open(example.completed), facts) == []
	}
}

test_what_the_facts_do_not_say_was_not_carried_out if {
	facts := example.facts_of([object.remove(example.revoke, ["executed", "verified"])])
	[d] := denied_by_facts("REV-06", facts)
	contains(d.message, "not carried out")
}

test_a_revocation_before_its_decision_is_denied if {
	[d] := denied_by_facts("REV-06", _revoked({"executed_early": true}))
	contains(d.message, "carried out before it was decided")
}

test_a_revocation_that_nobody_verified_is_denied if {
	facts := _revoked({"verified": false, "count": 1, "example": {"path": ["decisions", 5], "row": null}})
	[d] := denied_by_facts("REV-06", facts)
	d.path == ["decisions", 5, "verified_at"]
	d.message == "1 decision to revoke or change access, carried out and not verified: item `acc-51`"
}

test_a_revocation_verified_by_who_carried_it_out_is_denied if {
	[d] := denied_by_facts("REV-06", _revoked({"verified_by_executor": true}))
	contains(d.message, "verified by the one who carried it out")
}

test_what_is_kept_needs_nothing_carried_out if {
	denied_by_facts("REV-06", _revoked({"decision": "keep", "executed": false, "verified": false})) == []
}

test_several_groups_are_denied_by_problem if {
	facts := example.facts_of([
		object.union(example.revoke, {"executed": false, "reviewer": "rita", "count": 2}),
		object.union(example.revoke, {"executed": false, "count": 1}),
		object.union(example.revoke, {"verified": false, "count": 4}),
	])
	found := denied_by_facts("REV-06", facts)
	{d.facts.decisions | some d in found} == {3, 4}
	some d in found
	d.related == [{"path": ["decisions", "file"], "message": "1 decision of the same kind: row 52, item `acc-51`"}]
}

test_without_an_active_administrator_the_control_owner_is_named if {
	every administrators in [[], ["mallory"]] {
		review := example.completed_with({"administrators": administrators})
		[d] := denied_of("REV-06", review, _revoked({"executed": false}))
		d.who == ["alice"]
	}
}

# Whatever else the facts say: the first problem is named, and it alone.
test_a_decision_is_denied_for_its_first_problem if {
	every decision in ["revoke", "modify"] {
		every example_of in [
			[{"executed": false, "executed_early": true}, "not carried out"],
			[{"executed": false, "executed_early": false, "verified": false}, "not carried out"],
			[{"executed": false, "verified_by_executor": true}, "not carried out"],
			[{"executed_early": true, "verified": false}, "carried out before it was decided"],
			[{"executed_early": true, "verified_by_executor": true}, "carried out before it was decided"],
			[{"verified": false, "verified_by_executor": true}, "carried out and not verified"],
			[{"verified_by_executor": true}, "verified by the one who carried it out"],
		] {
			[d] := denied_by_facts("REV-06", _revoked(object.union(example_of[0], {"decision": decision})))
			startswith(d.message, sprintf("10 decisions to revoke or change access, %s, for", [example_of[1]]))
		}
	}
}

test_what_is_kept_has_none_of_these_problems if {
	every changes in [
		{"executed_early": true},
		{"verified": false},
		{"verified_by_executor": true},
		{"executed": false, "executed_early": false},
	] {
		denied_by_facts("REV-06", _revoked(object.union(changes, {"decision": "keep"}))) == []
	}
}
