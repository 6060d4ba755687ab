package remedy.vendor

import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Responsibilities of a vendor
# description: |
#   Who answers for the service, what the vendor does and what stays with the platform is written down before something
#   happens. The OAuth applications of a vendor show in few tools, so the vendor lists them and the inventory has each:
#   an application that stands in one place alone is found by nobody.
# custom:
#   id: VND-03
#   requirements: [S0.27]
#   controls: [NIST-800-53r5:SA-9, SOC2-TSC:CC9.2, OWASP-NHI-2025:NHI3]
#   kinds: [Organization]
#   solution: Complete `responsibilities` of the vendor, and list its applications in `oauth_apps` and in `identities`.
deny contains result.deny("VND-03", ["vendors", id, "responsibilities"], {
	"message": sprintf("responsibilities for `%s` undefined: %s", [
		id,
		concat(", ", [sprintf("`%s`", [key]) | some key in missing]),
	]),
	"expected": "`service`, `vendor` and `platform`",
	"unblock": "write down who answers for the service, the vendor's part and the platform",
	"who": _integration_helpers(id),
}) if {
	input.kind == "Organization"
	some id, vendor in data.org.vendors
	missing := [key |
		some key in ["service", "vendor", "platform"]
		trim_space(object.get(vendor, ["responsibilities", key], "")) == ""
	]
	count(missing) > 0
}

deny contains result.deny("VND-03", ["vendors", id, "oauth_apps", i], {
	"message": sprintf("OAuth application `%s` of vendor `%s` is not in the inventory", [app, id]),
	"expected": "an entry of kind `oauth_app` in `org.identities`",
	"found": app,
	"unblock": "bring the application into `identities`, or take it off the list if it is gone",
	"who": _integration_helpers(id),
}) if {
	input.kind == "Organization"
	some id, vendor in data.org.vendors
	some i, app in object.get(vendor, "oauth_apps", [])
	not _integration_is_in_inventory(app)
}

deny contains result.deny("VND-03", ["identities", app], {
	"message": sprintf("OAuth application `%s` belongs to no vendor", [app]),
	"expected": "`vendor`, and the application in `oauth_apps` of that vendor",
	"unblock": "set `vendor` of the application to the vendor that runs it",
	"who": _integration_owner(app),
}) if {
	input.kind == "Organization"
	some app, identity in data.org.identities
	identity.kind == "oauth_app"
	not identity.vendor
}

deny contains result.deny("VND-03", ["identities", app, "vendor"], {
	"message": sprintf("OAuth application `%s` is not on the list of vendor `%s`", [app, identity.vendor]),
	"expected": sprintf("`%s` in `oauth_apps` of the vendor", [app]),
	"found": identity.vendor,
	"unblock": sprintf("add `%s` to `oauth_apps` of `%s` in `org.vendors`", [app, identity.vendor]),
	"who": _integration_helpers(identity.vendor),
}) if {
	input.kind == "Organization"
	some app, identity in data.org.identities
	identity.kind == "oauth_app"
	data.org.vendors[identity.vendor]
	not _integration_is_listed(app, identity.vendor)
}

deny contains result.deny("VND-03", ["identities", name, "vendor"], {
	"message": sprintf("responsibilities for `%s` undefined: `%s` belongs to a vendor that is not in `org.vendors`", [
		vendor,
		name,
	]),
	"expected": "the id of a vendor in `org.vendors`",
	"found": vendor,
	"unblock": sprintf("add `%s` to `org.vendors` with its responsibilities", [vendor]),
	"who": _integration_owner(name),
}) if {
	input.kind == "Organization"
	some name, identity in data.org.identities
	vendor := identity.vendor
	not data.org.vendors[vendor]
}

_integration_is_in_inventory(app) if org.identity(app).kind == "oauth_app"

# The list may name the application by an alias.
_integration_is_listed(app, vendor) if {
	some listed in data.org.vendors[vendor].oauth_apps
	org.identity_id(listed) == app
}

# Who owns the vendor inside, else the teams that look after vendors.
_integration_helpers(id) := [org.canonical(data.org.vendors[id].internal_owner)]

_integration_helpers(id) := org.teams_with("vendor_management") if not data.org.vendors[id].internal_owner

_integration_owner(name) := [org.canonical(data.org.identities[name].owner)]

_integration_owner(name) := org.teams_with("vendor_management") if not data.org.identities[name].owner
