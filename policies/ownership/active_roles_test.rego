package remedy.ownership_test

import data.remedy.lib.example_test as example

# Carol leaves: inactive from the day after.
_carol_ends(day) := org_with({"people": {"carol": {"ended_at": day, "active": false}}})

test_active_people_pass if {
	count(denied("OWN-03", example.closed)) == 0
}

test_absent_roles_pass if {
	bare := object.remove(example.closed, ["ownership", "plan", "retest", "closure", "approvals"])
	count(denied("OWN-03", bare)) == 0
	nameless := example.closed_with({
		"plan": {"actions": [{"type": "revoke_old"}, {"type": "rotate", "performed_by": "mallory"}]},
		"approvals": [{"kind": "plan"}, {"by": "mallory"}],
		"retest": [{"result": "pass"}, {"by": "mallory"}],
	})
	{d.path | some d in denied("OWN-03", nameless)} == {
		["plan", "actions", 1, "performed_by"],
		["approvals", 1, "by"],
		["retest", 1, "by"],
	}
}

test_an_inactive_owner_is_denied if {
	some d in denied("OWN-03", owned({"accountable_owner": "mallory"}))
	d.path == ["ownership", "accountable_owner"]
	d.message == "accountable owner `mallory` was not active on 2026-11-19 (until 2026-06-30)"
	startswith(d.unblock, "set `ownership.accountable_owner` to an active person and record the handover")
	d.who == ["alice", "judy"]
}

test_an_inactive_owner_blocks_open_and_not_contained if {
	left := owned({"accountable_owner": "mallory", "evidence_owner": "mallory"})
	{d.path | some d in denied("OWN-03", as_state(left, "open"))} == {["ownership", "accountable_owner"]}
	count(denied("OWN-03", as_state(left, "contained"))) == 0
}

test_an_owner_who_left_after_the_closure_passes if {
	org := org_with({"people": {"alice": {"ended_at": "2026-11-19", "active": false}}})
	count(denied_in("OWN-03", example.closed, org)) == 0
}

test_an_owner_who_left_the_day_before_the_closure_is_denied if {
	org := org_with({"people": {"alice": {"ended_at": "2026-11-18"}}})
	count(denied_in("OWN-03", example.closed, org)) == 1
}

test_an_owner_who_left_before_now_blocks_what_is_not_closed if {
	org := org_with({"people": {"alice": {"ended_at": "2026-11-19"}}})
	count(denied_in("OWN-03", example.accepted, org)) == 1
}

test_who_had_not_started_yet_is_denied if {
	org := org_with({"people": {"erin": {"started_at": "2026-11-13"}}})
	{d.message | some d in denied_in("OWN-03", example.closed, org)} == {
		"tester `erin` was not active on 2026-11-12 (only from 2026-11-13)",
		"verifier of the ownership `erin` was not active on 2026-11-03 (only from 2026-11-13)",
	}
	on_the_day := org_with({"people": {"erin": {"started_at": "2026-11-03"}}})
	count(denied_in("OWN-03", example.closed, on_the_day)) == 0
	back := org_with({"people": {"erin": {"started_at": "2026-11-13", "ended_at": "2026-12-31"}}})
	count(denied_in("OWN-03", example.closed, back)) == 2
}

test_who_is_marked_inactive_without_a_date_is_denied if {
	org := org_with({"people": {"alice": {"active": false}}})
	some d in denied_in("OWN-03", example.closed, org)
	d.message == "accountable owner `alice` was not active on 2026-11-19 (marked inactive)"
}

test_who_is_marked_inactive_before_the_end_is_denied if {
	org := org_with({"people": {"alice": {"active": false, "ended_at": "2026-12-31"}}})
	count(denied_in("OWN-03", example.closed, org)) == 1
}

