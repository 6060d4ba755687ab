package remedy.shared_account_test

import data.remedy.lib.example_test as example

# Rotated on 2026-11-06T10:00:00Z.
_known_to(members) := object.union(shared, {"identity": {"members": members}})

_left(moment) := _known_to([{"person": "carol"}, {"person": "erin", "left_at": moment}])

_people(changes) := object.union(example.org, {"people": changes})

test_a_rotation_after_the_last_member_left_passes if denied("SHR-02", shared) == []

test_a_member_who_left_after_the_rotation_is_denied if {
	[d] := denied("SHR-02", _left("2026-11-06T10:00:01Z"))
	d.path == ["identity", "members", 1]
	d.message == concat("", [
		"credential unchanged since `erin` left on 2026-11-06T10:00:01Z: ",
		"it was last rotated on 2026-11-06T10:00:00Z",
	])
	d.expected == "a rotation on 2026-11-06T10:00:01Z or later"
	d.found == "erin"
	d.who == ["alice"]
	d.related == [{"path": ["plan", "actions", 1, "performed_at"], "message": "the last rotation"}]
	denied("SHR-02", _left("2026-11-06T10:00:00Z")) == []
	denied("SHR-02", _left("2026-11-06T09:59:59Z")) == []
}

test_a_rotation_on_the_last_day_counts if {
	denied("SHR-02", _left("2026-11-05")) == []
	denied("SHR-02", _left("2026-11-06")) == []
	count(denied("SHR-02", _left("2026-11-07"))) == 1
}

# 25 October 2026 has 25 hours in Berlin: it begins at 22:00 UTC the evening before.
test_the_last_day_begins_in_its_zone if {
	finding := object.union(_left("2026-10-25"), {"source": {"detected_at": "2026-10-20"}})
	every second, expected in {"2026-10-24T22:00:00Z": 0, "2026-10-24T21:59:59Z": 1} {
		rotated := acted(finding, [object.union(rotation, {"performed_at": second})])
		count(denied_at("SHR-02", rotated, at_berlin)) == expected
	}
}

test_without_a_rotation_everybody_who_left_is_denied if {
	[d] := denied("SHR-02", acted(shared, [disabling]))
	d.message == "credential unchanged since `erin` left on 2026-11-02: no rotation is on record"
	d.related == []
	planned := object.union(rotation, {"status": "planned"})
	count(denied("SHR-02", acted(shared, [planned]))) == 1
	denied("SHR-02", acted(_known_to([{"person": "carol"}]), [disabling])) == []
}

test_the_last_rotation_counts if {
	again := object.union(rotation, {"performed_at": "2026-11-10"})
	denied("SHR-02", acted(_left("2026-11-07"), [rotation, again])) == []
}

test_a_member_who_left_the_organisation_is_denied_by_each_of_the_names if {
	org := _people({"carol": {"ended_at": "2026-11-08", "aliases": ["clind"]}})
	[d] := denied_in("SHR-02", _known_to([{"person": "carol"}]), org)
	startswith(d.message, "credential unchanged since `carol` left on 2026-11-08: it was last rotated")
	aliased := object.union(org, {"aliases": {"clind": "carol"}})
	count(denied_in("SHR-02", _known_to([{"person": "CLind"}]), aliased)) == 1
	denied_in("SHR-02", _known_to([{"person": "carol", "left_at": "2026-11-02"}]), org) == []
	gone := _people({"carol": {"ended_at": "2026-11-05"}})
	denied_in("SHR-02", _known_to([{"person": "carol", "left_at": "2026-11-08"}]), gone) == []
}

# Closed on 2026-11-19T09:00:00Z.
test_who_leaves_after_the_closure_is_a_matter_of_another_finding if {
	count(denied("SHR-02", _left("2026-11-19"))) == 1
	count(denied("SHR-02", _left("2026-11-19T09:00:00Z"))) == 1
	denied("SHR-02", _left("2026-11-19T09:00:01Z")) == []
	denied("SHR-02", _left("2026-11-20")) == []
}

test_a_member_who_is_inactive_without_a_date_is_denied if {
	org := _people({"carol": {"active": false}})
	[d] := denied_in("SHR-02", _known_to([{"person": "carol"}]), org)
	d.path == ["identity", "members", 0]
	d.message == "`carol` is inactive since nobody knows when, so no rotation is known to be later"
	d.unblock == "set `left_at` of this member to the day on which the person left"
	denied_in("SHR-02", _known_to([{"person": "carol", "left_at": "2026-11-02"}]), org) == []
	denied_in("SHR-02", _known_to([{"person": "carol"}]), _people({"carol": {"active": true}})) == []
	denied("SHR-02", _known_to([{"person": "somebody"}])) == []
}

test_a_shared_account_without_members_is_denied if {
	unlisted := object.union(object.remove(shared, ["identity"]), {"identity": object.remove(
		shared.identity,
		["members"],
	)})
	[d] := denied("SHR-02", unlisted)
	d.path == ["identity", "members"]
	d.message == "nobody is listed who knows or knew the credential of the shared account"
	count(denied("SHR-02", object.remove(shared, ["identity"]))) == 1
	denied("SHR-02", object.union(unlisted, {"type": "stale_account"})) == []
}

test_an_empty_list_passes_once_the_credential_was_rotated if {
	denied("SHR-02", _known_to([])) == []
	count(denied("SHR-02", acted(_known_to([]), [disabling]))) == 1
}

test_every_shared_identity_is_judged_by_its_members if {
	left := object.union(_left("2026-11-10"), {"type": "leaked_secret"})
	count(denied("SHR-02", left)) == 1
	denied("SHR-02", object.union(left, {"identity": {"shared": false}})) == []
}

test_a_deleted_account_has_no_credential if {
	deleted := object.union(disabling, {"type": "delete"})
	denied("SHR-02", acted(_left("2026-11-10"), [deleted])) == []
	denied("SHR-02", acted(_known_to([]), [deleted])) == []
	count(denied("SHR-02", disposed(_left("2026-11-10"), "decommissioned"))) == 1
}

_judged_as_shared_alone(finding, org) if {
	count(denied_in("SHR-02", finding, org)) == 1
	every state in ["open", "contained", "accepted"] {
		denied_in("SHR-02", as_state(finding, state), org) == []
	}
	every other in [
		disposed(finding, "false_positive"),
		disposed(finding, "duplicate"),
		object.union(finding, {"identity": {"shared": false}}),
		acted(finding, [object.union(disabling, {"type": "delete"})]),
	] {
		denied_in("SHR-02", other, org) == []
	}
}

test_members_are_judged_of_a_shared_account_that_was_repaired_and_is_there if {
	left := object.union(_left("2026-11-10"), {"type": "leaked_secret"})
	_judged_as_shared_alone(left, example.org)
	inactive := object.union(_known_to([{"person": "carol"}]), {"type": "leaked_secret"})
	_judged_as_shared_alone(inactive, _people({"carol": {"active": false}}))
}
