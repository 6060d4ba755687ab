package remedy.false_positive_test

import data.remedy.lib.example_test as example

_claim := {
	"claimed_by": "carol",
	"justification": "the key belongs to a test tenant",
	"approved_by": "erin",
	"approved_at": "2026-11-10",
	"evidence": [{
		"ref": "evidence/tenant.json",
		"sha256": "3333333333333333333333333333333333333333333333333333333333333333",
	}],
}

# Nothing was repaired: there is no plan, and nobody but the owner has a part in it.
_untouched := object.union(object.remove(example.closed, ["plan"]), {
	"ownership": {"implementers": []},
	"closure": {"disposition": "false_positive"},
})

_claimed(changes) := object.union(_untouched, {"false_positive": object.union(_claim, changes)})

_claimed_without(key) := object.union(_untouched, {"false_positive": object.remove(_claim, [key])})

_denials(finding) := _denials_in(finding, example.org)

_denials_in(finding, org) := _denials_of(example.document(finding), org)

_denials_of(document, org) := found if {
	every_one := data.remedy.false_positive.deny with input as document with data.org as org
	found := [d | some d in every_one; d.rule == "FPS-01"]
}

test_a_false_positive_with_proof_passes if {
	_denials(_claimed({})) == []
}

test_absent_justification_is_denied if {
	[d] := _denials(_claimed_without("justification"))
	d.path == ["false_positive", "justification"]
	d.message == "nothing says why it was never true"
	d.unblock == "write the justification"
	d.who == ["carol"]
	d.found == null
}

test_absent_evidence_is_denied if {
	every finding in [
		_claimed_without("evidence"),
		_claimed({"evidence": []}),
		_claimed({"evidence": [{"ref": "evidence/tenant.json"}, {"sha256": _claim.evidence[0].sha256}]}),
	] {
		[d] := _denials(finding)
		d.path == ["false_positive", "evidence"]
		d.message == "no evidence with `ref` and `sha256` shows that it was never true"
		d.unblock == "add the evidence for the claim"
	}
}

test_an_absent_claim_is_denied_for_what_this_rule_asks if {
	{d.path | some d in _denials(_untouched)} == {["false_positive", "justification"], ["false_positive", "evidence"]}
}

test_an_approver_with_a_part_in_it_is_denied if {
	[d] := _denials(_claimed({"approved_by": "alice"}))
	d.path == ["false_positive", "approved_by"]
	d.message == "`alice` is not independent: they own or fix the finding, or ask for its closure"
	d.found == "alice"
	d.unblock == "have the false positive approved by somebody who is independent"
	d.who == ["assurance", "audit", "reviews", "security"]
	every finding in [
		object.union(_claimed({}), {"ownership": {"implementers": ["erin"]}}),
		object.union(_claimed({}), {"closure": {"requested_by": "erin"}}),
		object.union(_claimed({}), {"identity": {"owner": "erin"}}),
	] {
		count(_denials(finding)) == 1
	}
}

test_an_alias_of_the_owner_as_approver_is_denied if {
	[d] := _denials(_claimed({"approved_by": "AOKAFOR"}))
	d.found == "AOKAFOR"
}

test_who_claims_and_approves_is_left_to_the_verdict if {
	_denials(_claimed({"claimed_by": "aokafor", "approved_by": "alice"})) == []
	count(_denials(object.union(_untouched, {"false_positive": object.union(
		object.remove(_claim, ["claimed_by"]),
		{"approved_by": "alice"},
	)}))) == 1
}

test_an_approval_without_a_date_is_denied if {
	[d] := _denials(_claimed_without("approved_at"))
	d.path == ["false_positive", "approved_at"]
	d.message == "nothing says when the false positive was approved"
}

test_an_approval_in_the_future_is_denied if {
	_denials(_claimed({"approved_at": "2026-11-20T12:00:00Z"})) == []
	[d] := _denials(_claimed({"approved_at": "2026-11-20T12:00:01Z"}))
	d.message == "approved in the future (2026-11-20T12:00:01Z)"
}

test_an_approval_before_the_detection_is_denied if {
	every at in ["2026-11-02", "2026-11-02T09:14:00Z", "2026-11-02T09:14:01Z"] {
		_denials(_claimed({"approved_at": at})) == []
	}
	[d] := _denials(_claimed({"approved_at": "2026-11-02T09:13:59Z"}))
	d.message == "approved on 2026-11-02T09:13:59Z, before the detection of 2026-11-02T09:14:00Z"
	d.found == "2026-11-02T09:13:59Z"
}

