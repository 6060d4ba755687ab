package remedy.lib.evidence_test

import data.remedy.lib.evidence
import data.remedy.lib.example_test as example

_of(changes) := example.document(example.closed_with(changes))

test_absent_evidence_is_an_empty_list if {
	evidence.all_of_them == [] with input as example.document(example.closed)
	not evidence.is_more_than_words with input as example.document(example.closed)
}

test_an_item_has_a_name if {
	evidence.name(1) == "evidence 2 (`log_review`)" with input as _of({"evidence": [{}, {"type": "log_review"}]})
	evidence.name(0) == "evidence 1 (`no type`)" with input as _of({"evidence": [{}]})
}

test_words_are_no_evidence if {
	evidence.is_assurance({"type": "email"})
	not evidence.is_assurance({"type": "log_review"})
	not evidence.is_assurance({})
	not evidence.is_more_than_words with input as _of({"evidence": [{"type": "email"}]})
	evidence.is_more_than_words with input as _of({"evidence": [{"type": "email"}, {"type": "log_review"}]})
}

_missing(changes) := steps if {
	steps := evidence.missing_steps with input as _of(changes)
}

test_the_profile_and_the_finding_say_what_is_needed if {
	_missing({}) == [["invalidity_probe"], ["location_clear_list"], ["log_review"], ["vault_record"]]
	_missing({"type": "ownership_gap", "evidence": [{"type": "org_data_diff"}]}) == [["source_record"]]
	_missing({"type": "unmanaged_nhi"}) == [["inventory_record", "retirement_record"]]
	_missing({"type": "unmanaged_nhi", "evidence_required": ["scan", "inventory_record"]}) == [
		["inventory_record"],
		["scan"],
	]
	_missing({"type": "unmanaged_nhi", "evidence": [{"type": "retirement_record"}]}) == []
}

test_steps_in_words if {
	evidence.in_words([["a"], ["b", "c"]]) == "`a`, `b` or `c`"
	evidence.in_words([]) == ""
}

_needs(changes) if evidence.needs_functional_test with input as _of(changes)

test_a_functional_test_is_needed_by_the_path_of_the_plan if {
	_needs({"plan": {"path": "rotation"}})
	_needs({"plan": {"path": "privilege_reduction"}})
	not _needs({"plan": {"path": "revocation"}})
	not _needs({"closure": {"disposition": "decommissioned"}})
	not evidence.needs_functional_test with input as example.document(example.closed_without("plan", "path"))
}

test_a_functional_step_has_no_other_answer if {
	evidence.is_functional(["functional_test"])
	not evidence.is_functional(["functional_test", "log_review"])
	not evidence.is_functional(["log_review"])
}

_keepers(changes) := names if {
	names := evidence.keepers with input as _of(changes) with data.org as example.org
}

test_the_owner_of_the_evidence_keeps_it if {
	_keepers({}) == ["erin"]
	_keepers({"ownership": {"evidence_owner": "alice@example.com"}}) == ["alice"]
	_keepers({"ownership": {"evidence_owner": "mallory"}}) == ["alice"]
}

test_without_an_owner_of_the_evidence_the_owner_keeps_it if {
	finding := example.document(example.closed_without("ownership", "evidence_owner"))
	evidence.keepers == ["alice"] with input as finding with data.org as example.org
}

test_what_the_profile_does_not_ask_for_may_be_asked_for_by_the_finding if {
	evidence.needed_steps == [] with input as _of({}) with data.params.required_evidence as null
	evidence.needed_steps == [["scan"]] with input as _of({"evidence_required": ["scan"]})
		with data.params.required_evidence as null
}
