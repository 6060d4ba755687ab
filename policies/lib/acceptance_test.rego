package remedy.lib.acceptance_test

import data.remedy.lib.acceptance
import data.remedy.lib.example_test as example

_accepted(changes) := example.document(object.union(example.accepted, changes))

_with_acceptance(record) := example.document(object.union(object.remove(example.accepted, ["risk_acceptance"]), {
	"risk_acceptance": record,
}))

_current(document) := record if record := acceptance.current with input as document

test_an_acceptance_with_a_single_word_is_one_and_an_empty_one_is_none if {
	_current(_with_acceptance({"decision": "accept"})) == {"decision": "accept"}
	not _current(_with_acceptance({}))
	not _current(_with_acceptance(null))
	not _current(_accepted({"state": "open"}))
}

test_a_cell_that_the_profile_leaves_out_is_empty_and_allows_nothing if {
	acceptance.cell == {} with input as _accepted({})
		with data.org as example.org
		with data.params.risk_acceptance as null
	acceptance.is_never with input as _accepted({})
		with data.org as example.org
		with data.params.risk_acceptance as null
	acceptance.cell.level == "L2" with input as _accepted({}) with data.org as example.org
}

test_who_owns_the_finding_is_not_asked_to_sign if {
	acceptance.top_approvers == ["henry"] with input as _accepted({}) with data.org as example.org
	owned := _accepted({"ownership": {"accountable_owner": "henry"}})
	acceptance.top_approvers == [] with input as owned with data.org as example.org
	acceptance.approvers == ["frank", "grace"] with input as owned with data.org as example.org
}

test_an_acceptance_rests_on_the_controls_that_it_names if {
	acceptance.rests_on("CC-1") with input as _accepted({})
	not _rests_on("CC-2", _accepted({}))
	not _rests_on("CC-1", _with_acceptance({"decision": "accept"}))
	not _rests_on("CC-1", _with_acceptance({}))
}

_rests_on(id, document) if acceptance.rests_on(id) with input as document

_never(changes) := reasons if {
	reasons := acceptance.never_reasons with input as _accepted(changes) with data.org as example.org
}

test_privileges_are_no_reason_against_any_other_type if {
	_never({}) == set()
	_never({"type": "overprivileged_identity", "identity": {"privileged": true}}) == set()
	"an orphaned account has privileges" in _never({"type": "orphaned_account", "identity": {"privileged": true}})
}
