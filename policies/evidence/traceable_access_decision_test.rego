package remedy.evidence_test

import data.remedy.lib.example_test as example

_approval := proven.approvals[0]

_approved(approvals) := object.union(proven, {"approvals": approvals})

test_an_access_change_without_approval_is_denied if {
	every finding in [_approved([]), object.remove(proven, ["approvals"])] {
		[d] := denied("EVD-09", finding)
		d.path == ["approvals"]
		d.message == "the chain behind `revoke_old` is broken: no approval of kind `plan`, `business` or `emergency`"
		d.unblock == "add the approval to `approvals`, with `by`, `at`, `ref` and `policy_ref`"
		d.who == ["alice"]
		d.related == [{"path": ["plan", "actions", 0], "message": "this action changed access"}]
		d.facts == {"actions": ["revoke_old"]}
		denied_as_repair_only("EVD-09", finding)
	}
}

test_each_absent_field_of_the_approval_is_denied if {
	every key in ["by", "at", "ref", "policy_ref"] {
		[d] := denied("EVD-09", _approved([object.remove(_approval, [key])]))
		d.path == ["approvals", 0, key]
		contains(d.message, sprintf("broken: approval 1 does not count: `%s` is missing", [key]))
		d.unblock == "complete approval 1, or add one that is complete"
	}
}

test_other_kinds_of_approval_do_not_count if {
	every kind in ["closure", "risk"] {
		[d] := denied("EVD-09", _approved([object.union(_approval, {"kind": kind})]))
		d.path == ["approvals"]
	}
	every kind in ["plan", "business", "emergency"] {
		denied("EVD-09", _approved([object.union(_approval, {"kind": kind})])) == []
	}
}

test_an_approval_in_the_future_is_denied if {
	[d] := denied("EVD-09", _approved([object.union(_approval, {"at": "2026-11-20T12:00:01Z"})]))
	d.path == ["approvals", 0, "at"]
	contains(d.message, "it is dated in the future (2026-11-20T12:00:01Z)")
	denied("EVD-09", _approved([object.union(_approval, {"at": "2026-11-20T12:00:00Z"})])) == []
}

test_an_approver_who_is_no_person_is_denied if {
	every id in ["svc-checkout", "somebody"] {
		[d] := denied("EVD-09", _approved([object.union(_approval, {"by": id})]))
		d.path == ["approvals", 0, "by"]
	}
	denied("EVD-09", _approved([object.union(_approval, {"by": "alice@example.com"})])) == []
}

test_one_complete_approval_is_enough if {
	incomplete := object.remove(_approval, ["policy_ref"])
	denied("EVD-09", _approved([incomplete, _approval])) == []
	[d] := denied("EVD-09", _approved([incomplete, object.remove(_approval, ["ref"])]))
	d.path == ["approvals", 0, "policy_ref"]
	contains(d.message, "approval 2 does not count: `ref` is missing")
	d.related[0].path == ["approvals", 1, "ref"]
}

_with_retests(retests) := object.union(proven, {"retest": retests})

test_a_retest_without_a_record_is_denied if {
	unrecorded := object.remove(proven.retest[0], ["ref"])
	[d] := denied("EVD-09", _with_retests([unrecorded]))
	d.path == ["retest", 0, "ref"]
	d.message == "the chain behind `revoke_old` is broken: the retest has no record (`ref`)"
	d.unblock == "keep the record of the retest, and set its `ref`"
	denied("EVD-09", _with_retests([unrecorded, proven.retest[0]])) == []
}

test_both_gaps_are_one_denial if {
	[d] := denied("EVD-09", object.union(_approved([]), {"retest": [object.remove(proven.retest[0], ["ref"])]}))
	d.path == ["approvals"]
	contains(d.message, "; the retest has no record")
	d.related[0].path == ["retest", 0, "ref"]
}

test_an_absent_retest_is_ret_01s if {
	denied("EVD-09", object.remove(proven, ["retest"])) == []
}

_acting(changes) := object.union(_approved([]), {"plan": {"actions": [object.union(
	example.closed.plan.actions[0],
	changes,
)]}})

test_actions_that_change_no_access_pass if {
	denied("EVD-09", _acting({"type": "fix_code"})) == []
	denied("EVD-09", _acting({"status": "planned"})) == []
	denied("EVD-09", object.remove(_approved([]), ["plan"])) == []
	every type in ["rotate", "disable", "delete", "remove_entitlement"] {
		count(denied("EVD-09", _acting({"type": type}))) == 1
	}
}

test_containment_needs_no_approval if {
	denied("EVD-09", _acting({"containment": true})) == []
}
