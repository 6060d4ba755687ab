package remedy.break_glass_test

test_each_part_of_the_record_is_needed if {
	every key in ["used_by", "used_at", "session_log", "actions", "incident_ref"] {
		[d] := denied("BRK-01", used_without([key]))
		d.path == ["break_glass", key]
		d.message == sprintf("use not evidenced: `%s` is missing", [key])
		d.unblock == sprintf("record `%s` in `break_glass`", [key])
		d.who == ["alice"]
	}
	count(denied("BRK-01", used)) == 0
}

test_all_that_is_missing_is_said_at_once if {
	[d] := denied("BRK-01", used_without(["session_log", "incident_ref"]))
	d.message == "use not evidenced: `session_log` is missing; `incident_ref` is missing"
	d.related == [{"path": ["break_glass", "incident_ref"], "message": "`incident_ref` is missing"}]
}

test_blanks_are_denied if {
	count(denied("BRK-01", used_with({"session_log": " "}))) == 1
	count(denied("BRK-01", used_with({"actions": []}))) == 1
	[d] := denied("BRK-01", used_with({"used_by": " "}))
	d.message == "use not evidenced: `used_by` is missing"
}

test_a_user_who_is_no_person_is_denied if {
	[d] := denied("BRK-01", used_with({"used_by": "svc-checkout"}))
	d.path == ["break_glass", "used_by"]
	d.message == "use not evidenced: `svc-checkout` is not a person in `org.people`"
	count(denied("BRK-01", used_with({"used_by": "alice@example.com"}))) == 0
}

test_a_use_in_the_future_is_denied if {
	[d] := denied("BRK-01", used_with({"used_at": "2026-11-21"}))
	d.message == "use not evidenced: the use is dated in the future (2026-11-21)"
	count(denied("BRK-01", used_with({"used_at": "2026-11-20"}))) == 0
}
