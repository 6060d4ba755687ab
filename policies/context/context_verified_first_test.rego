package remedy.context_test

import data.remedy.lib.example_test as example

_known := object.union(known, {"type": "long_lived_secret"})

_verified(changes) := object.union(_known, {"context": changes})

_unverified(keys) := object.union(object.remove(known, ["context"]), {"context": object.remove(known.context, keys)})

# The fix ran on 2026-11-03 at 11:00.
_early := _verified({"verified_at": "2026-11-04T08:00:00Z"})

_emergency(changes) := object.union(_early, {"approvals": [object.union(
	{"kind": "emergency", "by": "frank", "at": "2026-11-03T10:00:00Z"},
	changes,
)]})

_ratified_early(person) := object.union(_early, {"deviations": [{
	"rule": "CTX-02",
	"reason": "the key was in use by strangers",
	"ratified_by": person,
	"at": "2026-11-18",
}]})

test_a_context_that_was_verified_first_passes if {
	judged("CTX-02", known) == []
	warned("CTX-02", known) == []
}

test_each_absent_part_of_the_verification_is_denied if {
	every key in ["verified_by", "verified_at"] {
		[d] := judged("CTX-02", _unverified([key]))
		d.path == ["context", key]
		d.message == sprintf("nobody has verified the context: `context.%s` missing", [key])
		d.unblock == sprintf("verify the context and set `context.%s`", [key])
		d.who == ["alice"]
	}
}

test_an_absent_verification_is_one_denial if {
	[d] := judged("CTX-02", _unverified(["verified_by", "verified_at"]))
	d.path == ["context", "verified_by"]
	d.facts == {"missing": ["verified_by", "verified_at"]}
}

test_what_the_missing_context_says_already_is_not_said_twice if {
	every finding in [
		example.closed,
		object.union(example.closed, {"context": {}}),
		object.union(_unverified(["verified_by"]), {"context": {"dependencies": []}}),
	] {
		judged("CTX-02", finding) == []
		count(judged("CTX-01", finding)) == 1
	}
}

test_a_verification_in_the_future_is_denied_and_not_ratified if {
	future := object.union(_ratified_early("henry"), {"context": {"verified_at": "2026-11-20T12:00:01Z"}})
	[d] := judged("CTX-02", future)
	d.path == ["context", "verified_at"]
	d.message == concat("", [
		"context verified on 2026-11-20T12:00:01Z, ",
		"after 2026-11-20T12:00:00Z, the time of this check",
	])
	d.earliest == "2026-11-20T12:00:01Z"
	warned("CTX-02", future) == []
}

test_a_fix_before_the_verification_is_denied if {
	[d] := judged("CTX-02", _early)
	d.path == ["plan", "actions", 0, "performed_at"]
	d.message == concat("", [
		"`revoke_old` (2026-11-03T11:00:00Z) ran before the context was verified ",
		"on 2026-11-04T08:00:00Z",
	])
	d.expected == "actions after 2026-11-04T08:00:00Z"
	d.found == "2026-11-03T11:00:00Z"
	d.who == ["henry"]
	startswith(d.unblock, "record the emergency approval that was given in time, or have the deviation ratified")
	d.related == [{"path": ["context", "verified_at"], "message": "the context was verified here"}]
	warned("CTX-02", _early) == []
}

test_a_verification_to_the_second if {
	judged("CTX-02", _verified({"verified_at": "2026-11-03T10:59:59Z"})) == []
	judged("CTX-02", _verified({"verified_at": "2026-11-03T11:00:00Z"})) == []
	count(judged("CTX-02", _verified({"verified_at": "2026-11-03T11:00:01Z"}))) == 1
}

test_a_verification_on_the_day_of_the_fix_passes if {
	judged("CTX-02", _verified({"verified_at": "2026-11-03"})) == []
	count(judged("CTX-02", _verified({"verified_at": "2026-11-04"}))) == 1
}

# The clock of Berlin went back in the night to 2026-10-25, so that day ends at 23:00 UTC.
test_the_day_of_the_fix_ends_in_the_zone_of_the_organisation if {
	_denied_in_berlin("2026-10-25T22:59:59Z") == 0
	_denied_in_berlin("2026-10-25T23:00:00Z") == 1
}

_denied_in_berlin(verified_at) := count([d | some d in found; d.rule == "CTX-02"]) if {
	fixed := object.union(_verified({"verified_at": verified_at}), {"plan": {"actions": [{
		"type": "rotate",
		"status": "done",
		"performed_at": "2026-10-25",
	}]}})
	at := object.union(example.at, {"zone": "Europe/Berlin"})
	found := data.remedy.context.deny with input as object.union(example.document(fixed), {"at": at})
		with data.org as example.org
}

