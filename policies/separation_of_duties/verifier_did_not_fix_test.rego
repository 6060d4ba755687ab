package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

test_who_fixed_and_signed_is_denied if {
	[d] := denied("SOD-01", example.closed_with({"closure": {"verified_by": "carol"}}))
	d.path == ["closure", "verified_by"]
	d.message == "`carol` took part in the fix and verified it"
	d.expected == "a verifier who took no part in the fix"
	d.found == "carol"
	d.unblock == "have somebody who took no part in the fix verify it, and name that person here"
	d.who == ["assurance", "audit", "reviews", "security"]
	d.related == [
		{"path": ["ownership", "implementers", 0], "message": "took part in the fix here"},
		{"path": ["plan", "actions", 0, "performed_by"], "message": "took part in the fix here"},
	]
	d.facts == {"person": "carol"}
}

test_who_fixed_and_tested_or_approved_is_denied_once if {
	changes := {
		"retest": [{"result": "pass", "by": "erin"}, {"result": "pass", "by": "carol"}],
		"approvals": [{"kind": "closure", "by": "carol"}],
	}
	[d] := denied("SOD-01", example.closed_with(changes))
	d.path == ["approvals", 0, "by"]
	{"path": ["retest", 1, "by"], "message": "verified here too"} in d.related
}

test_every_fixer_who_verified_is_denied if {
	plan := {"actions": [{"type": "rotate", "status": "done", "performed_by": "erin"}]}
	changes := {"plan": plan, "retest": [{"result": "pass", "by": "carol"}]}
	{d.facts.person | some d in denied("SOD-01", example.closed_with(changes))} == {"carol", "erin"}
}

test_a_failed_retest_and_another_approval_by_a_fixer_pass if {
	retests := [{"result": "fail", "by": "carol"}, {"by": "carol"}, {"result": "pass"}, {"result": "pass", "by": "erin"}]
	approvals := [{"kind": "plan", "by": "carol"}, {"by": "carol"}, {"kind": "closure"}]
	denied("SOD-01", example.closed_with({"retest": retests, "approvals": approvals})) == []
}

test_aliases_and_machines_of_a_fixer_are_denied if {
	org := org_with({"aliases": {"c.lindqvist@example.com": "carol", "svc-deploy": "carol"}})
	every id in ["C.Lindqvist@example.com", "svc-deploy"] {
		[d] := denied_in("SOD-01", example.closed_with({"closure": {"verified_by": id}}), org)
		d.message == sprintf("`%s` (`carol`) took part in the fix and verified it", [id])
		d.found == id
	}
	by_machine := example.closed_with({
		"ownership": {"implementers": []},
		"plan": {"actions": [{"status": "done", "performed_by": "svc-deploy"}]},
		"closure": {"verified_by": "carol"},
	})
	[other] := denied_in("SOD-01", by_machine, org)
	other.related == [{"path": ["plan", "actions", 0, "performed_by"], "message": "took part in the fix here"}]
}

test_absent_roles_are_not_judged_by_this_rule if {
	denied("SOD-01", object.remove(example.closed, ["ownership", "plan", "retest", "closure"])) == []
	denied("SOD-01", example.closed_without("closure", "verified_by")) == []
}

test_what_repaired_nothing_has_no_fixer if {
	signed := example.closed_with({"closure": {"verified_by": "carol"}})
	denied("SOD-01", as_disposition(signed, "false_positive")) == []
	denied("SOD-01", as_disposition(signed, "duplicate")) == []
	count(denied("SOD-01", as_disposition(signed, "decommissioned"))) == 1
	undecided := object.union(object.remove(signed, ["closure"]), {"closure": {"verified_by": "carol"}})
	count(denied("SOD-01", undecided)) == 1
}

test_a_fixer_who_verified_in_another_state_passes if {
	signed := example.closed_with({"closure": {"verified_by": "carol"}})
	every state in ["open", "contained", "accepted"] {
		denied("SOD-01", as_state(signed, state)) == []
	}
}
