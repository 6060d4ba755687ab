package remedy.ownership_test

import data.remedy.lib.example_test as example

_delegated(delegations) := owned({"delegations": delegations})

# A closure in which several people worked, with one delegation.
_worked(actions, delegation) := object.union(
	owned({"implementers": [], "delegations": [delegation]}),
	{"plan": {"actions": actions}},
)

_ratified := [{
	"rule": "OWN-14",
	"reason": "carol was on call and alice on leave",
	"ratified_by": "henry",
	"at": "2026-11-18",
}]

test_delegated_work_passes if {
	count(denied("OWN-14", example.closed)) == 0
}

test_work_of_the_owner_needs_no_delegation if {
	own := object.union(owned({"implementers": ["alice@example.com"]}), {"plan": {"actions": [
		{"type": "rotate", "performed_by": "svc-checkout"},
		{"type": "validate"},
	]}})
	count(denied("OWN-14", example.without(own, "delegations"))) == 0
	count(denied("OWN-14", object.union(own, {"ownership": {"delegations": []}}))) == 0
}

test_absent_delegations_are_denied_once_a_person if {
	found := denied("OWN-14", unowned("delegations"))
	count(found) == 1
	some d in found
	d.path == ["plan", "actions", 0, "performed_by"]
	d.message == "`carol` did the work without a delegation from the accountable owner `alice`"
	d.found == "carol"
	d.who == ["alice"]
	startswith(d.unblock, "add `{from: alice, to: carol, scope, until}` to `ownership.delegations`; or have the deviation")
	d.related == []
}

test_an_implementer_who_is_in_no_action_needs_a_delegation if {
	found := denied("OWN-14", owned({"implementers": ["carol", "judy"]}))
	count(found) == 1
	some d in found
	d.path == ["ownership", "implementers", 1]
}

test_several_actions_of_one_person_are_one_denial if {
	actions := [
		{"type": "revoke_old", "performed_by": "carol", "performed_at": "2026-11-03"},
		{"type": "rotate", "performed_by": "carol", "performed_at": "2026-11-04"},
		{"type": "fix_code", "performed_by": "carol", "performed_at": "2026-11-05"},
	]
	found := denied("OWN-14", _worked(actions, {"from": "alice", "to": "carol", "until": "2026-11-03"}))
	count(found) == 1
	some d in found
	d.path == ["plan", "actions", 1, "performed_by"]
	endswith(d.message, "the accountable owner `alice`; theirs ended on 2026-11-03")
	d.related == [{"path": ["plan", "actions", 2, "performed_by"], "message": "done by the same person"}]
}

test_a_delegation_holds_until_the_end_of_its_day if {
	action := [{"type": "rotate", "performed_by": "carol", "performed_at": "2026-11-03T23:59:59Z"}]
	count(denied("OWN-14", _worked(action, {"from": "alice", "to": "carol", "until": "2026-11-03"}))) == 0
	count(denied("OWN-14", _worked(action, {"from": "alice", "to": "carol", "until": "2026-11-02"}))) == 1
}

test_a_delegation_to_the_second if {
	action := [{"type": "rotate", "performed_by": "carol", "performed_at": "2026-11-03T12:00:00Z"}]
	count(denied("OWN-14", _worked(action, {"from": "alice", "to": "carol", "until": "2026-11-03T12:00:00Z"}))) == 0
	count(denied("OWN-14", _worked(action, {"from": "alice", "to": "carol", "until": "2026-11-03T11:59:59Z"}))) == 1
}

test_work_without_a_time_counts_at_the_closure if {
	action := [{"type": "rotate", "performed_by": "carol"}]
	count(denied("OWN-14", _worked(action, {"from": "alice", "to": "carol", "until": "2026-11-19"}))) == 0
	count(denied("OWN-14", _worked(action, {"from": "alice", "to": "carol", "until": "2026-11-18"}))) == 1
}

test_a_delegation_without_an_end_holds if {
	count(denied("OWN-14", _delegated([{"from": "alice", "to": "carol", "scope": "all"}]))) == 0
}

test_a_delegation_by_alias_holds if {
	count(denied("OWN-14", _delegated([{"from": "alice@example.com", "to": "carol"}]))) == 0
}

test_a_delegation_of_somebody_else_does_not_count if {
	count(denied("OWN-14", _delegated([{"from": "judy", "to": "carol"}]))) == 1
	count(denied("OWN-14", _delegated([{"to": "carol"}, {"from": "alice"}]))) == 1
}

test_a_delegation_of_an_owner_before_holds if {
	handed := owned({
		"history": [{"from": "judy", "to": "alice", "at": "2026-11-04"}],
		"delegations": [{"from": "judy", "to": "carol"}],
	})
	count(denied("OWN-14", handed)) == 0
}

