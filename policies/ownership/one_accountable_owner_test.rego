package remedy.ownership_test

import data.remedy.lib.example_test as example

test_one_owner_passes if {
	count(denied("OWN-06", example.closed)) == 0
}

test_a_list_of_owners_is_denied if {
	some d in denied("OWN-06", owned({"accountable_owner": ["alice", "mallory", "carol"]}))
	d.path == ["ownership", "accountable_owner"]
	d.message == "accountability is split over `alice`, `mallory`, `carol`"
	d.who == ["alice", "carol"]
}

test_a_list_of_owners_blocks_open_and_not_contained if {
	count(denied("OWN-06", as_state(owned({"accountable_owner": ["alice", "carol"]}), "open"))) == 1
	count(denied("OWN-06", as_state(owned({"accountable_owner": ["alice", "carol"]}), "contained"))) == 0
}

test_split_work_without_an_owner_is_denied if {
	some d in denied("OWN-06", unowned("accountable_owner"))
	d.path == ["ownership", "accountable_owner"]
	d.message == "work is split over `carol`, `erin`, nobody is accountable for the whole"
	{r.path | some r in d.related} == {["ownership", "implementers"], ["ownership", "evidence_owner"]}
	d.who == ["alice", "judy"]
}

test_split_work_counts_attestors if {
	split := example.closed_with({"ownership": {"attestors": ["carol", "ivan"]}})
	without_owner := object.union(split, {"ownership": object.remove(split.ownership, ["accountable_owner"])})
	attested := example.without(without_owner, "ownership")
	count(denied("OWN-06", object.union(attested, {"ownership": {"attestors": ["carol", "ivan"]}}))) == 1
	count(denied("OWN-06", object.union(attested, {"ownership": {"attestors": ["carol"]}}))) == 0
}

test_work_of_one_person_under_two_names_is_not_split if {
	bare := example.without(example.closed, "ownership")
	aliased := {"implementers": ["alice@example.com", "svc-checkout"], "evidence_owner": "alice"}
	count(denied("OWN-06", object.union(bare, {"ownership": aliased}))) == 0
}

test_an_absent_section_is_not_split if {
	count(denied("OWN-06", example.without(example.closed, "ownership"))) == 0
}

test_split_work_of_an_open_finding_is_left_to_the_missing_owner if {
	count(denied("OWN-06", as_state(unowned("accountable_owner"), "open"))) == 0
	count(denied("OWN-06", as_state(unowned("accountable_owner"), "accepted"))) == 1
}