test_several_early_actions_are_one_denial if {
	actions := [
		{"type": "contain", "status": "done", "performed_at": "2026-11-02"},
		{"type": "rotate", "status": "done", "performed_at": "2026-11-03"},
		{"type": "fix_code", "status": "done", "performed_at": "2026-11-03T12:00:00Z"},
		{"type": "disable", "status": "done", "performed_at": "2026-11-04T09:00:00Z"},
		{"type": "validate", "status": "done"},
		{"type": "delete", "status": "planned", "performed_at": "2026-11-03"},
	]
	[d] := judged("CTX-02", object.union(_early, {"plan": {"actions": actions}}))
	d.path == ["plan", "actions", 1, "performed_at"]
	startswith(d.message, "`rotate` (2026-11-03), `fix_code` (2026-11-03T12:00:00Z) ran before")
	d.related[1] == {"path": ["plan", "actions", 2, "performed_at"], "message": "before it too"}
}

test_containment_does_not_wait_for_the_context if {
	actions := [object.union(known.plan.actions[0], {"containment": true})]
	judged("CTX-02", object.union(_early, {"plan": {"actions": actions}})) == []
	judged("CTX-02", example.without(_early, "plan")) == []
}

test_looking_into_it_does_not_wait_for_the_context if {
	every type, denials in {"record_use": 0, "business_approval": 0, "set_expiry": 1} {
		actions := [object.union(known.plan.actions[0], {"type": type})]
		count(judged("CTX-02", object.union(_early, {"plan": {"actions": actions}}))) == denials
	}
}

test_an_emergency_that_was_approved_in_time_passes if {
	judged("CTX-02", _emergency({})) == []
	count(judged("CTX-02", _emergency({"kind": "plan"}))) == 1
	count(judged("CTX-02", _emergency({"at": "2026-11-03T11:00:01Z"}))) == 1
	active := object.union(_emergency({"at": "2026-11-06T11:00:00Z"}), {"exposure": {"exploitation": "active"}})
	judged("CTX-02", active) == []
}

test_who_did_the_work_does_not_approve_the_emergency if {
	count(judged("CTX-02", _emergency({"by": "carol"}))) == 1
	fixed_by_alice := object.union(_emergency({"by": "aokafor"}), {"ownership": {"implementers": ["alice"]}})
	count(judged("CTX-02", fixed_by_alice)) == 1
	count(judged("CTX-02", _emergency({"by": "svc-checkout"}))) == 1
}

test_a_ratified_early_fix_passes_with_a_flag if {
	judged("CTX-02", _ratified_early("henry")) == []
	[w] := warned("CTX-02", _ratified_early("henry"))
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "; ratified by `henry` on 2026-11-18: the key was in use by strangers")
}

test_a_ratification_by_too_low_a_level_does_not_count if {
	[d] := judged("CTX-02", _ratified_early("grace"))
	d.related[1].path == ["deviations", 0]
	warned("CTX-02", _ratified_early("grace")) == []
}

test_a_missing_verification_is_not_ratified if {
	unverified := object.union(_unverified(["verified_by"]), {"deviations": _ratified_early("henry").deviations})
	count(judged("CTX-02", unverified)) == 1
	warned("CTX-02", unverified) == []
}

test_other_findings_need_no_verified_context if {
	control := object.union(object.remove(_early, ["identity"]), {"type": "leaked_secret"})
	judged("CTX-02", control) == []
	judged("CTX-02", object.union(control, {"context": {"verified_at": "2026-11-21"}})) == []
}

test_the_verification_is_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("CTX-02", _early)
	only_repairs_are_judged("CTX-02", _unverified(["verified_by"]))
	only_repairs_are_judged("CTX-02", _verified({"verified_at": "2026-11-21"}))
	warned("CTX-02", in_state(_ratified_early("henry"), "accepted")) == []
}

test_a_control_needs_nobody_who_verified_its_context if {
	control := object.remove(_unverified(["verified_by"]), ["identity"])
	judged("CTX-02", control) == []
	count(judged("CTX-02", object.union(control, {"type": "stale_account"}))) == 1
}

test_an_unfinished_verification_after_the_fix_is_denied_once if {
	half := object.remove(_early.context, ["verified_by"])
	[d] := judged("CTX-02", object.union(object.remove(_early, ["context"]), {"context": half}))
	d.path == ["context", "verified_by"]
}
