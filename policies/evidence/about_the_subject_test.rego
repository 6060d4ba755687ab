package remedy.evidence_test

import data.remedy.lib.example_test as example

_about(subject) := with_one({"subject": subject})

test_evidence_about_another_identity_is_denied if {
	[d] := denied("EVD-05", _about("svc-billing"))
	d.path == ["evidence", 0, "subject"]
	d.message == "evidence 1 (`log_review`) is about `svc-billing`, not about `svc-checkout`"
	d.found == "svc-billing"
	d.expected == "AC-17, F-1, svc-checkout, vault"
	d.unblock == "attach evidence about `svc-checkout`, and set `subject` to it"
	d.who == ["erin"]
	denied_as_repair_only("EVD-05", _about("svc-billing"))
}

test_an_absent_subject_is_denied if {
	[d] := denied("EVD-05", with_evidence([object.remove(item("log_review"), ["subject"])]))
	d.path == ["evidence", 0, "subject"]
	d.message == "evidence 1 (`log_review`) does not say what it is about"
	count(denied("EVD-05", _about(""))) == 1
}

_rich(subject) := object.union(_about(subject), {
	"identity": {"systems": ["payments-db"]},
	"secret": {"id": "key-1", "stores": ["ci-secrets"], "replacement": {"id": "key-2"}},
	"entitlement": {"id": "role-7", "system": "erp"},
	"vendor": {"id": "northwind"},
	"context": {"application": "checkout"},
	"exposure": {"cve": "CVE-2026-1111"},
})

test_every_object_of_the_finding_passes if {
	every subject in [
		"svc-checkout", "SVC-Checkout", "payments-db", "key-1", "key-2", "ci-secrets", "role-7", "erp", "AC-17",
		"northwind", "vault", "F-1",
	] {
		denied("EVD-05", _rich(subject)) == []
	}
	every subject in ["checkout", "CVE-2026-1111", "db"] {
		count(denied("EVD-05", _rich(subject))) == 1
	}
}

test_an_alias_of_the_inventory_passes if {
	org := object.union(example.org, {"identities": {"svc-checkout": {"aliases": ["checkout@prod"]}}})
	denied_in("EVD-05", _about("checkout@prod"), org) == []
	count(denied("EVD-05", _about("checkout@prod"))) == 1
	named_by_alias := object.union(_about("svc-checkout"), {"identity": {"id": "checkout@prod"}})
	denied_in("EVD-05", named_by_alias, org) == []
}

_unnamed(subject) := object.union(
	object.remove(_about(subject), ["identity"]),
	{"type": "vulnerability", "context": {"application": "checkout"}, "exposure": {"cve": "CVE-2026-1111"}},
)

test_without_an_object_the_application_the_cve_and_the_systems_of_the_control_pass if {
	org := object.union(example.org, {"controls": {"AC-17": {"systems": ["web-shop"]}}})
	every subject in ["checkout", "CVE-2026-1111", "web-shop", "AC-17", "F-1"] {
		denied_in("EVD-05", _unnamed(subject), org) == []
	}
	[d] := denied("EVD-05", _unnamed("web-shop"))
	d.message == "evidence 1 (`log_review`) is about `web-shop`, not about `AC-17`"
	[bare] := denied("EVD-05", object.remove(_unnamed("web-shop"), ["control", "context", "exposure"]))
	bare.message == "evidence 1 (`log_review`) is about `web-shop`, not about `F-1`"
}

test_absent_evidence_and_absent_organisation_data_pass if {
	denied("EVD-05", object.remove(proven, ["evidence"])) == []
	denied_in("EVD-05", proven, {}) == []
}

test_a_system_of_the_control_is_no_object_beside_a_named_one if {
	org := object.union(example.org, {"controls": {"AC-17": {"systems": ["web-shop"]}}})
	count(denied_in("EVD-05", _about("web-shop"), org)) == 1
}

test_the_first_object_of_the_finding_is_its_subject if {
	every key in ["identity", "secret", "entitlement", "control", "vendor"] {
		only := object.union(object.remove(_about("svc-x"), ["identity", "control"]), {key: {"id": "the-one"}})
		[d] := denied("EVD-05", only)
		d.message == "evidence 1 (`log_review`) is about `svc-x`, not about `the-one`"
		d.expected == "F-1, the-one"
	}
}
