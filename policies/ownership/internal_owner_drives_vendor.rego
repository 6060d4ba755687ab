package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Internal owner who drives the external party
# description: |
#   An external party may do the work, but somebody inside answers for it and has the authority to see it through: as
#   the internal owner of the vendor, or by a contract or RACI that the finding names.
# custom:
#   id: OWN-07
#   requirements: [S0.24, S3.25]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Set an internal accountable owner, and `ownership.authority_ref` to the contract or RACI.
deny contains result.deny("OWN-07", ["ownership", "accountable_owner"], {
	"message": sprintf("external `%s` performs the fix, and the accountable owner `%s` is external too", [
		concat("`, `", sort(_vendor_performers)),
		owner,
	]),
	"expected": "a person of the organisation",
	"found": input.finding.ownership.accountable_owner,
	"unblock": "set `ownership.accountable_owner` to the person who drives the external party from inside",
	"who": sort({o | some p in _vendor_performers; o := _vendor_internal_owner(org.person(p).vendor)} | {c |
		some c in who.candidates
	}),
	"related": _vendor_places(_vendor_performers),
}) if {
	finding.is_leaving
	count(_vendor_performers) > 0
	owner := finding.accountable_person
	org.is_external(owner)
}

deny contains result.deny("OWN-07", ["ownership", "authority_ref"], {
	"message": sprintf("`%s` performs the fix for vendor `%s`, and nothing shows that `%s` can drive it (%s)", [
		concat("`, `", sort(performers)),
		vendor,
		owner,
		_vendor_owner_note(vendor),
	]),
	"expected": "the contract or RACI that gives the owner authority over the vendor",
	"unblock": concat("", [
		"set `ownership.authority_ref` to that contract or RACI, ",
		"or `ownership.accountable_owner` to the internal owner of the vendor",
	]),
	"who": array.concat([owner], [o | o := _vendor_internal_owner(vendor)]),
	"related": _vendor_places(performers),
	"facts": {"vendor": vendor},
}) if {
	finding.is_leaving
	owner := finding.accountable_person
	not org.is_external(owner)
	not input.finding.ownership.authority_ref
	some vendor in {v | some p in _vendor_performers; v := org.person(p).vendor}
	not _vendor_is_driven_by(vendor, owner)
	performers := {p | some p in _vendor_performers; org.person(p).vendor == vendor}
}

_vendor_performers := {p | some p in finding.implementers; org.is_external(p)}

_vendor_internal_owner(vendor) := org.canonical(data.org.vendors[vendor].internal_owner)

_vendor_is_driven_by(vendor, owner) if _vendor_internal_owner(vendor) == owner

_vendor_owner_note(vendor) := sprintf("its internal owner is `%s`", [_vendor_internal_owner(vendor)])

_vendor_owner_note(vendor) := "it has no internal owner in `org.vendors`" if not _vendor_internal_owner(vendor)

_vendor_places(persons) := array.concat(
	[{"path": ["ownership", "implementers", i], "message": "external"} |
		some i, p in finding.field(["ownership", "implementers"], [])
		org.canonical(p) in persons
	],
	[{"path": ["plan", "actions", i, "performed_by"], "message": "external"} |
		some i, action in finding.actions
		org.canonical(action.performed_by) in persons
	],
)
