package remedy.sox_test

import data.remedy.lib.example_test as example

test_absent_owners_are_denied_once if {
	[d] := denied("SOX-02", object.remove(exception, ["control", "ownership"]))
	d.path == ["control", "id"]
	d.message == concat("", [
		"the control is not named; the control owner is not named; ",
		"the system or process owner is not named",
	])
	d.unblock == "set `control.id`, `control.owner`, `ownership.system_owner`"
	[r.path | some r in d.related] == [["control", "owner"], ["ownership", "system_owner"]]
}

test_each_absent_owner_is_denied if {
	[owner] := denied("SOX-02", object.union(object.remove(exception, ["control"]), {"control": {"id": "AC-17"}}))
	owner.path == ["control", "owner"]
	owner.message == "the control owner is not named"
	owner.who == ["alice"]
	[system] := denied("SOX-02", exception_with({"ownership": {"system_owner": " "}}))
	system.path == ["ownership", "system_owner"]
}

test_the_control_of_an_operating_failure_is_asked_for_by_another_rule if {
	operating := object.union(
		object.remove(exception, ["control"]),
		{"control": {"owner": "alice"}, "sox": {"classification": "operating"}},
	)
	denied("SOX-02", operating) == []
	[d] := denied("SOX-02", as_state(operating, "accepted"))
	d.path == ["control", "id"]
}

test_a_system_owner_is_a_person if {
	every id in ["sec-queue", "svc-checkout", "zoe"] {
		[d] := denied("SOX-02", exception_with({"ownership": {"system_owner": id}}))
		d.message == sprintf("the system or process owner `%s` is not a person in `org.people`", [id])
	}
}

test_both_may_be_one_person if {
	denied("SOX-02", exception_with({"ownership": {"system_owner": "alice@example.com"}})) == []
}

test_every_finding_under_sox_names_both if {
	count(denied("SOX-02", example.closed)) == 1
	denied_in("SOX-02", example.closed, example.org) == []
	count(denied_in("SOX-02", example.closed_with({"source": {"framework": "sox"}}), example.org)) == 1
}

test_an_accepted_exception_names_both if {
	denied("SOX-02", as_state(exception, "accepted")) == []
	count(denied("SOX-02", as_state(object.remove(exception, ["control"]), "accepted"))) == 1
}

test_the_owner_of_the_control_of_an_operating_failure_is_named if {
	operating := object.union(object.remove(exception, ["control"]), {"sox": {"classification": "operating"}})
	[d] := denied("SOX-02", operating)
	d.path == ["control", "owner"]
	d.message == "the control owner is not named"
	d.related == []
}
