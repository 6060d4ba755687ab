package remedy.sla_test

import data.remedy.lib.example_test as example

_extension_denials(finding) := denials if {
	denials := [d | some d in data.remedy.sla.deny; d.rule == "SLA-05"] with input as example.document(finding)
		with data.org as example.org
		with data.feeds as example.feeds
}

_good_extension := {
	"until": "2026-11-20",
	"reason": "the change freeze ends on the 19th",
	"approved_by": "frank",
	"approved_at": "2026-11-08T10:00:00Z",
}

_extended(extensions) := example.closed_with({
	"severity": "moderate",
	"impact": "moderate",
	"due": {"extensions": extensions},
})

test_an_extension_without_reason_and_approver_is_denied if {
	[denial] := _extension_denials(_extended([{"until": "2026-11-20"}]))
	denial == {
		"rule": "SLA-05",
		"path": ["due", "extensions", 0],
		"message": concat("", [
			"extension 1 is not valid: it does not say when it was approved; it has no reason; ",
			"nobody is named who approved it",
		]),
		"expected": "a reason, and the approval of the right level before the date that it moves",
		"unblock": concat(" ", [
			"have `due.extensions[0]` approved in time by level L2,",
			"or take it out and have the risk accepted",
		]),
		"who": ["frank", "grace", "henry"],
		"related": [{"path": ["due", "date"], "message": "the date that it moves"}],
		"facts": {
			"problems": [
				"it does not say when it was approved",
				"it has no reason",
				"nobody is named who approved it",
			],
			"required_level": "L2",
		},
	}
}

test_an_extension_after_the_breach_is_denied if {
	[denial] := _extension_denials(_extended([object.union(_good_extension, {"approved_at": "2026-11-10"})]))
	denial.message == "extension 1 is not valid: it was approved on 2026-11-10, after 2026-11-09 had passed"
}

test_an_extension_in_the_last_second_passes if {
	_extension_denials(_extended([object.union(_good_extension, {"approved_at": "2026-11-09T23:59:59Z"})])) == []
	count(_extension_denials(_extended([object.union(_good_extension, {"approved_at": "2026-11-10T00:00:00Z"})]))) == 1
}

test_only_the_invalid_extension_is_denied if {
	second := {"until": "2026-11-24", "reason": "more", "approved_by": "judy", "approved_at": "2026-11-19"}
	[denial] := _extension_denials(_extended([_good_extension, second]))
	denial.path == ["due", "extensions", 1]
	denial.message == "extension 2 is not valid: `judy` has level L1, L2 is needed"
	denial.related == [{"path": ["due", "extensions", 0, "until"], "message": "the date that it moves"}]
}

test_each_invalid_extension_is_denied_once if {
	count(_extension_denials(_extended([{"until": "2026-11-20"}, {"until": "2026-11-21"}]))) == 2
}

test_an_approved_extension_passes if _extension_denials(_extended([_good_extension])) == []

test_no_extension_passes if {
	_extension_denials(example.closed) == []
	_extension_denials(object.remove(example.closed, ["due"])) == []
}

test_an_invalid_extension_is_denied_in_every_state if {
	every state in ["open", "contained", "accepted", "closed"] {
		count(_extension_denials(object.union(_extended([{"until": "2026-11-20"}]), {"state": state}))) == 1
	}
}
