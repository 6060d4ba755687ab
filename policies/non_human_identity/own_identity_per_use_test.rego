package remedy.non_human_identity_test

_blocked_login := typed("human_use_of_nhi", {"identity": {"interactive_login": false}})

_exception := {
	"justification": "the vendor's console has no other way in",
	"approved_by": "judy",
	"until": "2027-01-31",
	"ref": "records/exception-7.pdf",
}

_excepted(exception) := object.union(_blocked_login, {"identity": {
	"interactive_login": true,
	"interactive_exception": exception,
}})

_used_by(type, changes) := typed(type, {"identity": changes})

test_blocked_login_passes if denied("NHI-10", _blocked_login) == []

test_login_that_is_not_stated_is_denied if {
	[d] := denied("NHI-10", lacking(_blocked_login, "identity", "interactive_login"))
	d.path == ["identity", "interactive_login"]
	d.message == "nothing states that people can no longer log in with it: `interactive_login` is missing"
	d.who == ["alice"]
}

test_login_without_an_exception_is_denied if {
	every exceptional in [lacking(_excepted({}), "identity", "interactive_exception"), _excepted({})] {
		[d] := denied("NHI-10", exceptional)
		d.path == ["identity", "interactive_login"]
		d.message == "people can still log in with it, and no exception is recorded"
		d.found == true
	}
}

test_login_with_an_exception_passes if {
	denied("NHI-10", _excepted(_exception)) == []
	denied("NHI-10", _excepted(object.union(_exception, {"approved_by": "aokafor"}))) == []
}

test_an_exception_with_a_gap_is_denied if {
	every key in ["justification", "approved_by", "until", "ref"] {
		[d] := denied("NHI-10", _excepted(object.remove(_exception, [key])))
		d.path == ["identity", "interactive_exception", key]
		d.message == concat("", [
			"people can still log in with it, and the exception does not count: ",
			sprintf("`%s` is missing", [key]),
		])
	}
}

test_an_exception_that_no_person_approved_is_denied if {
	every approver in ["nobody", "svc-checkout"] {
		[d] := denied("NHI-10", _excepted(object.union(_exception, {"approved_by": approver})))
		d.path == ["identity", "interactive_exception", "approved_by"]
		endswith(d.message, sprintf("`%s` is not a person in `org.people`", [approver]))
	}
}

# Closed on 2026-11-19T09:00:00Z.
test_an_exception_that_had_ended_is_denied if {
	[d] := denied("NHI-10", _excepted(object.union(_exception, {"until": "2026-11-19T08:59:59Z"})))
	d.path == ["identity", "interactive_exception", "until"]
	endswith(d.message, "it ended on 2026-11-19T08:59:59Z")
	denied("NHI-10", _excepted(object.union(_exception, {"until": "2026-11-19T09:00:00Z"}))) == []
	denied("NHI-10", _excepted(object.union(_exception, {"until": "2026-11-19T09:00:01Z"}))) == []
	count(denied("NHI-10", _excepted(object.union(_exception, {"until": "2026-11-18"})))) == 1
	denied("NHI-10", _excepted(object.union(_exception, {"until": "2026-11-19"}))) == []
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_day_of_an_exception_ends_in_its_zone if {
	early := object.union(
		acted(_excepted(object.union(_exception, {"until": "2026-10-25"})), []),
		{"source": {"detected_at": "2026-10-20"}},
	)
	denied_at("NHI-10", object.union(early, {"closure": {"at": "2026-10-25T22:59:59Z"}}), at_berlin) == []
	count(denied_at("NHI-10", object.union(early, {"closure": {"at": "2026-10-25T23:00:00Z"}}), at_berlin)) == 1
}

test_one_workload_or_environment_passes if {
	denied("NHI-10", _used_by("nhi_reuse", {"workloads": ["checkout"]})) == []
	denied("NHI-10", _used_by("nhi_reuse", {"workloads": []})) == []
	denied("NHI-10", _used_by("env_mixing", {"environments": ["production"]})) == []
}

test_several_workloads_or_environments_are_denied if {
	[d] := denied("NHI-10", _used_by("nhi_reuse", {"workloads": ["checkout", "refunds"]}))
	d.path == ["identity", "workloads"]
	d.message == "still shared by 2 workloads: `checkout`, `refunds`"
	d.found == ["checkout", "refunds"]
	[e] := denied("NHI-10", _used_by("env_mixing", {"environments": ["production", "test", "staging"]}))
	e.path == ["identity", "environments"]
	startswith(e.message, "still shared by 3 environments: ")
}

test_users_that_are_not_stated_are_denied if {
	[d] := denied("NHI-10", _used_by("nhi_reuse", {"environments": ["production"]}))
	d.path == ["identity", "workloads"]
	d.message == "nothing states which workloads still use it: `workloads` is missing"
	[e] := denied("NHI-10", _used_by("env_mixing", {"workloads": ["checkout"]}))
	e.path == ["identity", "environments"]
}

test_a_deleted_identity_has_no_users if {
	every type in ["human_use_of_nhi", "nhi_reuse", "env_mixing"] {
		users := {"interactive_login": true, "workloads": ["a", "b"], "environments": ["production", "test"]}
		count(denied("NHI-10", _used_by(type, users))) == 1
		denied("NHI-10", acting(_used_by(type, users), [object.union(revocation, {"type": "delete"})])) == []
	}
}

test_other_types_may_be_shared if {
	users := {"interactive_login": true, "workloads": ["a", "b"], "environments": ["production", "test"]}
	denied("NHI-10", _used_by("long_lived_secret", users)) == []
}

test_an_exception_of_one_word_has_a_denial_for_each_gap if {
	found := denied("NHI-10", _excepted({"ref": "records/exception-7.pdf"}))
	[d.path[2] | some d in found] == ["approved_by", "justification", "until"]
}

test_an_empty_approver_is_missing_and_no_stranger if {
	[d] := denied("NHI-10", _excepted(object.union(_exception, {"approved_by": ""})))
	endswith(d.message, "`approved_by` is missing")
}

test_an_exception_that_is_no_longer_needed_is_not_judged if {
	blocked := object.union(_excepted({"ref": "records/exception-7.pdf"}), {"identity": {"interactive_login": false}})
	denied("NHI-10", blocked) == []
}

test_a_deleted_identity_needs_no_statement_and_no_exception if {
	deleted := [object.union(revocation, {"type": "delete"})]
	every finding in [
		lacking(_blocked_login, "identity", "interactive_login"),
		_excepted({"ref": "records/exception-7.pdf"}),
		_used_by("nhi_reuse", {}),
		_used_by("env_mixing", {}),
	] {
		count(denied("NHI-10", finding)) > 0
		denied("NHI-10", acting(finding, deleted)) == []
	}
}
