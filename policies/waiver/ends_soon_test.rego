package remedy.waiver_test

# By the default profile it warns from 14 days before the end on.
test_it_warns_from_two_weeks_before_the_end_until_the_end if {
	warned_at(granted, "2026-11-25T23:59:59Z") == set()
	some w in warned_at(granted, "2026-11-26T00:00:00Z")
	w.rule == "WVR-04"
	w.path == ["expires"]
	w.message == "ends on 2026-12-10, in 14 days"
	w.found == "2026-12-10"
	w.unblock == "fix what it covers, or have a new one granted before"
	w.who == ["frank", "grace", "henry"]
	w.flag == "waiver-expiring"
	count(warned_at(granted, "2026-12-10T23:59:59Z")) == 1
	warned_at(granted, "2026-12-11T00:00:00Z") == set()
}

test_without_a_last_day_it_does_not_end_soon if {
	warned(object.remove(granted, ["expires"])) == set()
}