# The last Sunday of October has 25 hours in Berlin, and ends at 23:00 UTC.
test_the_day_of_the_approval_ends_by_the_clock_of_the_organisation if {
	_denials_in_berlin("2026-10-25T22:59:59Z") == []
	count(_denials_in_berlin("2026-10-25T23:00:00Z")) == 1
}

_denials_in_berlin(detected_at) := found if {
	finding := object.union(_claimed({"approved_at": "2026-10-25"}), {"source": {"detected_at": detected_at}})
	zoned := object.union(example.document(finding), {"at": object.union(example.at, {"zone": "Europe/Berlin"})})
	found := _denials_of(zoned, example.org)
}

test_an_inactive_approver_is_denied if {
	left := object.union(example.org, {"people": {"erin": {"ended_at": "2026-11-09"}}})
	[d] := _denials_in(_claimed({}), left)
	d.path == ["false_positive", "approved_by"]
	d.message == "`erin` was not active on 2026-11-10"
	_denials_in(_claimed({}), object.union(example.org, {"people": {"erin": {"ended_at": "2026-11-10"}}})) == []
}

test_an_absent_or_unknown_approver_is_left_to_the_verdict if {
	_denials(_claimed_without("approved_by")) == []
	_denials(_claimed({"approved_by": "ghost"})) == []
	_denials(_claimed({"approved_by": "svc-other"})) == []
}

test_a_fixed_finding_is_denied if {
	fixed := {"plan": {"actions": [
		{"type": "contain", "status": "done"}, {"status": "done"}, {"type": "rotate", "status": "done"},
	]}}
	[d] := _denials(object.union(_claimed({}), fixed))
	d.path == ["closure", "disposition"]
	d.message == "a fixed finding is not a false positive: action `without a type` was done"
	d.expected == "remediated"
	d.found == "false_positive"
	d.unblock == "set `closure.disposition` to what happened"
	d.who == ["alice"]
	d.related == [
		{"path": ["plan", "actions", 1], "message": "repaired here"},
		{"path": ["plan", "actions", 2], "message": "repaired here"},
	]
}

test_a_mitigated_finding_is_denied if {
	mitigated := {"compensating_controls": [{"id": "CC-0"}, {"id": "CC-1", "started_at": "2026-11-20"}]}
	[d] := _denials(object.union(_claimed({}), mitigated))
	d.message == "a fixed finding is not a false positive: compensating control `CC-1` is in place"
	d.related == [{"path": ["compensating_controls", 1], "message": "mitigated here"}]
	planned := {"compensating_controls": [{"id": "CC-1", "started_at": "2026-11-21"}]}
	_denials(object.union(_claimed({}), planned)) == []
}

test_containing_and_looking_into_it_pass if {
	looked := {"plan": {"actions": [
		{"type": "contain", "status": "done"},
		{"type": "revoke_old", "status": "done", "containment": true},
		{"type": "misuse_lookback", "status": "done"},
		{"type": "documentation", "status": "done"},
		{"type": "rotate", "status": "planned"},
		{"type": "rotate", "status": "not_applicable"},
	]}}
	contained := {"containment": {"contained_at": "2026-11-02T10:00:00Z", "contained_by": "rita"}}
	_denials(object.union(_claimed({}), object.union(looked, contained))) == []
}

test_other_dispositions_and_states_pass if {
	every disposition in ["remediated", "decommissioned", "duplicate"] {
		_denials(object.union(_untouched, {"closure": {"disposition": disposition}})) == []
	}
	_denials(object.remove(_untouched, ["closure"])) == []
	every state in ["open", "contained", "accepted"] {
		_denials(object.union(_untouched, {"state": state})) == []
	}
}

test_the_date_of_an_unknown_approver_is_left_to_the_verdict if {
	every approver in ["ghost", "svc-other"] {
		_denials(object.union(_untouched, {"false_positive": object.union(
			object.remove(_claim, ["approved_at"]),
			{"approved_by": approver},
		)})) == []
		_denials(_claimed({"approved_by": approver, "approved_at": "2026-11-21"})) == []
	}
}

test_a_date_that_cannot_be_is_told_before_the_approver if {
	left := object.union(example.org, {"people": {"erin": {"ended_at": "2026-11-19"}}})
	[future] := _denials_in(_claimed({"approved_at": "2026-11-21"}), left)
	future.message == "approved in the future (2026-11-21)"
	young := object.union(example.org, {"people": {"erin": {"started_at": "2026-11-02"}}})
	[early] := _denials_in(_claimed({"approved_at": "2026-11-01"}), young)
	early.message == "approved on 2026-11-01, before the detection of 2026-11-02T09:14:00Z"
}
