package remedy.verdict_test

import data.remedy.lib.example_test as example

_denials(finding) := _denials_with(finding, {})

_denials_with(finding, index) := found if {
	every_one := data.remedy.verdict.deny with input as example.document(finding)
		with data.org as example.org
		with data.index as index
		with data.feeds as example.feeds
	found := [d | some d in every_one; d.rule == "VDT-01"]
}

_closed_as(disposition) := example.closed_with({"closure": {"disposition": disposition}})

test_dispositions_that_close_pass if {
	_denials(example.closed) == []
	_denials(_closed_as("decommissioned")) == []
}

test_other_states_pass if {
	every state in ["open", "contained", "accepted"] {
		_denials(object.union(example.closed_without("closure", "disposition"), {"state": state})) == []
	}
}

test_an_absent_disposition_is_denied if {
	[d] := _denials(example.closed_without("closure", "disposition"))
	d.path == ["closure", "disposition"]
	d.message == "closed without a disposition"
	d.expected == "remediated, decommissioned, false_positive, duplicate"
	d.unblock == "set `closure.disposition`"
	d.who == ["alice"]
	count(_denials(object.remove(example.closed, ["closure"]))) == 1
}

test_a_mitigated_finding_is_denied if {
	[d] := _denials(_closed_as("mitigated_full"))
	d.path == ["closure", "disposition"]
	d.message == "disposition `mitigated_full` does not close: a mitigated finding is still detected"
	d.found == "mitigated_full"
	d.unblock == "remediate it, or have the remaining risk accepted"
}

test_a_mitigated_finding_in_kev_is_denied_with_other_advice if {
	[d] := _denials(object.union(_closed_as("mitigated_full"), {"exposure": {"cve": "CVE-2026-1111"}}))
	d.message == concat("", [
		"disposition `mitigated_full` does not close: ",
		"a mitigated finding is still detected, and what is in KEV must be remediated",
	])
	d.unblock == "remediate it"
}

test_a_disposition_that_the_profile_does_not_know_is_denied if {
	[d] := _denials(_closed_as("decommissioned")) with data.params.closing_dispositions as ["remediated"]
	d.message == "disposition `decommissioned` does not close"
	d.expected == "remediated"
}

test_an_accepted_disposition_is_not_this_rules if {
	_denials(_closed_as("accepted")) == []
}

_false_positive(claim) := object.union(_closed_as("false_positive"), {"false_positive": claim})

test_an_approved_false_positive_passes if {
	_denials(_false_positive({"claimed_by": "carol", "approved_by": "erin"})) == []
}

test_a_false_positive_with_an_absent_approval_is_denied if {
	every finding in [
		_closed_as("false_positive"),
		_false_positive({"claimed_by": "carol"}),
		_false_positive({"claimed_by": "carol", "approved_by": ""}),
	] {
		[d] := _denials(finding)
		d.path == ["false_positive", "approved_by"]
		d.message == "a false positive without `false_positive.approved_by` does not close"
		d.unblock == "have the false positive approved by somebody who did not claim it"
	}
}

test_a_false_positive_with_an_absent_claimer_is_denied if {
	[d] := _denials(_false_positive({"approved_by": "erin"}))
	d.path == ["false_positive", "claimed_by"]
	d.message == "a false positive without `false_positive.claimed_by` does not close"
}

test_a_false_positive_approved_by_nobody_known_is_denied if {
	every id in ["Somebody", "svc-checkout"] {
		[d] := _denials(_false_positive({"claimed_by": "carol", "approved_by": id}))
		d.path == ["false_positive", "approved_by"]
		d.message == sprintf("`%s` is not a person in `org.people`", [id])
	}
}

test_a_false_positive_approved_by_its_claimer_is_denied if {
	[d] := _denials(_false_positive({"claimed_by": "alice", "approved_by": "alice@example.com"}))
	d.path == ["false_positive", "approved_by"]
	d.message == "`alice@example.com` claimed the false positive and approved it"
	d.found == "alice@example.com"
}

