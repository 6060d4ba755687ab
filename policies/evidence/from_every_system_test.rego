package remedy.evidence_test

import data.remedy.lib.example_test as example

_reaching(systems) := object.union(proven, {"identity": {"systems": systems}})

test_a_system_without_evidence_is_denied if {
	[d] := denied("EVD-07", _reaching(["payments-db", "vault", "erp"]))
	d.path == ["evidence"]
	d.message == "no evidence from `erp`, `payments-db`"
	d.expected == "erp, payments-db, vault"
	d.found == ["vault"]
	d.unblock == "collect evidence from `erp` and `payments-db`, and attach it"
	d.who == ["erin"]
	d.related == [
		{"path": ["identity", "systems", 0], "message": "`payments-db` is named here"},
		{"path": ["identity", "systems", 2], "message": "`erp` is named here"},
	]
	d.facts == {"systems": ["erp", "payments-db"]}
	denied_as_repair_only("EVD-07", _reaching(["payments-db", "vault", "erp"]))
}

test_a_store_without_evidence_is_denied if {
	[d] := denied("EVD-07", object.union(proven, {"secret": {"stores": ["vault", "ci-secrets"]}}))
	d.message == "no evidence from `ci-secrets`"
	d.related == [{"path": ["secret", "stores", 1], "message": "`ci-secrets` is named here"}]
}

test_evidence_from_every_system_passes if {
	both := object.union(_reaching(["vault", "erp"]), {"secret": {"stores": ["vault"]}})
	denied("EVD-07", object.union(both, {"evidence": [
		item("vault_record"),
		object.union(item("log_review"), {"system": "erp"}),
	]})) == []
	count(denied("EVD-07", both)) == 1
}

test_absent_systems_are_those_of_the_inventory if {
	org := object.union(example.org, {"identities": {"svc-checkout": {"systems": ["vault", "erp"]}}})
	every finding in [proven, _reaching([])] {
		[d] := denied_in("EVD-07", finding, org)
		d.message == "no evidence from `erp`"
		d.related == [{"path": ["identity", "id"], "message": "`erp` is named here"}]
	}
	denied_in("EVD-07", _reaching(["vault"]), org) == []
}

test_words_about_a_system_do_not_come_from_it if {
	finding := _reaching(["vault", "erp"])
	email := object.union(item("email"), {"system": "erp"})
	[d] := denied("EVD-07", object.union(finding, {"evidence": [item("vault_record"), email]}))
	d.message == "no evidence from `erp`"
}

test_other_rules_speak_of_absent_evidence_of_words_and_of_an_absent_system if {
	finding := _reaching(["vault", "erp"])
	denied("EVD-07", object.remove(finding, ["evidence"])) == []
	denied("EVD-07", object.union(finding, {"evidence": [item("email")]})) == []
	denied("EVD-07", object.union(finding, {"evidence": [
		item("vault_record"),
		object.remove(item("log_review"), ["system"]),
	]})) == []
}

test_an_absent_identity_and_absent_organisation_data_pass if {
	denied("EVD-07", object.remove(proven, ["identity"])) == []
	denied_in("EVD-07", proven, {}) == []
}

test_the_one_system_of_the_finding_is_asked if {
	[d] := denied("EVD-07", _reaching(["erp"]))
	d.message == "no evidence from `erp`"
	d.related == [{"path": ["identity", "systems", 0], "message": "`erp` is named here"}]
}
