package remedy.dormant_account_test

_checked(changes) := object.union(dormant, {"checks": changes})

_check_lacking(name, key) := object.union(
	object.remove(dormant, ["checks"]),
	{"checks": lacking(dormant.checks, name, key)},
)

test_three_answers_with_evidence_pass if denied("DRM-01", dormant) == []

test_an_answer_of_yes_is_an_answer if denied("DRM-01", _checked({"batch_jobs": {"in_use": true}})) == []

test_a_missing_answer_or_evidence_is_denied if {
	every name in ["batch_jobs", "scheduled_tasks", "incident_tooling"] {
		every key in ["in_use", "evidence_ref"] {
			[d] := denied("DRM-01", _check_lacking(name, key))
			d.path == ["checks", name, key]
			d.message == sprintf("not checked whether the account is used: `%s.%s` is missing", [name, key])
			d.who == ["alice"]
		}
	}
}

test_a_missing_check_is_denied_once if {
	[d] := denied("DRM-01", lacking(dormant, "checks", "incident_tooling"))
	d.path == ["checks", "incident_tooling"]
	d.message == concat("", [
		"not checked whether the account is used: ",
		"`incident_tooling.in_use` is missing, `incident_tooling.evidence_ref` is missing",
	])
}

test_several_missing_checks_are_denied_once if {
	[d] := denied("DRM-01", object.remove(dormant, ["checks"]))
	d.path == ["checks"]
	[e] := denied("DRM-01", object.union(
		_check_lacking("batch_jobs", "in_use"),
		{"checks": {"scheduled_tasks": {"evidence_ref": ""}}},
	))
	e.path == ["checks"]
}

test_a_stale_account_needs_no_such_checks if denied("DRM-01", stale) == []
