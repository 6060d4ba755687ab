package remedy.sox_test

import data.remedy.lib.example_test as example

_complete := {
	"title": "Secrets are kept in the vault",
	"framework": "sox",
	"frequency": "quarterly",
	"population": "all secrets of the ledger, from the inventory",
	"approval_rule": "the control owner approves exceptions",
	"retention": "7 years",
	"systems": ["vault"],
	"owners": [
		{"person": "mallory", "from": "2020-01-01", "to": "2026-06-30"},
		{"person": "alice", "from": "2026-07-01", "doc_ref": "raci://AC-17"},
	],
}

_lint(control) := _lint_in({"AC-17": control}, org)

_lint_in(controls, in_org) := [d | some d in found; d.rule == "SOX-07"] if {
	found := all_denied(
		{"kind": "Organization", "at": example.at},
		object.union(object.remove(in_org, ["controls"]), {"controls": controls}),
	)
}

_with(changes) := object.union(_complete, changes)

_without(key) := object.remove(_complete, [key])

test_a_complete_control_passes if {
	_lint(_complete) == []
	_lint(object.union(_without("frequency"), {"cadence_days": 90})) == []
}

test_a_control_of_another_framework_passes if {
	_lint({"title": "Backups", "framework": "soc2"}) == []
	_lint({"title": "Backups"}) == []
}

test_an_empty_record_is_denied_once if {
	[d] := _lint({"title": "Secrets", "framework": "sox"})
	d.path == ["controls", "AC-17", "owners"]
	d.message == concat("", [
		"SOX control `AC-17` lacks a current owner, an approval rule, a population, a retention, a cadence, ",
		"systems, so no identity leads to it",
	])
	d.unblock == concat("", [
		"complete `owners`, `approval_rule`, `population`, `retention`, `frequency`, `systems` of the control",
	])
	d.who == ["olga"]
	[r.path[2] | some r in d.related] == ["approval_rule", "population", "retention", "frequency", "systems"]
}

test_each_absent_field_is_denied if {
	every key in ["owners", "population", "retention", "approval_rule", "frequency", "systems"] {
		[d] := _lint(_without(key))
		d.path == ["controls", "AC-17", key]
	}
	[d] := _lint(_with({"population": " "}))
	d.message == "SOX control `AC-17` lacks a population"
	d.who == ["alice"]
}

test_an_owner_is_written_down if {
	[d] := _lint(_with({"owners": [{"person": "alice", "from": "2026-07-01"}]}))
	d.path == ["controls", "AC-17", "owners", 0, "doc_ref"]
	d.message == "SOX control `AC-17` lacks an owner in writing (`doc_ref`)"
}

test_an_owner_is_a_person if {
	[d] := _lint(_with({"owners": [{"person": "svc-checkout", "from": "2026-07-01", "doc_ref": "raci://AC-17"}]}))
	d.path == ["controls", "AC-17", "owners", 0, "person"]
	d.message == "SOX control `AC-17` lacks an owner in `org.people`"
	_lint(_with({"owners": [{"person": "alice@example.com", "from": "2026-07-01", "doc_ref": "raci://AC-17"}]})) == []
}

test_an_owner_holds_today if {
	until := {"person": "alice", "from": "2026-07-01", "doc_ref": "raci://AC-17"}
	_lint(_with({"owners": [object.union(until, {"to": "2026-11-20"})]})) == []
	[ended] := _lint(_with({"owners": [object.union(until, {"to": "2026-11-19"})]}))
	ended.message == "SOX control `AC-17` lacks a current owner"
	_lint(_with({"owners": [object.union(until, {"from": "2026-11-20"})]})) == []
	count(_lint(_with({"owners": [object.union(until, {"from": "2026-11-21"})]}))) == 1
}

# Noon in UTC is already the next day in Auckland.
test_today_is_the_day_of_the_organisation if {
	ending := object.union(org, {"controls": {"AC-17": _with({"owners": [
		{"person": "alice", "from": "2026-07-01", "to": "2026-11-20", "doc_ref": "raci://AC-17"},
	]})}})
	every zone, denials in {"UTC": 0, "Pacific/Auckland": 1} {
		document := {"kind": "Organization", "at": object.union(example.at, {"zone": zone})}
		count(all_denied(document, ending)) == denials
	}
}

test_some_identity_is_on_a_system_of_the_control if {
	[d] := _lint(_with({"systems": ["ledger"]}))
	d.path == ["controls", "AC-17", "systems"]
	d.message == "SOX control `AC-17` lacks an identity on one of its systems"
	_lint(_with({"systems": ["ledger", "vault"]})) == []
}

test_an_absent_inventory_cannot_be_compared if {
	_lint_in({"AC-17": _with({"systems": ["ledger"]})}, object.remove(org, ["identities"])) == []
}

test_absent_controls_lack_nothing if {
	count(all_denied({"kind": "Organization", "at": example.at}, {})) == 0
}

test_a_finding_is_not_asked_for_the_controls if {
	denied("SOX-07", exception) == []
}

test_leads_of_finance_and_of_compliance_complete_a_record_of_nobody if {
	teams := {
		"rules": {"name": "Rules", "function": "compliance", "lead": "erin"},
		"platform": {"name": "Platform", "function": "platform", "lead": "carol"},
	}
	[d] := _lint_in({"AC-17": _without("owners")}, object.union(org, {"teams": teams}))
	d.who == ["erin", "olga"]
}

test_an_identity_without_systems_is_on_none if {
	inventory := {"identities": {"svc-new": {"kind": "workload"}}}
	_lint_in({"AC-17": _complete}, object.union(org, inventory)) == []
}
