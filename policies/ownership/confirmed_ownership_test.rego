package remedy.ownership_test

import data.remedy.lib.example_test as example

test_confirmed_ownership_passes if {
	count(denied("OWN-08", example.closed)) == 0
}

test_provisional_ownership_is_denied if {
	some d in denied("OWN-08", owned({"status": "provisional"}))
	d.path == ["ownership", "status"]
	d.message == "ownership is still `provisional`"
	d.found == "provisional"
	d.who == ["alice"]
}

test_an_absent_status_is_denied if {
	some d in denied("OWN-08", unowned("status"))
	d.message == "ownership is not confirmed: `ownership.status` is missing"
	not d.found
}

test_an_absent_section_asks_those_who_could_own_it if {
	some d in denied("OWN-08", example.without(example.closed, "ownership"))
	d.who == ["alice"]
}

test_provisional_ownership_blocks_accepted_and_neither_open_nor_contained if {
	provisional := owned({"status": "unknown"})
	count(denied("OWN-08", as_state(provisional, "accepted"))) == 1
	count(denied("OWN-08", as_state(provisional, "open"))) == 0
	count(denied("OWN-08", as_state(provisional, "contained"))) == 0
}
