package remedy.automation_test

import data.remedy.lib.example_test as example

_hand := {"type": "rotate", "status": "done"}

test_an_automated_look_up_passes if warned("AUT-02", looked_up) == []

test_an_absent_look_up_is_a_warning if {
	[w] := warned("AUT-02", example.closed)
	w.path == ["ownership", "lookup"]
	w.message == "no automated look-up of the owner of `svc-checkout` is recorded"
	w.who == ["alice"]
	not w.flag
}

test_a_manual_look_up_needs_a_reason if {
	count(warned("AUT-02", object.union(looked_up, {"ownership": {"lookup": {"automated": false}}}))) == 1
	count(warned("AUT-02", object.union(looked_up, {"ownership": {"lookup": {"automated": false, "reason": " "}}}))) == 1
	reasoned := {"ownership": {"lookup": {"automated": false, "reason": "the inventory was down"}}}
	warned("AUT-02", object.union(looked_up, reasoned)) == []
}

test_an_absent_ownership_is_left_to_the_missing_owner if {
	warned("AUT-02", example.without(example.closed, "ownership")) == []
}

test_a_rotation_by_hand_needs_a_reason if {
	every rotation in [_hand, object.union(_hand, {"automated": false})] {
		[w] := warned("AUT-02", acted([{"type": "revoke_old", "status": "done"}, rotation]))
		w.path == ["plan", "actions", 1, "automated"]
		w.message == "the secret of `svc-checkout` was rotated by hand, and no reason is given"
		w.who == ["alice"]
	}
	warned("AUT-02", acted([object.union(_hand, {"justification": "the vendor has no interface for it"})])) == []
	warned("AUT-02", acted([object.union(_hand, {"automated": true})])) == []
	warned("AUT-02", acted([{"type": "rotate", "status": "planned"}])) == []
	warned("AUT-02", object.remove(looked_up, ["plan"])) == []
}

test_a_human_identity_may_be_looked_up_by_hand if {
	human := object.union(object.remove(example.closed, ["identity"]), {"identity": {"id": "carol", "kind": "human"}})
	warned("AUT-02", human) == []
	count(warned("AUT-02", object.union(human, {"identity": {"kind": "token"}}))) == 1
	warned("AUT-02", object.remove(example.closed, ["identity"])) == []
}

test_a_machine_without_a_name if {
	nameless := object.union(object.remove(example.closed, ["identity"]), {"identity": {"kind": "token"}})
	[w] := warned("AUT-02", nameless)
	w.message == "no automated look-up of the owner of `?` is recorded"
}

test_the_path_is_judged_at_the_closure_of_a_repair_alone if {
	manual := object.union(example.closed, {"plan": {"actions": [_hand]}})
	count(warned("AUT-02", manual)) == 2
	every state in ["open", "contained", "accepted"] {
		warned("AUT-02", in_state(manual, state)) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		warned("AUT-02", closed_as(manual, disposition)) == []
	}
}

test_the_secret_of_a_person_may_be_rotated_by_hand if {
	by_hand := object.union(object.remove(acted([_hand]), ["identity"]), {"identity": {"id": "carol", "kind": "human"}})
	warned("AUT-02", by_hand) == []
	count(warned("AUT-02", object.union(by_hand, {"identity": {"id": "svc-checkout", "kind": "token"}}))) == 1
}
