package remedy.context_test

import data.remedy.lib.example_test as example

_denied(finding) := {d | some d in all; d.rule == "CTX-04"} if {
	all := data.remedy.context.deny with input as example.document(finding) with data.org as example.org
}

_lacking(keys) := object.remove(example.closed, keys)

test_a_finding_with_all_three_passes if {
	count(_denied(example.closed)) == 0
	count(_denied(example.accepted)) == 0
}

test_each_absent_field_is_denied if {
	every key in ["environment", "impact", "blast_radius"] {
		some d in _denied(_lacking([key]))
		d.path == [key]
		d.message == sprintf("urgency cannot be computed: `%s` missing", [key])
		d.related == []
		d.who == ["alice"]
	}
}

test_several_absent_fields_are_one_denial if {
	found := _denied(_lacking(["impact", "environment", "blast_radius"]))
	count(found) == 1
	some d in found
	d.path == ["environment"]
	d.message == "urgency cannot be computed: `environment`, `impact`, `blast_radius` missing"
	d.related == [{"path": ["impact"], "message": "missing too"}, {"path": ["blast_radius"], "message": "missing too"}]
	d.facts.missing == ["environment", "impact", "blast_radius"]
}

test_absent_fields_block_accepted_and_neither_open_nor_contained if {
	count(_denied(object.union(_lacking(["impact"]), {"state": "accepted"}))) == 1
	count(_denied(object.union(_lacking(["impact"]), {"state": "open"}))) == 0
	count(_denied(object.union(_lacking(["impact"]), {"state": "contained"}))) == 0
}
