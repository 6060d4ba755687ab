package remedy.vendor

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Way to the vendor
# description: |
#   Whoever works on a finding with a third party in it knows whom to call there, by which contract, and how to go
#   further if nobody answers. The finding states all three, so that the record explains itself when the vendor has
#   changed; the organisation data is where they come from.
# custom:
#   id: VND-01
#   requirements: [S1.26, S3.25]
#   controls: [NIST-800-53r5:SA-9, SOC2-TSC:CC9.2]
#   states: [accepted, closed]
#   solution: Fill `vendor.contact`, `vendor.contract_ref` and `vendor.escalation` from `org.vendors`.
deny contains result.deny("VND-01", ["vendor", missing[0]], {
	"message": sprintf("vendor path missing: %s", [concat(", ", [sprintf("`%s`", [key]) | some key in missing])]),
	"expected": "a contact, a contract and an escalation path",
	"unblock": concat("; ", [_vendor_path_advice(key) | some key in missing]),
	"who": _vendor_drivers,
	"related": [{"path": place.path, "message": place.why} | some place in _third_party_places],
}) if {
	_vendor_is_judged
	count(_third_party_places) > 0
	missing := [key |
		some key in ["contact", "contract_ref", "escalation"]
		trim_space(finding.field(["vendor", key], "")) == ""
	]
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(missing) > 0
}

# A finding that stays open by acceptance needs the vendor as well, one that was none does not.
_vendor_is_judged if input.finding.state == "accepted"

_vendor_is_judged if finding.is_repair

# Why a third party is involved, and where that stands.
_third_party_places := array.concat(
	[{"path": ["vendor"], "why": "the finding names a vendor"} | count(finding.field(["vendor"], {})) > 0],
	array.concat(
		[{"path": ["type"], "why": "the application belongs to a vendor"} | input.finding.type == "vendor_oauth_app"],
		[{"path": ["identity"], "why": "the identity belongs to a third party"} | _identity_is_third_party],
	),
)

_identity_is_third_party if input.finding.identity.third_party == true

_identity_is_third_party if org.identity(input.finding.identity.id).vendor

# The vendor that the finding names, else the one to which the inventory says that the identity belongs.
default _vendor_id := ""

_vendor_id := input.finding.vendor.id

_vendor_id := org.identity(input.finding.identity.id).vendor if not input.finding.vendor.id

_vendor_path_advice(key) := sprintf("set `vendor.%s` to `%s`, as in `org.vendors`", [key, value]) if {
	value := data.org.vendors[_vendor_id][key]
}

_vendor_path_advice(key) := sprintf("set `vendor.%s`, and complete the vendor in `org.vendors`", [key]) if {
	not data.org.vendors[_vendor_id][key]
}

# Who drives the vendor from inside, if that is an active person, and who owns the finding.
_vendor_drivers := sort({p | some p in _vendor_internal_owner} | {p | some p in who.owner})

_vendor_internal_owner := {p |
	p := org.canonical(data.org.vendors[_vendor_id].internal_owner)
	org.is_active_at(p, org.now)
}
