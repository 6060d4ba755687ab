package remedy.joiner_mover_leaver_test

import data.remedy.lib.example_test as example

_event_without(key) := object.union(
	object.remove(left, ["lifecycle_event"]),
	{"lifecycle_event": object.remove(left.lifecycle_event, [key])},
)

test_an_absent_event_is_denied if {
	[d] := denied("JML-02", object.remove(left, ["lifecycle_event"]))
	d.path == ["lifecycle_event", "ref"]
	d.message == "no lifecycle event from HR: `ref` is missing; `kind` is missing; `at` is missing"
	d.unblock == "add the event of the HR system to `lifecycle_event`, with `ref`, `kind` and `at`"
	d.who == ["alice"]
	[r.path | some r in d.related] == [["lifecycle_event", "kind"], ["lifecycle_event", "at"]]
}

test_each_part_of_the_event_is_needed if {
	every key in ["ref", "kind", "at"] {
		[d] := denied("JML-02", _event_without(key))
		d.path == ["lifecycle_event", key]
		d.message == sprintf("no lifecycle event from HR: `%s` is missing", [key])
		d.related == []
	}
	count(denied("JML-02", object.union(left, {"lifecycle_event": {"ref": " "}}))) == 1
	count(denied("JML-02", left)) == 0
}

test_an_event_in_the_future_is_denied if {
	[d] := denied("JML-02", object.union(left, {"lifecycle_event": {"at": "2026-11-20T12:00:01Z"}}))
	d.path == ["lifecycle_event", "at"]
	d.message == "no lifecycle event from HR: it is dated in the future (2026-11-20T12:00:01Z)"
	count(denied("JML-02", object.union(left, {"lifecycle_event": {"at": "2026-11-20T12:00:00Z"}}))) == 0
}

test_the_personnel_department_can_help if {
	org := object.union(example.org, {"teams": {
		"people-ops": {"name": "People operations", "function": "hr"},
		"hr-inbox": {"name": "Inbox", "function": "hr", "generic_queue": true},
	}})
	[d] := denied_in("JML-02", _event_without("ref"), org)
	d.who == ["people-ops"]
}
