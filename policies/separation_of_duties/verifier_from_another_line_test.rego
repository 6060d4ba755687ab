package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

_verified_by(id) := example.closed_with({"closure": {"verified_by": id}})

_line_messages(finding, org) := {d.message | some d in denied_in("SOD-04", finding, org)}

test_a_verifier_from_another_line_passes if {
	denied("SOD-04", example.closed) == []
	denied("SOD-04", _verified_by("ivan")) == []
	denied("SOD-04", _verified_by("victor")) == []
}

test_a_verifier_of_the_same_team_is_denied if {
	org := org_with({"people": {"nina": {"name": "Nina", "team": "payments", "manager": "frank"}}})
	[d] := denied_in("SOD-04", _verified_by("nina"), org)
	d.path == ["closure", "verified_by"]
	d.message == "verifier `nina` is not independent: in team `payments` like the implementer `carol`"
	d.expected == "a verifier from another team and another line of managers"
	d.found == "nina"
	startswith(d.unblock, "have somebody from another team and another line of managers verify it")
	d.who == ["assurance", "audit", "reviews", "security"]
	d.related == []
	d.facts == {"person": "nina"}
}

test_a_manager_however_far_above_is_denied if {
	_line_messages(_verified_by("grace"), example.org) == {concat("", [
		"verifier `grace` is not independent: ",
		"a manager above the implementer `carol`; a manager above the owner `alice`",
	])}
}

test_a_report_however_far_below_is_denied if {
	org := org_with({"people": {
		"nina": {"name": "Nina", "team": "assurance", "manager": "carol"},
		"omar": {"name": "Omar", "team": "assurance", "manager": "nina"},
	}})
	_line_messages(_verified_by("omar"), org) == {concat("", [
		"verifier `omar` is not independent: ",
		"a report of the implementer `carol`; a report of the owner `alice`",
	])}
}

test_a_dependent_verifier_is_denied_once_with_every_place if {
	changes := {
		"retest": [{"result": "pass", "by": "judy"}],
		"approvals": [{"kind": "closure", "by": "judy"}],
		"closure": {"verified_by": "erin"},
	}
	[d] := denied("SOD-04", example.closed_with(changes))
	d.path == ["approvals", 0, "by"]
	d.related == [{"path": ["retest", 0, "by"], "message": "verified here too"}]
}

test_an_owner_who_tests_is_denied if {
	[d] := denied("SOD-04", example.closed_with({"retest": [{"result": "pass", "by": "aokafor"}]}))
	d.path == ["retest", 0, "by"]
	startswith(d.message, "verifier `aokafor` (`alice`) is not independent: ")
	endswith(d.message, "; the owner `alice`")
}

test_fixers_and_owners_who_sign_are_left_to_their_rules if {
	denied("SOD-04", _verified_by("carol")) == []
	denied("SOD-04", _verified_by("alice")) == []
}

test_the_profile_says_from_which_severity_on if {
	every severity in ["critical", "high"] {
		count(denied("SOD-04", object.union(_verified_by("judy"), {"severity": severity}))) == 1
	}
	every severity in ["moderate", "low"] {
		denied("SOD-04", object.union(_verified_by("judy"), {"severity": severity})) == []
	}
	low := object.union(_verified_by("judy"), {"severity": "low"})
	count(denied("SOD-04", low)) == 1 with data.params.independence_severities as ["low"]
}

test_a_sox_finding_of_any_severity_is_judged if {
	sox := object.union(_verified_by("judy"), {"severity": "low", "source": {"framework": "sox"}})
	count(denied("SOD-04", sox)) == 1
}

test_managers_in_a_circle_end if {
	org := org_with({"people": {"grace": {"manager": "carol"}, "judy": {"manager": "grace"}}})
	tested := {"retest": [{"result": "pass", "by": "ivan"}]}
	denied_in("SOD-04", object.union(_verified_by("ivan"), tested), org) == []
	count(denied_in("SOD-04", object.union(_verified_by("grace"), tested), org)) == 1
}

test_aliases_in_the_line_are_the_same_person if {
	org := org_with({"people": {"carol": {"manager": "ALICE@example.com"}}, "aliases": {"jmarsh": "judy"}})
	[message] := [m | some m in _line_messages(_verified_by("JMarsh"), org)]
	contains(message, "verifier `JMarsh` (`judy`) is not independent")
	contains(message, "a manager above the implementer `carol`")
}

test_absent_people_and_roles_pass if {
	denied("SOD-04", object.remove(_verified_by("judy"), ["ownership", "plan"])) == []
	denied("SOD-04", object.remove(example.closed, ["closure", "retest"])) == []
	denied_in("SOD-04", _verified_by("judy"), {}) == []
}

test_a_dependent_verifier_in_another_state_or_of_no_repair_passes if {
	every state in ["open", "contained", "accepted"] {
		denied("SOD-04", as_state(_verified_by("judy"), state)) == []
	}
	every disposition in ["false_positive", "duplicate"] {
		denied("SOD-04", as_disposition(_verified_by("judy"), disposition)) == []
	}
}
