package remedy.waiver_test

import data.remedy.lib.example_test as example

# By the default profile a waiver for a high finding may last 30 days, for a critical one 14, for a rule 90.
test_the_last_day_of_the_limit_passes_and_the_next_is_too_long if {
	denied("WVR-02", granted) == []
	[d] := denied("WVR-02", granted_with({"expires": "2026-12-11"}))
	d.path == ["expires"]
	d.message == "is granted for 31 days, and a waiver for a high finding may last 30 days"
	d.expected == "2026-12-10 at the latest"
	d.found == "2026-12-11"
	d.unblock == "let it end on 2026-12-10 at the latest, or have the risk accepted"
	d.flag == "waiver-too-long"
}

_too_long(severity, last) := denied_in(
	"WVR-02",
	document(granted_with({"expires": last}), object.union(high, {"severity": severity})),
	example.org,
)

test_the_limit_goes_by_the_severity if {
	_too_long("critical", "2026-11-24") == []
	count(_too_long("critical", "2026-11-25")) == 1
	_too_long("moderate", "2027-01-09") == []
	count(_too_long("moderate", "2027-01-10")) == 1
	_too_long("low", "2027-02-08") == []
	count(_too_long("low", "2027-02-09")) == 1
}

test_what_has_no_severity_counts_as_critical if {
	review := object.union(alone(granted_with({"expires": "2026-11-24"})), {"review": {"id": "REV-1"}})
	denied_in("WVR-02", review, example.org) == []
	[d] := denied_in("WVR-02", alone(granted_with({"expires": "2026-11-25"})), example.org)
	d.message == "is granted for 15 days, and a waiver for a critical finding may last 14 days"
}

test_a_level_has_a_limit_of_its_own if {
	denied_alone("WVR-02", object.union(level, {"expires": "2027-02-08"})) == []
	[d] := denied_alone("WVR-02", object.union(level, {"expires": "2027-02-09"}))
	d.message == "is granted for 91 days, and a level of a rule may last 90 days"
	d.expected == "2027-02-08 at the latest"
}

test_the_level_block_may_last if {
	denied_alone("WVR-02", object.union(level, {"expires": "2029-02-09", "level": "block"})) == []
	count(denied_alone("WVR-02", object.union(level, {"expires": "2029-02-09", "level": "off"}))) == 1
}

test_without_a_day_of_approval_nothing_is_counted if {
	denied("WVR-02", object.remove(granted, ["approved_on"])) == []
}
