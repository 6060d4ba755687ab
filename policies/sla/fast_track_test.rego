package remedy.sla_test

import data.remedy.lib.example_test as example

# An orphaned account of a privileged human in production: likely, and exposed by the fast track. High: 14 days, and 7.
_orphan := object.union(object.remove(example.open_finding, ["identity", "secret"]), {
	"type": "orphaned_account",
	"identity": {"id": "bob", "kind": "human", "privileged": true},
	"exposure": {"internet_reachable": false, "automatable": false},
})

_orphan_due(date) := object.union(_orphan, {"due": {"date": date}})

_orphan_in(state) := object.union(_orphan_due("2026-11-10"), {"state": state})

test_a_due_date_without_the_fast_track_is_denied if {
	[denial] := _limit_denials(_orphan_due("2026-11-10"))
	denial.rule == "SLA-08"
	denial.path == ["due", "date"]
	denial.message == "`orphaned_account` uses the fast track: 7 days, not 14 (due 2026-11-10 is later than 2026-11-09)"
	denial.expected == "2026-11-09"
	denial.found == "2026-11-10"
	denial.unblock == "set `due.date` to 2026-11-09 or earlier"
	denial.who == ["alice"]
	denial.facts.base_tier == "likely"
	denial.facts.tier == "exposed"
	denial.facts.base_days == 14
	denial.facts.days == 7
}

test_a_due_date_on_the_last_day_of_the_fast_track_passes if {
	_limit_denials(_orphan_due("2026-11-09")) == []
	_limit_denials(_orphan_due("2026-11-08")) == []
}

test_the_fast_track_is_silent_where_the_table_speaks if {
	[last] := _limit_denials(_orphan_due("2026-11-16"))
	last.rule == "SLA-08"
	[after] := _limit_denials(_orphan_due("2026-11-17"))
	after.rule == "SLA-02"
}

test_every_reason_for_the_fast_track_is_named if {
	finding := object.union(_orphan_due("2026-11-10"), {"identity": {"kind": "api_key", "third_party": true}})
	[denial] := _limit_denials(finding)
	startswith(denial.message, "`api_key`, `orphaned_account`, `third party` uses the fast track: ")
}

test_an_identity_without_privileges_is_not_on_the_fast_track if {
	finding := object.union(_orphan_due("2026-11-10"), {"identity": {"privileged": false}})
	_limit_denials(finding) == []
}

test_a_dead_secret_is_not_on_the_fast_track if {
	closed := object.union(example.closed, {"due": {"date": "2026-12-02"}})
	count(_limit_denials(closed)) == 1
	_limit_denials(object.union(closed, {"secret": {"valid_at_detection": false}})) == []
}

test_the_fast_track_without_a_due_date_passes if _limit_denials(object.remove(_orphan, ["due"])) == []

test_the_fast_track_is_judged_in_all_states_but_accepted if {
	every state in ["open", "contained", "closed"] {
		count(_limit_denials(_orphan_in(state))) == 1
	}
	_limit_denials(_orphan_in("accepted")) == []
}