_duplicate_of(id) := example.closed_with({"closure": {"disposition": "duplicate", "duplicate_of": id}})

_index := object.union(example.index, {"F-2": {"id": "F-2"}, "F-3": {"id": "F-3", "duplicate_of": "F-2"}})

test_a_duplicate_of_another_finding_passes if {
	_denials_with(_duplicate_of("F-2"), _index) == []
}

test_a_duplicate_with_an_absent_original_is_denied if {
	[d] := _denials_with(_closed_as("duplicate"), _index)
	d.path == ["closure", "duplicate_of"]
	d.message == "a duplicate without `closure.duplicate_of`"
	d.found == null
	d.unblock == "set `closure.duplicate_of` to the finding that stands for this one"
}

test_a_duplicate_of_an_unknown_finding_is_denied if {
	[d] := _denials_with(_duplicate_of("F-9"), _index)
	d.path == ["closure", "duplicate_of"]
	d.message == "`F-9` is not a finding of the tree"
	d.found == "F-9"
}

test_a_duplicate_of_itself_is_denied if {
	[d] := _denials_with(_duplicate_of("F-1"), object.union(_index, {"F-1": {"duplicate_of": "F-1"}}))
	d.message == "`F-1` is a duplicate of itself"
}

test_a_duplicate_of_a_duplicate_is_denied if {
	[d] := _denials_with(_duplicate_of("F-3"), _index)
	d.message == "`F-3` is itself a duplicate of `F-2`"
}

test_an_absent_index_is_denied if {
	found := data.remedy.verdict.deny with input as example.document(_duplicate_of("F-2")) with data.org as example.org
	{d.message | some d in found} == {"`F-2` is not a finding of the tree"}
}

test_a_containment_that_has_not_happened_yet_is_denied if {
	finding := object.union(example.open_finding, {"state": "contained", "containment": {"contained_at": "2026-11-21"}})
	[d] := _denials(finding)
	d.path == ["containment", "contained_at"]
	d.message == "contained on 2026-11-21, after 2026-11-20T12:00:00Z, the time of this check"
	d.earliest == "2026-11-21"
	_denials(object.union(finding, {"containment": {"contained_at": "2026-11-20"}})) == []
	_denials(object.union(finding, {"containment": {"contained_at": "2026-11-20T12:00:00Z"}})) == []
	count(_denials(object.union(finding, {"containment": {"contained_at": "2026-11-20T12:00:01Z"}}))) == 1
}

test_a_duplicate_of_itself_that_no_index_knows_is_denied_once if {
	[d] := _denials(_duplicate_of("F-1"))
	d.message == "`F-1` is a duplicate of itself"
}

test_a_containment_of_another_state_is_not_this_rules if {
	planned := object.union(example.closed, {"containment": {"contained_at": "2026-11-21"}})
	every state in ["open", "accepted", "closed"] {
		_denials(object.union(planned, {"state": state})) == []
	}
}

test_another_disposition_of_what_is_in_kev_has_no_reason_of_its_own if {
	listed := object.union(_closed_as("decommissioned"), {"exposure": {"cve": "CVE-2026-1111"}})
	[d] := _denials(listed) with data.params.closing_dispositions as ["remediated"]
	d.message == "disposition `decommissioned` does not close"
	d.unblock == "remediate it"
}

test_the_claim_of_a_false_positive_that_was_repaired_is_not_judged if {
	claim := {"claimed_by": "alice", "approved_by": "alice"}
	count(_denials(_false_positive(claim))) == 1
	_denials(object.union(example.closed, {"false_positive": claim})) == []
}

test_somebody_unknown_who_claims_and_approves_is_one_mistake if {
	[d] := _denials(_false_positive({"claimed_by": "Somebody", "approved_by": "Somebody"}))
	d.message == "`Somebody` is not a person in `org.people`"
}
