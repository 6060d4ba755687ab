package {{name}}.tickets_test

# At least three tests a rule: one that denies, one that passes, one with the field absent.

_finding := {"ownership": {"accountable_owner": "ada"}, "tracking": {"system": "jira", "record_id": "SEC-1"}}

# The rule is named by its full path. `with` puts the finding in the place of the input.
_denials(finding) := found if {
	found := data.{{name}}.tickets.deny with input as {"kind": "Finding", "finding": finding}
}

test_a_ticket_passes if count(_denials(_finding)) == 0

test_an_empty_number_is_denied if {
	some denial in _denials(object.union(_finding, {"tracking": {"record_id": " "}}))
	denial.rule == "{{prefix}}-01"
	denial.path == ["tracking", "record_id"]
	denial.who == ["ada"]
}

test_an_absent_ticket_is_denied if count(_denials(object.remove(_finding, ["tracking"]))) == 1

test_an_absent_owner_hides_nothing if count(_denials({})) == 1
