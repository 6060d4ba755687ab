package remedy.access_review_test

import data.remedy.lib.example_review_test as example

test_a_review_without_a_control_is_denied if {
	every review in [without("control"), example.completed_with({"control": {"id": ""}})] {
		[d] := denied("REV-01", review)
		d.path == ["control", "id"]
		d.message == "the review has no control"
		d.unblock == "name the control of which this review is an operation, as `control.id`"
		d.who == ["alice"]
	}
}

test_a_review_that_is_tied_to_nothing_is_denied_part_by_part if {
	every key, text in {
		"systems": "the review has no systems in scope",
		"classes": "the review has no classes in scope",
		"populations": "the review has no population",
	} {
		[d] := denied("REV-01", without(key))
		d.path == [key]
		d.message == text
		[e] := denied("REV-01", example.completed_with({key: []}))
		e.path == [key]
	}
}

test_a_review_without_an_approval_rule_is_denied if {
	[d] := denied("REV-01", without("approval_rule"))
	d.path == ["approval_rule", "ref"]
	d.message == "the review has no approval rule"
	told := object.union(without("approval_rule"), {"approval_rule": {"summary": "the lead decides"}})
	[_] := denied("REV-01", told)
}

test_a_tied_review_passes if denied("REV-01", example.completed) == []

test_an_open_review_may_be_untied if denied("REV-01", as_open(without("control"))) == []

test_a_system_outside_the_scope_of_the_control_is_denied if {
	org := org_with({"controls": {"AC-17": {"systems": ["vault", "ledger"]}}})
	denied_in("REV-01", org) == []
	review := example.completed_with({"systems": ["vault", "crm"]})
	[d] := results("deny", "REV-01", example.document(review, example.facts), org)
	d.path == ["systems", 1]
	d.message == "system `crm` is not in the scope of control `AC-17` (`vault`, `ledger`)"
	d.expected == ["vault", "ledger"]
	d.found == "crm"
	d.who == ["alice"]
}

test_a_control_that_lists_no_systems_limits_none if {
	denied("REV-01", example.completed_with({"systems": ["crm"]})) == []
	denied_in("REV-01", org_with({"controls": {"AC-17": {"systems": []}}})) == []
}

test_a_system_outside_a_scope_of_one_system_is_denied if {
	org := org_with({"controls": {"AC-17": {"systems": ["ledger"]}}})
	[d] := denied_in("REV-01", org)
	d.path == ["systems", 0]
	d.expected == ["ledger"]
	results("deny", "REV-01", example.document(as_open(example.completed), example.facts), org) == []
}
