package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

_said_of_approver(id) := _denials("RSK-03", _accepted_with({"approved_by": id}))

test_an_absent_approver_is_denied if {
	[d] := _denials("RSK-03", _accepted_without("approved_by"))
	d.path == ["risk_acceptance", "approved_by"]
	d.message == "nobody is named who approved the acceptance, which needs level L2"
	d.who == ["frank", "grace", "henry"]
	d.expected == "a person of level L2 or above, active at the approval"
	d.facts == {"tier": "possible", "rating": "moderate", "level": "L2"}
	not d.found
	count(_said_of_approver("")) == 1
}

test_an_unknown_approver_is_denied if {
	[d] := _said_of_approver("Somebody")
	d.path == ["risk_acceptance", "approved_by"]
	d.message == "`Somebody` is not a person in `org.people` and cannot accept a risk"
	d.found == "Somebody"
}

test_a_service_account_as_approver_is_denied if {
	[d] := _said_of_approver("svc-checkout")
	contains(d.message, "`svc-checkout` is not a person")
}

test_an_approver_who_had_left_is_denied if {
	[d] := _said_of_approver("mallory")
	d.message == "`mallory` was not active at the approval (2026-11-16T10:00:00Z)"
}

test_an_approver_of_too_low_a_level_is_denied if {
	[d] := _denials("RSK-03", _accepted_with({"approved_by": "judy", "level": "L1"}))
	d.path == ["risk_acceptance", "approved_by"]
	d.message == "`judy` (level L1 on 2026-11-16) cannot accept possible/moderate, which needs level L2"
	d.found == "L1"
	d.related == []
	d.who == ["frank", "grace", "henry"]
}

# L2 is enough for possible/moderate, L4 for possible/critical.
test_a_residual_risk_that_is_worse_than_the_rating_needs_its_level if {
	[d] := _denials("RSK-03", _accepted_with({"residual_risk": "critical"}))
	d.message == concat("", [
		"`frank` (level L2 on 2026-11-16) cannot accept possible/moderate with a residual risk of critical, ",
		"which needs level L4",
	])
	d.who == ["henry"]
	_denials("RSK-03", _accepted_with({"residual_risk": "critical", "approved_by": "henry"})) == []
	_denials("RSK-03", _accepted_with({"residual_risk": "low"})) == []
	[low] := _denials("RSK-03", _accepted_with({"residual_risk": "low", "approved_by": "judy"}))
	contains(low.message, "cannot accept possible/moderate, which needs level L2")
}

test_a_level_that_the_manifest_claims_does_not_count if {
	[d] := _said_of_approver("rita")
	d.message == "`rita` (level none on 2026-11-16) cannot accept possible/moderate, which needs level L2"
	d.related == [{
		"path": ["risk_acceptance", "level"],
		"message": "the manifest says L2, the organisation's data say none",
	}]
}

test_a_person_of_a_higher_level_passes if {
	_said_of_approver("henry") == []
}

test_an_alias_of_the_approver_passes if {
	aliases := {"aliases": {"ciso@example.com": "frank"}}
	count(_said_of_approver("CISO@example.com")) == 1
	aliased_finding := _accepted_with({"approved_by": "CISO@example.com"})
	found := data.remedy.risk_acceptance.deny with input as example.document(aliased_finding)
		with data.org as object.union(example.org, aliases)
	found == set()
}

# A level counts from its first day.
test_the_level_counts_at_the_approval if {
	_denials_with_level_from("2026-11-16") == 0
	_denials_with_level_from("2026-11-17") == 1
}

_denials_with_level_from(day) := n if {
	org := object.union(example.org, {"people": {"frank": {"levels": [{"level": "L2", "from": day}]}}})
	found := data.remedy.risk_acceptance.deny with input as example.document(example.accepted) with data.org as org
	n := count([d | some d in found; d.rule == "RSK-03"])
}

test_an_absent_approval_date_asks_for_the_level_of_today if {
	_denials("RSK-03", _accepted_without("approved_at")) == []
	undated := object.union(_accepted_without("approved_at"), {"risk_acceptance": {"approved_by": "judy"}})
	[d] := _denials("RSK-03", undated)
	contains(d.message, "(level L1 on 2026-11-20)")
}

test_the_level_for_what_is_never_acceptable_is_not_this_rules if {
	active := {"exposure": {"exploitation": "active"}}
	_denials("RSK-03", object.union(_accepted_with({"approved_by": "judy"}), active)) == []
	count(_denials("RSK-03", object.union(_accepted_with({"approved_by": "Somebody"}), active))) == 1
}

test_absent_organisation_data_are_denied if {
	found := data.remedy.risk_acceptance.deny with input as example.document(example.accepted) with data.org as {}
	some d in found
	d.rule == "RSK-03"
	d.who == []
}

test_an_approver_who_had_left_and_held_no_level_is_one_denial if {
	left := object.union(example.org, {"people": {"frank": {"ended_at": "2026-11-15", "levels": []}}})
	found := data.remedy.risk_acceptance.deny with input as example.document(example.accepted) with data.org as left
	{d.message | some d in found} == {"`frank` was not active at the approval (2026-11-16T10:00:00Z)"}
}

test_a_service_account_whose_owner_left_is_one_denial if {
	left := object.union(example.org, {"people": {"alice": {"ended_at": "2026-11-15"}}})
	approved := _accepted_with({"approved_by": "svc-checkout"})
	found := data.remedy.risk_acceptance.deny with input as example.document(approved) with data.org as left
	{d.message | some d in found; d.rule == "RSK-03"} == {
		"`svc-checkout` is not a person in `org.people` and cannot accept a risk",
	}
}
