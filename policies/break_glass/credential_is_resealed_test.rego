package remedy.break_glass_test

import data.remedy.lib.example_test as example

_sealed(at) := used_with({"resealed_at": at})

_done_after(type, at) := object.union(
	used_without(["resealed_at"]),
	{"plan": {"actions": [
		{"type": "record_use", "status": "done", "performed_at": "2026-11-02T21:00:00Z"},
		{"type": type, "status": "done", "performed_at": at},
	]}},
)

test_a_credential_that_is_still_live_is_denied if {
	[d] := denied("BRK-03", used_without(["resealed_at"]))
	d.path == ["break_glass", "resealed_at"]
	d.message == "break-glass credential still live: nothing shows that it was sealed or disabled after the use"
	d.found == "nothing"
	d.who == ["payments"]
	d.related == [{"path": ["break_glass", "used_at"], "message": "the use"}]
	count(denied("BRK-03", ratified(used_without(["resealed_at"]), "BRK-03"))) == 1
}

test_a_seal_before_the_use_or_in_the_future_does_not_count if {
	[d] := denied("BRK-03", _sealed("2026-11-02T19:59:59Z"))
	d.found == "2026-11-02T19:59:59Z"
	count(denied("BRK-03", _sealed("2026-11-02T20:00:00Z"))) == 0
	count(denied("BRK-03", _sealed("2026-11-21"))) == 1
}

test_a_late_seal_is_denied if {
	[d] := denied("BRK-03", _sealed("2026-11-04T02:00:00Z"))
	d.path == ["break_glass", "resealed_at"]
	d.message == "break-glass credential live for 30 hours after the use (limit 24 hours)"
	d.expected == "sealed by 2026-11-03T20:00:00Z"
	d.found == "2026-11-04T02:00:00Z"
	startswith(d.unblock, "have the deviation ratified: `deviations: [{rule: BRK-03, ")
	d.who == ["henry"]
	d.related == [{"path": ["break_glass", "used_at"], "message": "the hours run from here"}]
	d.facts == {"hours": 24}
}

test_the_last_second_for_the_seal_passes if {
	count(denied("BRK-03", _sealed("2026-11-03T19:59:59Z"))) == 0
	count(denied("BRK-03", _sealed("2026-11-03T20:00:00Z"))) == 0
	count(denied("BRK-03", _sealed("2026-11-03T20:00:01Z"))) == 1
	count(denied("BRK-03", _sealed("2026-11-03T21:00:00+01:00"))) == 0
}

# A day of 25 hours in Berlin; it ends at 23:00 UTC.
test_a_use_by_day_counts_from_the_end_of_the_day_in_the_zone if {
	finding := used_with({"used_at": "2026-10-25", "resealed_at": "2026-10-26T22:59:59Z"})
	count(denied_in_zone("BRK-03", finding, "Europe/Berlin")) == 0
	late := object.union(finding, {"break_glass": {"resealed_at": "2026-10-26T23:00:00Z"}})
	count(denied_in_zone("BRK-03", late, "Europe/Berlin")) == 1
}

test_an_action_that_seals_or_disables_passes if {
	every type in ["reseal", "rotate", "disable", "delete"] {
		count(denied("BRK-03", _done_after(type, "2026-11-03T09:00:00Z"))) == 0
	}
	count(denied("BRK-03", _done_after("review_use", "2026-11-03T09:00:00Z"))) == 1
	[d] := denied("BRK-03", _done_after("reseal", "2026-11-06T09:00:00Z"))
	d.path == ["plan", "actions", 1, "performed_at"]
}

test_an_action_that_is_not_done_does_not_seal if {
	planned := {"plan": {"actions": [{"type": "reseal", "status": "planned", "performed_at": "2026-11-03T09:00:00Z"}]}}
	count(denied("BRK-03", object.union(used_without(["resealed_at"]), planned))) == 1
}

test_the_first_seal_counts if {
	both := object.union(_done_after("delete", "2026-11-18"), {"break_glass": {"resealed_at": "2026-11-02T21:00:00Z"}})
	count(denied("BRK-03", both)) == 0
}

test_a_late_seal_that_is_ratified_passes_and_is_shown if {
	late := ratified(_sealed("2026-11-04T02:00:00Z"), "BRK-03")
	count(denied("BRK-03", late)) == 0
	[w] := warned("BRK-03", late)
	w.path == ["deviations", 0]
	w.flag == "ratified"
	w.message == concat("", [
		"break-glass credential live for 30 hours after the use (limit 24 hours); ",
		"ratified by `henry` on 2026-11-15: the vault was down",
	])
	[d] := denied("BRK-03", ratified(_sealed("2026-11-04T02:00:00Z"), "BRK-04"))
	d.path == ["break_glass", "resealed_at"]
}

test_without_the_moment_of_the_use_a_seal_is_not_late if {
	count(denied("BRK-03", used_without(["used_at"]))) == 0
	count(denied("BRK-03", used_without(["used_at", "resealed_at"]))) == 1
}

test_the_hours_come_from_the_profile if {
	denials := {d.rule | some d in data.remedy.break_glass.deny} with input as example.document(used)
		with data.org as example.org
		with data.feeds as {}
		with data.params.break_glass_reseal_hours as 1.5
	denials == {"BRK-03"}
}

test_what_will_be_sealed_or_was_sealed_before_the_use_is_still_live if {
	every finding in [
		_sealed("2026-11-21"),
		_sealed("2026-11-02T19:59:59Z"),
		_done_after("reseal", "2026-11-21"),
		_done_after("reseal", "2026-11-02T19:59:59Z"),
	] {
		[d] := denied("BRK-03", finding)
		d.path == ["break_glass", "resealed_at"]
		startswith(d.message, "break-glass credential still live")
	}
}

# 21:30 in Berlin is 19:30 in UTC, before 20:30, although it is written with the later hour.
test_the_first_seal_counts_in_whatever_zone_it_is_written if {
	both := object.union(_done_after("reseal", "2026-11-03T20:30:00Z"), {"break_glass": {
		"resealed_at": "2026-11-03T21:30:00+02:00",
	}})
	count(denied("BRK-03", both)) == 0
	late := object.union(both, {"break_glass": {"resealed_at": "2026-11-03T22:15:00+02:00"}})
	[d] := denied("BRK-03", late)
	d.path == ["break_glass", "resealed_at"]
}

test_a_late_seal_is_judged_at_the_closure_of_a_repair_alone if {
	late := _sealed("2026-11-04T02:00:00Z")
	every finding in array.concat(
		[object.union(late, {"state": state}) | some state in ["open", "contained", "accepted"]],
		[
			closed_as(late, "false_positive"),
			closed_as(late, "duplicate"),
			object.union(late, {"type": "shared_account"}),
		],
	) {
		count(denied("BRK-03", finding)) == 0
		count(warned("BRK-03", ratified(finding, "BRK-03"))) == 0
	}
}
