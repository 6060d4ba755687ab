package remedy.joiner_mover_leaver_test

import data.remedy.lib.example_test as example

_ended(type, at) := {"type": type, "status": "done", "performed_at": at}

_left_and(actions) := object.union(left, {"plan": {"actions": actions}})

_revoked(at) := _left_and([_ended("revoke_access", at)])

late_leaver := _revoked("2026-11-03T18:30:00Z")

test_access_that_ended_late_is_denied if {
	[d] := denied("JML-01", late_leaver)
	d.path == ["plan", "actions", 0, "performed_at"]
	d.message == "access removed 30 hours 30 minutes after the event (limit 24 hours)"
	d.expected == "removed by 2026-11-03T12:00:00Z"
	d.found == "2026-11-03T18:30:00Z"
	startswith(d.unblock, "look back on the use of the access in the gap, escalate, and have the deviation ratified")
	d.who == ["henry"]
	d.related == [{"path": ["lifecycle_event", "at"], "message": "the hours run from here"}]
	d.facts == {"hours": 24}
}

test_the_last_second_for_the_revocation_passes if {
	count(denied("JML-01", _revoked("2026-11-03T11:59:59Z"))) == 0
	count(denied("JML-01", _revoked("2026-11-03T12:00:00Z"))) == 0
	count(denied("JML-01", _revoked("2026-11-03T12:00:01Z"))) == 1
	count(denied("JML-01", _revoked("2026-11-03T13:00:00+01:00"))) == 0
	count(denied("JML-01", _revoked("2026-10-30"))) == 0
}

# The last day of work is a day of 25 hours in Berlin; it ends at 23:00 UTC.
test_an_event_by_day_counts_from_the_end_of_the_day_in_the_zone if {
	finding := object.union(_revoked("2026-10-26T22:59:59Z"), {"lifecycle_event": {"at": "2026-10-25"}})
	count(denied_in_zone("JML-01", finding, "Europe/Berlin")) == 0
	late := object.union(_revoked("2026-10-26T23:00:00Z"), {"lifecycle_event": {"at": "2026-10-25"}})
	count(denied_in_zone("JML-01", late, "Europe/Berlin")) == 1
}

test_privileged_access_ends_within_the_hour if {
	privileged := {"identity": {"privileged": true}}
	[d] := denied("JML-01", object.union(left, privileged))
	d.message == "access removed 6 hours after the event (limit 1 hour, privileged)"
	count(denied("JML-01", object.union(_revoked("2026-11-02T13:00:00Z"), privileged))) == 0
	count(denied("JML-01", object.union(_revoked("2026-11-02T13:00:01Z"), privileged))) == 1
	count(denied("JML-01", object.union(left, {"identity": {"id": "svc-checkout"}}))) == 1
	[e] := denied("JML-01", object.union(left, {"entitlement": {"id": "erp/admin", "privileged": true}}))
	e.message == "access removed 6 hours after the event (limit 1 hour, privileged)"
}

test_unstated_privilege_is_assumed if {
	unstated := object.remove(left, ["identity"])
	[d] := denied("JML-01", unstated)
	d.message == "access removed 6 hours after the event (limit 1 hour, privileged as nobody said that it is not)"
	count(denied("JML-01", object.union(unstated, {"entitlement": {"id": "erp/read", "privileged": false}}))) == 0
}

test_the_last_revocation_counts if {
	both := [_ended("revoke_access", "2026-11-02T13:00:00Z"), _ended("disable", "2026-11-04T12:00:00Z")]
	[d] := denied("JML-01", _left_and(both))
	d.path == ["plan", "actions", 1, "performed_at"]
}

test_a_deletion_counts_only_if_nothing_else_ended_access if {
	tidied := [_ended("disable", "2026-11-02T13:00:00Z"), _ended("delete", "2026-11-18")]
	count(denied("JML-01", _left_and(tidied))) == 0
	count(denied("JML-01", _left_and([_ended("delete", "2026-11-18")]))) == 1
	count(denied("JML-01", _left_and([_ended("delete", "2026-11-03T12:00:00Z")]))) == 0
}

test_what_is_absent_is_left_to_others if {
	count(denied("JML-01", _left_and([]))) == 0
	count(denied("JML-01", _left_and([{"type": "revoke_access", "status": "done"}]))) == 0
	planned := object.union(_ended("revoke_access", "2026-11-18"), {"status": "planned"})
	count(denied("JML-01", _left_and([planned]))) == 0
	count(denied("JML-01", object.remove(late_leaver, ["lifecycle_event"]))) == 0
	count(denied("JML-01", object.remove(late_leaver, ["plan"]))) == 0
}

test_a_mover_is_judged_and_a_joiner_is_not if {
	count(denied("JML-01", object.union(late_leaver, {"lifecycle_event": {"kind": "mover"}}))) == 1
	count(denied("JML-01", object.union(late_leaver, {"lifecycle_event": {"kind": "joiner"}}))) == 0
	unstated := object.union(object.remove(late_leaver, ["lifecycle_event"]), {"lifecycle_event": {
		"at": "2026-11-02T12:00:00Z",
	}})
	count(denied("JML-01", unstated)) == 1
}

test_a_late_revocation_that_is_ratified_passes_and_is_shown if {
	ratified := object.union(late_leaver, {"deviations": [{
		"rule": "JML-01",
		"reason": "the event came in late",
		"ratified_by": "henry",
		"at": "2026-11-15",
	}]})
	count(denied("JML-01", ratified)) == 0
	[w] := warned("JML-01", ratified)
	w.path == ["deviations", 0]
	w.flag == "ratified"
	endswith(w.message, "(limit 24 hours); ratified by `henry` on 2026-11-15: the event came in late")
	[d] := denied("JML-01", object.union(ratified, {"deviations": [{"rule": "JML-01", "ratified_by": "frank"}]}))
	d.related[1].path == ["deviations", 0]
}

test_the_hours_come_from_the_profile if {
	denials := {d.rule | some d in data.remedy.joiner_mover_leaver.deny} with input as example.document(left)
		with data.org as example.org
		with data.feeds as {}
		with data.params.leaver_revocation_hours.standard as 4
	denials == {"JML-01"}
}

test_an_entitlement_without_privileges_has_the_hours_of_everybody if {
	unstated := object.union(object.remove(late_leaver, ["identity"]), {"entitlement": {"privileged": false}})
	[d] := denied("JML-01", unstated)
	d.message == "access removed 30 hours 30 minutes after the event (limit 24 hours)"
	d.facts == {"hours": 24}
}

test_an_action_that_is_only_planned_ends_no_access if {
	planned := object.union(_ended("disable", "2026-11-18"), {"status": "planned"})
	count(denied("JML-01", _left_and([_ended("revoke_access", "2026-11-02T13:00:00Z"), planned]))) == 0
}
