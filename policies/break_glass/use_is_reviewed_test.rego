package remedy.break_glass_test

import data.remedy.lib.example_test as example

_reviewed_at(at) := used_with({"reviewed_at": at})

test_a_use_that_nobody_reviewed_is_denied if {
	[d] := denied("BRK-04", used_without(["reviewed_by", "reviewed_at"]))
	d.path == ["break_glass", "reviewed_by"]
	d.message == "post-use review missing: `reviewed_by` is missing; `reviewed_at` is missing"
	d.found == "nothing"
	d.who == ["reviews"]
	d.related == [{"path": ["break_glass", "used_by"], "message": "the user"}]
	[e] := denied("BRK-04", used_without(["reviewed_at"]))
	e.path == ["break_glass", "reviewed_at"]
	[f] := denied("BRK-04", used_with({"reviewed_by": " "}))
	f.message == "post-use review missing: `reviewed_by` is missing"
	count(denied("BRK-04", ratified(used_without(["reviewed_at"]), "BRK-04"))) == 1
}

test_the_user_does_not_review_the_use if {
	[d] := denied("BRK-04", used_with({"reviewed_by": "carol"}))
	d.message == "post-use review missing: `carol` is the user"
	count(denied("BRK-04", used_with({"used_by": "alice", "reviewed_by": "aokafor"}))) == 1
	count(denied("BRK-04", used_with({"reviewed_by": "aokafor"}))) == 0
}

test_a_machine_does_not_review_the_use if {
	[d] := denied("BRK-04", used_with({"reviewed_by": "svc-checkout"}))
	d.message == "post-use review missing: `svc-checkout` is not a person in `org.people`"
}

test_a_review_before_the_use_or_in_the_future_does_not_count if {
	[d] := denied("BRK-04", _reviewed_at("2026-11-01"))
	d.path == ["break_glass", "reviewed_at"]
	d.message == "post-use review missing: it is dated before the use (2026-11-01)"
	[e] := denied("BRK-04", _reviewed_at("2026-11-21"))
	e.message == "post-use review missing: it is dated in the future (2026-11-21)"
	count(denied("BRK-04", _reviewed_at("2026-11-02"))) == 0
}

test_a_late_review_is_denied if {
	[d] := denied("BRK-04", _reviewed_at("2026-11-09"))
	d.path == ["break_glass", "reviewed_at"]
	d.message == "post-use review on 2026-11-09, later than 2026-11-07 (5 days from the use)"
	d.expected == "reviewed by 2026-11-07"
	d.found == "2026-11-09"
	startswith(d.unblock, "have the deviation ratified: `deviations: [{rule: BRK-04, ")
	d.who == ["henry"]
	d.related == [{"path": ["break_glass", "used_at"], "message": "the days run from here"}]
	d.facts == {"days": 5}
}

test_the_last_day_for_the_review_passes if {
	count(denied("BRK-04", _reviewed_at("2026-11-07T23:59:58Z"))) == 0
	count(denied("BRK-04", _reviewed_at("2026-11-07T23:59:59Z"))) == 0
	count(denied("BRK-04", _reviewed_at("2026-11-08T00:00:00Z"))) == 1
	count(denied("BRK-04", _reviewed_at("2026-11-07"))) == 0
}

# Five days after 2026-10-20 is 2026-10-25, a day of 25 hours in Berlin.
test_the_last_day_holds_where_the_clocks_go_back if {
	finding := used_with({"used_at": "2026-10-20T20:00:00+02:00", "reviewed_at": "2026-10-25T22:59:59Z"})
	count(denied_in_zone("BRK-04", finding, "Europe/Berlin")) == 0
	late := object.union(finding, {"break_glass": {"reviewed_at": "2026-10-25T23:00:00Z"}})
	count(denied_in_zone("BRK-04", late, "Europe/Berlin")) == 1
}

test_a_late_review_that_is_ratified_passes_and_is_shown if {
	late := ratified(_reviewed_at("2026-11-09"), "BRK-04")
	count(denied("BRK-04", late)) == 0
	[w] := warned("BRK-04", late)
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "; ratified by `henry` on 2026-11-15: the vault was down")
}

test_without_the_moment_of_the_use_a_review_is_not_late if {
	count(denied("BRK-04", used_without(["used_at"]))) == 0
}

test_without_a_review_team_the_owner_can_help_unless_it_was_the_user if {
	[d] := denied_in("BRK-04", used_without(["reviewed_by"]), object.remove(example.org, ["teams"]))
	d.who == ["alice"]
	own := object.union(used_without(["reviewed_by"]), {"break_glass": {"used_by": "aokafor"}})
	[e] := denied_in("BRK-04", own, object.remove(example.org, ["teams"]))
	e.who == []
}

test_a_late_review_is_judged_at_the_closure_of_a_repair_alone if {
	late := _reviewed_at("2026-11-09")
	every finding in array.concat(
		[object.union(late, {"state": state}) | some state in ["open", "contained", "accepted"]],
		[
			closed_as(late, "false_positive"),
			closed_as(late, "duplicate"),
			object.union(late, {"type": "shared_account"}),
		],
	) {
		count(denied("BRK-04", finding)) == 0
		count(warned("BRK-04", ratified(finding, "BRK-04"))) == 0
	}
}
