package remedy.sox_test

import data.remedy.lib.example_test as example

test_an_absent_validation_is_denied_once if {
	[d] := denied("SOX-04", object.remove(exception, ["sox"]))
	d.path == ["sox", "validated_by"]
	d.message == "nobody from finance or compliance validated that the control meets its objective"
	d.who == ["olga"]
	not d.found
	count(denied("SOX-04", sox_with({"validated_by": ""}))) == 1
}

test_every_finding_under_sox_is_validated if {
	count(denied("SOX-04", example.closed)) == 1
	denied_in("SOX-04", example.closed, example.org) == []
}

test_an_acceptance_has_no_fix_to_validate if {
	denied("SOX-04", as_state(sox_without("validated_by"), "accepted")) == []
}

_validator_denied(id) := why if {
	[d] := denied("SOX-04", sox_with({"validated_by": id}))
	d.path == ["sox", "validated_by"]
	d.found == id
	prefix := sprintf("the validation by `%s` does not count: ", [id])
	startswith(d.message, prefix)
	why := substring(d.message, count(prefix), -1)
}

test_a_validator_is_a_person_of_finance_or_compliance if {
	denied("SOX-04", sox_with({"validated_by": "olga@example.com"})) == []
	_validator_denied("ledger") == "that is not a person in `org.people`"
	_validator_denied("erin") == "team `assurance` is neither finance nor compliance"
	_validator_denied("victor") == "team `none` is neither finance nor compliance"
}

test_a_validator_of_compliance_passes if {
	compliance := object.union(org, {"teams": {"ledger": {"function": "compliance"}}})
	denied_in("SOX-04", exception, compliance) == []
}

test_a_validator_was_active_then if {
	_validator_denied("quinn") == "not active on 2026-11-12"
	denied("SOX-04", sox_with({"validated_by": "quinn", "validated_at": "2026-11-10"})) == []
	[_, _] := denied("SOX-04", object.union(sox_without("validated_at"), {"sox": {"validated_by": "quinn"}}))
}

test_a_validator_neither_owns_nor_fixes if {
	involved := object.union(exception, {"ownership": {"implementers": ["olga@example.com"]}})
	[fixes] := denied("SOX-04", involved)
	fixes.message == "the validation by `olga` does not count: the same person owns or fixes the finding"
	[owns] := denied("SOX-04", exception_with({"ownership": {"accountable_owner": "olga"}}))
	owns.who == ["olga"]
	_validator_denied("alice@example.com") == concat("; ", [
		"team `payments` is neither finance nor compliance",
		"the same person owns or fixes the finding",
	])
}

_also_done_by_olga(type) := exception_with({"plan": {"actions": array.concat(exception.plan.actions, [{
	"type": type,
	"status": "done",
	"performed_by": "olga@example.com",
	"performed_at": "2026-11-13T08:00:00Z",
}])}})

test_who_performs_the_validation_may_be_the_validator if {
	denied("SOX-04", _also_done_by_olga("finance_validation")) == []
	denied("SOX-04", _also_done_by_olga("classify")) == []
	count(denied("SOX-04", _also_done_by_olga("operate_control"))) == 2
}

test_an_absent_date_of_the_validation_is_denied if {
	[d] := denied("SOX-04", sox_without("validated_at"))
	d.path == ["sox", "validated_at"]
	d.message == "`sox.validated_at` is missing"
	not d.found
}

test_the_validation_is_not_before_the_fix if {
	[d] := denied("SOX-04", sox_with({"validated_at": "2026-11-09T10:59:59Z"}))
	d.path == ["sox", "validated_at"]
	d.message == "validated on 2026-11-09T10:59:59Z, before the fix on 2026-11-09T11:00:00Z"
	d.found == "2026-11-09T10:59:59Z"
	d.related == [{"path": ["plan", "actions", 0, "performed_at"], "message": "the fix was complete here"}]
	every at in ["2026-11-09T11:00:00Z", "2026-11-09T11:00:01Z", "2026-11-09"] {
		denied("SOX-04", sox_with({"validated_at": at})) == []
	}
	count(denied("SOX-04", sox_with({"validated_at": "2026-11-08"}))) == 1
}

# In Berlin the day of the validation, 2026-10-25, ends at 23:00 UTC.
test_a_day_of_validation_holds_until_its_last_second if {
	every at, denials in {"2026-10-25T22:59:59Z": 0, "2026-10-25T23:00:00Z": 1} {
		finding := object.union(sox_with({"validated_at": "2026-10-25"}), {
			"source": {"detected_at": "2026-10-01T09:00:00Z"},
			"plan": {"actions": [{"type": "redesign_control", "status": "done", "performed_at": at}]},
		})
		document := object.union(example.document(finding), {"at": {"zone": "Europe/Berlin"}})
		count([d | some d in all_denied(document, org); d.rule == "SOX-04"]) == denials
	}
}

test_the_validation_is_not_in_the_future if {
	denied("SOX-04", sox_with({"validated_at": "2026-11-20T12:00:00Z"})) == []
	[d] := denied("SOX-04", sox_with({"validated_at": "2026-11-20T12:00:01Z"}))
	d.message == "validated in the future (2026-11-20T12:00:01Z)"
}

test_without_an_action_there_is_no_fix_to_compare if {
	denied("SOX-04", object.remove(exception, ["plan"])) == []
}

test_a_service_account_validates_nothing_whoever_owns_it if {
	_validator_denied("svc-checkout") == concat("; ", [
		"that is not a person in `org.people`",
		"the same person owns or fixes the finding",
	])
	machines := object.union(org, {
		"identities": {"svc-ledger": {"kind": "service_account", "owner": "quinn"}},
		"aliases": {"svc-ledger": "quinn"},
	})
	[d] := denied_in("SOX-04", sox_with({"validated_by": "svc-ledger"}), machines)
	d.message == "the validation by `svc-ledger` does not count: that is not a person in `org.people`"
}

test_of_several_actions_the_last_completed_the_fix if {
	earlier := {"type": "config_change", "status": "done", "performed_at": "2026-11-08"}
	[d] := denied("SOX-04", object.union(sox_with({"validated_at": "2026-11-08"}), {"plan": {"actions": array.concat(
		[earlier],
		exception.plan.actions,
	)}}))
	d.related == [{"path": ["plan", "actions", 1, "performed_at"], "message": "the fix was complete here"}]
}

test_the_date_counts_in_closed_findings_under_sox_that_were_repaired_alone if {
	early := sox_with({"validated_at": "2026-11-08"})
	count(denied("SOX-04", early)) == 1
	every changes in [
		{"state": "open"},
		{"state": "contained"},
		{"state": "accepted"},
		{"closure": {"disposition": "false_positive"}},
		{"closure": {"disposition": "duplicate"}},
	] {
		denied("SOX-04", object.union(early, changes)) == []
	}
	denied_in("SOX-04", example.closed_with({"sox": {"validated_by": "olga"}}), example.org) == []
}
