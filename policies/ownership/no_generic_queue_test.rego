package remedy.ownership_test

import data.remedy.lib.example_test as example

test_a_person_and_a_working_team_pass if {
	count(denied("OWN-02", example.closed)) == 0
}

test_an_absent_owner_and_resolver_pass if {
	count(denied("OWN-02", object.remove(example.closed, ["ownership"]))) == 0
}

test_a_queue_as_owner_is_denied if {
	some d in denied("OWN-02", owned({"accountable_owner": "sec-queue"}))
	d.path == ["ownership", "accountable_owner"]
	d.message == "the accountable owner `sec-queue` is a generic queue; nobody in it is accountable"
	d.who == ["alice", "judy"]
}

test_a_team_as_owner_is_denied_and_its_lead_can_help if {
	some d in denied("OWN-02", owned({"accountable_owner": "Security"}))
	d.message == "the accountable owner `Security` is a team; nobody in it is accountable"
	d.who == ["alice", "frank", "judy"]
}

test_a_list_address_as_owner_is_denied if {
	some d in denied("OWN-02", owned({"accountable_owner": "SECURITY@example.com"}))
	d.found == "SECURITY@example.com"
}

test_a_list_of_owners_is_left_to_its_rule if {
	count(denied("OWN-02", owned({"accountable_owner": ["sec-queue", "alice"]}))) == 0
}

test_a_queue_as_resolver_is_denied if {
	some d in denied("OWN-02", owned({"resolver": "sec-queue"}))
	d.path == ["ownership", "resolver"]
	d.message == "routed to the generic queue `sec-queue`; nobody in it is accountable"
	d.who == ["payments", "security"]
}

test_a_queue_as_resolver_is_denied_by_its_address_and_its_name if {
	count(denied("OWN-02", owned({"resolver": "security@example.com"}))) == 1
	count(denied("OWN-02", owned({"resolver": "Security inbox"}))) == 1
}

test_a_queue_as_resolver_without_a_plan_names_the_team_of_the_owner if {
	some d in denied("OWN-02", object.remove(owned({"resolver": "sec-queue"}), ["plan"]))
	d.who == ["payments"]
}

test_a_queue_blocks_open_and_not_contained if {
	queued := owned({"accountable_owner": "sec-queue", "resolver": "sec-queue"})
	count(denied("OWN-02", as_state(queued, "open"))) == 2
	count(denied("OWN-02", as_state(queued, "contained"))) == 0
}

test_a_person_who_shares_a_name_with_a_team_passes if {
	org := org_with({"teams": {"judys": {"name": "Judy", "generic_queue": true}}})
	denied_in("OWN-02", owned({"accountable_owner": "judy"}), org) == set()
}

test_an_owner_who_is_neither_person_nor_team_is_left_to_its_rule if {
	denied("OWN-02", owned({"accountable_owner": "zoe"})) == set()
	denied("OWN-02", owned({"accountable_owner": "svc-checkout"})) == set()
}

test_a_lead_who_has_left_cannot_help if {
	org := org_with({"teams": {"security": {"lead": "mallory"}}})
	some d in denied_in("OWN-02", owned({"accountable_owner": "security"}), org)
	d.who == ["alice", "judy"]
}

test_a_queue_as_resolver_is_followed_by_the_one_team_that_can if {
	routed := object.union(owned({"resolver": "sec-queue"}), {"plan": {"actions": [{"type": "rerun_review"}]}})
	some d in denied("OWN-02", routed)
	d.who == ["reviews"]
}
