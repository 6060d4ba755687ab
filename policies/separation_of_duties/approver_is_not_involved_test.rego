package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

_approval_denials(finding) := found if {
	every_one := data.remedy.separation_of_duties.deny with input as example.document(finding) with data.org as example.org
	found := [d | some d in every_one; d.rule == "SOD-07"]
}

_approved_by(id) := object.union(example.accepted, {"risk_acceptance": {"approved_by": id}})

test_an_uninvolved_approver_passes if {
	_approval_denials(example.accepted) == []
}

test_the_accountable_owner_as_approver_is_denied if {
	[d] := _approval_denials(object.union(_approved_by("alice"), {"risk_acceptance": {"requested_by": "rita"}}))
	d.path == ["risk_acceptance", "approved_by"]
	d.message == "`alice` cannot accept this risk, being its accountable owner"
	d.who == ["frank", "grace", "henry"]
	d.expected == "a person of level L2 who is not involved"
	d.related == [{"path": ["ownership", "accountable_owner"], "message": "accountable owner here"}]
	d.facts == {"person": "alice", "roles": ["accountable owner"]}
}

test_an_implementer_as_approver_is_denied if {
	[d] := _approval_denials(_approved_by("carol"))
	d.message == "`carol` cannot accept this risk, being its implementer"
	{r.path | some r in d.related} == {["ownership", "implementers", 0], ["plan", "actions", 0, "performed_by"]}
	[performer] := _approval_denials(object.union(_approved_by("erin"), {"plan": {"actions": [{"performed_by": "erin"}]}}))
	performer.facts.roles == ["implementer"]
}

test_the_requester_as_approver_is_denied if {
	[d] := _approval_denials(object.union(example.accepted, {"risk_acceptance": {"requested_by": "frank"}}))
	d.message == "`frank` cannot accept this risk, being its requester"
	d.who == ["grace", "henry"]
	d.related == [{"path": ["risk_acceptance", "requested_by"], "message": "requester here"}]
	[closing] := _approval_denials(object.union(example.accepted, {"closure": {"requested_by": "frank"}}))
	closing.related == [{"path": ["closure", "requested_by"], "message": "requester here"}]
}

test_the_owner_of_the_identity_as_approver_is_denied if {
	[d] := _approval_denials(object.union(example.accepted, {"identity": {"id": "svc-other", "owner": "frank"}}))
	d.message == "`frank` cannot accept this risk, being its identity owner"
	d.related == [{"path": ["identity", "owner"], "message": "identity owner here"}]
}

test_the_owner_in_the_inventory_as_approver_is_denied_with_every_role if {
	[d] := _approval_denials(object.union(_approved_by("alice"), {"identity": {"id": "svc-checkout"}}))
	d.message == "`alice` cannot accept this risk, being its accountable owner, identity owner, requester"
}

test_an_alias_of_the_owner_is_denied if {
	every id in ["alice@example.com", "AOKAFOR", "svc-checkout"] {
		[d] := _approval_denials(_approved_by(id))
		d.found == id
		d.facts.person == "alice"
	}
}

test_an_absent_approver_or_acceptance_is_not_this_rules if {
	unsigned := object.remove(example.accepted.risk_acceptance, ["approved_by"])
	unwritten := object.remove(example.accepted, ["risk_acceptance"])
	_approval_denials(object.union(unwritten, {"risk_acceptance": unsigned})) == []
	_approval_denials(object.union(unwritten, {"risk_acceptance": null})) == []
	_approval_denials(unwritten) == []
}

test_other_states_pass if {
	every state in ["open", "contained", "closed"] {
		_approval_denials(object.union(_approved_by("alice"), {"state": state})) == []
	}
}

test_absent_ownership_and_actions_pass if {
	_approval_denials(object.remove(example.accepted, ["ownership", "plan"])) == []
}
