package remedy.ownership_test

import data.remedy.lib.example_test as example

_broad_labels_at(org, moment) := [d |
	some d in _all_of_organization(org, moment)
	d.rule == "OWN-13"
]

_all_of_organization(org, moment) := found if {
	found := data.remedy.ownership.deny with input as {
		"kind": "Organization",
		"at": example.document_at({}, moment).at,
	}
		with data.org as org
}

_broad_labels(org) := _broad_labels_at(org, "2026-11-20T12:00:00Z")

# The example has a team called "Security" to which work is routed; here it has a name of its own.
_named := object.union(example.org, {"teams": {"security": {"name": "Detection and response"}}})

_renamed := object.union(object.remove(_named, ["teams"]), {"teams": object.union(
	object.remove(_named.teams, ["security"]),
	{"detection": _named.teams.security},
)})

_owned_by(person, people) := object.union(_renamed, {
	"controls": {"AC-17": {"owners": [{"person": person, "from": "2020-01-01"}]}},
	"people": people,
})

test_persons_and_proper_teams_pass if {
	_broad_labels(_renamed) == []
	_broad_labels({}) == []
}

test_a_control_of_a_broad_label_is_denied if {
	[d] := _broad_labels(_owned_by("DevOps", {}))
	d.path == ["controls", "AC-17", "owners", 0, "person"]
	d.message == "control `AC-17` is owned by the broad label `DevOps`"
	d.found == "DevOps"
	d.who == ["grace", "henry"]
}

test_a_person_who_is_called_like_a_broad_label_is_denied if {
	[d] := _broad_labels(_owned_by("it-01", {"it-01": {"name": "IT Department"}}))
	d.message == "control `AC-17` is owned by the broad label `IT Department`"
	d.found == "it-01"
}

test_a_label_that_owned_the_control_before_passes if {
	org := object.union(_renamed, {"controls": {"AC-17": {"owners": [
		{"person": "IT", "from": "2020-01-01", "to": "2026-11-20"},
		{"person": "alice", "from": "2026-11-21"},
	]}}})
	count(_broad_labels_at(org, "2026-11-20T23:59:58Z")) == 1
	count(_broad_labels_at(org, "2026-11-20T23:59:59Z")) == 1
	count(_broad_labels_at(org, "2026-11-21T00:00:00Z")) == 0
}

test_an_identity_of_a_broad_label_is_denied if {
	[d] := _broad_labels(object.union(_renamed, {"identities": {"svc-checkout": {"owner": "Platform"}}}))
	d.path == ["identities", "svc-checkout", "owner"]
	d.message == "identity `svc-checkout` is owned by the broad label `Platform`"
	absent := object.union(_renamed, {"identities": {"svc-new": {"kind": "workload"}}})
	_broad_labels(absent) == []
}

test_a_team_with_a_broad_name_is_denied if {
	[d] := _broad_labels(example.org)
	d.path == ["teams", "security", "name"]
	d.message == "team `security`, to which work is routed, has the broad label `Security`"
	d.who == ["frank"]
}

test_a_team_with_a_broad_id_is_denied if {
	[d] := _broad_labels(_named)
	d.path == ["teams", "security"]
	d.found == "security"
	leadless := object.union(_renamed, {"teams": {"ops": {"name": "Night shift", "capabilities": ["patch_system"]}}})
	[e] := _broad_labels(leadless)
	e.who == []
}

test_a_team_without_work_or_marked_as_a_queue_passes if {
	org := object.union(_renamed, {"teams": {
		"compliance": {"name": "Compliance", "capabilities": []},
		"management": {"name": "Management"},
		"support": {"name": "Support", "generic_queue": true, "capabilities": ["patch_system"]},
	}})
	_broad_labels(org) == []
}

test_a_finding_is_not_the_place_for_it if {
	count(denied_in("OWN-13", example.closed, _owned_by("DevOps", {}))) == 0
	count(warned_in("OWN-13", owned({"resolver": "security"}), _owned_by("DevOps", {}))) == 0
}

test_a_person_whose_id_is_a_broad_label_too_is_denied_once if {
	[d] := _broad_labels(_owned_by("IT", {"IT": {"name": "IT Department"}}))
	d.message == "control `AC-17` is owned by the broad label `IT`"
}

test_a_control_without_owners_has_no_broad_label if {
	_broad_labels(object.union(_renamed, {"controls": {"AC-18": {"title": "Keys are rotated"}}})) == []
}

test_a_finding_is_not_the_place_for_the_labels_of_identities_and_teams if {
	org := object.union(example.org, {"identities": {"svc-checkout": {"owner": "Platform"}}})
	count(_broad_labels(org)) == 2
	denied_in("OWN-13", example.closed, org) == set()
}
