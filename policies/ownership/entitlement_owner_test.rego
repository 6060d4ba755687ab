package remedy.ownership_test

import data.remedy.lib.example_test as example

_bound(binding, ownership) := example.closed_with({"identity": {"binding": binding}, "ownership": ownership})

test_a_named_entitlement_owner_passes if {
	count(denied("OWN-10", _bound("cicd", {"entitlement_owner": "judy", "tool_owner": "carol"}))) == 0
	count(denied("OWN-10", _bound("cicd", {"entitlement_owner": "judy"}))) == 0
}

test_a_static_identity_and_an_absent_binding_pass if {
	count(denied("OWN-10", _bound("static", {}))) == 0
	count(denied("OWN-10", example.closed)) == 0
	count(denied("OWN-10", example.without(example.closed, "identity"))) == 0
}

test_an_absent_entitlement_owner_is_denied if {
	every binding in ["ephemeral", "federated", "cicd"] {
		some d in denied("OWN-10", _bound(binding, {"tool_owner": "carol"}))
		d.path == ["ownership", "entitlement_owner"]
		d.message == sprintf("nobody is named who owns the entitlement of this %s identity", [binding])
		d.who == ["alice", "judy"]
	}
}

test_an_entitlement_owner_who_is_nobody_is_denied if {
	some d in denied("OWN-10", _bound("cicd", {"entitlement_owner": "somebody"}))
	d.message == "the owner of the entitlement `somebody` is not a person in `org.people`"
	d.found == "somebody"
}

test_a_tool_owner_who_is_not_confirmed_is_denied if {
	some d in denied("OWN-10", _bound("federated", {"entitlement_owner": "judy", "tool_owner": "judy"}))
	d.path == ["ownership", "entitlement_owner_confirmed"]
	d.message == "`judy` owns the tool and is not shown to own the entitlement of this federated identity"
	d.who == ["alice", "judy"]
	{r.path | some r in d.related} == {["ownership", "entitlement_owner"], ["ownership", "tool_owner"]}
}

test_a_tool_owner_under_another_name_is_denied if {
	both := {"entitlement_owner": "alice@example.com", "tool_owner": "aokafor"}
	count(denied("OWN-10", _bound("cicd", both))) == 1
	count(denied("OWN-10", _bound("cicd", object.union(both, {"entitlement_owner_confirmed": false})))) == 1
}

test_a_confirmed_tool_owner_passes if {
	both := {"entitlement_owner": "judy", "tool_owner": "judy", "entitlement_owner_confirmed": true}
	count(denied("OWN-10", _bound("cicd", both))) == 0
}

test_a_missing_entitlement_owner_blocks_accepted_and_neither_open_nor_contained if {
	count(denied("OWN-10", as_state(_bound("cicd", {}), "accepted"))) == 1
	count(denied("OWN-10", as_state(_bound("cicd", {}), "open"))) == 0
	count(denied("OWN-10", as_state(_bound("cicd", {}), "contained"))) == 0
}

test_no_mistake_about_the_entitlement_blocks_open_or_contained if {
	both := _bound("cicd", {"entitlement_owner": "judy", "tool_owner": "judy"})
	every state in ["open", "contained"] {
		denied("OWN-10", as_state(_bound("cicd", {"entitlement_owner": "somebody"}), state)) == set()
		denied("OWN-10", as_state(both, state)) == set()
	}
	count(denied("OWN-10", as_state(both, "accepted"))) == 1
}

test_the_owner_of_a_static_entitlement_may_be_anybody if {
	denied("OWN-10", _bound("static", {"entitlement_owner": "somebody"})) == set()
	denied("OWN-10", _bound("static", {"entitlement_owner": "judy", "tool_owner": "judy"})) == set()
}

test_without_people_nobody_is_called_unknown if {
	org := object.remove(example.org, ["people"])
	denied_in("OWN-10", _bound("cicd", {"entitlement_owner": "judy"}), org) == set()
}
