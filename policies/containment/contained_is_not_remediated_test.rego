package remedy.containment_test

_contain := {"type": "contain", "status": "done", "performed_at": "2026-11-02T10:00:00Z"}

_blocked := {"type": "config_change", "status": "done", "containment": true, "performed_at": "2026-11-02T11:00:00Z"}

_planned(actions) := with_changes({"plan": {"actions": actions}})

test_containment_alone_is_denied if {
	[d] := denied("CON-02", _planned([_contain, {"type": "rotate", "status": "planned"}, _blocked]))
	d.path == ["plan", "actions"]
	d.message == "contained, not remediated: every action that was done only contains or looks into it"
	d.found == ["contain", "config_change"]
	d.who == ["alice"]
	d.related == [
		{"path": ["plan", "actions", 0], "message": "contains only"},
		{"path": ["plan", "actions", 2], "message": "contains only"},
	]
}

test_a_repair_beside_the_containment_passes if {
	count(denied("CON-02", _planned([_contain, {"type": "rotate", "status": "done"}]))) == 0
	count(denied("CON-02", _planned([_contain, {"type": "rotate", "status": "in_progress"}]))) == 1
	count(denied("CON-02", _planned([object.union(_blocked, {"containment": false})]))) == 0
}

test_looking_into_what_was_contained_does_not_repair_it if {
	looked := {"type": "misuse_lookback", "status": "done", "performed_at": "2026-11-04"}
	[d] := denied("CON-02", _planned([looked, _contain]))
	d.found == ["misuse_lookback", "contain"]
	d.related == [{"path": ["plan", "actions", 1], "message": "contains only"}]
	count(denied("CON-02", _planned([looked, _contain, {"type": "rotate", "status": "done"}]))) == 0
	count(denied("CON-02", _planned([looked]))) == 0
}

test_a_plan_of_which_nothing_was_done_is_left_to_others if {
	count(denied("CON-02", _planned([]))) == 0
	count(denied("CON-02", _planned([{"type": "rotate"}]))) == 0
	count(denied("CON-02", object.remove(contained_in_time, ["plan"]))) == 0
}

test_containment_alone_is_enough_for_what_was_no_finding if {
	count(denied("CON-02", closed_as(_planned([_contain]), "false_positive"))) == 0
	count(denied("CON-02", closed_as(_planned([_contain]), "duplicate"))) == 0
	count(denied("CON-02", closed_as(_planned([_contain]), "decommissioned"))) == 1
}

test_containment_alone_is_enough_in_other_states if {
	every state in ["open", "contained", "accepted"] {
		count(denied("CON-02", as_state(_planned([_contain]), state))) == 0
	}
}
