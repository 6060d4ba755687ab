package remedy.lib.account_test

import data.remedy.lib.account
import data.remedy.lib.example_test as example

_acted(actions) := example.closed_with({"plan": {"actions": actions}})

_rotations := _acted([
	{"type": "contain", "status": "done", "performed_at": "2026-11-02T10:00:00Z"},
	{"type": "rotate", "status": "planned", "performed_at": "2026-11-02T11:00:00Z"},
	{"type": "rotate", "status": "done", "performed_at": "2026-11-05"},
	{"type": "rotate", "status": "done", "performed_at": "2026-11-04T08:00:00Z"},
	{"type": "rotate", "status": "done"},
	{"type": "disable"},
])

_first(finding, types) := moment if {
	moment := account.first_at(types) with input as example.document(finding)
}

_last(finding, types) := moment if {
	moment := account.last_at(types) with input as example.document(finding)
}

_place(finding, types) := place if {
	place := account.place(types) with input as example.document(finding)
}

_is_done(finding, types) if {
	account.is_done(types) with input as example.document(finding)
}

_is_gone(finding) if {
	account.is_gone with input as example.document(finding)
}

_is_shared(finding, org) if {
	account.is_shared with input as example.document(finding) with data.org as org
}

test_done_actions_have_a_place if {
	[entry.index |
		some entry in data.remedy.lib.account.done({"rotate", "contain"}) with input as example.document(_rotations)
	] == [0, 2, 3, 4]
	_is_done(_rotations, {"rotate"})
	not _is_done(_rotations, {"disable"})
	not _is_done(example.without(example.closed, "plan"), {"rotate"})
}

test_the_first_and_the_last_moment if {
	_first(_rotations, {"rotate"}) == "2026-11-04T08:00:00Z"
	_last(_rotations, {"rotate"}) == "2026-11-05"
	_first(_rotations, {"rotate", "contain"}) == "2026-11-02T10:00:00Z"
}

test_without_a_date_there_is_no_moment if {
	undated := _acted([{"type": "rotate", "status": "done"}])
	not _first(undated, {"rotate"})
	not _last(undated, {"rotate"})
	not _first(example.without(example.closed, "plan"), {"rotate"})
}

test_the_place_of_an_action_or_of_all if {
	_place(_rotations, {"rotate"}) == ["plan", "actions", 1]
	_place(_rotations, {"disable", "delete"}) == ["plan", "actions", 5]
	_place(_rotations, {"delete"}) == ["plan", "actions"]
	_place(example.without(example.closed, "plan"), {"delete"}) == ["plan", "actions"]
}

test_an_account_is_gone_with_its_deletion if {
	_is_gone(_acted([{"type": "delete", "status": "done"}]))
	_is_gone(_acted([{"type": "retire", "status": "done"}]))
	not _is_gone(_acted([{"type": "delete", "status": "planned"}]))
	not _is_gone(_acted([{"type": "disable", "status": "done"}]))
	not _is_gone(example.closed_with({"closure": {"disposition": "decommissioned"}}))
}

test_an_account_is_shared_by_its_type_the_manifest_or_the_inventory if {
	not _is_shared(example.closed, example.org)
	not _is_shared(example.without(example.closed, "identity"), {})
	_is_shared(example.closed_with({"type": "shared_account"}), example.org)
	_is_shared(example.closed_with({"identity": {"shared": true}}), example.org)
	_is_shared(
		example.closed_with({"identity": {"shared": false}}),
		object.union(example.org, {"identities": {"svc-checkout": {"shared": true}}}),
	)
}

test_a_break_glass_account_has_rules_of_its_own if {
	used := example.closed_with({"type": "break_glass_use", "identity": {"shared": true}})
	not _is_shared(used, example.org)
	not _is_shared(used, object.union(example.org, {"identities": {"svc-checkout": {"shared": true}}}))
}
