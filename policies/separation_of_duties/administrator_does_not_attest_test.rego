package remedy.separation_of_duties_test

import data.remedy.lib.example_review_test as example_review
import data.remedy.lib.example_test as example

_attested_by(ids) := example.closed_with({"ownership": {"attestors": ids}})

_review_denials(review, facts) := _review_denials_in(review, facts, example.org)

_review_denials_in(review, facts, org) := found if {
	everything := all_denied(example_review.document(review, facts), org)
	found := [d | some d in everything; d.rule == "SOD-05"]
}

test_an_attestor_who_changes_no_access_passes if {
	denied("SOD-05", _attested_by(["erin", "alice"])) == []
}

test_an_implementer_who_attests_is_denied if {
	[d] := denied("SOD-05", _attested_by(["erin", "carol"]))
	d.path == ["ownership", "attestors", 1]
	d.message == "`carol` changes the access and attests it"
	d.found == "carol"
	d.unblock == "have the control attested by somebody who took no part in changing the access"
	d.who == ["assurance", "audit", "reviews", "security"]
	d.related == [
		{"path": ["ownership", "implementers", 0], "message": "changes the access here"},
		{"path": ["plan", "actions", 0, "performed_by"], "message": "changes the access here"},
	]
	d.facts == {"person": "carol"}
}

test_who_performed_an_access_action_is_denied_as_attestor if {
	every change in [
		{"type": "revoke_old", "status": "done", "denials": 1},
		{"type": "revoke_old", "status": "planned", "denials": 0},
		{"type": "revoke_old", "denials": 0},
		{"type": "process_change", "status": "done", "denials": 0},
		{"status": "done", "denials": 0},
	] {
		action := object.union(object.remove(change, ["denials"]), {"performed_by": "rita"})
		attested := object.union(_attested_by(["rita"]), {"plan": {"actions": [action]}})
		count(denied("SOD-05", attested)) == change.denials
	}
}

test_an_alias_of_an_implementer_is_denied_as_attestor if {
	org := org_with({"aliases": {"c.lindqvist@example.com": "carol"}})
	[d] := denied_in("SOD-05", _attested_by(["c.lindqvist@example.com"]), org)
	d.message == "`c.lindqvist@example.com` (`carol`) changes the access and attests it"
}

test_absent_attestors_pass if {
	denied("SOD-05", example.closed) == []
	denied("SOD-05", object.remove(example.closed, ["ownership"])) == []
}

test_attestors_in_another_state_or_where_nothing_was_repaired_pass if {
	every state in ["open", "contained", "accepted"] {
		denied("SOD-05", as_state(_attested_by(["carol"]), state)) == []
	}
	denied("SOD-05", as_disposition(_attested_by(["carol"]), "false_positive")) == []
}

test_a_review_without_its_administrators_passes if {
	_review_denials(example_review.completed, example_review.facts) == []
}

test_an_administrator_who_attests_the_review_is_denied if {
	attested := example_review.completed_with({"attestation": {"by": "carol"}})
	[d] := _review_denials(attested, example_review.facts)
	d.path == ["attestation", "by"]
	d.message == "`carol` administers the access and attests its review"
	d.found == "carol"
	d.who == ["alice"]
	d.related == [{"path": ["administrators", 0], "message": "administers the access"}]
	d.facts == {"person": "carol"}
}

test_an_administrator_who_decides_is_denied_once if {
	revoked := example_review.group_with({
		"reviewer": "CAROL", "decision": "revoke", "count": 2,
		"example": {"item": "acc-7", "path": ["decisions", 6], "row": null},
	})
	facts := example_review.facts_of([example_review.keep, example_review.group_with({"reviewer": "carol"}), revoked])
	[d] := _review_denials(example_review.completed, facts)
	d.path == ["decisions", "file"]
	d.message == "52 decisions by `carol`, who administers the access, for example row 2, item `acc-1`"
	d.found == "carol"
	d.who == ["alice"]
	d.related[0] == {"path": ["administrators", 0], "message": "administers the access"}
	d.related[1].path == ["decisions", 6, "item"]
	d.facts == {"person": "carol", "decisions": 52}
	[listed] := _review_denials(example_review.completed, example_review.facts_of([revoked]))
	listed.path == ["decisions", 6, "reviewer"]
	listed.found == "CAROL"
}

test_an_alias_of_an_administrator_is_denied if {
	org := org_with({"aliases": {"svc-idp-sync": "carol", "carol-adm": "carol"}})
	review := example_review.completed_with({"administrators": ["carol-adm"], "attestation": {"by": "svc-idp-sync"}})
	[d] := _review_denials_in(review, example_review.facts, org)
	d.found == "svc-idp-sync"
	d.related == [{"path": ["administrators", 0], "message": "administers the access"}]
}

test_absent_administrators_attestation_or_counts_pass if {
	_review_denials(object.remove(example_review.completed, ["administrators"]), example_review.facts) == []
	_review_denials(object.remove(example_review.completed, ["attestation"]), example_review.facts) == []
	_review_denials(example_review.completed, {}) == []
}

test_an_open_review_is_not_judged if {
	attested := example_review.completed_with({"state": "open", "attestation": {"by": "carol"}})
	_review_denials(attested, example_review.facts_of([example_review.group_with({"reviewer": "carol"})])) == []
}

test_of_two_administrators_the_one_who_attests_or_decides_is_named if {
	two := example_review.completed_with({"administrators": ["frank", "carol"], "attestation": {"by": "carol"}})
	[d] := _review_denials(two, example_review.facts)
	d.found == "carol"
	d.related == [{"path": ["administrators", 1], "message": "administers the access"}]
	decided := example_review.completed_with({"administrators": ["frank", "carol"]})
	[g] := _review_denials(decided, example_review.facts_of([example_review.group_with({"reviewer": "carol"})]))
	g.found == "carol"
	g.related == [{"path": ["administrators", 1], "message": "administers the access"}]
}
