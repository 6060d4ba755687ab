package remedy.action_test

import data.remedy.lib.example_test as example

_pathless := object.union(example.without(repaired, "plan"), {"plan": {"actions": []}})

test_a_chosen_path_passes if {
	denied("ACT-01", repaired) == []
	denied("ACT-01", planned({"path": "decommission"})) == []
}

test_an_absent_path_is_denied if {
	every finding in [_pathless, example.without(repaired, "plan")] {
		some d in denied("ACT-01", finding)
		d.path == ["plan", "path"]
		d.message == "no remediation path chosen"
		d.found == null
		d.who == ["alice"]
		contains(d.expected, "access_removal, privilege_reduction")
	}
}

test_a_path_that_is_none_is_denied if {
	some d in denied("ACT-01", planned({"path": "wait_and_see"}))
	d.message == "`wait_and_see` is not a remediation path"
	d.found == "wait_and_see"
}

test_a_path_is_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("ACT-01", _pathless)
}
