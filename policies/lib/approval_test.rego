package remedy.lib.approval_test

import data.remedy.lib.approval
import data.remedy.lib.example_test as example

_business := {"kind": "business", "by": "judy", "at": "2026-11-03T10:00:00Z"}

_approved(approvals) := example.document(example.closed_with({"approvals": approvals}))

_given(approvals) := found if {
	found := approval.given({"business", "emergency"}) with input as _approved(approvals) with data.org as example.org
}

_rejected(approvals) := found if {
	found := approval.rejected({"business"}) with input as _approved(approvals) with data.org as example.org
}

test_an_approval_of_a_person_counts if {
	_given([{"kind": "plan"}, _business]) == [{"index": 1, "approval": _business}]
	_rejected([_business]) == []
	count(_given([object.union(_business, {"by": "aokafor"})])) == 1
}

test_absent_approvals_are_none if {
	given := approval.given({"business"}) with input as example.document(example.closed) with data.org as example.org
	given == []
	rejected := approval.rejected({"business"}) with input as example.document(example.closed)
	rejected == []
}

test_an_approval_of_another_kind_is_not_asked_for if {
	other := object.union(_business, {"kind": "closure"})
	_given([other]) == []
	_rejected([object.remove(other, ["by"])]) == []
}

_is_rejected(a, key, message) if {
	_given([a]) == []
	_rejected([a]) == [{"path": ["approvals", 0, key], "message": message}]
}

test_an_approval_without_person_or_date_does_not_count if {
	_is_rejected(object.remove(_business, ["by"]), "by", "`by` is missing")
	_is_rejected(object.remove(_business, ["at"]), "at", "`at` is missing")
}

test_an_approval_of_no_person_does_not_count if {
	every who in ["svc-checkout", "payments", "nobody"] {
		message := sprintf("`%s` is not a person in `org.people`", [who])
		_is_rejected(object.union(_business, {"by": who}), "by", message)
	}
}

test_an_approval_in_the_future_does_not_count if {
	count(_given([object.union(_business, {"at": "2026-11-20T12:00:00Z"})])) == 1
	later := object.union(_business, {"at": "2026-11-20T12:00:01Z"})
	_is_rejected(later, "at", "it is dated in the future (2026-11-20T12:00:01Z)")
}

test_an_approval_before_the_detection_does_not_count if {
	count(_given([object.union(_business, {"at": "2026-11-02T09:14:00Z"})])) == 1
	earlier := object.union(_business, {"at": "2026-11-02T09:13:59Z"})
	_is_rejected(earlier, "at", "it is dated before the detection (2026-11-02T09:13:59Z)")
}

# The closure without its leaked secret, and the same under attack.
_exposed := {"type": "long_lived_secret"}

_active := {"type": "long_lived_secret", "exposure": {"exploitation": "active"}}

_in_time(changes, at, done_at) if {
	document := example.document(example.closed_with(changes))
	approval.is_in_time({"at": at}, done_at) with input as document with data.org as example.org
}

test_an_approval_comes_before_what_it_approves if {
	_in_time(_exposed, "2026-11-03T10:59:59Z", "2026-11-03T11:00:00Z")
	_in_time(_exposed, "2026-11-03T11:00:00Z", "2026-11-03T11:00:00Z")
	not _in_time(_exposed, "2026-11-03T11:00:01Z", "2026-11-03T11:00:00Z")
}

test_an_approval_on_the_same_day_counts_where_a_time_is_not_named if {
	_in_time(_exposed, "2026-11-03", "2026-11-03T11:00:00Z")
	_in_time(_exposed, "2026-11-03T18:00:00Z", "2026-11-03")
	not _in_time(_exposed, "2026-11-04", "2026-11-03")
}

test_in_tier_active_an_approval_may_follow_within_the_hours if {
	_in_time(_active, "2026-11-06T11:00:00Z", "2026-11-03T11:00:00Z")
	not _in_time(_active, "2026-11-06T11:00:01Z", "2026-11-03T11:00:00Z")
}

test_the_approval_for_a_leaked_secret_of_production_may_follow if {
	_in_time({}, "2026-11-06T11:00:00Z", "2026-11-03T11:00:00Z")
	not _in_time({}, "2026-11-06T11:00:01Z", "2026-11-03T11:00:00Z")
	not _in_time({"environment": "test"}, "2026-11-04T11:00:00Z", "2026-11-03T11:00:00Z")
	not _in_time({"secret": {"valid_at_detection": false}}, "2026-11-04T11:00:00Z", "2026-11-03T11:00:00Z")
}

# In Berlin the clock went back on 2026-10-25: that night had an hour more.
test_a_day_is_counted_in_the_zone_of_the_organisation if {
	at := {"time": "2026-11-20T12:00:00Z", "ns": 1795176000000000000, "date": "2026-11-20", "zone": "Europe/Berlin"}
	document := object.union(example.document(example.closed), {"at": at})
	approval.is_before({"at": "2026-10-25T22:59:59Z"}, "2026-10-25") with input as document
	not _is_before_in(document, "2026-10-25T23:00:00Z", "2026-10-25")
}

_is_before_in(document, at, done_at) if {
	approval.is_before({"at": at}, done_at) with input as document
}

test_all_approvals_are_listed_whatever_they_are_worth if {
	approval.all_of_them == [] with input as example.document(example.closed)
	approval.all_of_them == [{"kind": "plan"}] with input as _approved([{"kind": "plan"}])
}
