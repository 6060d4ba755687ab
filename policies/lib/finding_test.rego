package remedy.lib.finding_test

import data.remedy.lib.example_test as example
import data.remedy.lib.finding

_owned(changes) := example.closed_with({"ownership": changes})

_state(state) := example.closed_with({"state": state})

test_states_that_leave_the_list if {
	finding.is_leaving with input as example.document(_state("closed"))
	finding.is_leaving with input as example.document(_state("accepted"))
	not _is_leaving("open")
	not _is_leaving("contained")
}

_is_leaving(state) if finding.is_leaving with input as example.document(_state(state))

test_a_field_or_its_default if {
	finding.field(["identity", "kind"], "?") == "service_account" with input as example.document(example.closed)
	finding.field(["vendor", "id"], "?") == "?" with input as example.document(example.closed)
}

test_the_closure_is_recorded_or_now if {
	finding.closed_at == "2026-11-19T09:00:00Z" with input as example.document(example.closed)
	finding.closed_at == "2026-11-20T12:00:00Z" with input as example.document(example.closed_without("closure", "at"))
}

test_owners_are_judged_at_the_closure_or_now if {
	finding.judged_at == "2026-11-19T09:00:00Z" with input as example.document(example.closed)
	finding.judged_at == "2026-11-20T12:00:00Z" with input as example.document(example.closed_without("closure", "at"))
	finding.judged_at == "2026-11-20T12:00:00Z" with input as example.document(_state("open"))
}

test_the_accountable_owner if {
	_owner(_owned({"accountable_owner": "aokafor"})) == "alice"
	_owner(_owned({"accountable_owner": "svc-checkout"})) == "alice"
	_owner(_owned({"accountable_owner": "sec-queue"})) == "sec-queue"
	not _owner(_owned({"accountable_owner": ["alice", "carol"]}))
	not _owner(example.without(example.closed, "ownership"))
}

_owner(f) := owner if {
	owner := finding.accountable_owner with input as example.document(f) with data.org as example.org
}

test_the_accountable_person if {
	_person(_owned({"accountable_owner": "aokafor"})) == "alice"
	not _person(_owned({"accountable_owner": "svc-checkout"}))
	not _person(_owned({"accountable_owner": "sec-queue"}))
	not _person(_owned({"accountable_owner": ["alice", "carol"]}))
	not _person(example.without(example.closed, "ownership"))
}

_person(f) := owner if {
	owner := finding.accountable_person with input as example.document(f) with data.org as example.org
}

test_implementers_are_those_named_and_those_who_acted if {
	acted := example.closed_with({
		"ownership": {"implementers": ["carol", "aokafor"]},
		"plan": {"actions": [{"performed_by": "svc-checkout"}, {"performed_by": "erin"}, {"type": "rotate"}]},
	})
	_implementers(acted) == {"alice", "carol", "erin"}
	_implementers(object.remove(acted, ["ownership", "plan"])) == set()
}

_implementers(f) := found if {
	found := finding.implementers with input as example.document(f) with data.org as example.org
}

test_the_fix_is_complete_with_the_last_done_action if {
	_fixed_at([
		{"status": "done", "performed_at": "2026-11-03T11:00:00Z"},
		{"status": "done", "performed_at": "2026-11-04"},
		{"status": "done"},
		{"status": "planned", "performed_at": "2026-11-09"},
		{"performed_at": "2026-11-09"},
	]) == "2026-11-04"
	not _fixed_at([{"status": "done"}])
	not _fixed_at([])
}

test_looking_into_it_is_no_fix_unless_nothing_else_was_done if {
	looked := {"type": "finance_validation", "status": "done", "performed_at": "2026-11-09"}
	contained := {"type": "contain", "status": "done", "performed_at": "2026-11-05"}
	_fixed_at([{"type": "rotate", "status": "done", "performed_at": "2026-11-04"}, looked]) == "2026-11-04"
	_fixed_at([contained, looked]) == "2026-11-05"
	_fixed_at([looked, {"type": "classify", "status": "done", "performed_at": "2026-11-10"}]) == "2026-11-10"
	_fixed_at([looked, {"type": "rotate", "status": "done"}]) == "2026-11-09"
	finding.changes == [contained] with input as _acted([contained, looked, {"type": "rotate"}])
	finding.fix_moments == {"2026-11-05"} with input as _acted([contained, looked])
}

