package remedy.tracking_test

import data.remedy.lib.example_test as example

_kept_in(system) := object.union(example.org, {"controls": {"AC-17": {"system_of_record": system}}})

test_a_finding_in_the_system_of_its_control_passes if {
	denied_in("TRK-02", tracked, _kept_in("jira")) == []
	denied_in("TRK-02", tracked, _kept_in("Jira")) == []
}

test_a_finding_in_another_system_is_denied if {
	[d] := denied_in("TRK-02", tracked, _kept_in("grc"))
	d.path == ["tracking", "system"]
	d.message == "tracked in `jira`, but control `AC-17` lives in `grc`"
	d.expected == "grc"
	d.found == "jira"
	d.unblock == "track it in `grc`, or mirror it there, and name that record in `tracking`"
	d.who == ["alice"]
	d.related == [{"path": ["control", "id"], "message": "its system of record is `grc`"}]
}

test_an_accepted_finding_in_another_system_is_denied if {
	count(denied_in("TRK-02", as_state(tracked, "accepted"), _kept_in("grc"))) == 1
}

test_absent_systems_and_controls_are_not_judged_by_this_rule if {
	denied_in("TRK-02", example.closed, _kept_in("grc")) == []
	denied_in("TRK-02", example.closed_with({"tracking": {"record_id": "1"}}), _kept_in("grc")) == []
	denied_in("TRK-02", object.remove(tracked, ["control"]), _kept_in("grc")) == []
	denied_in("TRK-02", tracked, example.org) == []
	denied_in("TRK-02", tracked, {}) == []
}

test_open_and_contained_findings_in_another_system_pass if {
	every state in ["open", "contained"] {
		denied_in("TRK-02", as_state(tracked, state), _kept_in("grc")) == []
	}
}
