package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

test_accepted_and_closed_at_once_is_denied if {
	closure := {"disposition": "remediated", "at": "2026-11-19"}
	[d] := _denials("RSK-09", object.union(example.accepted, {"closure": closure}))
	d.path == ["closure", "disposition"]
	d.message == "an accepted risk stays open, but `closure.disposition` says that it is closed"
	d.found == "remediated"
	d.related == [{"path": ["state"], "message": "accepted here"}]
	[at] := _denials("RSK-09", object.union(example.accepted, {"closure": {"at": "2026-11-19"}}))
	at.path == ["closure", "at"]
	_denials("RSK-09", object.union(example.accepted, {"closure": {"requested_by": "alice"}})) == []
}

test_closed_as_accepted_is_denied if {
	[d] := _denials("RSK-09", example.closed_with({"closure": {"disposition": "accepted"}}))
	d.path == ["closure", "disposition"]
	d.message == "an accepted risk stays open: `accepted` does not close a finding"
	d.expected == "remediated, decommissioned, false_positive, duplicate"
	d.unblock == "set `state` to `accepted` and remove `closure`, or remediate it"
	d.who == ["alice"]
	_denials("RSK-09", example.closed) == []
	_denials("RSK-09", example.closed_without("closure", "disposition")) == []
	_denials("RSK-09", object.remove(example.closed, ["closure"])) == []
}

# A moderate risk is reviewed within 90 days: from 2026-11-20 until 2027-02-18.
test_an_absent_review_is_denied if {
	[d] := _denials("RSK-09", _accepted_without("review_at"))
	d.path == ["risk_acceptance", "review_at"]
	d.message == "no next review of the accepted risk is set"
	d.expected == "a day up to 2027-02-18"
	d.unblock == "set `risk_acceptance.review_at` to a day up to 2027-02-18, and review it then"
	d.who == ["alice"]
	d.found == null
	d.facts == {"rating": "moderate", "days": 90}
	count(_denials("RSK-09", _accepted_with({"review_at": ""}))) == 1
}

test_a_review_that_has_passed_is_denied if {
	_denials_at("RSK-09", example.accepted, "2027-01-15T23:59:59Z") == []
	[d] := _denials_at("RSK-09", example.accepted, "2027-01-16T00:00:00Z")
	d.message == "the review of the accepted risk was due on 2027-01-15"
	d.expected == "a day up to 2027-04-16"
	d.found == "2027-01-15"
}

test_a_review_that_is_too_far_away_is_denied if {
	_denials("RSK-09", _accepted_with({"review_at": "2027-02-17"})) == []
	_denials("RSK-09", _accepted_with({"review_at": "2027-02-18"})) == []
	_denials("RSK-09", _accepted_with({"review_at": "2027-02-18T23:59:59Z"})) == []
	[d] := _denials("RSK-09", _accepted_with({"review_at": "2027-02-19"}))
	d.path == ["risk_acceptance", "review_at"]
	d.message == "the next review on 2027-02-19 is later than 2027-02-18 (moderate: 90 days from today)"
}

test_the_review_of_an_expired_acceptance_is_not_this_rules if {
	_denials_at("RSK-09", example.accepted, "2027-05-01T00:00:00Z") == []
}

test_a_disposition_of_accepted_on_what_is_not_closed_is_not_this_rules if {
	closed_as_accepted := example.closed_with({"closure": {"disposition": "accepted"}})
	every state in ["open", "contained"] {
		_denials("RSK-09", object.union(closed_as_accepted, {"state": state})) == []
	}
	accepted := object.union(example.accepted, {"closure": {"disposition": "accepted"}})
	[d] := _denials("RSK-09", accepted)
	d.message == "an accepted risk stays open, but `closure.disposition` says that it is closed"
}
