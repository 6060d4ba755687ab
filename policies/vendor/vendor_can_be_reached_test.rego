package remedy.vendor_test

import data.remedy.lib.example_test as example

_unreachable := object.union(object.remove(consent, ["vendor"]), {"vendor": {"id": "northwind"}})

test_no_way_to_the_vendor_is_denied if {
	[d] := denied("VND-01", _unreachable)
	d.path == ["vendor", "contact"]
	d.message == "vendor path missing: `contact`, `contract_ref`, `escalation`"
	d.who == ["alice"]
	d.related == [
		{"path": ["vendor"], "message": "the finding names a vendor"},
		{"path": ["type"], "message": "the application belongs to a vendor"},
	]
	startswith(d.unblock, "set `vendor.contact`, and complete the vendor in `org.vendors`; set `vendor.contract_ref`, ")
}

test_each_part_is_needed if {
	every key in ["contact", "contract_ref", "escalation"] {
		[absent] := denied("VND-01", consent_without("vendor", key))
		absent.path == ["vendor", key]
		absent.message == sprintf("vendor path missing: `%s`", [key])
		count(denied("VND-01", consent_with({"vendor": {key: " "}}))) == 1
	}
	count(denied("VND-01", consent)) == 0
}

test_the_advice_names_what_the_organisation_knows if {
	org := object.union(example.org, {"vendors": {"northwind": {"contact": "noc@northwind.example"}}})
	[d] := denied_in("VND-01", consent_without("vendor", "contact"), org)
	d.unblock == "set `vendor.contact` to `noc@northwind.example`, as in `org.vendors`"
}

test_the_identity_of_a_third_party_needs_a_way_to_it if {
	stated := example.closed_with({"identity": {"third_party": true}})
	[d] := denied("VND-01", stated)
	d.related == [{"path": ["identity"], "message": "the identity belongs to a third party"}]
	count(denied("VND-01", example.closed_with({"identity": {"third_party": false}}))) == 0
	org := object.union(example.org, {"identities": {"svc-checkout": {"vendor": "northwind"}}})
	count(denied_in("VND-01", example.closed, org)) == 1
	count(denied_in("VND-01", example.closed, {})) == 0
}

test_a_vendor_whose_owner_left_is_driven_by_the_owner_of_the_finding if {
	org := object.union(example.org, {"vendors": {"northwind": {"internal_owner": "mallory"}}})
	[d] := denied_in("VND-01", object.union(_unreachable, {"ownership": {"accountable_owner": "judy"}}), org)
	d.who == ["judy"]
}

test_an_absent_vendor_is_denied_for_an_application if {
	count(denied("VND-01", object.remove(consent, ["vendor"]))) == 1
	[d] := denied_in("VND-01", object.remove(consent, ["vendor", "identity"]), {})
	count(split(d.unblock, "; ")) == 3
}

test_an_acceptance_needs_a_way_to_the_vendor_and_other_states_do_not if {
	count(denied("VND-01", as_state(_unreachable, "accepted"))) == 1
	count(denied("VND-01", as_state(_unreachable, "open"))) == 0
	count(denied("VND-01", as_state(_unreachable, "contained"))) == 0
}

test_what_was_no_finding_needs_no_vendor if {
	count(denied("VND-01", closed_as(_unreachable, "false_positive"))) == 0
	count(denied("VND-01", closed_as(_unreachable, "duplicate"))) == 0
	count(denied("VND-01", closed_as(_unreachable, "decommissioned"))) == 1
}

test_the_vendor_that_the_finding_names_comes_before_the_one_of_its_identity if {
	org := object.union(example.org, {
		"identities": {"svc-checkout": {"vendor": "acme"}},
		"vendors": {"northwind": {"contact": "noc@northwind.example"}, "acme": {"contact": "soc@acme.example"}},
	})
	[named] := denied_in("VND-01", consent_without("vendor", "contact"), org)
	named.unblock == "set `vendor.contact` to `noc@northwind.example`, as in `org.vendors`"
	pathless := object.remove(consent.vendor, ["id", "contact"])
	unnamed := object.union(object.remove(consent, ["vendor"]), {"vendor": pathless})
	[of_identity] := denied_in("VND-01", unnamed, org)
	of_identity.unblock == "set `vendor.contact` to `soc@acme.example`, as in `org.vendors`"
}
