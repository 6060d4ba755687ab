package remedy.sla_test

import data.remedy.lib.example_test as example

_setter_results(set_name, finding) := results if {
	results := [r | some r in data.remedy.sla[set_name]; r.rule == "SLA-06"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

_setter_denials(finding) := _setter_results("deny", finding)

# An audit finding of tier exposed/high, so that a ratifier needs the highest level.
_audited(changes) := object.union(example.closed_with({"source": {"kind": "audit"}}), changes)

_set_by(person) := _audited({"due": {"set_by": person}})

_ratified_by(person) := object.union(_set_by("erin"), {"deviations": [{
	"rule": "SLA-06",
	"reason": "the tester proposed the date and the owner kept it",
	"ratified_by": person,
	"at": "2026-11-18",
}]})

test_a_date_that_the_tester_set_is_denied if {
	[denial] := _setter_denials(_set_by("erin"))
	denial.path == ["due", "set_by"]
	denial.message == "due date set by `erin`, who does not own it (control owner: `alice`)"
	denial.expected == ["alice", "policy"]
	denial.found == "erin"
	denial.who == ["alice", "henry"]
	denial.related == []
	startswith(denial.unblock, "let the control owner confirm the date and set `due.set_by`, or have the deviation")
	contains(denial.unblock, "rule: SLA-06")
	_setter_results("warn", _set_by("erin")) == []
}

test_a_date_that_nobody_set_is_denied if {
	finding := _audited({"due": {"date": "2026-11-09"}})
	[denial] := _setter_denials(object.union(object.remove(finding, ["due"]), {"due": {"date": "2026-11-09"}}))
	denial.message == "nobody is named who set the due date"
	denial.found == ""
}

test_a_date_that_the_control_owner_set_passes if {
	_setter_denials(_set_by("alice")) == []
	_setter_denials(_set_by("Alice@example.com")) == []
}

test_a_date_that_the_owner_named_by_the_manifest_set_passes if {
	_setter_denials(object.union(_set_by("judy"), {"control": {"owner": "judy"}})) == []
}

# The service account belongs to Alice, who owns the control.
test_a_date_that_a_service_account_set_is_denied if {
	[d] := _setter_denials(_set_by("svc-checkout"))
	d.message == "due date set by `svc-checkout`, who does not own it (control owner: `alice`)"
}

test_a_date_that_an_earlier_control_owner_set_is_denied if count(_setter_denials(_set_by("mallory"))) == 1

test_a_date_that_the_policy_set_passes if _setter_denials(_set_by("policy")) == []

test_without_any_known_owner_the_denial_says_so if {
	finding := object.remove(_set_by("erin"), ["control", "ownership"])
	[denial] := _setter_denials(finding)
	denial.message == "due date set by `erin`, and no owner of the control is known"
	denial.expected == ["policy"]
}

test_nobody_set_the_date_and_no_owner_is_known if {
	finding := object.union(object.remove(_audited({}), ["control", "ownership", "due"]), {"due": {"date": "2026-11-09"}})
	[denial] := _setter_denials(finding)
	denial.message == "nobody is named who set the due date"
}

test_a_missing_date_is_not_the_business_of_its_setter if {
	_setter_denials(object.remove(_set_by("erin"), ["due"])) == []
}

test_every_audit_and_sox_finding_is_judged if {
	set_by := {"due": {"set_by": "erin"}}
	count(_setter_denials(example.closed_with(object.union(set_by, {"type": "soc2_exception"})))) == 1
	count(_setter_denials(example.closed_with(object.union(set_by, {"type": "sox_exception"})))) == 1
	count(_setter_denials(example.closed_with(object.union(set_by, {"source": {"framework": "sox"}})))) == 1
	_setter_denials(example.closed_with(set_by)) == []
}

test_the_setter_is_judged_for_accepted_and_closed if {
	count(_setter_denials(object.union(_set_by("erin"), {"state": "accepted"}))) == 1
	_setter_denials(object.union(_set_by("erin"), {"state": "open"})) == []
	_setter_denials(object.union(_set_by("erin"), {"state": "contained"})) == []
}

test_a_ratified_setter_is_a_warning if {
	_setter_denials(_ratified_by("henry")) == []
	_setter_results("warn", _ratified_by("henry")) == [{
		"rule": "SLA-06",
		"path": ["deviations", 0],
		"flag": "ratified",
		"message": concat("", [
			"due date set by `erin`, who does not own it (control owner: `alice`); ratified by `henry` on 2026-11-18: ",
			"the tester proposed the date and the owner kept it",
		]),
	}]
}

test_a_ratification_by_too_low_a_level_does_not_count if {
	[denial] := _setter_denials(_ratified_by("frank"))
	[related] := denial.related
	related.path == ["deviations", 0]
	_setter_results("warn", _ratified_by("frank")) == []
}

test_a_deviation_without_need_is_not_told if {
	finding := object.union(_ratified_by("henry"), {"due": {"set_by": "alice"}})
	_setter_results("warn", finding) == []
}
