package remedy.non_human_identity_test

_copied(locations) := object.union(leaked, {"secret": {"locations": locations}})

test_cleared_and_worthless_copies_pass if denied("NHI-03", leaked) == []

test_a_copy_that_is_not_cleared_is_denied if {
	[d] := denied("NHI-03", _copied([{"place": "log of build 77", "cleared": false}]))
	d.path == ["secret", "locations", 0, "cleared"]
	d.message == "copy in `log of build 77`: the secret is still there"
	d.who == ["alice"]
	[e] := denied("NHI-03", _copied([{"cleared": true}, {}]))
	e.path == ["secret", "locations", 1, "cleared"]
	e.message == "copy number 2: the secret is still there"
}

test_every_copy_has_a_denial_of_its_own if {
	count(denied("NHI-03", _copied([{"place": "a"}, {"place": "b", "cleared": true}, {"place": "c"}]))) == 2
}

test_a_list_without_copies_is_denied if {
	[d] := denied("NHI-03", _copied([]))
	d.path == ["secret", "locations"]
	d.message == "no copy of the secret is listed, not even the place where it was found"
	count(denied("NHI-03", lacking(leaked, "secret", "locations"))) == 1
	count(denied("NHI-03", object.remove(leaked, ["secret"]))) == 1
}

test_a_copy_that_is_to_be_cleared_tomorrow_is_denied if {
	[d] := denied("NHI-03", _copied([{"place": "chat", "cleared": true, "cleared_at": "2026-11-20T12:00:01Z"}]))
	d.path == ["secret", "locations", 0, "cleared_at"]
	d.message == "copy in `chat`: it is to be cleared only on 2026-11-20T12:00:01Z"
	denied("NHI-03", _copied([{"place": "chat", "cleared": true, "cleared_at": "2026-11-20T12:00:00Z"}])) == []
	denied("NHI-03", _copied([{"place": "chat", "cleared": true, "cleared_at": "2026-11-20"}])) == []
	count(denied("NHI-03", _copied([{"place": "chat", "cleared": true, "cleared_at": "2026-11-21"}]))) == 1
	denied("NHI-03", _copied([{"place": "chat", "cleared": true}])) == []
}

# 25 October 2026 has 25 hours in Berlin: the 26th begins at 23:00 UTC.
test_the_day_on_which_it_is_cleared_begins_in_its_zone if {
	finding := _copied([{"place": "chat", "cleared": true, "cleared_at": "2026-10-26"}])
	before := {"time": "2026-10-25T22:59:59Z", "ns": time.parse_rfc3339_ns("2026-10-25T22:59:59Z")}
	count(denied_at("NHI-03", finding, object.union(at_berlin, before))) == 1
	after := {"time": "2026-10-25T23:00:00Z", "ns": time.parse_rfc3339_ns("2026-10-25T23:00:00Z")}
	denied_at("NHI-03", finding, object.union(at_berlin, after)) == []
}

test_other_types_have_no_copies if denied("NHI-03", object.union(_copied([]), {"type": "vulnerability"})) == []
