package remedy.vendor_test

_approved_by(approval) := consent_with({"approvals": [approval]})

_app_actions(changed) := consent_with({"plan": {"actions": [a |
	some old in consent.plan.actions
	a := object.get(changed, old.type, old)
]}})

_waived(type) := {type: {
	"type": type,
	"status": "not_applicable",
	"justification": "the vendor gave up the application",
	"approved_by": "frank",
}}

_advised := "have the business owner approve (`approvals`, kind `business`)"

test_an_app_without_business_approval_is_denied if {
	[d] := denied("VND-02", object.remove(consent, ["approvals"]))
	d.path == ["approvals"]
	d.message == "vendor app needs business approval"
	d.unblock == _advised
	d.who == ["alice"]
	d.related == []
}

test_an_approval_that_does_not_count_is_denied if {
	every approval in [
		{"kind": "plan", "by": "judy", "at": "2026-11-03"},
		{"kind": "business", "by": "victor", "at": "2026-11-03"},
		{"kind": "business", "by": "payments", "at": "2026-11-03"},
		{"kind": "business", "by": "judy"},
		{"kind": "business", "at": "2026-11-03"},
		{"kind": "business", "by": "judy", "at": "2026-11-21"},
	] {
		[d] := denied("VND-02", _approved_by(approval))
		d.path == ["approvals"]
	}
	[d] := denied("VND-02", _approved_by({"kind": "business", "by": "judy"}))
	d.related == [{"path": ["approvals", 0, "at"], "message": "`at` is missing"}]
	count(denied("VND-02", _approved_by({"kind": "business", "by": "aokafor", "at": "2026-11-03"}))) == 0
}

test_a_step_that_was_set_aside_is_denied if {
	[d] := denied("VND-02", _app_actions(_waived("contract_enforcement")))
	d.path == ["plan", "actions"]
	d.message == "vendor app needs contract enforcement"
	[e] := denied("VND-02", _app_actions(_waived("consent_change")))
	e.message == "vendor app needs a cut of its access"
}

test_all_that_is_missing_is_said_at_once if {
	waived := _app_actions(object.union(_waived("contract_enforcement"), _waived("consent_change")))
	bare := object.remove(waived, ["approvals"])
	[d] := denied("VND-02", bare)
	d.message == "vendor app needs business approval, a cut of its access, contract enforcement"
	startswith(d.unblock, concat("", [_advised, ", and cut its scopes"]))
	[r.path | some r in d.related] == [["plan", "actions"], ["plan", "actions"]]
}

test_a_step_that_is_not_done_is_left_to_act_02 if {
	count(denied("VND-02", consent_with({"plan": {"actions": []}}))) == 0
	planned := {"consent_change": {"type": "consent_change", "status": "planned"}}
	count(denied("VND-02", _app_actions(planned))) == 0
	unapproved := {"contract_enforcement": {"type": "contract_enforcement", "status": "not_applicable"}}
	count(denied("VND-02", _app_actions(unapproved))) == 0
}

test_a_step_that_the_profile_does_not_require_is_denied_if_it_is_not_done if {
	found := [d |
		some d in data.remedy.vendor.deny with input as {
			"finding": consent_with({"plan": {"actions": []}}),
			"at": {"time": "2026-11-20T12:00:00Z", "ns": 1795176000000000000, "date": "2026-11-20", "zone": "UTC"},
		}
			with data.params.required_actions.vendor_oauth_app as []
			with data.org as {"people": {"judy": {"name": "Judy Marsh"}}}
			with data.feeds as {}
		d.rule == "VND-02"
	]
	[d] := found
	d.message == "vendor app needs a cut of its access, contract enforcement"
}

test_any_cut_of_the_access_passes if {
	every type in ["consent_change", "reduce_scope", "revoke_access", "disable", "delete", "retire"] {
		cut := _app_actions({"consent_change": {"type": type, "status": "done"}})
		count(denied("VND-02", cut)) == 0 with data.params.required_actions.vendor_oauth_app as []
	}
}

test_other_types_states_and_dispositions_pass if {
	bare := object.remove(consent, ["approvals"])
	count(denied("VND-02", object.union(bare, {"type": "orphaned_account"}))) == 0
	every state in ["open", "contained", "accepted"] {
		count(denied("VND-02", as_state(bare, state))) == 0
	}
	count(denied("VND-02", closed_as(bare, "false_positive"))) == 0
	count(denied("VND-02", closed_as(bare, "duplicate"))) == 0
}

test_another_step_that_act_02_asks_for_hides_nothing if {
	unapproved := {"business_approval": {"type": "business_approval", "status": "planned"}}
	[d] := denied("VND-02", _app_actions(object.union(unapproved, _waived("contract_enforcement"))))
	d.message == "vendor app needs contract enforcement"
}

test_a_step_set_aside_hides_no_other_that_is_planned if {
	planned := {"contract_enforcement": {"type": "contract_enforcement", "status": "planned"}}
	[d] := denied("VND-02", _app_actions(object.union(planned, _waived("consent_change"))))
	d.message == "vendor app needs a cut of its access"
}

test_a_required_step_done_in_another_way_is_no_cut_of_the_access if {
	steps := [["consent_change", "vendor_contact"], ["contract_enforcement"]]
	uncut := consent_with({"plan": {"actions": [a | some a in consent.plan.actions; a.type != "consent_change"]}})
	[d] := denied("VND-02", uncut) with data.params.required_actions.vendor_oauth_app as steps
	d.message == "vendor app needs a cut of its access"
}
