package remedy.vendor_test

import data.remedy.lib.example_test as example

_organization := {"kind": "Organization", "at": example.at}

_linted(org) := [d | some d in all_denied(_organization, org); d.rule == "VND-03"]

_complete := {
	"vendors": {"northwind": {
		"name": "Northwind Hosting",
		"internal_owner": "aokafor",
		"responsibilities": {"service": "hosting", "vendor": "patches", "platform": "users and roles"},
		"oauth_apps": ["app-sync"],
	}},
	"identities": {
		"app-sync": {"kind": "oauth_app", "vendor": "northwind", "owner": "carol"},
		"svc-relay": {"kind": "service_account", "vendor": "northwind"},
		"svc-checkout": {"kind": "service_account"},
	},
	"teams": {"sourcing": {"name": "Sourcing", "capabilities": ["vendor_management"]}},
	"aliases": {"aokafor": "alice"},
}

_org_with(changes) := object.union(_complete, changes)

test_a_complete_organisation_passes if {
	_linted(_complete) == []
	_linted({}) == []
}

test_undefined_responsibilities_are_denied if {
	[d] := _linted(_org_with({"vendors": {"northwind": {"responsibilities": {"vendor": " "}}}}))
	d.path == ["vendors", "northwind", "responsibilities"]
	d.message == "responsibilities for `northwind` undefined: `vendor`"
	d.who == ["alice"]
	[e] := _linted(_org_with({"vendors": {"acme": {"name": "Acme"}}}))
	e.path == ["vendors", "acme", "responsibilities"]
	e.message == "responsibilities for `acme` undefined: `service`, `vendor`, `platform`"
	e.who == ["sourcing"]
}

test_an_application_outside_the_inventory_is_denied if {
	[d] := _linted(_org_with({"vendors": {"northwind": {"oauth_apps": ["app-sync", "app-ghost"]}}}))
	d.path == ["vendors", "northwind", "oauth_apps", 1]
	d.message == "OAuth application `app-ghost` of vendor `northwind` is not in the inventory"
	d.found == "app-ghost"
	count(_linted(_org_with({"vendors": {"northwind": {"oauth_apps": ["app-sync", "svc-relay"]}}}))) == 1
}

test_an_application_by_its_alias_passes if {
	org := _org_with({
		"vendors": {"northwind": {"oauth_apps": ["Sync"]}},
		"identities": {"app-sync": {"aliases": ["sync"]}},
	})
	_linted(org) == []
}

test_an_application_of_no_vendor_is_denied if {
	[d] := _linted(_org_with({"identities": {"app-mail": {"kind": "oauth_app", "owner": "carol"}}}))
	d.path == ["identities", "app-mail"]
	d.message == "OAuth application `app-mail` belongs to no vendor"
	d.who == ["carol"]
	[e] := _linted(_org_with({"identities": {"app-mail": {"kind": "oauth_app"}}}))
	e.who == ["sourcing"]
}

test_an_application_that_its_vendor_does_not_list_is_denied if {
	[d] := _linted(_org_with({"identities": {"app-mail": {"kind": "oauth_app", "vendor": "northwind"}}}))
	d.path == ["identities", "app-mail", "vendor"]
	d.message == "OAuth application `app-mail` is not on the list of vendor `northwind`"
	[e] := _linted(object.union(object.remove(_complete, ["vendors"]), {"vendors": {
		"northwind": object.remove(_complete.vendors.northwind, ["oauth_apps"]),
	}}))
	e.path == ["identities", "app-sync", "vendor"]
}

test_a_vendor_that_is_not_listed_is_denied if {
	stray := {"kind": "service_account", "vendor": "ghost", "owner": "carol"}
	[d] := _linted(_org_with({"identities": {"svc-feed": stray}}))
	d.path == ["identities", "svc-feed", "vendor"]
	d.message == concat("", [
		"responsibilities for `ghost` undefined: ",
		"`svc-feed` belongs to a vendor that is not in `org.vendors`",
	])
	d.who == ["carol"]
	count(_linted(object.remove(_complete, ["vendors"]))) == 2
}

test_a_finding_is_not_the_place_for_it if {
	org := object.union(example.org, {
		"vendors": {"acme": {"name": "Acme", "oauth_apps": ["app-ghost"]}},
		"identities": {
			"app-mail": {"kind": "oauth_app"},
			"app-chat": {"kind": "oauth_app", "vendor": "acme"},
			"app-sign": {"kind": "oauth_app", "vendor": "ghost"},
		},
	})
	{d.path | some d in _linted(org)} == {
		["vendors", "acme", "responsibilities"],
		["vendors", "northwind", "responsibilities"],
		["vendors", "acme", "oauth_apps", 0],
		["identities", "app-mail"],
		["identities", "app-chat", "vendor"],
		["identities", "app-sign", "vendor"],
	}
	every state in ["open", "contained", "accepted", "closed"] {
		count(denied_in("VND-03", as_state(consent, state), org)) == 0
	}
}
