package remedy.waiver_test

test_a_waiver_holds_until_the_end_of_its_last_day if {
	denied_at("WVR-01", granted, "2026-12-10T23:59:59Z") == []
	[d] := denied_at("WVR-01", granted, "2026-12-11T00:00:00Z")
	d.path == ["expires"]
	d.message == "expired on 2026-12-10, 1 day ago"
	d.found == "2026-12-10"
	d.unblock == "fix what it covers, or have a new one granted"
	d.who == ["frank", "grace", "henry"]
	d.flag == "waiver-expired"
}

test_a_level_expires_as_a_waiver_does if {
	[d] := denied_alone("WVR-01", object.union(level, {"expires": "2026-11-18"}))
	d.message == "expired on 2026-11-18, 2 days ago"
	d.who == ["grace", "henry"]
	count(denied_alone("WVR-01", object.union(level, {"expires": "2026-11-18", "level": "block"}))) == 1
}

test_without_a_last_day_there_is_none_to_be_over if {
	denied("WVR-01", object.remove(granted, ["expires"])) == []
}
