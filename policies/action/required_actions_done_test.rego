package remedy.action_test

import data.remedy.lib.example_test as example

_dormant(actions) := object.union(repaired, {
	"type": "dormant_privileged",
	"identity": {"used_in": []},
	"plan": {"actions": actions},
})

_waived(type) := {
	"type": type,
	"status": "not_applicable",
	"justification": "nothing of that kind is there",
	"approved_by": "frank",
}

_orphaned(actions) := object.union(_dormant(actions), {"type": "orphaned_account"})

_vulnerable(actions) := object.union(_dormant(actions), {
	"type": "vulnerability",
	"exposure": {"cve": "CVE-2026-1111", "kev": true},
})

test_all_actions_done_pass if {
	denied("ACT-02", repaired) == []
	denied("ACT-02", _dormant([done("check_dependencies", "process"), done("disable", "idp")])) == []
	denied("ACT-02", _dormant([done("check_dependencies", "process"), done("delete", "idp")])) == []
}

test_an_absent_action_is_denied if {
	[d] := denied("ACT-02", without_action(2))
	d.path == ["plan", "actions"]
	d.message == "`leaked_secret` still needs `fix_code`"
	d.expected[0] == "`revoke_old`"
	d.found == ["revoke_old", "rotate", "clear_locations", "change_pipeline", "misuse_lookback"]
	d.who == ["alice", "payments"]
	d.related == []
	d.facts == {"missing": [["fix_code"]]}
	startswith(d.unblock, "do what is missing and record it in `plan.actions`")
}

test_absent_actions_are_one_denial if {
	every finding in [_dormant([]), example.without(_dormant([]), "plan")] {
		[d] := denied("ACT-02", finding)
		d.message == "`dormant_privileged` still needs `check_dependencies`; `disable` or `delete`"
		d.found == []
	}
}

test_a_step_of_many_actions_is_named_as_one_of_them if {
	[d] := denied("ACT-02", _vulnerable([done("config_change", "runtime")]))
	d.message == "`vulnerability` still needs one of `patch`, `upgrade`, `remove_component`"
}

test_an_action_that_is_not_done_is_denied if {
	every status in ["planned", "in_progress"] {
		[d] := denied("ACT-02", changed(1, {"status": status}))
		d.message == "`leaked_secret` still needs `rotate`"
		d.related == [{"path": ["plan", "actions", 1], "message": sprintf("`rotate` is %s", [status])}]
	}
}

test_an_action_with_absent_status_is_denied if {
	[d] := denied("ACT-02", lacking(1, "status"))
	d.related == [{"path": ["plan", "actions", 1], "message": "`rotate` is without a status"}]
}

test_an_action_that_was_done_to_contain_counts_by_its_type if {
	denied("ACT-02", changed(0, {"containment": true})) == []
}

test_a_step_that_does_not_apply_passes if {
	actions := array.concat([_waived("change_pipeline")], [a | some i, a in everything; i != 4])
	denied("ACT-02", planned({"actions": actions})) == []
}

_unwaived(changes) := _dormant([
	done("disable", "idp"),
	object.union(_waived("check_dependencies"), changes),
])

test_a_waiver_with_an_absent_field_is_denied_at_the_action if {
	every key in ["justification", "approved_by"] {
		finding := _dormant([done("disable", "idp"), object.remove(_waived("check_dependencies"), [key])])
		[d] := denied("ACT-02", finding)
		d.path == ["plan", "actions", 1, key]
		d.message == sprintf("`check_dependencies` does not count as not applicable: `%s` is missing", [key])
		d.found == null
		d.who == ["alice", "judy"]
	}
}

test_a_waiver_that_who_did_the_work_approved_is_denied if {
	[d] := denied("ACT-02", _unwaived({"approved_by": "carol"}))
	d.path == ["plan", "actions", 1, "approved_by"]
	d.message == "`check_dependencies` does not count as not applicable: `carol` did the work"
	d.found == "carol"
}

test_a_waiver_that_a_service_account_approved_is_denied if {
	[d] := denied("ACT-02", _unwaived({"approved_by": "svc-checkout"}))
	endswith(d.message, "`svc-checkout` is not a person in `org.people`")
}

test_a_waiver_by_alias_passes if denied("ACT-02", _unwaived({"approved_by": "alice@example.com"})) == []

test_a_waiver_of_what_was_done_elsewhere_is_looked_at_too if {
	finding := _dormant([
		done("check_dependencies", "process"),
		done("disable", "idp"),
		{"type": "delete", "status": "not_applicable"},
	])
	[d] := denied("ACT-02", finding)
	d.path == ["plan", "actions", 2, "justification"]
	endswith(d.message, "`justification` is missing; `approved_by` is missing")
}

