package remedy.non_human_identity_test

_unapproved(key) := lacking(leaked, "lifecycle", key)

_retired := object.union(
	acting(leaked, [object.union(revocation, {"type": "retire", "performed_at": "2026-11-05T08:00:00Z"})]),
	{"lifecycle": {"retired_by": "carol", "retired_at": "2026-11-05T08:00:00Z"}},
)

test_a_complete_record_passes if {
	denied("NHI-09", leaked) == []
	denied("NHI-09", _retired) == []
}

test_a_missing_approval_or_rotation_is_denied if {
	every key in ["approved_by", "approved_at", "rotated_by", "rotated_at"] {
		[d] := denied("NHI-09", _unapproved(key))
		d.path == ["lifecycle", key]
		d.message == sprintf("cannot show who approved, rotated or retired the identity: `%s` is missing", [key])
		d.unblock == sprintf("complete `lifecycle`: `%s`", [key])
		d.who == ["alice"]
	}
}

test_no_record_is_one_denial if {
	[d] := denied("NHI-09", object.remove(leaked, ["lifecycle"]))
	d.path == ["lifecycle"]
	d.unblock == "complete `lifecycle`: `approved_by`, `approved_at`, `rotated_by`, `rotated_at`"
}

test_the_approver_of_the_inventory_counts if {
	org := org_with({"identities": {"svc-checkout": {"approver": "judy"}}})
	denied_in("NHI-09", _unapproved("approved_by"), org) == []
	count(denied_in("NHI-09", _unapproved("approved_at"), org)) == 1
}

test_without_a_rotation_nobody_rotated if {
	unrotated := acted(lacking(_unapproved("rotated_by"), "lifecycle", "approved_by"), [revocation])
	[d] := denied("NHI-09", unrotated)
	d.path == ["lifecycle", "approved_by"]
	planned := acted(_unapproved("rotated_by"), [object.union(rotation, {"status": "planned"})])
	denied("NHI-09", planned) == []
}

test_a_retirement_without_a_record_is_denied if {
	every key in ["retired_by", "retired_at"] {
		[d] := denied("NHI-09", lacking(_retired, "lifecycle", key))
		d.path == ["lifecycle", key]
	}
	deleted := acting(leaked, [object.union(revocation, {"type": "delete"})])
	count(denied("NHI-09", deleted)) == 1
	[e] := denied("NHI-09", disposed(leaked, "decommissioned"))
	endswith(e.message, "`retired_by` is missing, `retired_at` is missing")
}

test_a_record_that_is_older_than_the_action_is_denied if {
	[d] := denied("NHI-09", object.union(leaked, {"lifecycle": {"rotated_at": "2026-11-03T07:29:59Z"}}))
	d.path == ["lifecycle", "rotated_at"]
	endswith(d.message, "`rotated_at` (2026-11-03T07:29:59Z) is earlier than the action of 2026-11-03T07:30:00Z")
	denied("NHI-09", object.union(leaked, {"lifecycle": {"rotated_at": "2026-11-03T07:30:00Z"}})) == []
	denied("NHI-09", object.union(leaked, {"lifecycle": {"rotated_at": "2026-11-03T07:30:01Z"}})) == []
	denied("NHI-09", object.union(leaked, {"lifecycle": {"rotated_at": "2026-11-03"}})) == []
	count(denied("NHI-09", object.union(_retired, {"lifecycle": {"retired_at": "2026-11-04"}}))) == 1
}

test_a_record_of_the_future_is_denied if {
	[d] := denied("NHI-09", object.union(leaked, {"lifecycle": {"approved_at": "2026-11-20T12:00:01Z"}}))
	endswith(d.message, "`approved_at` lies in the future (2026-11-20T12:00:01Z)")
	denied("NHI-09", object.union(leaked, {"lifecycle": {"approved_at": "2026-11-20T12:00:00Z"}})) == []
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_day_of_a_rotation_ends_in_its_zone if {
	recorded := object.union(leaked, {"lifecycle": {"rotated_at": "2026-10-25"}})
	every second, expected in {"2026-10-25T22:59:59Z": 0, "2026-10-25T23:00:00Z": 1} {
		finding := acted(recorded, [object.union(rotation, {"performed_at": second})])
		count(denied_at("NHI-09", finding, at_berlin)) == expected
	}
}

test_every_type_of_finding_is_judged_if_its_identity_is_not_human if {
	bare := object.remove(typed("vulnerability", {}), ["lifecycle"])
	count(denied("NHI-09", bare)) == 1
	human := object.union(bare, {"identity": {"kind": "human"}})
	denied_in("NHI-09", human, org_with({"identities": {"svc-checkout": {"kind": "human"}}})) == []
	denied("NHI-09", object.remove(bare, ["identity"])) == []
}

test_a_record_of_several_gaps_names_each if {
	[d] := denied("NHI-09", lacking(_unapproved("rotated_by"), "lifecycle", "approved_at"))
	d.path == ["lifecycle"]
	endswith(d.message, "the identity: `approved_at` is missing, `rotated_by` is missing")
}

test_a_decommissioned_identity_was_retired_and_not_rotated if {
	unrotated := acted(lacking(_unapproved("rotated_by"), "lifecycle", "rotated_at"), [revocation])
	[d] := denied("NHI-09", disposed(unrotated, "decommissioned"))
	d.unblock == "complete `lifecycle`: `retired_by`, `retired_at`"
}

test_a_record_is_asked_for_when_the_finding_is_closed_and_repaired if {
	bare := object.remove(leaked, ["lifecycle"])
	every state in ["open", "contained", "accepted"] {
		denied("NHI-09", as_state(bare, state)) == []
	}
	denied("NHI-09", disposed(bare, "false_positive")) == []
	denied("NHI-09", disposed(bare, "duplicate")) == []
}
