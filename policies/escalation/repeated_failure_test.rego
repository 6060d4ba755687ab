package remedy.escalation_test

import data.remedy.lib.example_test as example

_failure := example.closed_with({"type": "sox_exception"})

_earlier := {
	"id": "F-0",
	"type": "access_review_failure",
	"state": "closed",
	"control": "AC-17",
	"fingerprint": "fp",
	"detected_at": "2026-03-01T08:00:00Z",
	"closed_at": "2026-04-01",
}

_beside(others) := {
	"findings": object.union(
		{"F-1": {"id": "F-1", "type": "sox_exception", "detected_at": "2026-11-02T09:14:00Z"}},
		{other.id: other | some other in others},
	),
	"by": {
		"control": {"AC-17": array.concat([other.id | some other in others], ["F-1"])},
		"fingerprint": {"fp": array.concat([other.id | some other in others; other.fingerprint == "fp"], ["F-1"])},
	},
}

_failed(finding, others) := denied_beside("ESC-01", example.document(finding), _beside(others))

_counts(changes) if count(_failed(_failure, [object.union(_earlier, changes)])) == 1

_acknowledged := {
	"level": "executive",
	"to": "grace",
	"at": "2026-11-10",
	"ref": "BOARD-7",
	"acknowledged_by": "grace",
	"acknowledged_at": "2026-11-11",
	"cause": "under_resourced",
	"decision": "two more people for the access reviews",
}

test_a_second_failure_is_denied if {
	[d] := _failed(_failure, [_earlier])
	d.path == ["escalation", "records"]
	d.message == concat("", [
		"failure 2 of control `AC-17` within 365 days (before it: `F-0` (closed 2026-04-01)), ",
		"and no executive has acknowledged it",
	])
	d.who == ["grace", "henry"]
	d.related == [{"path": ["control", "id"], "message": "the control"}]
	d.facts == {"failures": 2, "earlier": ["F-0"], "window_days": 365}
}

test_a_first_failure_passes if {
	_failed(_failure, []) == []
	_failed(object.remove(_failure, ["control"]), [_earlier]) == []
}

test_an_acknowledged_failure_passes if {
	_failed(escalated(_failure, [record, _acknowledged]), [_earlier]) == []
}

test_an_accepted_failure_is_judged if {
	count(_failed(as_state(_failure, "accepted"), [_earlier])) == 1
	every state in ["open", "contained"] {
		_failed(as_state(_failure, state), [_earlier]) == []
	}
}

test_a_finding_that_is_no_failure_passes if {
	_failed(example.closed, [_earlier]) == []
	not _counts({"type": "vulnerability"})
	_counts({"type": "sod_conflict"})
}

test_two_unrelated_vulnerabilities_are_no_failure if {
	vulnerability := example.closed_with({"type": "vulnerability", "fingerprint": "fp-2"})
	_failed(vulnerability, [object.union(_earlier, {"type": "vulnerability"})]) == []
}

test_a_linked_repeat_is_a_failure_of_its_control if {
	repeat := example.closed_with({"fingerprint": "fp", "recurrence": {"prior": ["F-0"]}})
	secret := object.union(_earlier, {"type": "leaked_secret"})
	[d] := _failed(repeat, [secret])
	d.facts.earlier == ["F-0"]
	_failed(object.remove(repeat, ["recurrence"]), [secret]) == []
}

test_duplicates_and_false_positives_do_not_count if {
	not _counts({"duplicate_of": "F-1"})
	not _counts({"disposition": "false_positive"})
	_counts({"state": "open"})
}

test_the_failure_came_up_to_this_one if {
	_counts({"detected_at": "2026-11-02T09:13:59Z"})
	_counts({"detected_at": "2026-11-02T09:14:00Z"})
	not _counts({"detected_at": "2026-11-02T09:14:01Z"})
}

test_the_failure_came_within_the_window if {
	_counts({"detected_at": "2025-11-02T00:00:00Z"})
	not _counts({"detected_at": "2025-11-01T23:59:59Z"})
	not _counts({}) with data.params.repeat_window_days as 245
	_counts({}) with data.params.repeat_window_days as 246
}

# 2026-10-25 ends at 23:00 UTC in Berlin.
test_the_window_ends_with_its_last_second_in_another_zone if {
	every detected_at, denials in {"2026-10-25T22:59:59Z": 1, "2026-10-25T23:00:00Z": 0} {
		finding := object.union(_failure, {"source": {"detected_at": detected_at}})
		document := document_in(finding, "2026-11-20T12:00:00Z", "Europe/Berlin")
		others := [object.union(_earlier, {"detected_at": "2025-10-25"})]
		count(denied_beside("ESC-01", document, _beside(others))) == denials
	}
}

