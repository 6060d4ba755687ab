package remedy.joiner_mover_leaver_test

_requested(changes) := object.union(moved, {"access_request": changes})

_request_without(key) := object.union(
	object.remove(moved, ["access_request"]),
	{"access_request": object.remove(moved.access_request, [key])},
)

test_access_without_an_approval_path_is_denied if {
	[d] := denied("JML-03", object.remove(moved, ["access_request"]))
	d.path == ["access_request", "ref"]
	d.message == concat("", [
		"the access of `usr-771` has no approval path: `ref` is missing; `requested_by` is missing; ",
		"`approved_by` is missing; `approved_at` is missing; `business_need` is missing",
	])
	d.found == "nothing"
	d.who == ["alice"]
	count(d.related) == 4
}

test_each_part_of_the_path_is_needed if {
	every key in ["ref", "requested_by", "approved_by", "approved_at", "business_need"] {
		[d] := denied("JML-03", _request_without(key))
		d.path == ["access_request", key]
		endswith(d.message, sprintf("has no approval path: `%s` is missing", [key]))
	}
	[d] := denied("JML-03", _requested({"approved_by": " "}))
	endswith(d.message, "has no approval path: `approved_by` is missing")
	count(denied("JML-03", moved)) == 0
}

test_who_asked_does_not_approve if {
	[d] := denied("JML-03", _requested({"requested_by": "alice", "approved_by": "aokafor"}))
	d.path == ["access_request", "approved_by"]
	d.found == "aokafor"
	d.message == "the access of `usr-771` has no approval path: `aokafor` asked for it"
}

test_an_approver_who_is_no_person_or_had_left_is_denied if {
	[d] := denied("JML-03", _requested({"approved_by": "svc-checkout"}))
	endswith(d.message, "`svc-checkout` is not a person in `org.people`")
	[e] := denied("JML-03", _requested({"approved_by": "mallory"}))
	endswith(e.message, "`mallory` was not active on 2026-11-10")
	count(denied("JML-03", _requested({"approved_by": "mallory", "approved_at": "2026-06-30"}))) == 0
}

test_an_approval_in_the_future_is_denied if {
	[d] := denied("JML-03", _requested({"approved_at": "2026-11-21"}))
	d.path == ["access_request", "approved_at"]
	endswith(d.message, "the approval is dated in the future (2026-11-21)")
}

test_the_access_is_named_as_well_as_it_is_known if {
	[d] := denied("JML-03", object.union(_request_without("ref"), {"entitlement": {"id": "erp/post"}}))
	startswith(d.message, "access `erp/post` has no approval path")
	[e] := denied("JML-03", object.remove(_request_without("ref"), ["identity"]))
	startswith(e.message, "the access has no approval path")
	entitled := object.union(object.remove(_request_without("ref"), ["identity"]), {"entitlement": {"id": "erp/post"}})
	[f] := denied("JML-03", entitled)
	startswith(f.message, "access `erp/post` has no approval path")
}

test_a_joiner_is_judged_and_a_leaver_is_not if {
	unrequested := object.remove(moved, ["access_request"])
	count(denied("JML-03", object.union(unrequested, {"lifecycle_event": {"kind": "joiner"}}))) == 1
	count(denied("JML-03", object.union(unrequested, {"lifecycle_event": {"kind": "leaver"}}))) == 0
	count(denied("JML-03", object.remove(unrequested, ["lifecycle_event"]))) == 0
}
