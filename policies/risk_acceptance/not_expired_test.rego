package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

# The example expires with the end of 2027-04-30.
test_the_last_second_passes_and_the_next_is_expired if {
	_denials_at("RSK-08", example.accepted, "2027-04-30T23:59:58Z") == []
	_denials_at("RSK-08", example.accepted, "2027-04-30T23:59:59Z") == []
	[d] := _denials_at("RSK-08", example.accepted, "2027-05-01T00:00:00Z")
	d.path == ["risk_acceptance", "expires_at"]
	d.message == "the acceptance expired on 2027-04-30: the finding is active again since 2027-05-01"
	d.found == "2027-04-30"
	d.unblock == "set `state` to `open` and fix it, or have the acceptance renewed"
	d.who == ["frank", "grace", "henry"]
	d.facts == {"active_since": "2027-05-01"}
	d.related == [{"path": ["due", "date"], "message": "this date counts again: 2027-01-31"}]
}

# In summer Berlin is two hours ahead, in winter one.
test_the_last_second_of_the_expiry_counts_in_the_zone if {
	_denials_in_berlin("RSK-08", example.accepted, "2027-04-30T21:59:59Z") == []
	count(_denials_in_berlin("RSK-08", example.accepted, "2027-04-30T22:00:00Z")) == 1
	winter := _accepted_with({"expires_at": "2027-01-31"})
	_denials_in_berlin("RSK-08", winter, "2027-01-31T22:59:59Z") == []
	count(_denials_in_berlin("RSK-08", winter, "2027-01-31T23:00:00Z")) == 1
}

# The day on which summer time begins has 23 hours.
test_the_day_of_the_change_ends_by_its_clock if {
	change := _accepted_with({"expires_at": "2027-03-28"})
	_denials_in_berlin("RSK-08", change, "2027-03-28T21:59:59Z") == []
	count(_denials_in_berlin("RSK-08", change, "2027-03-28T22:00:00Z")) == 1
}

test_an_instant_holds_until_that_instant if {
	timed := object.remove(_accepted_with({"expires_at": "2027-04-30T15:00:00+02:00"}), ["due"])
	_denials_at("RSK-08", timed, "2027-04-30T13:00:00Z") == []
	[d] := _denials_at("RSK-08", timed, "2027-04-30T13:00:01Z")
	contains(d.message, "active again since 2027-04-30T15:00:00+02:00")
	d.related == []
}

test_an_absent_expiry_is_not_this_rules if {
	_denials_at("RSK-08", _accepted_without("expires_at"), "2030-01-01T00:00:00Z") == []
}

test_an_expired_acceptance_of_an_open_finding_passes if {
	reopened := object.union(example.accepted, {"state": "open"})
	_denials_at("RSK-08", reopened, "2027-05-01T00:00:00Z") == []
}
