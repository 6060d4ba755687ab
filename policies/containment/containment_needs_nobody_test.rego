package remedy.containment_test

_contained(changes) := object.union(as_state(contained_in_time, "contained"), changes)

test_what_the_closure_will_need_is_a_warning if {
	[w] := warned("CON-04", _contained({"ownership": {"status": "provisional"}, "identity": {"id": "svc-ghost"}}))
	w.path == ["ownership", "status"]
	w.message == concat("", [
		"contained; to close it later: the ownership is provisional, and must be confirmed; ",
		"identity `svc-ghost` is not in the shared inventory",
	])
	w.unblock == concat("", [
		"confirm the owner, and bring the identity into the inventory or delete it ",
		"before the closure",
	])
	w.who == ["alice"]
	w.related == [{"path": ["identity", "id"], "message": "identity `svc-ghost` is not in the shared inventory"}]
}

test_an_unknown_identity_alone_is_a_warning if {
	[w] := warned("CON-04", _contained({"identity": {"id": "svc-ghost"}}))
	w.path == ["identity", "id"]
	w.related == []
}

test_an_absent_ownership_is_a_warning if {
	[w] := warned("CON-04", object.remove(_contained({}), ["ownership"]))
	w.message == "contained; to close it later: the ownership is not stated, and must be confirmed"
}

test_a_confirmed_owner_and_a_known_identity_pass if {
	count(warned("CON-04", _contained({}))) == 0
	count(warned("CON-04", object.remove(_contained({}), ["identity"]))) == 0
}

test_without_an_inventory_nothing_is_said_of_it if {
	count(warned_in("CON-04", _contained({"identity": {"id": "svc-ghost"}}), {})) == 0
}

test_other_states_are_not_reminded if {
	every state in ["open", "accepted", "closed"] {
		finding := as_state(_contained({"ownership": {"status": "provisional"}}), state)
		count(warned("CON-04", finding)) == 0
	}
}
