package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

_renewed(renewals) := _accepted_with({"renewals": renewals})

_earlier(approved, expires) := {"approved_by": "frank", "approved_at": approved, "expires_at": expires}

# The current one runs 165 days: 2026-11-16 to 2027-04-30. possible/moderate allows one renewal and 545 days.
_too_often := [_earlier("2026-06-01", "2026-08-31"), _earlier("2026-08-31", "2026-11-16")]

_escalation := {"to": "henry", "at": "2026-11-16", "plan_ref": "PLAN-9", "funded": true}

test_an_acceptance_without_renewals_passes if {
	_denials("RSK-06", example.accepted) == []
	_denials("RSK-06", _renewed([])) == []
}

test_the_allowed_renewal_passes_and_the_next_is_denied if {
	_denials("RSK-06", _renewed([_earlier("2026-06-01", "2026-08-31")])) == []
	[d] := _denials("RSK-06", _renewed(_too_often))
	d.path == ["risk_acceptance", "renewals"]
	d.message == concat("", [
		"renewed 2 times and accepted for 333 days in total: ",
		"possible/moderate allows 1 and 545",
	])
	d.unblock == "fix it, or escalate to a person of level L4 with a funded plan"
	d.who == ["henry"]
	d.facts == {"renewals": 2, "days": 333, "cap": 545}
	d.related == []
}

test_the_last_day_of_the_cap_passes_and_the_next_is_denied if {
	_denials("RSK-06", _renewed([_earlier("2025-11-01", "2026-11-16")])) == []
	[d] := _denials("RSK-06", _renewed([_earlier("2025-10-31", "2026-11-16")]))
	d.path == ["risk_acceptance", "expires_at"]
	d.found == "renewals: 1, days in total: 546"
}

# 380 days and 165 days, of which 30 were granted before the end of the first.
test_days_that_overlap_count_once if {
	_denials("RSK-06", _renewed([_earlier("2025-11-01", "2026-12-16")])) == []
	[d] := _denials("RSK-06", _renewed([_earlier("2025-10-31", "2026-12-16")]))
	d.facts.days == 546
}

test_days_without_an_acceptance_do_not_count if {
	[d] := _denials("RSK-06", _renewed([_earlier("2020-01-01", "2020-01-31"), _earlier("2021-01-01", "2021-01-31")]))
	d.facts.days == 225
}

test_a_complete_escalation_passes if {
	_denials("RSK-06", object.union(_renewed(_too_often), {"risk_acceptance": {"escalation": _escalation}})) == []
}

_escalated_with(changes) := [why |
	escalation := {"escalation": object.union(_escalation, changes)}
	some d in _denials("RSK-06", object.union(_renewed(_too_often), {"risk_acceptance": escalation}))
	some r in d.related
	r.path == ["risk_acceptance", "escalation"]
	why := r.message
]

test_an_incomplete_escalation_is_denied if {
	_escalated_with({"funded": false}) == ["this escalation does not count: the plan is not funded (`funded: true`)"]
	_escalated_with({"plan_ref": ""}) == ["this escalation does not count: `plan_ref` is missing"]
	_escalated_with({"to": "grace"}) == ["this escalation does not count: `grace` is not an active person of level L4"]
	_escalated_with({"at": "2026-11-21"}) == ["this escalation does not count: it is dated in the future (2026-11-21)"]
}

# Henry, who holds L4, has left, or a service account of his is named.
test_an_escalation_to_nobody_who_is_there_is_denied if {
	left := object.union(example.org, {"people": {"henry": {"ended_at": "2026-11-15"}}})
	machine := object.union(example.org, {
		"identities": {"svc-henry": {"kind": "service_account", "owner": "henry"}},
		"aliases": {"svc-henry": "henry"},
	})
	escalated := object.union(_renewed(_too_often), {"risk_acceptance": {"escalation": _escalation}})
	robot := object.union(escalated, {"risk_acceptance": {"escalation": {"to": "svc-henry"}}})
	_escalation_counts(escalated, example.org)
	not _escalation_counts(escalated, left)
	_escalation_counts(escalated, machine)
	not _escalation_counts(robot, machine)
}

_escalation_counts(finding, org) if {
	denials := data.remedy.risk_acceptance.deny with input as example.document(finding)
		with data.org as org
		with data.feeds as {}
	count([d | some d in denials; d.rule == "RSK-06"]) == 0
}

test_an_escalation_with_absent_fields_is_denied if {
	[d] := _denials("RSK-06", object.union(_renewed(_too_often), {"risk_acceptance": {"escalation": {"to": "henry"}}}))
	d.related[0].message == concat("", [
		"this escalation does not count: `at` is missing; `plan_ref` is missing; ",
		"the plan is not funded (`funded: true`)",
	])
}

test_an_earlier_acceptance_with_an_absent_date_is_denied if {
	every key in ["approved_at", "expires_at"] {
		[d] := _denials("RSK-06", _renewed([object.remove(_earlier("2026-06-01", "2026-08-31"), [key])]))
		d.path == ["risk_acceptance", "renewals", 0, key]
		d.message == sprintf("an earlier acceptance has no `%s`: the days in total cannot be counted", [key])
	}
}

test_absent_dates_of_the_current_acceptance_are_not_this_rules if {
	_denials("RSK-06", _accepted_without("approved_at")) == []
	_denials("RSK-06", _accepted_without("expires_at")) == []
}

test_too_many_renewals_for_too_many_days_are_one_denial_at_the_renewals if {
	[d] := _denials("RSK-06", _renewed(array.concat([_earlier("2024-01-01", "2026-06-01")], _too_often)))
	d.path == ["risk_acceptance", "renewals"]
	d.found == "renewals: 3, days in total: 1215"
}

test_the_renewals_of_what_is_never_acceptable_are_not_this_rules if {
	active := {"exposure": {"exploitation": "active"}}
	_denials("RSK-06", object.union(_renewed(_too_often), active)) == []
}

test_an_escalation_to_an_absent_person_is_denied if {
	unaddressed := {"risk_acceptance": {"escalation": object.remove(_escalation, ["to"])}}
	[d] := _denials("RSK-06", object.union(_renewed(_too_often), unaddressed))
	d.related == [{
		"path": ["risk_acceptance", "escalation"],
		"message": "this escalation does not count: `to` is missing",
	}]
}
