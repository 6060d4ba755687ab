package remedy.escalation_test

import data.remedy.lib.example_test as example

# Tier exposed: 24 hours from 2026-11-02T09:14.
_unowned := object.union(example.open_finding, {"ownership": {"status": "unknown"}})

_unclear(finding, moment) := denied_at("ESC-04", example.document_at(finding, moment))

test_an_unclear_owner_is_escalated if {
	[d] := _unclear(_unowned, "2026-11-04T09:44:00Z")
	d.path == ["ownership", "status"]
	d.message == concat("", [
		"ownership is still `unknown` 48 hours after the detection (limit 24, tier exposed), ",
		"and that was not escalated",
	])
	d.found == "unknown"
	d.related == [{"path": ["source", "detected_at"], "message": "detected"}]
	d.facts == {"tier": "exposed", "limit_hours": 24}
	d.who == []
}

test_who_leads_identity_governance_can_help if {
	org := object.union(example.org, {"teams": {
		"iam": {"name": "Identities", "function": "iam", "lead": "aokafor"},
		"idp": {"name": "Directory", "function": "iam"},
	}})
	found := data.remedy.escalation.deny with input as example.document_at(_unowned, "2026-11-04T09:44:00Z")
		with data.org as org
		with data.feeds as example.feeds
	[d.who | some d in found; d.rule == "ESC-04"] == [["alice", "idp"]]
}

test_an_absent_status_is_unclear if {
	every finding in [
		object.remove(example.open_finding, ["ownership"]),
		object.union(object.remove(example.open_finding, ["ownership"]), {"ownership": {"accountable_owner": "alice"}}),
	] {
		[d] := _unclear(finding, "2026-11-04T09:44:00Z")
		startswith(d.message, "ownership is not stated 48 hours after the detection")
		not d.found
	}
}

test_a_provisional_owner_is_unclear if {
	provisional := object.union(example.open_finding, {"ownership": {"status": "provisional"}})
	count(_unclear(provisional, "2026-11-04T09:44:00Z")) == 1
}

test_a_confirmed_owner_passes if {
	_unclear(example.open_finding, "2026-11-04T09:44:00Z") == []
}

test_the_hours_of_an_unclear_owner_end_with_their_last_second if {
	_unclear(_unowned, "2026-11-03T09:13:59Z") == []
	_unclear(_unowned, "2026-11-03T09:14:00Z") == []
	count(_unclear(_unowned, "2026-11-03T09:14:01Z")) == 1
}

# The day of the detection starts at 22:00 UTC in Berlin, and has 25 hours.
test_the_hours_start_with_the_day_of_the_organisation if {
	finding := object.union(_unowned, {"source": {"detected_at": "2026-10-25"}})
	denied_at("ESC-04", document_in(finding, "2026-10-25T22:00:00Z", "Europe/Berlin")) == []
	count(denied_at("ESC-04", document_in(finding, "2026-10-25T22:00:01Z", "Europe/Berlin"))) == 1
	denied_at("ESC-04", document_in(finding, "2026-10-26T00:00:00Z", "UTC")) == []
	count(denied_at("ESC-04", document_in(finding, "2026-10-26T00:00:01Z", "UTC"))) == 1
}

test_a_tier_has_its_hours if {
	secret := {"type": "leaked_secret", "secret": {"valid_at_detection": false}}
	dead := object.union(_unowned, object.union(secret, {"exposure": {"internet_reachable": false}}))
	_unclear(dead, "2026-11-05T09:14:00Z") == []
	[d] := _unclear(dead, "2026-11-05T09:14:01Z")
	d.facts.limit_hours == 72
}

test_an_escalated_search_passes if {
	_unclear(escalated(_unowned, [record]), "2026-11-20T12:00:00Z") == []
	[d] := _unclear(escalated(_unowned, [record_with({"to": "alice"})]), "2026-11-20T12:00:00Z")
	count(d.related) == 2
}

test_only_an_open_finding_searches_its_owner if {
	every state in ["contained", "accepted", "closed"] {
		_unclear(as_state(_unowned, state), "2026-11-20T12:00:00Z") == []
	}
}

test_the_hours_of_an_unclear_owner_are_counted_to_the_nanosecond if {
	document := example.document_at(_unowned, "2026-11-03T09:14:00Z")
	limit_ns := time.parse_rfc3339_ns("2026-11-03T09:14:00Z")
	denied_at("ESC-04", object.union(document, {"at": {"ns": limit_ns}})) == []
	count(denied_at("ESC-04", object.union(document, {"at": {"ns": limit_ns + 1}}))) == 1
}
