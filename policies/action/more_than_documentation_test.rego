package remedy.action_test

import data.remedy.lib.example_test as example

_caused_by(category, actions) := object.union(planned({"actions": actions}), {"recurrence": {"root_cause": {
	"category": category,
	"statement": "nobody revokes keys when a service is retired",
}}})

_paper := done("documentation", "process")

test_a_change_of_the_process_passes if {
	denied("ACT-06", _caused_by("process", [_paper, done("process_change", "process")])) == []
}

test_documentation_alone_is_denied if {
	every category in ["process", "unclear_ownership"] {
		[d] := denied("ACT-06", _caused_by(category, [_paper, _paper]))
		d.path == ["plan", "actions", 0, "type"]
		d.message == sprintf("a document change does not close a process failure (root cause `%s`)", [category])
		d.expected == "an action that is done, changes something and is not of type `documentation`"
		d.found == ["documentation", "documentation"]
		d.who == ["alice"]
		d.related == [{"path": ["recurrence", "root_cause", "category"], "message": "the root cause"}]
	}
}

test_documentation_beside_containment_investigation_or_plans_is_denied if {
	[d] := denied("ACT-06", _caused_by("process", [
		done("contain", "idp"),
		object.union(done("disable", "idp"), {"containment": true}),
		{"type": "process_change", "status": "planned"},
		done("impact_review", "process"),
		_paper,
	]))
	d.path == ["plan", "actions", 4, "type"]
}

test_documentation_for_another_or_an_absent_cause_passes if {
	denied("ACT-06", _caused_by("technical", [_paper])) == []
	denied("ACT-06", planned({"actions": [_paper]})) == []
	denied("ACT-06", object.union(planned({"actions": [_paper]}), {"recurrence": {"root_cause": {}}})) == []
}

test_no_action_at_all_is_left_to_the_required_actions if {
	denied("ACT-06", _caused_by("process", [])) == []
	denied("ACT-06", example.without(_caused_by("process", []), "plan")) == []
	count(denied("ACT-02", _caused_by("process", []))) == 1
}

test_documentation_is_judged_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("ACT-06", _caused_by("process", [_paper]))
}
