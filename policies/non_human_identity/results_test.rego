package remedy.non_human_identity_test

import data.remedy.lib.example_test as example

# What the family says about a finding. The rules are named by their full path: an imported package of several files is
# evaluated as a whole by some engines, and the names that its files import get lost.
all_results(set_name, finding, org, at) := found if {
	found := data.remedy.non_human_identity[set_name] with input as {"finding": finding, "facts": {}, "at": at}
		with data.org as org
}

# What one rule denies.
denied(rule, finding) := denied_in(rule, finding, sound_org)

denied_in(rule, finding, org) := [d | some d in all_results("deny", finding, org, example.at); d.rule == rule]

denied_at(rule, finding, at) := [d | some d in all_results("deny", finding, sound_org, at); d.rule == rule]

warned(rule, finding) := [w | some w in all_results("warn", finding, sound_org, example.at); w.rule == rule]

# The evaluation time in a zone that changed its clocks on 2026-10-25.
at_berlin := object.union(example.at, {"zone": "Europe/Berlin"})

as_state(finding, state) := object.union(finding, {"state": state})

disposed(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

# The finding without a key two levels down.
lacking(finding, section, key) := object.union(
	object.remove(finding, [section]),
	{section: object.remove(finding[section], [key])},
)

# The finding with these actions beside the ones that it has.
acting(finding, actions) := object.union(finding, {"plan": {"actions": array.concat(finding.plan.actions, actions)}})

# The finding with these actions instead.
acted(finding, actions) := object.union(finding, {"plan": {"actions": actions}})

# The organisation with changes; maps are merged.
org_with(changes) := object.union(sound_org, changes)

sound_org := object.union(example.org, {
	"systems": {"vault": {"name": "Vault", "kind": "vault"}, "wiki": {"name": "Wiki", "kind": "application"}},
	"identities": {"svc-checkout": {"aliases": ["checkout-bot"]}},
})

revocation := {
	"type": "revoke_old",
	"surface": "vault",
	"status": "done",
	"performed_by": "carol",
	"performed_at": "2026-11-03T08:00:00Z",
	"change_ref": "CHG-881",
}

rotation := object.union(revocation, {"type": "rotate", "performed_at": "2026-11-03T07:30:00Z"})

probe := {
	"id": "E-1",
	"type": "invalidity_probe",
	"ref": "evidence/probe.json",
	"collected_at": "2026-11-12T08:00:00Z",
	"collected_by": "erin",
	"subject": "key-1",
}

review := {
	"id": "E-2",
	"type": "log_review",
	"ref": "evidence/log-review.txt",
	"collected_at": "2026-11-12T09:00:00Z",
	"collected_by": "erin",
	"subject": "key-1",
	"period": {"from": "2026-10-30T16:00:00Z", "to": "2026-11-03T12:00:00Z"},
}

# A leaked secret that every rule of the family lets through.
leaked := example.closed_with({
	"secret": {
		"id": "key-1",
		"valid_at_detection": true,
		"exposed_in": ["public_repository"],
		"exposed_since": "2026-10-30T16:00:00Z",
		"locations": [
			{"place": "checkout.git, history", "cleared": true, "cleared_at": "2026-11-04"},
			{"place": "backup of March", "cleared": false, "worthless_ref": "evidence/probe.json"},
		],
		"replacement": {"id": "key-2", "store": "vault", "expires_at": "2027-02-01"},
	},
	"plan": {"actions": [revocation, rotation]},
	"evidence": [probe, review],
	"lifecycle": {
		"approved_by": "judy",
		"approved_at": "2024-02-01",
		"rotated_by": "carol",
		"rotated_at": "2026-11-03T07:30:00Z",
	},
})

# A closure of another type, about an identity; without a secret.
typed(type, changes) := object.union(
	object.union(object.remove(leaked, ["secret", "evidence"]), {"type": type}),
	changes,
)

test_a_sound_closure_passes_the_whole_family if {
	all_results("deny", leaked, sound_org, example.at) == set()
	all_results("warn", leaked, sound_org, example.at) == set()
	all_results("deny", leaked, sound_org, at_berlin) == set()
}

# A manifest that says next to nothing.
_bare(state, type) := {
	"id": "F-1",
	"type": type,
	"severity": "high",
	"state": state,
	"source": {"detected_at": "2026-11-02T09:14:00Z"},
	"identity": {"id": "svc-checkout", "kind": "service_account"},
}

_types := {
	"leaked_secret", "overprivileged_identity", "orphaned_account", "long_lived_secret", "human_use_of_nhi", "nhi_reuse",
	"env_mixing",
}

test_open_contained_and_accepted_are_never_denied if {
	every type in _types {
		every state in ["open", "contained", "accepted"] {
			all_results("deny", _bare(state, type), sound_org, example.at) == set()
		}
		count(all_results("deny", _bare("closed", type), sound_org, example.at)) > 1
	}
}

test_what_was_not_true_or_stands_elsewhere_is_not_denied if {
	every type in _types {
		every disposition in ["false_positive", "duplicate"] {
			finding := disposed(_bare("closed", type), disposition)
			all_results("deny", finding, sound_org, example.at) == set()
		}
	}
}

test_without_any_data_nothing_breaks if {
	every type in _types {
		count(all_results("deny", _bare("closed", type), {}, example.at)) > 0
	}
}

_no_systems := object.remove(sound_org, ["systems"])

_misused := object.union(object.remove(leaked, ["evidence"]), {"secret": {"misuse_confirmed": true}})

_key_revoked_late := acted(leaked, [object.union(revocation, {"performed_at": "2026-11-04T10:00:00Z"})])

_permissions(changes) := object.union(
	{"before": ["orders.read", "users.admin"], "after": ["orders.read"], "baseline": ["orders.read"]},
	changes,
)

_scoped(changes) := typed("overprivileged_identity", object.union(
	{"plan": {"actions": [object.union(revocation, {"type": "reduce_scope"})]}},
	changes,
))

_login(changes) := typed("human_use_of_nhi", {"identity": object.union({"interactive_login": true}, changes)})

_probe_of_nothing := object.remove(probe, ["subject"])

_not_reduced := _permissions({"before": ["orders.read"]})

_exported_early := _permissions({"exported_at": "2026-11-02"})

_still_there := object.union(leaked, {"secret": {"locations": [{"place": "chat"}]}})

_mixed := typed("env_mixing", {"identity": {"environments": ["test", "staging"]}})

# Closures with one mistake each, so that every clause of a rule speaks of one of them.
_mistakes := [
	{"rule": "NHI-01", "org": sound_org, "finding": object.union(leaked, {"evidence": []})},
	{"rule": "NHI-01", "org": sound_org, "finding": object.union(leaked, {"evidence": [_probe_of_nothing]})},
	{"rule": "NHI-02", "org": sound_org, "finding": lacking(leaked, "secret", "replacement")},
	{"rule": "NHI-02", "org": _no_systems, "finding": leaked},
	{"rule": "NHI-03", "org": sound_org, "finding": lacking(leaked, "secret", "locations")},
	{"rule": "NHI-03", "org": sound_org, "finding": _still_there},
	{"rule": "NHI-04", "org": sound_org, "finding": object.remove(leaked, ["evidence"])},
	{"rule": "NHI-04", "org": sound_org, "finding": _misused},
	{"rule": "NHI-05", "org": sound_org, "finding": _key_revoked_late},
	{"rule": "NHI-06", "org": sound_org, "finding": _scoped({})},
	{"rule": "NHI-06", "org": sound_org, "finding": _scoped({"permissions": _not_reduced})},
	{"rule": "NHI-06", "org": sound_org, "finding": _scoped({"permissions": _exported_early})},
	{"rule": "NHI-06", "org": sound_org, "finding": _scoped({
		"permissions": _permissions({}),
		"secret": {"exposed_in": ["log"]},
	})},
	{"rule": "NHI-07", "org": sound_org, "finding": typed("orphaned_account", {})},
	{"rule": "NHI-07", "org": sound_org, "finding": typed("orphaned_account", {
		"identity": {"id": "svc-ghost"},
		"plan": {"path": "decommission"},
	})},
	{"rule": "NHI-08", "org": sound_org, "finding": typed("long_lived_secret", {})},
	{"rule": "NHI-10", "org": sound_org, "finding": typed("human_use_of_nhi", {})},
	{"rule": "NHI-10", "org": sound_org, "finding": _login({})},
	{"rule": "NHI-10", "org": sound_org, "finding": _login({"interactive_exception": {"ref": "records/7.pdf"}})},
	{"rule": "NHI-10", "org": sound_org, "finding": typed("nhi_reuse", {})},
	{"rule": "NHI-10", "org": sound_org, "finding": _mixed},
]

_said(mistake, changes) := {d |
	some d in all_results("deny", object.union(mistake.finding, changes), mistake.org, example.at)
	d.rule == mistake.rule
}

test_a_mistake_is_denied_in_a_closed_finding_that_was_repaired_and_in_no_other if {
	every mistake in _mistakes {
		count(_said(mistake, {})) > 0
		every state in ["open", "contained", "accepted"] {
			_said(mistake, {"state": state}) == set()
		}
		every disposition in ["false_positive", "duplicate"] {
			_said(mistake, {"closure": {"disposition": disposition}}) == set()
		}
	}
}

test_a_mistake_is_denied_in_the_types_of_its_rule_alone if {
	every mistake in _mistakes {
		_said(mistake, {"type": "vulnerability"}) == set()
	}
}
