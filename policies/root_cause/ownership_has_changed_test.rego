package remedy.root_cause_test

import data.remedy.lib.example_test as example

_cause := {"root_cause": {"category": "unclear_ownership"}}

_unowned := repeat_with(_cause)

_denied_in(finding, org) := _denied_in_zone(finding, org, "UTC")

_denied_in_zone(finding, org, zone) := [d |
	some d in all_denied(object.union(example.document(finding), {"at": {"zone": zone}}), org, index)
	d.rule == "RCA-03"
]

_with_control_owner_from(day) := object.union(example.org, {"controls": {"AC-17": {"owners": [
	{"person": "mallory", "from": "2020-01-01"},
	{"person": "alice", "from": day},
]}}})

_with_identity_owner_since(day) := object.union(example.org, {"identities": {"svc-checkout": {"owner_since": day}}})

test_unchanged_ownership_is_denied if {
	[d] := _denied_in(_unowned, example.org)
	d.path == ["recurrence", "root_cause", "category"]
	d.message == concat("", [
		"the cause was unclear ownership, and nothing has changed in the organisation data since 2026-11-02 ",
		"(control `AC-17`, identity `svc-checkout`)",
	])
	d.found == "unclear_ownership"
	d.who == ["alice"]
	[r.path | some r in d.related] == [["source", "detected_at"], ["control", "id"], ["identity", "id"]]
}

test_another_or_an_absent_cause_passes if {
	denied("RCA-03", repeat) == []
	denied("RCA-03", repeat_without("root_cause")) == []
}

test_a_finding_about_neither_is_denied_without_naming_one if {
	[d] := _denied_in(object.remove(_unowned, ["control", "identity"]), example.org)
	endswith(d.message, "since 2026-11-02")
	count(d.related) == 1
	count(_denied_in(_unowned, {})) == 1
}

test_a_new_owner_of_the_control_passes if {
	_denied_in(_unowned, _with_control_owner_from("2026-11-02")) == []
	_denied_in(_unowned, _with_control_owner_from("2026-11-03")) == []
	count(_denied_in(_unowned, _with_control_owner_from("2026-11-01"))) == 1
}

test_an_owner_of_the_future_is_none if {
	_denied_in(_unowned, _with_control_owner_from("2026-11-20")) == []
	count(_denied_in(_unowned, _with_control_owner_from("2026-11-21"))) == 1
}

test_a_new_owner_of_the_identity_passes if {
	_denied_in(_unowned, _with_identity_owner_since("2026-11-02")) == []
	count(_denied_in(_unowned, _with_identity_owner_since("2026-11-01"))) == 1
	every owner, denials in {"payments": 1, "aokafor": 0} {
		org := object.union(
			_with_identity_owner_since("2026-11-02"),
			{"identities": {"svc-checkout": {"owner": owner}}},
		)
		count(_denied_in(_unowned, org)) == denials
	}
}

# The clocks of Berlin went back on 2026-10-25: that day began at 22:00 UTC and ended at 23:00 UTC.
test_the_day_is_the_one_of_the_organisation if {
	every detected_at, denials in {
		"2026-10-25T22:59:58Z": 0,
		"2026-10-25T22:59:59Z": 0,
		"2026-10-25T23:00:00Z": 1,
	} {
		finding := object.union(_unowned, {"source": {"detected_at": detected_at}})
		count(_denied_in_zone(finding, _with_control_owner_from("2026-10-25"), "Europe/Berlin")) == denials
	}
}

_with_evidence(item) := object.union(_unowned, {"evidence": [item]})

test_a_shown_change_of_other_data_passes if {
	_denied_in(_with_evidence({"type": "org_data_diff", "collected_at": "2026-11-10"}), example.org) == []
	count(_denied_in(_with_evidence({"type": "org_data_diff", "collected_at": "2026-11-01"}), example.org)) == 1
	count(_denied_in(_with_evidence({"type": "org_data_diff"}), example.org)) == 1
	count(_denied_in(_with_evidence({"type": "source_record", "collected_at": "2026-11-10"}), example.org)) == 1
}

test_a_finding_about_a_control_alone_is_denied_with_its_name if {
	[d] := _denied_in(object.remove(_unowned, ["identity"]), example.org)
	endswith(d.message, "since 2026-11-02 (control `AC-17`)")
	[r.path | some r in d.related] == [["source", "detected_at"], ["control", "id"]]
}
