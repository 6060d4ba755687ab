package remedy.evidence_test

import data.remedy.lib.example_test as example

_words := with_evidence([item("email"), item("screenshot"), item("email")])

test_nothing_but_words_is_denied if {
	[d] := denied("EVD-06", _words)
	d.path == ["evidence"]
	d.message == "assurances are not evidence: there is nothing but `email`, `screenshot`"
	d.expected == "`invalidity_probe`, `location_clear_list`, `log_review`, `vault_record`"
	d.unblock == concat("", ["attach what a system produced: ", d.expected])
	d.who == ["erin"]
	d.facts == {"assurances": ["email", "screenshot"]}
	denied_as_repair_only("EVD-06", _words)
}

test_each_kind_of_words_is_denied if {
	every type in ["statement", "email", "chat", "verbal", "screenshot"] {
		count(denied("EVD-06", with_evidence([item(type)]))) == 1
	}
}

test_words_beside_evidence_pass if {
	denied("EVD-06", with_evidence([item("email"), item("log_review")])) == []
	denied("EVD-06", proven) == []
}

test_no_evidence_is_evd_01s if {
	denied("EVD-06", with_evidence([])) == []
	denied("EVD-06", object.remove(proven, ["evidence"])) == []
}

test_without_steps_in_the_profile_something_of_a_system_is_expected if {
	asking := object.union(_words, {"evidence_required": ["statement"]})
	found := data.remedy.evidence.deny with input as example.document(asking)
		with data.org as example.org
		with data.params.required_evidence.leaked_secret as []
	[d] := [one | some one in found; one.rule == "EVD-06"]
	d.expected == "a log, an export or the answer of an interface"
}

test_the_one_step_that_words_leave_open_is_expected if {
	words := object.union(object.remove(_words, ["evidence_required"]), {"type": "unmanaged_nhi"})
	[d] := denied("EVD-06", words)
	d.expected == "`inventory_record` or `retirement_record`"
}
