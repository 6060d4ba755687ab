package remedy.access_review_test

import data.remedy.lib.example_review_test as example

_units(names) := example.completed_with({"business_units": names})

test_every_unit_that_was_heard_passes if {
	denied("REV-08", example.completed) == []
	denied("REV-08", _units(["payments", "RETAIL"])) == []
}

test_a_unit_that_was_not_heard_is_denied if {
	[d] := denied("REV-08", _units(["Payments", "Treasury"]))
	d.path == ["business_units", 1]
	d.message == "neither a decision nor an approval from business unit `Treasury`"
	d.who == ["alice"]
	d.facts == {"business_units": ["Payments", "Treasury"], "heard": ["payments", "retail"]}
	denied("REV-08", as_open(_units(["Payments", "Treasury"]))) == []
}

test_an_approval_of_a_unit_counts if {
	approved := object.union(_units(["Payments", "Treasury"]), {"business_approvals": array.concat(
		example.completed.business_approvals,
		[{"by": "grace", "at": "2026-11-17", "business_unit": "Treasury"}],
	)})
	denied("REV-08", approved) == []
	by_administrator := object.union(_units(["Payments", "Treasury"]), {"business_approvals": [{
		"by": "carol",
		"at": "2026-11-17",
		"business_unit": "Treasury",
	}]})
	count(denied("REV-08", by_administrator)) == 1
}

test_a_decision_without_a_date_or_a_choice_does_not_count if {
	open_ended := object.union(example.revoke, {"decided": false})
	count(denied_by_facts("REV-08", example.facts_of([example.keep, open_ended]))) == 1
	empty := object.remove(example.revoke, ["decision"])
	count(denied_by_facts("REV-08", example.facts_of([example.keep, empty]))) == 1
}

test_one_unit_speaks_for_all_if_a_document_says_so if {
	denied("REV-08", object.union(_units(["Payments", "Treasury"]), {"narrative_ref": "docs/shared-access.md"})) == []
	count(denied("REV-08", object.union(_units(["Payments", "Treasury"]), {"narrative_ref": ""}))) == 1
}

test_a_single_unit_or_none_needs_no_word if {
	denied("REV-08", _units(["Treasury"])) == []
	denied("REV-08", without("business_units")) == []
}

test_the_units_of_the_control_count_as_well if {
	org := org_with({"controls": {"AC-17": {"business_units": ["payments", "Treasury"]}}})
	[d] := denied_in("REV-08", org)
	d.path == ["business_units"]
	d.message == "neither a decision nor an approval from business unit `Treasury`"
	d.facts.business_units == ["Payments", "Retail", "Treasury"]
}
