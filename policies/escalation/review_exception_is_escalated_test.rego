package remedy.escalation_test

import data.remedy.lib.example_test as example

# Alice owns the control and the finding.
_reviewed := example.closed_with({"source": {"kind": "access_review"}})

_to_alice := record_with({"to": "alice", "at": "2026-11-03"})

_logged(entry) := object.union(_reviewed, {"tracking": {"log": [{"at": "2026-11-02T10:00:00Z"}, entry]}})

test_an_exception_that_never_reached_the_control_owner_is_denied if {
	[d] := denied("ESC-05", _reviewed)
	d.path == ["escalation", "records"]
	d.message == "the exception was found by the access review and never reached the control owner (`alice`)"
	d.who == ["alice"]
	d.related == [{"path": ["source", "kind"], "message": "found by the access review"}]
}

test_a_reviewer_finds_for_the_review if {
	[d] := denied("ESC-05", example.closed_with({"source": {"reported_by": "rita"}}))
	d.related[0].path == ["source", "reported_by"]
}

test_other_sources_need_no_escalation if {
	denied("ESC-05", example.closed) == []
	absent := object.remove(example.closed, ["source"])
	denied("ESC-05", object.union(absent, {"source": {"detected_at": "2026-11-02T09:14:00Z"}})) == []
}

test_an_accepted_exception_is_judged if {
	count(denied("ESC-05", as_state(_reviewed, "accepted"))) == 1
	every state in ["open", "contained"] {
		denied("ESC-05", as_state(_reviewed, state)) == []
	}
}

test_an_escalation_to_the_control_owner_passes if {
	denied("ESC-05", escalated(_reviewed, [record, _to_alice])) == []
	denied("ESC-05", escalated(_reviewed, [object.union(_to_alice, {"to": "alice@example.com"})])) == []
}

test_an_escalation_to_somebody_else_is_related if {
	[d] := denied("ESC-05", escalated(_reviewed, [record]))
	d.related[1] == {"path": ["escalation", "records", 0], "message": "`judy` does not own the control"}
}

test_an_incomplete_escalation_does_not_count if {
	[d] := denied("ESC-05", escalated(_reviewed, [object.remove(_to_alice, ["ref"])]))
	d.related[1].message == "this escalation does not count: `ref` is missing"
	[service] := denied("ESC-05", escalated(_reviewed, [object.union(_to_alice, {"to": "svc-checkout"})]))
	contains(service.related[1].message, "`svc-checkout` is not a person in `org.people`")
}

test_the_owner_of_that_time_was_the_one_to_be_told if {
	org := object.union(example.org, {"controls": {"AC-17": {"owners": [
		{"person": "judy", "from": "2020-01-01", "to": "2026-11-12"},
		{"person": "alice", "from": "2026-11-13"},
	]}}})
	every at, denials in {"2026-11-12": 0, "2026-11-12T23:59:59Z": 0, "2026-11-13T00:00:00Z": 1, "2026-11-13": 1} {
		document := example.document(escalated(_reviewed, [record_with({"at": at})]))
		found := data.remedy.escalation.deny with input as document with data.org as org with data.feeds as example.feeds
		count([d | some d in found; d.rule == "ESC-05"]) == denials
	}
}

# 2026-11-12 ends at 11:00 UTC in Auckland.
test_the_owner_of_that_day_is_the_one_in_the_zone_of_the_organisation if {
	org := object.union(example.org, {"controls": {"AC-17": {"owners": [{
		"person": "judy",
		"from": "2020-01-01",
		"to": "2026-11-12",
	}]}}})
	every at, denials in {"2026-11-12T10:59:59Z": 0, "2026-11-12T11:00:00Z": 1} {
		document := document_in(escalated(_reviewed, [record_with({"at": at})]), "2026-11-20T12:00:00Z", "Pacific/Auckland")
		found := data.remedy.escalation.deny with input as document with data.org as org with data.feeds as example.feeds
		count([d | some d in found; d.rule == "ESC-05"]) == denials
	}
}

test_an_entry_of_the_control_owner_in_the_log_passes if {
	every at in ["2026-11-02T09:14:00Z", "2026-11-02", "2026-11-20T12:00:00Z"] {
		denied("ESC-05", _logged({"by": "aokafor", "at": at})) == []
	}
	every entry in [
		{"by": "aokafor", "at": "2026-11-02T09:13:59Z"},
		{"by": "aokafor", "at": "2026-11-20T12:00:01Z"},
		{"by": "aokafor"},
		{"by": "rita", "at": "2026-11-03"},
		{"by": "svc-checkout", "at": "2026-11-03"},
		{"at": "2026-11-03"},
	] {
		count(denied("ESC-05", _logged(entry))) == 1
	}
}

test_a_reviewer_who_owns_the_control_knows if {
	denied("ESC-05", example.closed_with({"source": {"kind": "access_review", "reported_by": "alice@example.com"}})) == []
}

test_an_absent_control_and_owner_are_not_this_rules if {
	denied("ESC-05", object.remove(_reviewed, ["control", "ownership"])) == []
	count(denied("ESC-05", object.remove(_reviewed, ["control"]))) == 1
}
