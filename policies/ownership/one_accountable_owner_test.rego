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

test_an_absent_owner_is_left_to_the_named_owner if {
	bare := example.without(example.closed, "ownership")
	split := object.union(bare, {"ownership": {
		"implementers": ["carol"],
		"attestors": ["ivan"],
		"evidence_owner": "erin",
	}})
	every finding in [split, bare, unowned("accountable_owner")] {
		every state in ["open", "accepted", "closed"] {
			denied("OWN-06", as_state(finding, state)) == set()
			count(denied("OWN-01", as_state(finding, state))) == 1
		}
	}
}
