package remedy.non_human_identity_test

import data.remedy.lib.example_test as example

_runbook := {
	"title": "Revoke a service account",
	"identity_kinds": ["service_account", "api_key"],
	"owner": "alice",
	"ref": "wiki://revoke",
}

_kept(runbooks) := org_with({"runbooks": runbooks})

_linted(org) := [d | some d in found; d.rule == "NHI-11"] if {
	found := data.remedy.non_human_identity.deny with input as {"kind": "Organization", "at": example.at}
		with data.org as org
}

test_a_runbook_for_the_kind_passes if _linted(_kept({"RB-1": _runbook})) == []

test_a_kind_without_a_runbook_is_denied if {
	[d] := _linted(sound_org)
	d.path == ["runbooks"]
	d.message == "no revocation runbook for identities of kind `service_account`"
	d.unblock == "write a runbook for `service_account`, give it an owner and list it in `runbooks`"
	d.related == [{"path": ["identities", "svc-checkout", "kind"], "message": "in use here"}]
	d.facts == {"identities": 1}
	d.who == []
	count(_linted(_kept({"RB-1": object.union(_runbook, {"identity_kinds": ["api_key"]})}))) == 1
}

test_every_kind_in_use_needs_one if {
	org := object.union(_kept({"RB-1": _runbook}), {
		"identities": {"job-1": {"kind": "workload"}, "job-2": {"kind": "workload"}, "key-1": {"kind": "api_key"}},
		"teams": {"identity": {"name": "Identity", "function": "iam"}},
	})
	[d] := _linted(org)
	d.message == "no revocation runbook for identities of kind `workload`"
	d.facts == {"identities": 2}
	d.related == [{"path": ["identities", "job-1", "kind"], "message": "in use here"}]
	d.who == ["identity"]
}

test_humans_and_groups_need_none if {
	people := {"bob": {"kind": "human"}, "admins": {"kind": "group"}}
	_linted(object.union(_kept({"RB-1": _runbook}), {"identities": people})) == []
}

test_a_runbook_that_nobody_keeps_is_denied if {
	[d] := _linted(_kept({"RB-1": object.remove(_runbook, ["owner"])}))
	d.path == ["runbooks", "RB-1", "owner"]
	d.message == "the revocation runbook `RB-1` (for `service_account`) cannot be relied on: nobody keeps it"
	every owner in ["mallory", "nobody", "svc-checkout", "payments"] {
		[e] := _linted(_kept({"RB-1": object.union(_runbook, {"owner": owner})}))
		endswith(e.message, sprintf("`%s` is not an active person", [owner]))
	}
	_linted(_kept({"RB-1": object.union(_runbook, {"owner": "aokafor"})})) == []
}

test_a_runbook_without_a_place_is_denied if {
	[d] := _linted(_kept({"RB-1": object.remove(_runbook, ["ref"])}))
	d.path == ["runbooks", "RB-1", "ref"]
	endswith(d.message, "cannot be relied on: it does not say where it stands")
}

test_a_draft_beside_a_sound_runbook_passes if {
	_linted(_kept({"RB-1": _runbook, "RB-2": object.remove(_runbook, ["owner", "ref"])})) == []
}

test_without_an_inventory_nothing_is_in_use if {
	_linted({}) == []
	_linted({"runbooks": {"RB-1": object.remove(_runbook, ["owner"])}}) == []
}

test_a_finding_is_not_linted if {
	found := data.remedy.non_human_identity.deny with input as example.document(leaked) with data.org as sound_org
	[d | some d in found; d.rule == "NHI-11"] == []
}
