package remedy.evidence_test

test_evidence_without_a_digest_is_denied if {
	[d] := denied("EVD-03", with_evidence([item("vault_record"), object.remove(item("log_review"), ["sha256"])]))
	d.path == ["evidence", 1, "sha256"]
	d.message == "evidence 2 (`log_review`) is not verifiable: `sha256` missing"
	d.unblock == "complete the record of this evidence; `sha256` is the digest of the exported file"
	d.who == ["erin"]
	d.facts == {"missing": ["sha256"]}
}

test_each_absent_field_is_denied if {
	every key in ["ref", "sha256", "collected_at", "collected_by", "system"] {
		absent := with_evidence([object.remove(item("log_review"), [key])])
		[d] := denied("EVD-03", absent)
		d.path == ["evidence", 0, key]
		denied_as_repair_only("EVD-03", absent)
		count(denied("EVD-03", with_one({key: " "}))) == 1
	}
}

test_all_absent_fields_of_one_item_are_one_denial if {
	[d] := denied("EVD-03", with_evidence([{"type": "log_review"}]))
	d.path == ["evidence", 0, "ref"]
	d.message == concat(" ", [
		"evidence 1 (`log_review`) is not verifiable:",
		"`ref`, `sha256`, `collected_at`, `collected_by`, `system` missing",
	])
}

test_two_incomplete_items_are_two_denials if {
	count(denied("EVD-03", with_evidence([{"type": "log_review"}, {"type": "vault_record"}]))) == 2
}

test_complete_items_pass if {
	denied("EVD-03", proven) == []
}

test_absent_evidence_is_evd_01s if {
	denied("EVD-03", object.remove(proven, ["evidence"])) == []
}

test_an_item_without_a_type_has_a_name if {
	[d] := denied("EVD-03", with_evidence([object.remove(item("log_review"), ["type", "ref"])]))
	startswith(d.message, "evidence 1 (`no type`) is not verifiable")
}
