package remedy.lib.org_test

import data.remedy.lib.example_test as example
import data.remedy.lib.org

# The example with changes; maps are merged.
_with(changes) := object.union(example.org, changes)

_document := example.document(example.closed)

test_an_id_stands_for_a_person if {
	org.canonical("alice") == "alice" with data.org as example.org
	org.canonical("Alice@Example.com") == "alice" with data.org as example.org
	org.canonical("svc-checkout") == "alice" with data.org as example.org
	org.canonical("zoe") == "zoe" with data.org as example.org
	org.canonical("zoe") == "zoe" with data.org as {}
}

test_two_names_of_one_person if {
	org.same_person("aokafor", "svc-checkout") with data.org as example.org
	not _same_person("alice", "carol")
}

_same_person(a, b) if org.same_person(a, b) with data.org as example.org

test_a_service_account_names_nobody if {
	every id in ["alice", "aokafor", "ALICE@example.com"] {
		org.names_person(id) with data.org as example.org
	}
	org.is_person("svc-checkout") with data.org as example.org
	not _names_person("svc-checkout", example.org)
	not _names_person("SVC-checkout", example.org)
	not _names_person("zoe", example.org)
	not _names_person("alice", {})
}

# The alias of a service account leads to its owner, as its id does.
test_an_alias_of_a_service_account_names_nobody if {
	aliased := _with({
		"identities": {"svc-checkout": {"aliases": ["Checkout-Bot"]}},
		"aliases": {"checkout-bot": "alice"},
	})
	org.canonical("checkout-bot") == "alice" with data.org as aliased
	not _names_person("checkout-bot", aliased)
	not _names_person("CHECKOUT-BOT", aliased)
	_names_person("aokafor", aliased)
}

test_a_person_in_the_inventory_names_a_person if {
	_names_person("aokafor", _with({"identities": {"aokafor": {"kind": "human"}}}))
	_names_person("alice", _with({"identities": {"alice": {"kind": "token"}}}))
}

_names_person(id, data_org) if org.names_person(id) with data.org as data_org

test_a_person_is_active_until_the_end_of_the_last_day if {
	_is_active("mallory", "2026-06-30T23:59:59Z", example.org)
	not _is_active("mallory", "2026-07-01", example.org)
	_is_active("alice", "2026-11-20", example.org)
	not _is_active("zoe", "2026-11-20", example.org)
	not _is_active("alice", "2026-11-20", {})
}

test_a_person_is_active_from_the_first_day_on if {
	not _is_active("alice", "2019-12-31T23:59:59Z", example.org)
	_is_active("alice", "2020-01-01", example.org)
	_is_active("alice", "2020-01-01T00:00:00Z", example.org)
	without_start := _with({"people": {"zoe": {"name": "Zoe"}}})
	_is_active("zoe", "1990-01-01", without_start)
}

test_who_is_marked_inactive_is_inactive_at_every_moment if {
	without_end := _with({"people": {"alice": {"active": false}}})
	not _is_active("alice", "2020-06-01", without_end)
	future_end := _with({"people": {"alice": {"active": false, "ended_at": "2026-12-31"}}})
	not _is_active("alice", "2026-11-20", future_end)
	past_end := _with({"people": {"alice": {"active": false, "ended_at": "2026-11-19"}}})
	_is_active("alice", "2026-11-19", past_end)
}

test_who_will_leave_is_active if {
	_is_active("alice", "2026-11-20", _with({"people": {"alice": {"ended_at": "2026-12-31"}}}))
}

_is_active(id, m, data_org) if org.is_active_at(id, m) with data.org as data_org with input as _document

test_the_team_of_a_person if {
	org.team_id_of("aokafor") == "payments" with data.org as example.org
	org.team_of("alice").name == "Payments" with data.org as example.org
	org.has_function("ivan", {"audit", "finance"}) with data.org as example.org
	not _has_function("alice", {"audit"})
	not _has_function("victor", {"audit"})
}

_has_function(id, functions) if org.has_function(id, functions) with data.org as example.org

test_external_people if {
	org.is_external("victor") with data.org as example.org
	_is_external(_with({"people": {"carol": {"vendor": "northwind"}}}))
	_is_external(_with({"people": {"carol": {"external": true}}}))
	not _is_external(example.org)
}

_is_external(data_org) if org.is_external("carol") with data.org as data_org

test_the_level_of_a_person if {
	_level("frank", "2026-11-20", example.org) == "L2"
	_level("frank", "2019-12-31", example.org) == "none"
	_level("frank", "2020-01-01", example.org) == "L2"
	_level("alice", "2026-11-20", example.org) == "none"
	_level("zoe", "2026-11-20", {}) == "none"
}

test_the_highest_level_counts_while_it_holds if {
	promoted := _with({"people": {"judy": {"levels": [
		{"level": "L1", "from": "2018-01-01"},
		{"level": "L3", "from": "2026-01-01", "to": "2026-10-31"},
	]}}})
	_level("judy", "2026-10-31", promoted) == "L3"
	_level("judy", "2026-11-01", promoted) == "L1"
}

