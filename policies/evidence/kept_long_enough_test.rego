package remedy.evidence_test

import data.remedy.lib.example_test as example

# Collected at 2026-11-12T08:30:00Z.
_kept(framework, until) := object.union(with_one({"retention_until": until}), {"source": {"framework": framework}})

_unkept(framework) := object.union(with_one({}), {"source": {"framework": framework}})

test_evidence_that_is_not_kept_long_enough_is_denied if {
	[d] := denied("EVD-08", _kept("sox", "2033-11-11"))
	d.path == ["evidence", 0, "retention_until"]
	d.message == concat(" ", [
		"evidence 1 (`log_review`) is kept until 2033-11-11, must be until 2033-11-12",
		"(`sox`: 7 years from 2026-11-12)",
	])
	d.expected == "2033-11-12"
	d.found == "2033-11-11"
	d.unblock == "keep it until 2033-11-12 or later, and set `retention_until` to that"
	d.who == ["erin"]
	d.facts == {"frameworks": ["sox"], "years": 7}
}

test_the_years_end_on_their_last_day if {
	every framework, year in {"sox": "2033", "pci": "2027", "soc2": "2028"} {
		count(denied("EVD-08", _kept(framework, sprintf("%s-11-11", [year])))) == 1
		count(denied("EVD-08", _kept(framework, sprintf("%s-11-11T23:59:59Z", [year])))) == 1
		denied("EVD-08", _kept(framework, sprintf("%s-11-12T00:00:00Z", [year]))) == []
		denied("EVD-08", _kept(framework, sprintf("%s-11-12", [year]))) == []
		denied("EVD-08", _kept(framework, sprintf("%s-11-13", [year]))) == []
	}
	denied("EVD-08", _kept("sox", "9999-12-31")) == []
}

# Collected at half past midnight of 29 March in Berlin, the day of 23 hours.
test_the_day_of_the_collection_is_that_of_the_zone if {
	late := {"collected_at": "2026-03-28T23:30:00Z", "retention_until": "2027-03-28"}
	finding := object.union(with_one(late), {"source": {"framework": "pci"}})
	denied("EVD-08", finding) == []
	[d] := denied_at("EVD-08", in_zone(example.document(finding), "Europe/Berlin"), example.org)
	d.expected == "2027-03-29"
	contains(d.message, "(`pci`: 1 year from 2026-03-29)")
}

test_an_absent_retention_is_denied if {
	[d] := denied("EVD-08", _unkept("sox"))
	d.path == ["evidence", 0, "retention_until"]
	d.message == "evidence 1 (`log_review`) does not say until when it is kept; `sox` asks for 7 years"
	d.expected == "7 years from the collection"
	d.unblock == "keep it that long, and set `retention_until`"
	count(denied("EVD-08", _kept("sox", ""))) == 1
}

test_an_absent_collection_counts_from_the_detection if {
	undated := object.remove(item("log_review"), ["collected_at"])
	finding := object.union(_unkept("pci"), {"evidence": [object.union(undated, {"retention_until": "2027-11-01"})]})
	[d] := denied("EVD-08", finding)
	d.expected == "2027-11-02"
}

test_accepted_and_not_repaired_findings_are_judged_too if {
	count(denied("EVD-08", as_state(_unkept("sox"), "accepted"))) == 1
	count(denied("EVD-08", closed_as(_unkept("sox"), "false_positive"))) == 1
	every state in ["open", "contained"] {
		denied("EVD-08", as_state(_unkept("sox"), state)) == []
	}
}

test_the_framework_of_type_and_control_counts if {
	count(denied("EVD-08", object.union(with_one({}), {"type": "sox_exception"}))) == 1
	count(denied("EVD-08", object.union(with_one({}), {"type": "soc2_exception"}))) == 1
	org := object.union(example.org, {"controls": {"AC-17": {"framework": "pci"}}})
	[d] := denied_in("EVD-08", with_one({}), org)
	d.facts == {"frameworks": ["pci"], "years": 1}
}

test_the_longest_retention_counts if {
	org := object.union(example.org, {"controls": {"AC-17": {"framework": "sox"}}})
	[d] := denied_in("EVD-08", _kept("pci", "2030-01-01"), org)
	d.expected == "2033-11-12"
	d.facts == {"frameworks": ["sox"], "years": 7}
}

test_two_frameworks_that_ask_for_the_same_are_named if {
	finding := object.union(_unkept("pci"), {"type": "soc2_exception"})
	found := data.remedy.evidence.deny with input as example.document(finding)
		with data.org as example.org
		with data.params.retention_years as {"pci": 2, "soc2": 2}
	[d] := [one | some one in found; one.rule == "EVD-08"]
	contains(d.message, "`pci` and `soc2` asks for 2 years")
}

test_other_frameworks_and_none_pass if {
	denied("EVD-08", _unkept("iso27001")) == []
	denied("EVD-08", with_one({})) == []
	denied("EVD-08", object.remove(_unkept("sox"), ["evidence"])) == []
	denied_in("EVD-08", object.remove(with_one({}), ["source", "control"]), {}) == []
}

test_a_framework_of_no_retention_does_not_count_beside_another if {
	org := object.union(example.org, {"controls": {"AC-17": {"framework": "pci"}}})
	[d] := denied_in("EVD-08", _unkept("iso27001"), org)
	d.facts == {"frameworks": ["pci"], "years": 1}
}