test_a_waiver_of_what_nobody_asked_for_is_no_matter if {
	unasked := {"type": "documentation", "surface": "code", "status": "not_applicable"}
	actions := [done("check_dependencies", "process"), done("disable", "idp"), unasked]
	denied("ACT-02", _dormant(actions)) == []
	used := object.union(_dormant(actions), {"identity": {"used_in": ["code"]}})
	count(denied("ACT-02", used)) == 1
}

test_a_step_is_not_waived_while_the_plan_means_to_take_another_action if {
	disabled := [_waived("assign_owner"), done("disable", "idp")]
	denied("ACT-02", _orphaned(array.concat(disabled, [done("delete", "idp")]))) == []
	later := array.concat(disabled, [{"type": "delete", "status": "planned"}])
	[d] := denied("ACT-02", _orphaned(later))
	d.message == "`orphaned_account` still needs `assign_owner` or `delete`"
	d.related == [{"path": ["plan", "actions", 2], "message": "`delete` is planned"}]
}

test_a_waiver_of_another_step_does_not_count if {
	planned_twice := {"type": "disable", "status": "planned"}
	[d] := denied("ACT-02", _dormant([done("disable", "idp"), planned_twice, _waived("delete")]))
	d.message == "`dormant_privileged` still needs `check_dependencies`"
	d.related == []
}

test_a_plan_of_which_nothing_was_done_is_denied if {
	finding := _dormant([_waived("check_dependencies"), _waived("disable")])
	[d] := denied("ACT-02", finding)
	d.path == ["plan", "actions"]
	d.message == "no action of the plan that changes anything is `done`: nothing was repaired"
	d.who == ["alice"]
}

test_a_plan_that_changed_nothing_is_denied if {
	waivers := [_waived("check_dependencies"), _waived("disable")]
	[d] := denied("ACT-02", _dormant(array.concat(waivers, [done("validate", "idp")])))
	d.found == ["validate"]
	denied("ACT-02", _dormant(array.concat(waivers, [done("rotate", "idp")]))) == []
	denied("ACT-02", _dormant([done("check_dependencies", "idp"), _waived("disable")])) == []
}

test_waivers_that_do_not_count_are_denied_before_that if {
	unapproved := object.remove(_waived("disable"), ["approved_by"])
	found := denied("ACT-02", _dormant([_waived("check_dependencies"), unapproved]))
	{d.path | some d in found} == {["plan", "actions", 1, "approved_by"]}
}

test_a_vulnerability_needs_forensic_triage_where_the_feed_says_so if {
	feeds := {"kev": {"entries": {"CVE-2026-1111": object.union(example.kev.entries["CVE-2026-1111"], {
		"forensic_triage": "yes",
	})}}}
	patched := _vulnerable([done("patch", "runtime")])
	triaged := _vulnerable([done("patch", "runtime"), done("forensic_triage", "runtime")])
	denied("ACT-02", patched) == []
	found := data.remedy.action.deny with input as example.document(patched)
		with data.org as example.org
		with data.feeds as feeds
	{d.message | some d in found; d.rule == "ACT-02"} == {"`vulnerability` still needs `forensic_triage`"}
	passed := data.remedy.action.deny with input as example.document(triaged)
		with data.org as example.org
		with data.feeds as feeds
	{d | some d in passed; d.rule == "ACT-02"} == set()
}

test_required_actions_are_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("ACT-02", without_action(2))
	only_repairs_are_judged("ACT-02", _unwaived({"approved_by": "carol"}))
	only_repairs_are_judged("ACT-02", _dormant([_waived("check_dependencies"), _waived("disable")]))
}

# What is left open elsewhere in the plan is no action of the step.
test_a_step_that_does_not_apply_passes_whatever_else_is_planned if {
	planned_paper := {"type": "documentation", "status": "planned"}
	denied("ACT-02", _dormant([_waived("check_dependencies"), done("disable", "idp"), planned_paper])) == []
}

test_a_step_that_is_missing_is_denied_once_beside_waivers_of_something_else if {
	[d] := denied("ACT-02", _dormant([_waived("check_dependencies"), _waived("documentation")]))
	d.message == "`dormant_privileged` still needs `disable` or `delete`"
}

test_who_did_the_work_is_not_asked_to_waive_a_step if {
	finding := object.union(_unwaived({"approved_by": "carol"}), {"ownership": {"implementers": ["judy"]}})
	[d] := denied("ACT-02", finding)
	d.who == ["alice"]
}
