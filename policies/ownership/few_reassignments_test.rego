package remedy.ownership_test

import data.remedy.lib.example_test as example

_reassigned(n) := owned({"history": [{"from": "carol", "to": "alice"} | some _ in numbers.range(1, n)]})

test_three_handovers_pass if {
	count(warned("OWN-15", _reassigned(3))) == 0
}

test_four_handovers_are_a_warning if {
	some w in warned("OWN-15", _reassigned(4))
	w.path == ["ownership", "history"]
	w.message == "bounced between owners: 4 handovers, more than 3"
	w.found == 4
	w.who == ["grace", "henry"]
	not w.flag
}

test_an_absent_history_passes if {
	count(warned("OWN-15", example.closed)) == 0
	count(warned("OWN-15", example.without(example.closed, "ownership"))) == 0
}

test_handovers_are_counted_for_accepted_and_neither_open_nor_contained if {
	count(warned("OWN-15", as_state(_reassigned(4), "accepted"))) == 1
	count(warned("OWN-15", as_state(_reassigned(4), "open"))) == 0
	count(warned("OWN-15", as_state(_reassigned(4), "contained"))) == 0
}
