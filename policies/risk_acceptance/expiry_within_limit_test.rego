package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

# possible/moderate: 365 days from 2026-11-16 are 2027-11-16.
test_an_absent_expiry_is_denied if {
	[d] := _denials("RSK-02", _accepted_without("expires_at"))
	d.path == ["risk_acceptance", "expires_at"]
	d.message == "the acceptance has no end: possible/moderate allows 365 days"
	d.expected == "2027-11-16"
	d.unblock == "set `risk_acceptance.expires_at` to 2027-11-16 or earlier"
	d.who == ["alice"]
	d.facts == {"tier": "possible", "rating": "moderate", "days": 365}
	not d.earliest
}

test_without_any_date_the_limit_counts_from_now if {
	dateless := object.remove(example.accepted.risk_acceptance, ["expires_at", "approved_at", "recorded_at"])
	accepted := object.remove(example.accepted, ["risk_acceptance"])
	[d] := _denials("RSK-02", object.union(accepted, {"risk_acceptance": dateless}))
	d.expected == "2027-11-20"
}

test_the_last_allowed_day_passes_and_the_next_is_denied if {
	_denials("RSK-02", _accepted_with({"expires_at": "2027-11-15"})) == []
	_denials("RSK-02", _accepted_with({"expires_at": "2027-11-16"})) == []
	[d] := _denials("RSK-02", _accepted_with({"expires_at": "2027-11-17"}))
	d.path == ["risk_acceptance", "expires_at"]
	d.message == concat("", [
		"the acceptance until 2027-11-17 is longer than 2027-11-16 ",
		"(possible/moderate: 365 days from 2026-11-16T10:00:00Z)",
	])
	d.expected == "2027-11-16"
	d.found == "2027-11-17"
	d.related == [{"path": ["risk_acceptance", "approved_at"], "message": "the days count from here"}]
}

test_the_last_second_passes_and_the_next_is_denied if {
	_denials("RSK-02", _accepted_with({"expires_at": "2027-11-16T23:59:58Z"})) == []
	_denials("RSK-02", _accepted_with({"expires_at": "2027-11-16T23:59:59Z"})) == []
	count(_denials("RSK-02", _accepted_with({"expires_at": "2027-11-17T00:00:00Z"}))) == 1
}

# Approved in winter, 180 days later it is summer: the last day ends at 22:00 UTC, not at 23:00.
test_the_last_second_of_the_limit_counts_in_the_zone if {
	half_a_year := {"possible": {"moderate": {"max_days": 180}}}
	passes := _accepted_with({"expires_at": "2027-05-15T21:59:59Z"})
	denied := _accepted_with({"expires_at": "2027-05-15T22:00:00Z"})
	at := "2026-11-20T12:00:00Z"
	_denials_in_berlin("RSK-02", passes, at) == [] with data.params.risk_acceptance as half_a_year
	count(_denials_in_berlin("RSK-02", denied, at)) == 1 with data.params.risk_acceptance as half_a_year
}

# Half past midnight in Berlin is still the day before in UTC.
test_the_day_of_the_approval_is_that_of_the_zone if {
	late := _accepted_with({"approved_at": "2026-11-15T23:30:00Z", "expires_at": "2027-11-16"})
	_denials_in_berlin("RSK-02", late, "2026-11-20T12:00:00Z") == []
	count(_denials("RSK-02", late)) == 1
}

test_an_absent_approval_counts_from_the_record if {
	_denials("RSK-02", _accepted_without("approved_at")) == []
	late := object.union(_accepted_without("approved_at"), {"risk_acceptance": {"expires_at": "2028-01-01"}})
	[d] := _denials("RSK-02", late)
	d.related == []
	contains(d.message, "from 2026-11-16T12:00:00Z")
}

test_an_expired_acceptance_of_allowed_length_is_not_this_rules if {
	_denials_at("RSK-02", example.accepted, "2027-05-01T00:00:00Z") == []
}

test_what_is_never_acceptable_is_not_this_rules if {
	critical := {"severity": "critical", "exposure": {"internet_reachable": true, "automatable": true}}
	_denials("RSK-02", object.union(_accepted_without("expires_at"), critical)) == []
	_denials("RSK-02", object.union(_accepted_with({"expires_at": "2030-01-01"}), critical)) == []
}

test_a_cell_that_is_never_accepted_is_not_this_rules_even_with_days if {
	never := {"possible": {"moderate": {"max_days": 365, "never": true}}}
	_denials("RSK-02", _accepted_without("expires_at")) == [] with data.params.risk_acceptance as never
	_denials("RSK-02", _accepted_with({"expires_at": "2030-01-01"})) == [] with data.params.risk_acceptance as never
}
