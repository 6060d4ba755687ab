package remedy.ownership_test

import data.remedy.lib.example_test as example

# Victor of the vendor Northwind, whose internal owner is Alice, does the work.
_outsourced(changes) := object.union(owned({"implementers": ["victor"]}), {"ownership": changes})

test_an_internal_owner_of_the_vendor_passes if {
	count(denied("OWN-07", _outsourced({}))) == 0
}

test_another_owner_without_authority_is_denied if {
	some d in denied("OWN-07", _outsourced({"accountable_owner": "judy"}))
	d.path == ["ownership", "authority_ref"]
	d.message == concat("", [
		"`victor` performs the fix for vendor `northwind`, and nothing shows that `judy` can drive it ",
		"(its internal owner is `alice`)",
	])
	d.who == ["judy", "alice"]
	d.related == [{"path": ["ownership", "implementers", 0], "message": "external"}]
	d.facts.vendor == "northwind"
}

test_another_owner_with_authority_passes if {
	count(denied("OWN-07", _outsourced({"accountable_owner": "judy", "authority_ref": "contract://northwind/7"}))) == 0
}

test_an_owner_by_alias_passes if {
	count(denied("OWN-07", _outsourced({"accountable_owner": "aokafor"}))) == 0
}

test_a_vendor_that_nobody_owns_is_denied if {
	some d in denied_in("OWN-07", _outsourced({}), object.remove(example.org, ["vendors"]))
	endswith(d.message, "(it has no internal owner in `org.vendors`)")
	d.who == ["alice"]
}

test_an_external_owner_is_denied if {
	some d in denied("OWN-07", _outsourced({"accountable_owner": "victor", "authority_ref": "contract://northwind/7"}))
	d.path == ["ownership", "accountable_owner"]
	d.message == "external `victor` performs the fix, and the accountable owner `victor` is external too"
	d.who == ["alice", "judy"]
}

test_an_external_performer_of_an_action_is_denied if {
	done := example.closed_with({
		"ownership": {"accountable_owner": "judy"},
		"plan": {"actions": [{"type": "rotate", "performed_by": "victor"}, {"type": "validate"}]},
	})
	some d in denied("OWN-07", done)
	d.related == [{"path": ["plan", "actions", 0, "performed_by"], "message": "external"}]
}

test_an_external_person_of_no_vendor_passes_with_an_internal_owner if {
	org := org_with({"people": {"carol": {"external": true}}})
	count(denied_in("OWN-07", example.closed, org)) == 0
}

test_an_external_owner_of_internal_work_passes if {
	count(denied("OWN-07", owned({"accountable_owner": "victor"}))) == 0
}

test_absent_people_pass if {
	count(denied("OWN-07", object.remove(example.closed, ["ownership", "plan"]))) == 0
	outsourced := _outsourced({})
	ownerless := object.union(
		example.without(outsourced, "ownership"),
		{"ownership": object.remove(outsourced.ownership, ["accountable_owner"])},
	)
	count(denied("OWN-07", ownerless)) == 0
}

test_an_external_party_blocks_accepted_and_neither_open_nor_contained if {
	outsourced := _outsourced({"accountable_owner": "judy"})
	count(denied("OWN-07", as_state(outsourced, "accepted"))) == 1
	count(denied("OWN-07", as_state(outsourced, "open"))) == 0
	count(denied("OWN-07", as_state(outsourced, "contained"))) == 0
}

test_an_external_owner_is_denied_once_and_only_where_the_finding_leaves if {
	external := _outsourced({"accountable_owner": "victor"})
	{d.path | some d in denied("OWN-07", external)} == {["ownership", "accountable_owner"]}
	denied("OWN-07", as_state(external, "open")) == set()
	denied("OWN-07", as_state(external, "contained")) == set()
}

test_each_vendor_is_named_with_its_own_people if {
	org := org_with({
		"people": {"wanda": {"name": "Wanda Ruiz", "vendor": "southwind"}},
		"vendors": {"southwind": {"name": "Southwind", "internal_owner": "alice"}},
	})
	found := denied_in("OWN-07", owned({"implementers": ["victor", "wanda"], "accountable_owner": "judy"}), org)
	{[d.facts.vendor, d.related[0].path, count(d.related)] | some d in found} == {
		["northwind", ["ownership", "implementers", 0], 1],
		["southwind", ["ownership", "implementers", 1], 1],
	}
	{startswith(d.message, "`victor` performs") | some d in found; d.facts.vendor == "northwind"} == {true}
	{startswith(d.message, "`wanda` performs") | some d in found; d.facts.vendor == "southwind"} == {true}
}
