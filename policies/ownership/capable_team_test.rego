package remedy.ownership_test

import data.remedy.lib.example_test as example

# The closure with one action of a type.
_action(type) := _action_of({"type": type, "status": "done", "performed_by": "carol"})

_action_of(action) := example.closed_with({"plan": {"actions": [action]}})

test_a_capable_resolver_passes if {
	count(denied("OWN-04", _action("rotate"))) == 0
}

test_an_incapable_team_is_denied if {
	some d in denied("OWN-04", _action("rerun_review"))
	d.path == ["plan", "actions", 0, "type"]
	d.message == "`payments` cannot change the control state: action `rerun_review` needs `review_access`"
	d.who == ["reviews"]
	d.found == ["payments"]
	d.facts.capability == "review_access"
	{r.path | some r in d.related} == {["ownership", "resolver"], ["plan", "actions", 0, "performed_by"]}
}

test_a_capable_performer_of_another_team_passes if {
	reviewed := _action_of({"type": "rerun_review", "performed_by": "rita"})
	count(denied("OWN-04", reviewed)) == 0
}

test_a_capable_resolver_by_its_name_passes if {
	named := object.union(_action("rerun_review"), {"ownership": {"resolver": "Access Reviews"}})
	count(denied("OWN-04", named)) == 0
}

test_two_incapable_teams_are_both_named if {
	some d in denied("OWN-04", object.union(_action("rerun_review"), {"ownership": {"resolver": "audit"}}))
	startswith(d.message, "`audit` and `payments` cannot change the control state")
}

test_a_service_account_works_for_the_team_of_its_owner if {
	count(denied("OWN-04", _action_of({"type": "rotate", "performed_by": "svc-checkout"}))) == 0
	some d in denied("OWN-04", _action_of({"type": "rerun_review", "performed_by": "svc-checkout"}))
	d.found == ["payments"]
}

test_absent_resolver_and_performer_are_denied if {
	some d in denied("OWN-04", object.remove(_action_of({"type": "rotate"}), ["ownership"]))
	d.message == "no team is named that could change the control state: action `rotate` needs `rotate_credential`"
	d.related == []
	d.who == ["payments"]
}

test_an_action_that_needs_nothing_passes if {
	count(denied("OWN-04", object.remove(_action_of({"type": "validate"}), ["ownership"]))) == 0
}

test_an_action_that_does_not_apply_passes if {
	count(denied("OWN-04", _action_of({"type": "rerun_review", "status": "not_applicable"}))) == 0
}

test_an_absent_plan_or_type_passes if {
	count(denied("OWN-04", object.remove(example.closed, ["plan"]))) == 0
	count(denied("OWN-04", _action_of({"performed_by": "carol"}))) == 0
}

test_incapable_teams_block_accepted_and_neither_open_nor_contained if {
	count(denied("OWN-04", as_state(_action("rerun_review"), "accepted"))) == 1
	count(denied("OWN-04", as_state(_action("rerun_review"), "open"))) == 0
	count(denied("OWN-04", as_state(_action("rerun_review"), "contained"))) == 0
}
