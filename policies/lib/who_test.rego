package remedy.lib.who_test

import data.remedy.lib.example_test as example
import data.remedy.lib.who

_owner(finding, org) := found if {
	found := who.owner with input as example.document(finding) with data.org as org
}

_candidates(finding, org) := found if {
	found := who.candidates with input as example.document(finding) with data.org as org
}

test_an_active_owner_can_help if {
	_owner(example.closed_with({"ownership": {"accountable_owner": "carol"}}), example.org) == ["carol"]
}

test_instead_of_an_inactive_or_absent_owner_the_candidates_can if {
	_owner(example.closed_with({"ownership": {"accountable_owner": "mallory"}}), example.org) == ["alice", "judy"]
	_owner(example.closed_without("ownership", "accountable_owner"), example.org) == ["alice", "judy"]
}

test_candidates_are_the_active_internal_owners_of_what_is_concerned if {
	org := object.union(example.org, {
		"systems": {"vault": {"owner": "carol"}, "wiki": {"name": "Wiki"}, "crm": {"owner": "victor"}},
		"vendors": {"northwind": {"internal_owner": "rita"}},
	})
	finding := example.closed_with({
		"identity": {"systems": ["wiki", "crm", "vault", "ghost"], "owner": "mallory"},
		"vendor": {"id": "northwind"},
	})
	_candidates(finding, org) == ["alice", "carol", "judy", "rita"]
}

test_without_any_data_nobody_is_known if {
	_candidates(example.closed, {}) == []
	_owner(example.without(example.closed, "ownership"), {}) == []
}

test_teams_that_look_after_identities_are_no_queues if {
	org := {"teams": {
		"iam": {"name": "Identity", "function": "iam"},
		"iam-queue": {"name": "Inbox", "function": "iam", "generic_queue": true},
		"payments": {"name": "Payments", "function": "application"},
	}}
	who.identity_teams == ["iam"] with data.org as org
	who.identity_teams == [] with data.org as {}
}

test_executives_are_active if {
	org := object.union(example.org, {"people": {"henry": {"ended_at": "2026-11-19"}}})
	who.executives == ["grace"] with input as example.document(example.closed) with data.org as org
	who.executives == [] with input as example.document(example.closed) with data.org as {}
}

test_executives_are_found_among_the_members_of_each_team if {
	org := object.union(example.org, {"members": {"executive": ["henry"], "payments": ["alice"]}})
	who.executives == ["henry"] with input as example.document(example.closed) with data.org as org
}

test_each_of_them_alone_is_a_candidate if {
	bare := object.remove(example.closed, ["ownership", "identity", "control", "vendor"])
	org := object.union(example.org, {
		"identities": {"svc-search": {"kind": "service_account", "owner": "erin"}},
		"systems": {"crm": {"owner": "rita"}},
		"vendors": {"northwind": {"internal_owner": "frank"}},
	})
	_candidates(bare, org) == []
	every c in [
		[{"control": {"id": "AC-17"}}, "alice"],
		[{"identity": {"owner": "carol"}}, "carol"],
		[{"identity": {"id": "svc-search"}}, "erin"],
		[{"identity": {"systems": ["crm"]}}, "rita"],
		[{"ownership": {"resolver": "payments"}}, "judy"],
		[{"vendor": {"id": "northwind"}}, "frank"],
	] {
		_candidates(object.union(bare, c[0]), org) == [c[1]]
	}
}
