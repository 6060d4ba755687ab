package remedy.compensating_control_test

_reviewed_by(reviews) := _controlled_with({"reviews": reviews})

_review := {"at": "2026-11-15", "by": "erin", "result": "effective"}

_fault(review) := why if {
	[d] := _denials("CMP-02", _reviewed_by([review]))
	[r] := d.related
	r.path == ["compensating_controls", 0, "reviews", 0]
	why := r.message
}

test_an_absent_review_is_denied if {
	[d] := _denials("CMP-02", _controlled_without("reviews"))
	d.path == ["compensating_controls", 0, "reviews"]
	d.message == "compensating control `CC-1` was not found effective since 2026-08-22 (90 days)"
	d.expected == "a review with `result: effective` on 2026-08-22 or later, not by the owner of the control"
	d.who == ["judy"]
	d.related == []
	d.facts == {"review_days": 90}
	not d.earliest
	count(_denials("CMP-02", _reviewed_by([]))) == 1
}

test_an_absent_field_of_the_review_is_denied if {
	every key in ["at", "by", "result"] {
		_fault(object.remove(_review, [key])) == sprintf("this review does not count: `%s` is missing", [key])
	}
}

# 90 days after 2026-11-15 are 2027-02-13.
test_the_last_second_passes_and_the_next_is_denied if {
	_denials_at("CMP-02", _reviewed_by([_review]), "2027-02-13T23:59:58Z") == []
	_denials_at("CMP-02", _reviewed_by([_review]), "2027-02-13T23:59:59Z") == []
	[d] := _denials_at("CMP-02", _reviewed_by([_review]), "2027-02-14T00:00:00Z")
	d.path == ["compensating_controls", 0, "reviews"]
	d.message == "compensating control `CC-1` was not found effective since 2026-11-16 (90 days)"
	d.related == [{
		"path": ["compensating_controls", 0, "reviews", 0],
		"message": "this review does not count: it is older than 90 days (2026-11-15)",
	}]
}

# Reviewed in winter, 90 days later it is summer: 2027-04-15 ends at 22:00 UTC.
test_the_last_second_counts_in_the_zone if {
	winter := _reviewed_by([object.union(_review, {"at": "2027-01-15T09:00:00+01:00"})])
	_denials_in_berlin("CMP-02", winter, "2027-04-15T21:59:59Z") == []
	count(_denials_in_berlin("CMP-02", winter, "2027-04-15T22:00:00Z")) == 1
}

test_a_review_by_the_owner_is_denied if {
	_fault(object.union(_review, {"by": "judy"})) == "this review does not count: `judy` owns the control"
	own := object.union(_review, {"by": "alice@example.com"})
	count(_denials("CMP-02", _controlled_with({"owner": "alice", "reviews": [own]}))) == 1
}

test_a_review_by_nobody_known_is_denied if {
	_fault(object.union(_review, {"by": "Somebody"})) == concat("", [
		"this review does not count: ",
		"`Somebody` is not a person in `org.people`",
	])
}

test_a_review_in_the_future_is_denied if {
	_denials("CMP-02", _reviewed_by([object.union(_review, {"at": "2026-11-20T12:00:00Z"})])) == []
	_fault(object.union(_review, {"at": "2026-11-20T12:00:01Z"})) == concat("", [
		"this review does not count: ",
		"it is dated in the future (2026-11-20T12:00:01Z)",
	])
}

test_a_review_that_found_it_ineffective_is_denied if {
	_fault(object.union(_review, {"result": "ineffective"})) == "this review does not count: its result is `ineffective`"
}

test_an_effective_review_counts_until_a_later_one_says_otherwise if {
	_denials("CMP-02", _reviewed_by([{"at": "2026-11-10", "by": "erin", "result": "ineffective"}, _review])) == []
	[d] := _denials("CMP-02", _reviewed_by([_review, {"at": "2026-11-16", "by": "erin", "result": "ineffective"}]))
	[r.message | some r in d.related] == [
		"this review does not count: a review of 2026-11-16 says ineffective",
		"this review does not count: its result is `ineffective`",
	]
	[undated] := _denials("CMP-02", _reviewed_by([_review, {"by": "erin", "result": "ineffective"}]))
	contains(undated.related[0].message, "a review of an unknown day says ineffective")
}

test_an_absent_owner_is_not_this_rules if {
	_denials("CMP-02", _controlled_without("owner")) == []
}
