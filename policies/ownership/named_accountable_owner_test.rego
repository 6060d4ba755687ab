package remedy.ownership_test

import data.remedy.lib.example_test as example

test_an_owner_who_is_a_person_passes if {
	count(denied("OWN-01", example.closed)) == 0
}

test_an_owner_by_alias_or_address_passes if {
	count(denied("OWN-01", owned({"accountable_owner": "aokafor"}))) == 0
	count(denied("OWN-01", owned({"accountable_owner": "Alice@Example.com"}))) == 0
}

test_an_absent_owner_is_denied if {
	some d in denied("OWN-01", unowned("accountable_owner"))
	d.path == ["ownership", "accountable_owner"]
	d.message == "no named accountable owner"
	d.unblock == "set `ownership.accountable_owner` to the id of one person"
	d.who == ["alice", "judy"]
}

test_an_absent_section_is_denied_once if {
	count(denied("OWN-01", object.remove(example.closed, ["ownership"]))) == 1
}

test_an_absent_owner_of_an_open_finding_may_be_contained_first if {
	some d in denied("OWN-01", as_state(unowned("accountable_owner"), "open"))
	endswith(d.unblock, "if nobody is known yet, contain it and set `state: contained`")
}

test_an_absent_owner_of_an_accepted_finding_is_denied if {
	count(denied("OWN-01", as_state(unowned("accountable_owner"), "accepted"))) == 1
}

test_an_absent_owner_of_a_contained_finding_passes if {
	count(denied("OWN-01", as_state(unowned("accountable_owner"), "contained"))) == 0
}

test_an_unknown_owner_is_denied if {
	some d in denied("OWN-01", owned({"accountable_owner": "zoe"}))
	d.message == "no named accountable owner: `zoe` is not a person in `org.people`"
	d.found == "zoe"
}

test_a_service_account_as_owner_is_denied if {
	some d in denied("OWN-01", owned({"accountable_owner": "SVC-Checkout"}))
	d.message == "no named accountable owner: `SVC-Checkout` is an identity of kind service_account"
}

test_a_person_who_is_in_the_inventory_too_passes if {
	org := org_with({"identities": {"alice": {"kind": "human"}, "aokafor": {"kind": "human"}}})
	count(denied_in("OWN-01", example.closed, org)) == 0
	count(denied_in("OWN-01", owned({"accountable_owner": "aokafor"}), org)) == 0
}

test_a_team_and_a_list_are_left_to_their_rules if {
	count(denied("OWN-01", owned({"accountable_owner": "sec-queue"}))) == 0
	count(denied("OWN-01", owned({"accountable_owner": ["alice", "carol"]}))) == 0
}

test_without_people_it_cannot_be_judged if {
	some d in denied_in("OWN-01", unowned("accountable_owner"), object.remove(example.org, ["people"]))
	d.unavailable == "org.people"
	count(denied_in("OWN-01", unowned("accountable_owner"), {})) == 1
	count(denied_in("OWN-01", example.open_finding, {})) == 1
}

test_an_unknown_owner_blocks_every_state_but_contained if {
	unknown := owned({"accountable_owner": "zoe"})
	every state in ["open", "accepted", "closed"] {
		count(denied("OWN-01", as_state(unknown, state))) == 1
	}
	denied("OWN-01", as_state(unknown, "contained")) == set()
}