test_an_alias_of_an_inactive_owner_is_denied if {
	org := org_with({"aliases": {"m.quist@example.com": "mallory"}})
	some d in denied_in("OWN-03", owned({"accountable_owner": "m.quist@example.com"}), org)
	d.facts.person == "mallory"
}

test_a_service_account_as_owner_is_left_to_its_rule if {
	org := org_with({"people": {"alice": {"ended_at": "2026-01-01"}}})
	count(denied_in("OWN-03", owned({"accountable_owner": "svc-checkout"}), org)) == 0
}

test_inactive_owners_of_evidence_and_entitlement_are_denied if {
	found := denied("OWN-03", owned({"evidence_owner": "mallory", "entitlement_owner": "mallory"}))
	{d.path | some d in found} == {["ownership", "evidence_owner"], ["ownership", "entitlement_owner"]}
	{d.who | some d in found} == {["alice"]}
}

test_a_performer_on_the_last_day_passes if {
	count(denied_in("OWN-03", example.closed, _carol_ends("2026-11-03"))) == 0
}

test_a_performer_after_the_last_day_is_denied if {
	some d in denied_in("OWN-03", example.closed, _carol_ends("2026-11-02"))
	d.path == ["plan", "actions", 0, "performed_by"]
	d.message == "performer `carol` was not active on 2026-11-03 (until 2026-11-02)"
}

test_the_performer_of_an_action_that_does_not_apply_passes if {
	skipped := example.closed_with({"plan": {"actions": [{"status": "not_applicable", "performed_by": "mallory"}]}})
	count(denied("OWN-03", skipped)) == 0
}

test_inactive_approver_tester_and_verifiers_are_denied if {
	acted := object.union(
		example.closed_with({
			"approvals": [{"kind": "plan", "by": "mallory", "at": "2026-11-02"}],
			"retest": [{"result": "pass", "by": "mallory", "at": "2026-07-01"}],
			"closure": {"verified_by": "mallory"},
		}),
		{"ownership": {"verified_by": "mallory"}},
	)
	{[d.message, d.path] | some d in denied("OWN-03", acted)} == {
		["approver `mallory` was not active on 2026-11-02 (until 2026-06-30)", ["approvals", 0, "by"]],
		["tester `mallory` was not active on 2026-07-01 (until 2026-06-30)", ["retest", 0, "by"]],
		["verifier of the closure `mallory` was not active on 2026-11-19 (until 2026-06-30)", ["closure", "verified_by"]],
		[
			"verifier of the ownership `mallory` was not active on 2026-11-03 (until 2026-06-30)",
			["ownership", "verified_by"],
		],
	}
}

test_who_acted_while_active_passes if {
	acted := example.closed_with({"approvals": [{"kind": "plan", "by": "mallory", "at": "2026-06-30"}]})
	count(denied("OWN-03", acted)) == 0
}

test_of_the_roles_only_the_owner_blocks_open if {
	left := object.union(
		example.closed_with({
			"plan": {"actions": [{"type": "rotate", "performed_by": "mallory"}]},
			"approvals": [{"kind": "plan", "by": "mallory"}],
			"retest": [{"result": "pass", "by": "mallory"}],
			"closure": {"verified_by": "mallory"},
		}),
		{"ownership": {"accountable_owner": "mallory", "evidence_owner": "mallory", "verified_by": "mallory"}},
	)
	{d.path | some d in denied("OWN-03", as_state(left, "open"))} == {["ownership", "accountable_owner"]}
	denied("OWN-03", as_state(left, "contained")) == set()
	count(denied("OWN-03", as_state(left, "accepted"))) == 7
}

test_an_owner_who_came_after_the_closure_is_helped_by_all_who_could_own_it if {
	org := org_with({"people": {"alice": {"started_at": "2026-11-20"}}})
	some d in denied_in("OWN-03", example.closed, org)
	d.message == "accountable owner `alice` was not active on 2026-11-19 (only from 2026-11-20)"
	d.who == ["alice", "judy"]
}
