package remedy.context_test

import data.remedy.lib.example_test as example

# The fix ran on 2026-11-03 at 11:00.
_assigned_at(m) := object.union(known, {"ownership": {"assigned_at": m}})

_unowned := _assigned_at("2026-11-04T08:00:00Z")

_approved_by(changes) := object.union(_unowned, {"approvals": [object.union(
	{"kind": "plan", "by": "alice", "at": "2026-11-04T09:00:00Z"},
	changes,
)]})

test_an_owner_before_the_fix_passes if warned("CTX-03", known) == []

test_an_owner_after_the_fix_is_a_warning if {
	[w] := warned("CTX-03", _unowned)
	w.path == ["ownership", "assigned_at"]
	w.message == concat("", [
		"the repair began on 2026-11-03T11:00:00Z, ",
		"before an accountable owner was assigned on 2026-11-04T08:00:00Z",
	])
	w.expected == "an owner before 2026-11-03T11:00:00Z"
	w.found == "2026-11-04T08:00:00Z"
	w.who == ["alice"]
	w.related == [{"path": ["plan", "actions", 0, "performed_at"], "message": "done before that"}]
	not w.flag
	judged("CTX-03", _unowned) == []
}

test_an_owner_to_the_second if {
	warned("CTX-03", _assigned_at("2026-11-03T10:59:59Z")) == []
	warned("CTX-03", _assigned_at("2026-11-03T11:00:00Z")) == []
	count(warned("CTX-03", _assigned_at("2026-11-03T11:00:01Z"))) == 1
}

test_an_owner_on_the_day_of_the_fix_passes if {
	warned("CTX-03", _assigned_at("2026-11-03")) == []
	count(warned("CTX-03", _assigned_at("2026-11-04"))) == 1
}

# The clock of Berlin went back in the night to 2026-10-25, so that day ends at 23:00 UTC.
test_the_day_of_the_repair_ends_in_the_zone_of_the_organisation if {
	_warned_in_berlin("2026-10-25T22:59:59Z") == 0
	_warned_in_berlin("2026-10-25T23:00:00Z") == 1
}

_warned_in_berlin(assigned_at) := count([w | some w in found; w.rule == "CTX-03"]) if {
	fixed := object.union(_assigned_at(assigned_at), {"plan": {"actions": [{
		"type": "rotate",
		"status": "done",
		"performed_at": "2026-10-25",
	}]}})
	at := object.union(example.at, {"zone": "Europe/Berlin"})
	found := data.remedy.context.warn with input as object.union(example.document(fixed), {"at": at})
		with data.org as example.org
}

_unassigned := object.union(example.without(known, "ownership"), {"ownership": object.remove(
	known.ownership,
	["assigned_at"],
)})

test_an_absent_time_of_assignment_is_a_warning if {
	[w] := warned("CTX-03", _unassigned)
	w.path == ["ownership", "assigned_at"]
	startswith(w.message, "it is not recorded when the accountable owner was assigned")
	w.who == ["alice"]
	not w.flag
}

test_an_absent_owner_or_repair_is_left_to_others if {
	warned("CTX-03", example.without(known, "ownership")) == []
	warned("CTX-03", example.without(_unassigned, "plan")) == []
}

test_containment_waits_for_no_owner if {
	actions := [object.union(known.plan.actions[0], {"containment": true})]
	warned("CTX-03", object.union(_unowned, {"plan": {"actions": actions}})) == []
	warned("CTX-03", example.without(_unowned, "plan")) == []
}

test_looking_into_it_waits_for_no_owner if {
	actions := [object.union(known.plan.actions[0], {"type": "validate"})]
	warned("CTX-03", object.union(_unowned, {"plan": {"actions": actions}})) == []
}

test_what_the_owner_approved_afterwards_is_ratified if {
	every changes in [
		{},
		{"kind": "business"},
		{"kind": "emergency"},
		{"by": "aokafor"},
		{"at": "2026-11-04T08:00:00Z"},
	] {
		[w] := warned("CTX-03", _approved_by(changes))
		w.path == ["approvals", 0]
		w.flag == "ratified"
	}
	[w] := warned("CTX-03", _approved_by({}))
	endswith(w.message, "on 2026-11-04T08:00:00Z; approved by the owner `alice` on 2026-11-04T09:00:00Z")
}

test_what_somebody_else_or_an_owner_to_be_approved_is_not_ratified if {
	every changes in [
		{"by": "frank"},
		{"by": "svc-checkout"},
		{"kind": "closure"},
		{"at": "2026-11-04T07:59:59Z"},
	] {
		[w] := warned("CTX-03", _approved_by(changes))
		w.path == ["ownership", "assigned_at"]
		not w.flag
	}
}

test_the_order_is_looked_at_in_the_closure_of_a_repair_alone if {
	every finding in [_unowned, _approved_by({}), _unassigned] {
		count(warned("CTX-03", finding)) == 1
		every state in ["open", "contained", "accepted"] {
			warned("CTX-03", in_state(finding, state)) == []
		}
		every disposition in ["false_positive", "duplicate"] {
			warned("CTX-03", closed_as(finding, disposition)) == []
		}
	}
}

test_what_was_done_after_the_assignment_is_not_shown if {
	actions := [
		object.union(known.plan.actions[0], {"performed_at": "2026-11-04T08:00:00Z"}),
		known.plan.actions[0],
	]
	[w] := warned("CTX-03", object.union(_unowned, {"plan": {"actions": actions}}))
	w.related == [{"path": ["plan", "actions", 1, "performed_at"], "message": "done before that"}]
}
