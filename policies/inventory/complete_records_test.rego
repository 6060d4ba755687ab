package remedy.inventory_test

import data.remedy.lib.example_test as example

_linted(org) := [d | some d in found; d.rule == "INV-03"] if {
	found := data.remedy.inventory.deny with input as {"kind": "Organization", "at": example.at} with data.org as org
}

_complete := object.union(example.org.identities["svc-checkout"], {"scopes": ["orders.read"]})

_recorded(record) := object.union(object.remove(example.org, ["identities"]), {"identities": {"svc-checkout": record}})

_teams(changes) := object.union(_recorded(object.remove(_complete, ["owner"])), {"teams": changes})

test_a_complete_record_passes if _linted(_recorded(_complete)) == []

test_a_record_with_a_gap_is_denied if {
	every key in ["kind", "scopes", "systems", "environment"] {
		[d] := _linted(_recorded(object.remove(_complete, [key])))
		d.path == ["identities", "svc-checkout", key]
		d.message == sprintf("inventory entry `svc-checkout` lacks `%s`", [key])
		d.unblock == sprintf("add `%s` to `identities.svc-checkout`", [key])
		d.who == ["alice"]
	}
}

test_a_record_with_several_gaps_is_denied_once if {
	[d] := _linted(_recorded({"kind": "token"}))
	d.path == ["identities", "svc-checkout"]
	d.message == "inventory entry `svc-checkout` lacks `owner`, `scopes`, `systems`, `environment`"
}

test_an_empty_list_is_a_gap if {
	count(_linted(_recorded(object.union(_complete, {"systems": []})))) == 1
	count(_linted(_recorded(object.union(_complete, {"scopes": []})))) == 1
}

test_without_an_owner_the_team_can_help if {
	unowned := object.remove(_complete, ["owner"])
	[d] := _linted(_recorded(unowned))
	d.path == ["identities", "svc-checkout", "owner"]
	d.who == []
	[e] := _linted(_recorded(object.union(unowned, {"team": "payments"})))
	e.who == ["judy"]
	[f] := _linted(_teams({"identity": {"name": "Identity", "function": "iam"}}))
	f.who == ["identity"]
	[g] := _linted(_recorded(object.union(object.remove(_complete, ["scopes"]), {"owner": "mallory", "team": "payments"})))
	g.who == ["judy"]
	[h] := _linted(_recorded(object.union(object.remove(_complete, ["scopes"]), {"owner": "aokafor"})))
	h.who == ["alice"]
}

test_an_unknown_team_helps_nobody if {
	[d] := _linted(_recorded(object.union(object.remove(_complete, ["owner"]), {"team": "ghosts"})))
	d.who == []
}

test_every_record_is_judged if {
	org := object.union(_recorded(_complete), {"identities": {"job-1": {"kind": "workload"}, "job-2": _complete}})
	[d] := _linted(org)
	d.path == ["identities", "job-1"]
}

test_without_an_inventory_there_is_no_record if {
	_linted({}) == []
	_linted(object.remove(example.org, ["identities"])) == []
}

test_a_finding_does_not_ask_for_complete_records if {
	[d | some d in all_denied(example.closed, _recorded({"kind": "token"})); d.rule == "INV-03"] == []
}

test_an_owner_can_help_before_the_team if {
	[d] := _linted(_recorded(object.union(object.remove(_complete, ["scopes"]), {"team": "payments"})))
	d.who == ["alice"]
}

test_a_record_with_two_gaps_is_denied_once if {
	[d] := _linted(_recorded(object.remove(_complete, ["scopes", "systems"])))
	d.path == ["identities", "svc-checkout"]
	d.unblock == "add `scopes`, `systems` to `identities.svc-checkout`"
}
