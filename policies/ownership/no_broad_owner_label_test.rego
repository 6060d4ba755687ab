package remedy.ownership_test

import data.remedy.lib.example_test as example

_owned_by(person, people) := org_with({
	"controls": {"AC-17": {"owners": [{"person": person, "from": "2020-01-01"}]}},
	"people": people,
})

test_persons_and_proper_teams_pass if {
	count(warned("OWN-13", example.closed)) == 0
}

test_a_control_of_a_broad_label_is_a_warning if {
	some w in warned_in("OWN-13", example.closed, _owned_by("DevOps", {}))
	w.path == ["control", "id"]
	w.message == "control `AC-17` is owned by the broad label `DevOps`"
	w.found == "DevOps"
	w.who == ["alice"]
}

test_a_person_who_is_called_like_a_broad_label_is_a_warning if {
	org := _owned_by("it-01", {"it-01": {"name": "IT Department"}})
	some w in warned_in("OWN-13", example.closed, org)
	w.found == "IT Department"
}

test_a_label_that_owned_the_control_before_passes if {
	org := org_with({"controls": {"AC-17": {"owners": [
		{"person": "IT", "from": "2020-01-01", "to": "2026-06-30"},
		{"person": "alice", "from": "2026-07-01"},
	]}}})
	count(warned_in("OWN-13", example.closed, org)) == 0
}

test_a_resolver_with_a_broad_label_is_a_warning if {
	some w in warned("OWN-13", owned({"resolver": "security"}))
	w.path == ["ownership", "resolver"]
	w.message == "routed to the broad label `Security`"
	some x in warned("OWN-13", owned({"resolver": "DevOps"}))
	x.found == "DevOps"
}

test_a_resolver_whose_team_has_a_broad_name_is_a_warning if {
	org := org_with({"teams": {"payments": {"name": "Engineering"}}})
	some w in warned_in("OWN-13", example.closed, org)
	w.found == "Engineering"
}

test_an_absent_control_and_resolver_pass if {
	count(warned("OWN-13", object.remove(example.closed, ["control", "ownership"]))) == 0
	count(warned_in("OWN-13", example.closed, {})) == 0
}

test_a_broad_label_is_shown_for_accepted_and_neither_open_nor_contained if {
	count(warned("OWN-13", as_state(owned({"resolver": "security"}), "accepted"))) == 1
	count(warned("OWN-13", as_state(owned({"resolver": "security"}), "open"))) == 0
	count(warned("OWN-13", as_state(owned({"resolver": "security"}), "contained"))) == 0
	org := _owned_by("DevOps", {})
	count(warned_in("OWN-13", as_state(example.closed, "open"), org)) == 0
}
