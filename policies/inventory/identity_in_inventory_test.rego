package remedy.inventory_test

import data.remedy.lib.example_test as example

test_an_identity_in_the_inventory_passes if {
	count(denied("INV-01", example.closed)) == 0
}

test_an_identity_by_its_alias_passes if {
	org := org_with({"identities": {"svc-checkout": {"aliases": ["arn:aws:iam::1:user/checkout"]}}})
	count(denied_in("INV-01", identified({"id": "ARN:aws:iam::1:user/checkout"}), org)) == 0
	count(denied("INV-01", identified({"id": "arn:aws:iam::1:user/checkout"}))) == 1
}

test_an_unknown_identity_is_denied if {
	some d in denied("INV-01", identified({"id": "svc-ghost"}))
	d.path == ["identity", "id"]
	d.message == "identity `svc-ghost` is not in the shared inventory"
	d.found == "svc-ghost"
	d.who == ["alice"]
}

test_a_team_that_looks_after_identities_can_help if {
	org := org_with({"teams": {
		"identity": {"name": "Identity", "function": "iam"},
		"iam-queue": {"name": "IAM inbox", "function": "iam", "generic_queue": true},
	}})
	some d in denied_in("INV-01", identified({"id": "svc-ghost"}), org)
	d.who == ["identity"]
}

test_an_unknown_identity_that_goes_away_passes if {
	ghost := identified({"id": "svc-ghost"})
	count(denied("INV-01", object.union(ghost, {"closure": {"disposition": "decommissioned"}}))) == 0
	count(denied("INV-01", object.union(ghost, {"plan": {"path": "decommission"}}))) == 0
}

test_a_finding_about_no_identity_passes if {
	count(denied("INV-01", example.without(example.closed, "identity"))) == 0
	count(denied_in("INV-01", example.without(example.closed, "identity"), {})) == 0
}

test_an_identity_finding_that_names_a_secret_alone_is_denied if {
	secret := object.union(example.without(example.closed, "identity"), {
		"type": "long_lived_secret",
		"secret": {"id": "key-1"},
	})
	some d in denied("INV-01", secret)
	d.path == ["identity", "id"]
	d.message == "`long_lived_secret` is about an identity, and none is named that could be in the inventory"
	d.related == [{"path": ["secret", "id"], "message": "named instead"}]
	count(denied("INV-01", object.union(secret, {"plan": {"path": "decommission"}}))) == 0
}

test_an_identity_finding_without_a_subject_is_left_to_its_rule if {
	nothing := object.union(example.without(example.closed, "identity"), {"type": "stale_account"})
	count(denied("INV-01", nothing)) == 0
	count(denied("INV-02", nothing)) == 1
}

test_without_an_inventory_it_cannot_be_judged if {
	org := object.remove(example.org, ["identities"])
	found := denied_in("INV-01", example.closed, org)
	count(found) == 1
	some d in found
	d.unavailable == "org.identities"
	d.path == ["identity", "id"]
	count(denied_in("INV-01", identified({"id": "svc-ghost"}), org)) == 1
	count(denied_in("INV-01", example.closed_with({"plan": {"path": "decommission"}}), org)) == 0
}

test_an_unknown_identity_blocks_accepted_and_neither_open_nor_contained if {
	ghost := identified({"id": "svc-ghost"})
	count(denied("INV-01", as_state(ghost, "accepted"))) == 1
	count(denied("INV-01", as_state(ghost, "open"))) == 0
	count(denied("INV-01", as_state(ghost, "contained"))) == 0
	count(denied_in("INV-01", as_state(ghost, "open"), {})) == 0
}

_secret_alone := object.union(example.without(example.closed, "identity"), {
	"type": "long_lived_secret",
	"secret": {"id": "key-1"},
})

test_a_secret_alone_blocks_neither_open_nor_contained if {
	count(denied("INV-01", as_state(_secret_alone, "accepted"))) == 1
	every state in ["open", "contained"] {
		denied("INV-01", as_state(_secret_alone, state)) == set()
	}
}

test_a_secret_alone_passes_where_the_finding_is_about_no_identity if {
	denied("INV-01", object.union(_secret_alone, {"type": "leaked_secret"})) == set()
	denied("INV-01", object.union(_secret_alone, {"type": "vulnerability"})) == set()
}