test_containment_and_what_does_not_apply_need_no_delegation if {
	actions := [
		{"type": "contain", "performed_by": "erin"},
		{"type": "disable", "containment": true, "performed_by": "erin"},
		{"type": "rotate", "status": "not_applicable", "performed_by": "erin"},
	]
	count(denied("OWN-14", _worked(actions, {}))) == 0
	count(denied("OWN-14", _worked([{"type": "disable", "containment": false, "performed_by": "erin"}], {}))) == 1
}

test_no_people_at_all_pass if {
	count(denied("OWN-14", object.remove(example.closed, ["ownership", "plan"]))) == 0
	count(denied("OWN-14", unowned("accountable_owner"))) == 0
}

test_a_history_that_ends_at_somebody_else_is_denied if {
	found := denied("OWN-14", owned({"history": [{"from": "mallory", "to": "judy", "at": "2026-11-03"}]}))
	count(found) == 1
	some d in found
	d.path == ["ownership", "history", 0, "to"]
	d.message == "the last handover leads to `judy`, the accountable owner is `alice`"
	startswith(d.unblock, "record the handover to `alice` in `ownership.history`; or ")
}

test_a_history_with_a_gap_is_denied if {
	found := denied("OWN-14", owned({"history": [{"from": "mallory", "to": "judy"}, {"from": "carol", "to": "aokafor"}]}))
	count(found) == 1
	some d in found
	d.path == ["ownership", "history", 1, "from"]
	d.message == "the handover comes from `carol`, the one before it leads to `judy`"
	d.related == [{"path": ["ownership", "history", 0], "message": "the one before"}]
}

test_a_history_of_empty_entries_is_denied if {
	found := denied("OWN-14", owned({"history": [{"at": "2026-11-03"}, {"at": "2026-11-04"}]}))
	{d.path | some d in found} == {["ownership", "history", 1, "from"], ["ownership", "history", 1, "to"]}
	some d in found
	d.message == "the handover comes from nobody, the one before it leads to nobody"
}

test_a_whole_history_passes if {
	handed := owned({"history": [{"from": "mallory", "to": "judy"}, {"from": "judy", "to": "aokafor"}]})
	count(denied("OWN-14", handed)) == 0
}

test_a_history_without_an_owner_is_left_to_the_missing_owner if {
	unchained := object.union(
		example.without(example.closed, "ownership"),
		{"ownership": {"history": [{"from": "mallory", "to": "judy"}, {"from": "carol", "to": "carol"}, {"from": "erin"}]}},
	)
	count(denied("OWN-14", unchained)) == 0
}

test_a_ratified_deviation_passes_with_a_flag if {
	ratified := object.union(unowned("delegations"), {"deviations": _ratified})
	count(denied("OWN-14", ratified)) == 0
	some w in warned("OWN-14", ratified)
	w.path == ["deviations", 0]
	w.flag == "ratified"
	w.message == "undelegated work, ratified by `henry` on 2026-11-18"
	w.related[0].path == ["plan", "actions", 0, "performed_by"]
}

test_a_deviation_that_is_not_needed_shows_nothing if {
	count(warned("OWN-14", example.closed_with({"deviations": _ratified}))) == 0
}

test_a_deviation_that_does_not_count_is_related if {
	unratified := [object.union(_ratified[0], {"ratified_by": "alice"})]
	some d in denied("OWN-14", object.union(unowned("delegations"), {"deviations": unratified}))
	d.related[0].path == ["deviations", 0]
}

test_undelegated_work_blocks_accepted_and_neither_open_nor_contained if {
	count(denied("OWN-14", as_state(unowned("delegations"), "accepted"))) == 1
	count(denied("OWN-14", as_state(unowned("delegations"), "open"))) == 0
	count(denied("OWN-14", as_state(unowned("delegations"), "contained"))) == 0
	ratified := object.union(unowned("delegations"), {"deviations": _ratified})
	count(warned("OWN-14", as_state(ratified, "contained"))) == 0
}

test_the_latest_end_of_several_delegations_is_told if {
	action := [{"type": "rotate", "performed_by": "carol", "performed_at": "2026-11-05"}]
	worked := object.union(_worked(action, {}), {"ownership": {"delegations": [
		{"from": "alice", "to": "carol", "until": "2026-11-04"},
		{"from": "alice", "to": "carol", "until": "2026-11-03"},
	]}})
	some d in denied("OWN-14", worked)
	endswith(d.message, "the accountable owner `alice`; theirs ended on 2026-11-04")
}
