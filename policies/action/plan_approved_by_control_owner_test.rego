package remedy.action_test

import data.remedy.lib.example_test as example

# An audit finding of tier exposed/high, so that a ratifier needs the highest level. The repair began on 2026-11-03 at
# 11:00; Alice has owned the control since July.
_audited(approvals) := object.union(repaired, {"source": {"kind": "audit"}, "approvals": approvals})

_plan_approval := {"kind": "plan", "by": "alice", "at": "2026-11-03T10:00:00Z"}

_approved(changes) := _audited([object.union(_plan_approval, changes)])

_late := _approved({"at": "2026-11-04T08:00:00Z"})

_ratified_plan(person) := object.union(_late, {"deviations": [{
	"rule": "ACT-03",
	"reason": "the owner was away and the key in use",
	"ratified_by": person,
	"at": "2026-11-18",
}]})

test_a_plan_that_the_control_owner_approved_first_passes if {
	denied("ACT-03", _approved({})) == []
	warned("ACT-03", _approved({})) == []
}

test_a_plan_that_the_control_owner_approved_by_alias_passes if denied("ACT-03", _approved({"by": "aokafor"})) == []

test_a_plan_without_approval_is_denied if {
	every finding in [_audited([]), object.union(repaired, {"source": {"kind": "audit"}})] {
		[d] := denied("ACT-03", finding)
		d.path == ["approvals"]
		d.message == "remediation path not approved by the control owner (`alice`)"
		d.found == []
		d.who == ["alice"]
		d.related == []
		startswith(d.unblock, "let the control owner approve the plan")
	}
}

test_an_approval_of_another_kind_is_none if {
	[d] := denied("ACT-03", _approved({"kind": "closure"}))
	d.path == ["approvals"]
}

test_a_plan_that_somebody_else_approved_is_denied if {
	[d] := denied("ACT-03", _approved({"by": "frank"}))
	d.path == ["approvals", 0, "by"]
	d.found == ["frank"]
	d.related == [{"path": ["approvals", 0, "by"], "message": "`frank` did not own the control on 2026-11-03"}]
}

test_a_plan_that_a_service_account_of_the_owner_approved_is_denied if {
	[d] := denied("ACT-03", _approved({"by": "svc-checkout"}))
	d.related == [{"path": ["approvals", 0, "by"], "message": "`svc-checkout` is not a person in `org.people`"}]
}

test_an_approval_with_an_absent_field_is_denied if {
	[d] := denied("ACT-03", _audited([object.remove(_plan_approval, ["at"])]))
	d.path == ["approvals", 0, "at"]
	[e] := denied("ACT-03", _audited([object.remove(_plan_approval, ["by"])]))
	e.path == ["approvals", 0, "by"]
	e.found == [null]
}

test_an_approval_in_the_future_is_denied_and_not_ratified if {
	finding := object.union(_ratified_plan("henry"), {"approvals": [object.union(_plan_approval, {"at": "2026-11-21"})]})
	[d] := denied("ACT-03", finding)
	d.related[0].message == "it is dated in the future (2026-11-21)"
	warned("ACT-03", finding) == []
}

test_who_owned_the_control_then_could_approve if {
	earlier := object.union(_approved({"by": "mallory", "at": "2026-06-30"}), {
		"source": {"detected_at": "2026-06-02"},
		"control": {"owner": "alice"},
	})
	denied("ACT-03", earlier) == []
	later := object.union(earlier, {"approvals": [object.union(_plan_approval, {"by": "mallory", "at": "2026-07-01"})]})
	[d] := denied("ACT-03", later)
	d.related[0].message == "`mallory` did not own the control on 2026-07-01"
}

test_without_any_known_owner_an_approval_is_left_to_the_missing_owner if {
	unowned := object.remove(_approved({}), ["control", "ownership"])
	denied("ACT-03", unowned) == []
	[d] := denied("ACT-03", object.union(unowned, {"approvals": []}))
	d.message == "remediation path not approved by the control owner"
	d.who == []
}

test_an_approval_to_the_second if {
	denied("ACT-03", _approved({"at": "2026-11-03T10:59:59Z"})) == []
	denied("ACT-03", _approved({"at": "2026-11-03T11:00:00Z"})) == []
	[d] := denied("ACT-03", _approved({"at": "2026-11-03T11:00:01Z"}))
	d.path == ["approvals", 0, "at"]
}

test_an_approval_on_the_day_of_the_first_action_passes if {
	denied("ACT-03", _approved({"at": "2026-11-03"})) == []
	count(denied("ACT-03", _approved({"at": "2026-11-04"}))) == 1
}