test_a_level_without_a_start_never_holds if {
	_level("alice", "2026-11-20", _with({"people": {"alice": {"levels": [{"level": "L4"}]}}})) == "none"
}

_level(id, m, data_org) := level if {
	level := org.level_at(id, m) with data.org as data_org with input as _document
}

test_persons_of_a_level if {
	_persons("L3") == ["grace", "henry"]
	_persons("L1") == ["frank", "grace", "henry", "judy"]
	org.persons_with_level("L1") == [] with data.org as {} with input as _document
}

_persons(level) := found if {
	found := org.persons_with_level(level) with data.org as example.org with input as _document
}

test_levels_are_compared if {
	org.at_least("L3", "L2")
	org.at_least("L2", "L2")
	not org.at_least("L1", "L2")
	not org.at_least("none", "L1")
	org.level_above("L1") == "L2"
	org.level_above("L4") == "L4"
}

test_the_owner_of_a_control_over_time if {
	_control_owner("AC-17", "2026-06-30") == "mallory"
	_control_owner("AC-17", "2026-07-01T00:00:00Z") == "alice"
	not _control_owner("AC-17", "2019-12-31")
	not _control_owner("AC-99", "2026-11-20")
}

_control_owner(id, m) := owner if {
	owner := org.control_owner_at(id, m) with data.org as example.org with input as _document
}

test_an_identity_is_found_by_its_id_or_alias_in_any_case if {
	aliased := _with({"identities": {"svc-checkout": {"aliases": ["checkout-bot"]}}})
	org.identity("svc-checkout").kind == "service_account" with data.org as aliased
	org.identity("Checkout-Bot").kind == "service_account" with data.org as aliased
	org.identity_id("SVC-Checkout") == "svc-checkout" with data.org as aliased
	not _identity("checkout-bot", example.org)
	not _identity("svc-checkout", {})
}

_identity(id, data_org) := found if {
	found := org.identity(id) with data.org as data_org
}

test_a_team_is_found_by_its_id_name_or_alias_in_any_case if {
	every name in ["sec-queue", "SECURITY INBOX", "security@example.com"] {
		org.team_ids(name) == {"sec-queue"} with data.org as example.org
		org.is_team(name) with data.org as example.org
		org.is_generic_queue(name) with data.org as example.org
	}
	org.is_team("payments") with data.org as example.org
	not _is_queue("payments", example.org)
	not _is_queue("alice", example.org)
	not _is_queue("sec-queue", {})
	not _is_team("alice")
}

test_a_team_without_a_name_is_found_by_its_id if {
	org.is_team("lab") with data.org as {"teams": {"lab": {}}}
}

_is_queue(name, data_org) if org.is_generic_queue(name) with data.org as data_org

_is_team(name) if org.is_team(name) with data.org as example.org

test_teams_with_a_capability_are_no_queues if {
	org.teams_with("revoke_credential") == ["payments", "security"] with data.org as example.org
	org.teams_with("fly") == [] with data.org as example.org
	org.teams_with("rotate_credential") == [] with data.org as {}
}

test_persons_with_a_level_are_found_among_its_holders if {
	data_org := object.union(example.org, {"level_holders": ["frank", "mallory"]})
	found := org.persons_with_level("L1") with data.org as data_org with input as _document
	found == ["frank"]
}

test_teams_and_identities_are_found_among_the_gathered_names if {
	gathered := object.union(example.org, {
		"team_names": {"pay": ["payments"]},
		"identity_names": {"bot": ["svc-search", "svc-index"]},
	})
	org.team_ids("Pay") == {"payments"} with data.org as gathered
	org.team_ids("security") == set() with data.org as gathered
	org.identity_id("BOT") == "svc-index" with data.org as gathered
	not _has_identity("nobody", gathered)
}

_has_identity(id, data_org) if {
	org.identity_id(id) with data.org as data_org
}

test_an_alias_of_several_identities_stands_for_the_first if {
	shared := _with({"identities": {
		"svc-search": {"kind": "service_account", "aliases": ["bot"]},
		"svc-index": {"kind": "service_account", "aliases": ["Bot"]},
	}})
	org.identity_id("bot") == "svc-index" with data.org as shared
}

test_an_id_stands_for_its_identity_whatever_alias_another_has if {
	taken := _with({"identities": {"a-bot": {"kind": "service_account", "aliases": ["svc-checkout"]}}})
	org.identity_id("svc-checkout") == "svc-checkout" with data.org as taken
}

test_who_has_no_level_holds_none_at_any_time if {
	org.level_at("carol", "2026-11-20") == "none" with data.org as example.org with input as _document
	org.level_at("aokafor", "2026-11-20") == "none" with data.org as example.org with input as _document
	org.level_at("frank", "2026-11-20") == "L2" with data.org as example.org with input as _document
}

test_a_control_without_owners_has_none if {
	unowned := _with({"controls": {"AC-18": {"title": "Logs are kept"}}})
	not _owner_in("AC-18", unowned)
	_owner_in("AC-17", unowned) == "alice"
}

_owner_in(id, data_org) := owner if {
	owner := org.control_owner_at(id, org.now) with data.org as data_org with input as _document
}
