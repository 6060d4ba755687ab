package remedy.dormant_account_test

_retiring(day) := object.union(stale, {"lifecycle": {"retire_on": day}})

_validation := done("validate", "2026-11-03")

_review := done("impact_review", "2026-11-04")

test_a_scheduled_retirement_passes if denied("DRM-02", stale) == []

test_a_missing_step_is_denied if {
	[d] := denied("DRM-02", acted(stale, [_review]))
	d.path == ["plan", "actions"]
	d.message == "stale account needs `validate`"
	d.who == ["alice"]
	[e] := denied("DRM-02", acted(stale, [_validation, object.union(_review, {"status": "planned"})]))
	e.path == ["plan", "actions", 1]
	e.message == "stale account needs `impact_review`"
	[f] := denied("DRM-02", object.remove(stale, ["plan"]))
	f.message == "stale account needs `validate`, `impact_review`"
}

test_no_day_of_retirement_is_denied if {
	[d] := denied("DRM-02", object.remove(stale, ["lifecycle"]))
	d.path == ["lifecycle", "retire_on"]
	d.message == "stale account needs a day on which it is retired"
	d.expected == "a day no later than 2026-12-02"
	d.facts.days == 30
	count(denied("DRM-02", lacking(stale, "lifecycle", "retire_on"))) == 1
}

# Thirty days from 2026-11-02.
test_a_late_retirement_is_denied if {
	denied("DRM-02", _retiring("2026-12-01")) == []
	denied("DRM-02", _retiring("2026-12-02")) == []
	[d] := denied("DRM-02", _retiring("2026-12-03"))
	d.path == ["lifecycle", "retire_on"]
	d.message == concat("", [
		"retirement on 2026-12-03 is later than 2026-12-02 ",
		"(likely/moderate: 30 days from 2026-11-02)",
	])
	d.found == "2026-12-03"
	d.unblock == "retire the account on 2026-12-02 or earlier"
	d.facts.tier == "likely"
}

# 2026-10-25 begins at 22:00 UTC the evening before, and has 25 hours: 30 days from there it is 2026-11-24.
test_the_days_are_those_of_the_zone if {
	finding := object.union(_retiring("2026-11-24"), {"source": {"detected_at": "2026-10-24T22:00:00Z"}})
	denied_at("DRM-02", finding, at_berlin) == []
	early := object.union(finding, {"source": {"detected_at": "2026-10-24T21:59:59Z"}})
	count(denied_at("DRM-02", early, at_berlin)) == 1
}

test_a_retired_account_needs_no_day if {
	every type in ["retire", "delete"] {
		gone := acted(_retiring("2027-12-31"), [_validation, _review, done(type, "2026-11-05")])
		denied("DRM-02", gone) == []
		denied("DRM-02", object.remove(gone, ["lifecycle"])) == []
	}
	count(denied("DRM-02", acted(stale, [done("retire", "2026-11-05")]))) == 1
}

test_a_privileged_account_needs_no_schedule if denied("DRM-02", dormant) == []

test_a_day_of_retirement_that_has_passed_is_denied if {
	judged := "2026-11-19"
	denied("DRM-02", _retiring(judged)) == []
	[d] := denied("DRM-02", _retiring("2026-11-03"))
	d.path == ["lifecycle", "retire_on"]
	d.message == "retirement on 2026-11-03 has passed, and the account was not retired"
	d.found == "2026-11-03"
	d.who == ["alice"]
	gone := acted(_retiring("2026-11-03"), [_validation, _review, done("retire", "2026-11-05")])
	denied("DRM-02", gone) == []
}

test_a_day_that_has_passed_is_of_no_concern_elsewhere if {
	passed := {"lifecycle": {"retire_on": "2026-11-03"}}
	denied("DRM-02", object.union(_retiring("2026-11-03"), {"state": "open"})) == []
	denied("DRM-02", object.union(dormant, passed)) == []
}

# Thirty days from 2026-10-02 are over on 2026-11-01.
test_a_day_that_was_too_late_and_has_passed_is_denied_once if {
	finding := object.union(_retiring("2026-11-03"), {"source": {"detected_at": "2026-10-02T09:14:00Z"}})
	[d] := denied("DRM-02", finding)
	contains(d.message, "is later than 2026-11-01")
}