_fixed_at(actions) := m if {
	m := finding.fixed_at with input as example.document(example.closed_with({"plan": {"actions": actions}}))
}

test_done_actions if {
	actions := [{"status": "done", "type": "rotate"}, {"type": "validate"}]
	document := example.document(example.closed_with({"plan": {"actions": actions}}))
	finding.done_actions == [actions[0]] with input as document
}

test_the_control_and_its_owner if {
	finding.has_control with input as example.document(example.closed)
	finding.control_id == "AC-17" with input as example.document(example.closed)
	_control_owner(example.closed_with({"control": {"owner": "judy"}})) == "judy"
	_control_owner(example.closed_without("control", "owner")) == "alice"
	not _control_owner(example.without(example.closed_without("control", "owner"), "ownership"))
	not _has_control(example.without(example.closed, "control"))
}

_has_control(f) if finding.has_control with input as example.document(f)

_control_owner(f) := owner if {
	owner := finding.control_owner with input as example.document(f) with data.org as example.org
}

test_what_is_an_audit_finding if {
	_is_audit({"type": "soc2_exception"})
	_is_audit({"source": {"kind": "audit"}})
	not _is_audit({})
}

_is_audit(changes) if finding.is_audit with input as example.document(example.closed_with(changes))

test_what_is_a_sox_finding if {
	_is_sox({"type": "sox_exception"}, example.org)
	_is_sox({"source": {"framework": "sox"}}, example.org)
	_is_sox({}, object.union(example.org, {"controls": {"AC-17": {"framework": "sox"}}}))
	not _is_sox({}, example.org)
	not _is_sox({}, {})
}

_is_sox(changes, org) if {
	finding.is_sox with input as example.document(example.closed_with(changes)) with data.org as org
}

test_privileged_by_the_manifest_or_by_the_inventory if {
	_is_privileged(true, {})
	_is_privileged(false, example.org)
	not _is_privileged(false, {})
}

_is_privileged(stated, org) if {
	finding.is_privileged with input as example.document(example.closed_with({"identity": {"privileged": stated}}))
		with data.org as org
}

test_what_is_an_identity_finding if {
	_is_identity(example.closed)
	_is_identity(object.union(example.without(example.closed, "identity"), {"type": "stale_account"}))
	not _is_identity(example.without(example.closed, "identity"))
}

_is_identity(f) if finding.is_identity_finding with input as example.document(f)

test_what_goes_away if {
	_is_decommissioned({"closure": {"disposition": "decommissioned"}})
	_is_decommissioned({"plan": {"path": "decommission"}})
	not _is_decommissioned({})
}

_is_decommissioned(changes) if finding.is_decommissioned with input as example.document(example.closed_with(changes))

test_what_is_not_human if {
	_is_nhi("token", {})
	_is_nhi("human", example.org)
	not _is_nhi("human", {})
}

_is_nhi(kind, org) if {
	finding.is_nhi with input as example.document(example.closed_with({"identity": {"kind": kind}})) with data.org as org
}

test_conflicted_are_all_who_have_a_hand_in_it if {
	involved := example.closed_with({
		"ownership": {"accountable_owner": "aokafor"},
		"identity": {"owner": "judy"},
		"closure": {"requested_by": "erin"},
		"risk_acceptance": {"requested_by": "rita"},
	})
	org := object.union(example.org, {"identities": {"svc-checkout": {"owner": "grace"}}})
	found := finding.conflicted with input as example.document(involved) with data.org as org
	found == {"alice", "carol", "erin", "grace", "judy", "rita"}
}

test_conflicted_may_be_nobody if {
	bare := object.remove(example.closed, ["ownership", "identity", "plan", "closure"])
	finding.conflicted == set() with input as example.document(bare) with data.org as example.org
}

test_the_cve if {
	named := example.closed_with({"exposure": {"cve": "CVE-2026-1111"}})
	finding.cve == "CVE-2026-1111" with input as example.document(named)
}