test_the_count_is_the_profiles if {
	_failed(_failure, [_earlier]) == [] with data.params.exec_escalation_count as 3
	second := object.union(_earlier, {"id": "F-00"})
	[d] := _failed(_failure, [_earlier, second]) with data.params.exec_escalation_count as 3
	startswith(d.message, "failure 3 of control `AC-17`")
	_failed(_failure, []) == [] with data.params.exec_escalation_count as 1
}

_rejected(changes) := _why(object.union(_acknowledged, changes))

_why(entry) := why if {
	[d] := _failed(escalated(_failure, [entry]), [_earlier])
	d.related[1].path == ["escalation", "records", 0]
	why := trim_prefix(d.related[1].message, "this escalation does not count: ")
}

test_each_absent_part_of_the_acknowledgement_is_named if {
	every key in ["acknowledged_by", "acknowledged_at", "cause", "decision", "ref"] {
		_why(object.remove(_acknowledged, [key])) == sprintf("`%s` is missing", [key])
	}
	_rejected({"decision": " "}) == "`decision` is missing"
}

test_the_level_is_executive if {
	_rejected({"level": "director", "to": "frank"}) == "its level is `director`"
	_why(object.remove(_acknowledged, ["level"])) == "`level` is missing"
}

test_an_active_executive_acknowledges if {
	every id in ["frank", "mallory", "executive"] {
		_rejected({"acknowledged_by": id}) == concat("", [
			sprintf("`%s`, who acknowledged it, ", [id]),
			"was no active executive on 2026-11-11",
		])
	}
	_failed(escalated(_failure, [object.union(_acknowledged, {"acknowledged_by": "henry"})]), [_earlier]) == []
}

test_who_owns_or_fixes_does_not_acknowledge if {
	owned := object.union(_failure, {"ownership": {"accountable_owner": "henry"}})
	own := object.union(_acknowledged, {"acknowledged_by": "henry"})
	[d] := _failed(escalated(owned, [own]), [_earlier])
	endswith(d.related[1].message, "`henry`, who acknowledged it, owns or fixes this finding")
}

test_the_acknowledgement_has_happened_since_the_detection if {
	every at in ["2026-11-02T09:14:00Z", "2026-11-02", "2026-11-20T12:00:00Z"] {
		_failed(escalated(_failure, [object.union(_acknowledged, {"acknowledged_at": at})]), [_earlier]) == []
	}
	_rejected({"acknowledged_at": "2026-11-20T12:00:01Z"}) == concat("", [
		"it is acknowledged in the future (2026-11-20T12:00:01Z)",
	])
	_rejected({"acknowledged_at": "2026-11-02T09:13:59Z"}) == concat("", [
		"it was acknowledged before the detection (2026-11-02T09:13:59Z)",
	])
}

test_a_failure_that_was_none_is_not_judged if {
	every disposition in ["false_positive", "duplicate"] {
		_failed(as_disposition(_failure, disposition), [_earlier]) == []
	}
}

_rejected_in(org, entry) := [r.message |
	found := data.remedy.escalation.deny with input as example.document(escalated(_failure, [entry]))
		with data.org as org
		with data.feeds as example.feeds
		with data.index as _beside([_earlier]).findings
		with data.index_by as _beside([_earlier]).by
	some d in found
	d.rule == "ESC-01"
	some i, r in d.related
	i > 0
]

test_an_executive_who_has_left_acknowledges_nothing if {
	left := object.union(example.org, {"people": {"henry": {"ended_at": "2026-11-10"}}})
	_rejected_in(left, object.union(_acknowledged, {"acknowledged_by": "henry"})) == [concat("", [
		"this escalation does not count: ",
		"`henry`, who acknowledged it, was no active executive on 2026-11-11",
	])]
}

test_the_service_account_of_an_executive_acknowledges_nothing if {
	machines := object.union(example.org, {
		"identities": {"svc-board": {"kind": "service_account", "owner": "henry"}},
		"aliases": {"svc-board": "henry"},
	})
	_rejected_in(machines, object.union(_acknowledged, {"acknowledged_by": "svc-board"})) == [concat("", [
		"this escalation does not count: ",
		"`svc-board`, who acknowledged it, was no active executive on 2026-11-11",
	])]
}
