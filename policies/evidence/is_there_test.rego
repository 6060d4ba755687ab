package remedy.evidence_test

import data.remedy.lib.example_test as example

_needed_in_words := "`invalidity_probe`, `vault_record`, `location_clear_list`, `log_review`"

test_a_closure_without_evidence_is_denied if {
	every finding in [object.remove(proven, ["evidence"]), with_evidence([])] {
		[d] := denied("EVD-01", finding)
		d.path == ["evidence"]
		d.message == "there is no evidence"
		startswith(d.expected, _needed_in_words)
		d.unblock == "collect the evidence, and attach it to `evidence`"
		d.who == ["erin"]
		denied_as_repair_only("EVD-01", finding)
	}
}

test_a_closure_that_does_not_say_what_proves_it_is_denied if {
	every finding in [object.remove(proven, ["evidence_required"]), object.union(proven, {"evidence_required": []})] {
		[d] := denied("EVD-01", finding)
		d.path == ["evidence_required"]
		d.message == "nothing says which evidence proves the fix"
		d.expected == _needed_in_words
		d.unblock == "list what proves the fix in `evidence_required`"
		denied_as_repair_only("EVD-01", finding)
	}
}

test_both_absent_is_one_denial if {
	[d] := denied("EVD-01", object.remove(proven, ["evidence", "evidence_required"]))
	d.path == ["evidence"]
	d.message == "there is no evidence, and nothing says which evidence proves the fix"
	d.unblock == "list what proves the fix in `evidence_required`, and attach it to `evidence`"
}

test_without_steps_in_the_profile_something_is_expected if {
	found := data.remedy.evidence.deny with input as example.document(example.closed)
		with data.org as example.org
		with data.params.required_evidence.leaked_secret as []
	[d] := [one | some one in found; one.rule == "EVD-01"]
	d.expected == "one type of evidence or more"
}

test_evidence_and_its_requirement_pass if {
	denied("EVD-01", proven) == []
	denied("EVD-01", with_one({})) == []
}

test_without_a_keeper_of_the_evidence_the_owner_can_attach_it if {
	unkept := object.union(object.remove(proven, ["evidence"]), {"ownership": {"evidence_owner": "mallory"}})
	[d] := denied("EVD-01", unkept)
	d.who == ["alice"]
	absent := object.remove(example.closed_without("ownership", "evidence_owner"), ["evidence"])
	[same] := denied("EVD-01", absent)
	same.who == ["alice"]
}

test_one_step_is_expected_in_words if {
	[d] := denied("EVD-01", object.remove(object.union(proven, {"type": "unmanaged_nhi"}), ["evidence_required"]))
	d.expected == "`inventory_record` or `retirement_record`"
}