test_a_late_approval_is_denied if {
	[d] := denied("ACT-03", _late)
	d.path == ["approvals", 0, "at"]
	d.message == concat("", [
		"plan approved by `alice` on 2026-11-04T08:00:00Z, ",
		"after the repair had begun on 2026-11-03T11:00:00Z",
	])
	d.expected == "an approval before 2026-11-03T11:00:00Z"
	d.who == ["henry"]
	startswith(d.unblock, "have the deviation ratified")
	d.related[0] == {"path": ["plan", "actions", 0, "performed_at"], "message": "the repair began here"}
	warned("ACT-03", _late) == []
}

test_the_first_action_is_pointed_at if {
	later := object.union(done("rotate", "vault"), {"performed_at": "2026-11-03T12:00:00Z"})
	[d] := denied("ACT-03", object.union(_late, {"plan": {"actions": [later, done("revoke_old", "vault")]}}))
	d.related == [{"path": ["plan", "actions", 1, "performed_at"], "message": "the repair began here"}]
}

test_the_first_of_several_approvals_counts if {
	both := _audited([object.union(_plan_approval, {"at": "2026-11-05"}), _plan_approval])
	denied("ACT-03", both) == []
}

# The clock of Berlin went back in the night to 2026-10-25, so that day ends at 23:00 UTC.
test_the_day_of_the_first_action_ends_in_the_zone_of_the_organisation if {
	action := object.union(done("rotate", "vault"), {"performed_at": "2026-10-25"})
	early := object.union(_audited([]), {"source": {"detected_at": "2026-10-20"}, "plan": {"actions": [action]}})
	_denied_in_berlin(early, "2026-10-25T22:59:59Z") == 0
	_denied_in_berlin(early, "2026-10-25T23:00:00Z") == 1
}

_denied_in_berlin(finding, approved_at) := count([d | some d in found; d.rule == "ACT-03"]) if {
	approved := object.union(finding, {"approvals": [object.union(_plan_approval, {"at": approved_at})]})
	at := object.union(example.at, {"zone": "Europe/Berlin"})
	found := data.remedy.action.deny with input as object.union(example.document(approved), {"at": at})
		with data.org as example.org
}

test_containment_waits_for_no_approval if {
	contained := [object.union(a, {"containment": true}) | some a in everything]
	denied("ACT-03", object.union(_late, {"plan": {"actions": contained}})) == []
	denied("ACT-03", object.union(_late, {"plan": {"actions": [object.remove(a, ["performed_at"]) |
		some a in everything
	]}})) == []
}

test_classifying_waits_for_no_approval if {
	classified := object.union(done("classify", "process"), {"performed_at": "2026-11-02"})
	denied("ACT-03", object.union(_approved({}), {"plan": {"actions": array.concat([classified], everything)}})) == []
}

test_a_ratified_late_approval_passes_with_a_flag if {
	denied("ACT-03", _ratified_plan("henry")) == []
	[w] := warned("ACT-03", _ratified_plan("henry"))
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "; ratified by `henry` on 2026-11-18: the owner was away and the key in use")
}

test_a_deviation_that_is_not_needed_shows_nothing if {
	warned("ACT-03", object.union(_ratified_plan("henry"), {"approvals": [_plan_approval]})) == []
}

test_a_ratification_by_too_low_a_level_does_not_count if {
	[d] := denied("ACT-03", _ratified_plan("grace"))
	d.related[count(d.related) - 1].path == ["deviations", 0]
	warned("ACT-03", _ratified_plan("grace")) == []
}

test_a_missing_approval_is_not_ratified if {
	missing := object.union(_ratified_plan("henry"), {"approvals": []})
	count(denied("ACT-03", missing)) == 1
	warned("ACT-03", missing) == []
}

test_every_audit_and_sox_finding_needs_the_approval if {
	every changes in [{"type": "soc2_exception"}, {"type": "sox_exception"}, {"source": {"framework": "sox"}}] {
		count(denied("ACT-03", object.union(repaired, changes))) == 1
	}
	denied("ACT-03", repaired) == []
	denied("ACT-03", object.union(_late, {"source": {"kind": "scanner"}})) == []
}

test_a_plan_is_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("ACT-03", _audited([]))
	only_repairs_are_judged("ACT-03", _late)
	warned("ACT-03", object.union(_ratified_plan("henry"), {"state": "accepted"})) == []
}

test_an_owner_who_has_left_is_named_and_not_asked if {
	[d] := denied("ACT-03", object.union(_audited([]), {"control": {"owner": "mallory"}}))
	d.message == "remediation path not approved by the control owner (`alice`, `mallory`)"
	d.who == ["alice"]
}
