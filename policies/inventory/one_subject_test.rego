package remedy.inventory_test

import data.remedy.lib.example_test as example

# A finding of a type that names these subjects and no others.
_about(type, subjects) := object.union(
	object.union(object.remove(example.closed, ["identity", "secret", "entitlement"]), {"type": type}),
	{key: {"id": sprintf("%s-1", [key])} | some key in subjects},
)

test_one_subject_passes if {
	every key in ["identity", "secret", "entitlement"] {
		count(denied("INV-02", _about("leaked_secret", [key]))) == 0
	}
}

test_a_secret_and_its_identity_are_one_subject if {
	count(denied("INV-02", _about("leaked_secret", ["identity", "secret"]))) == 0
}

test_an_identity_and_its_entitlement_are_one_subject_in_two_types if {
	every type in ["overprivileged_identity", "sod_conflict"] {
		count(denied("INV-02", _about(type, ["identity", "entitlement"]))) == 0
	}
}

test_an_identity_and_an_entitlement_are_denied_in_other_types if {
	some d in denied("INV-02", _about("orphaned_account", ["identity", "entitlement"]))
	d.path == ["entitlement", "id"]
	d.message == concat("", [
		"the finding is about 2 subjects at once: ",
		"identity `identity-1`, entitlement `entitlement-1`",
	])
	d.found == "entitlement-1"
	d.related == [{"path": ["identity", "id"], "message": "another subject"}]
	d.facts.subjects == ["identity", "entitlement"]
	d.who == ["alice"]
}

test_a_secret_and_an_entitlement_are_denied if {
	count(denied("INV-02", _about("sod_conflict", ["secret", "entitlement"]))) == 1
}

test_all_three_are_denied_once if {
	found := denied("INV-02", _about("overprivileged_identity", ["identity", "secret", "entitlement"]))
	count(found) == 1
	some d in found
	count(d.related) == 2
}

test_no_subject_is_denied_for_identities_and_secrets if {
	some d in denied("INV-02", _about("stale_account", []))
	d.path == ["identity", "id"]
	d.message == "`stale_account` names no identity, secret or entitlement"
	d.expected == "`identity.id`"
	some e in denied("INV-02", _about("leaked_secret", []))
	e.path == ["secret", "id"]
}

test_a_section_without_an_id_names_no_subject if {
	nameless := object.union(_about("stale_account", []), {"identity": {"kind": "human"}})
	count(denied("INV-02", nameless)) == 1
}

test_no_subject_passes_for_other_types if {
	every type in ["vulnerability", "sox_exception", "ownership_gap", "sod_conflict"] {
		count(denied("INV-02", _about(type, []))) == 0
	}
}

test_a_finding_that_was_split_passes if {
	mixed := _about("orphaned_account", ["identity", "entitlement"])
	count(denied("INV-02", object.union(mixed, {"children": ["F-2", "F-3"]}))) == 0
	count(denied("INV-02", object.union(_about("stale_account", []), {"children": ["F-2"]}))) == 0
	count(denied("INV-02", object.union(mixed, {"children": []}))) == 1
}

test_a_missing_subject_blocks_accepted_and_neither_open_nor_contained if {
	every finding in [_about("stale_account", []), _about("orphaned_account", ["identity", "entitlement"])] {
		count(denied("INV-02", as_state(finding, "accepted"))) == 1
		count(denied("INV-02", as_state(finding, "open"))) == 0
		count(denied("INV-02", as_state(finding, "contained"))) == 0
	}
}

test_a_type_that_is_both_expects_the_secret if {
	found := data.remedy.inventory.deny with input as example.document(_about("long_lived_secret", []))
		with data.org as example.org
		with data.params.secret_types as ["long_lived_secret"]
		with data.params.identity_types as ["long_lived_secret"]
	[d.path | some d in found; d.rule == "INV-02"] == [["secret", "id"]]
}
