package remedy.non_human_identity_test

_adopted := typed("orphaned_account", {})

_record := {"owner": "alice", "purpose": "checkout of the shop", "expires_at": "2027-03-31"}

_adopting(changes) := org_with({"identities": {"svc-checkout": object.union(_record, changes)}})

_adopting_without(key) := object.union(
	object.remove(sound_org, ["identities"]),
	{"identities": {"svc-checkout": object.remove(_adopting({}).identities["svc-checkout"], [key])}},
)

test_an_owner_with_purpose_and_expiry_passes if denied_in("NHI-07", _adopted, _adopting({})) == []

test_an_account_without_an_owner_is_denied if {
	[d] := denied_in("NHI-07", _adopted, _adopting_without("owner"))
	d.path == ["identity", "id"]
	d.message == "`svc-checkout` is still orphaned: in the inventory it has no owner"
	d.found == "svc-checkout"
	d.who == ["alice"]
}

test_an_owner_who_has_left_or_is_no_person_is_denied if {
	[d] := denied_in("NHI-07", _adopted, _adopting({"owner": "mallory"}))
	endswith(d.message, "in the inventory its owner `mallory` is not an active person")
	every owner in ["nobody", "sec-queue", "svc-checkout"] {
		count(denied_in("NHI-07", _adopted, _adopting({"owner": owner}))) == 1
	}
	denied_in("NHI-07", _adopted, _adopting({"owner": "aokafor"})) == []
}

test_a_machine_without_purpose_or_expiry_is_denied_and_a_human_is_not if {
	[d] := denied_in("NHI-07", _adopted, _adopting_without("purpose"))
	endswith(d.message, "it has no purpose")
	[e] := denied_in("NHI-07", _adopted, _adopting_without("expires_at"))
	endswith(e.message, "it has no expiry")
	[f] := denied("NHI-07", _adopted)
	endswith(f.message, "in the inventory it has no purpose, it has no expiry")
	denied_in("NHI-07", _adopted, org_with({"identities": {"svc-checkout": {"kind": "human"}}})) == []
}

# Closed on 2026-11-19T09:00:00Z.
test_an_account_that_had_run_out_is_denied if {
	[d] := denied_in("NHI-07", _adopted, _adopting({"expires_at": "2026-11-19T08:59:59Z"}))
	endswith(d.message, "it ran out on 2026-11-19T08:59:59Z and is not deleted")
	denied_in("NHI-07", _adopted, _adopting({"expires_at": "2026-11-19T09:00:00Z"})) == []
	denied_in("NHI-07", _adopted, _adopting({"expires_at": "2026-11-19T09:00:01Z"})) == []
	count(denied_in("NHI-07", _adopted, _adopting({"expires_at": "2026-11-18"}))) == 1
	denied_in("NHI-07", _adopted, _adopting({"expires_at": "2026-11-19"})) == []
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_day_of_expiry_ends_in_its_zone if {
	early := object.union(_adopted, {"source": {"detected_at": "2026-10-20"}, "plan": {"actions": []}})
	org := _adopting({"expires_at": "2026-10-25"})
	every second, expected in {"2026-10-25T22:59:59Z": 0, "2026-10-25T23:00:00Z": 1} {
		finding := object.union(early, {"closure": {"at": second}})
		found := all_results("deny", finding, org, at_berlin)
		count([d | some d in found; d.rule == "NHI-07"]) == expected
	}
}

test_a_team_that_looks_after_identities_can_help if {
	org := org_with({"teams": {"identity": {"name": "Identity", "function": "iam"}}})
	[d] := denied_in("NHI-07", _adopted, org)
	d.who == ["identity"]
}

test_a_deleted_account_passes if {
	org := _adopting_without("owner")
	every type in ["delete", "retire"] {
		denied_in("NHI-07", acting(_adopted, [object.union(revocation, {"type": type})]), org) == []
	}
	planned := object.union(revocation, {"type": "delete", "status": "planned"})
	count(denied_in("NHI-07", acting(_adopted, [planned]), org)) == 1
	count(denied_in("NHI-07", disposed(_adopted, "decommissioned"), org)) == 1
}

test_an_unknown_account_is_left_to_its_rule_unless_it_counts_as_gone if {
	ghost := object.union(_adopted, {"identity": {"id": "svc-ghost"}})
	denied("NHI-07", ghost) == []
	[d] := denied("NHI-07", disposed(ghost, "decommissioned"))
	d.path == ["plan", "actions"]
	d.message == "`svc-ghost` counts as decommissioned, and no action that deletes it is done"
	deleted := acting(ghost, [object.union(revocation, {"type": "delete"})])
	denied("NHI-07", disposed(deleted, "decommissioned")) == []
	denied("NHI-07", object.remove(disposed(ghost, "decommissioned"), ["identity"])) == []
}

test_other_types_are_not_orphaned if denied("NHI-07", object.union(_adopted, {"type": "stale_account"})) == []