test_a_closure_that_cannot_be_true_is_not_believed if {
	every at in ["2026-11-01", "2026-11-03T10:59:59Z", "2026-11-21"] {
		closed := example.closed_with({"closure": {"at": at}})
		finding.judged_at == "2026-11-20T12:00:00Z" with input as example.document(closed)
	}
	just := example.closed_with({"closure": {"at": "2026-11-03T11:00:00Z"}})
	finding.judged_at == "2026-11-03T11:00:00Z" with input as example.document(just)
	looked := object.union(just, {"plan": {"actions": [{
		"type": "validate",
		"status": "done",
		"performed_at": "2026-11-04",
	}]}})
	finding.judged_at == "2026-11-20T12:00:00Z" with input as example.document(looked)
}

test_what_is_a_repair if {
	every disposition in ["remediated", "decommissioned", "mitigated_full", "accepted"] {
		_is_repair(example.closed_with({"closure": {"disposition": disposition}}))
	}
	_is_repair(example.closed_without("closure", "disposition"))
	_is_repair(example.without(example.closed, "closure"))
	not _is_repair(example.closed_with({"closure": {"disposition": "false_positive"}}))
	not _is_repair(example.closed_with({"closure": {"disposition": "duplicate"}}))
	every state in ["open", "contained", "accepted"] {
		not _is_repair(_state(state))
	}
}

_is_repair(f) if finding.is_repair with input as example.document(f)

test_what_is_a_soc2_finding if {
	_is_soc2({"type": "soc2_exception"}, example.org)
	_is_soc2({"source": {"framework": "soc2"}}, example.org)
	_is_soc2({}, object.union(example.org, {"controls": {"AC-17": {"framework": "soc2"}}}))
	not _is_soc2({"source": {"framework": "sox"}}, example.org)
	not _is_soc2({}, {})
}

_is_soc2(changes, org) if {
	finding.is_soc2 with input as example.document(example.closed_with(changes)) with data.org as org
}

test_what_only_looks_into_it if {
	finding.is_investigation({"type": "finance_validation"})
	not finding.is_investigation({"type": "rotate"})
	not finding.is_investigation({})
}

test_what_is_containment if {
	finding.is_containment({"type": "contain"})
	finding.is_containment({"type": "disable", "containment": true})
	not finding.is_containment({"type": "disable", "containment": false})
	not finding.is_containment({"type": "disable"})
	not finding.is_containment({})
}

_repairs := [
	{"type": "contain", "status": "done", "performed_at": "2026-11-02T10:00:00Z"},
	{"type": "disable", "containment": true, "status": "done", "performed_at": "2026-11-02T11:00:00Z"},
	{"type": "rotate", "status": "planned", "performed_at": "2026-11-02T12:00:00Z"},
	{"type": "revoke_old", "status": "done", "performed_at": "2026-11-05"},
	{"type": "fix_code", "status": "done", "performed_at": "2026-11-04T09:00:00Z"},
	{"type": "process_change", "status": "done"},
	{"type": "validate", "status": "done", "performed_at": "2026-11-03"},
]

test_remediation_actions_are_done_and_repair_something if {
	found := finding.remediation_actions with input as _acted(_repairs)
	found == [{"index": i, "action": _repairs[i]} | some i in [3, 4, 5]]
	none := finding.remediation_actions with input as example.document(example.without(example.closed, "plan"))
	none == []
}

_acted(actions) := example.document(example.closed_with({"plan": {"actions": actions}}))

test_the_first_remediation if {
	_first(_repairs) == "2026-11-04T09:00:00Z"
	not _first(array.slice(_repairs, 0, 3))
	not _first([{"type": "process_change", "status": "done"}])
	not _first([{"type": "classify", "status": "done", "performed_at": "2026-11-03"}])
	not _first([])
}

_first(actions) := m if {
	m := finding.first_remediation_at with input as _acted(actions)
}

test_a_closure_before_the_detection_is_not_believed if {
	unplanned := example.without(example.closed, "plan")
	every at, judged in {
		"2026-11-02T09:13:59Z": "2026-11-20T12:00:00Z",
		"2026-11-02T09:14:00Z": "2026-11-02T09:14:00Z",
		"2026-11-02": "2026-11-02",
		"2026-11-01": "2026-11-20T12:00:00Z",
	} {
		finding.judged_at == judged with input as example.document(object.union(unplanned, {"closure": {"at": at}}))
	}
}
