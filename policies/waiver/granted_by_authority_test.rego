package remedy.waiver_test

import data.remedy.lib.example_test as example

_granted_by(id) := denied("WVR-03", granted_with({"approved_by": id}))

test_who_asked_does_not_grant if {
	[d] := denied("WVR-03", granted_with({"requested_by": "grace"}))
	d.path == ["approved_by"]
	d.message == "was granted by `grace`, who asked for it"
	d.expected == "an active person of level L2 or above who is not involved"
	d.found == "grace"
	d.unblock == "have it granted by a person of level L2 who neither asked for it nor is involved"
	d.who == ["frank", "henry"]
	d.flag == "waiver-unauthorised"
}

test_who_asked_under_an_alias_does_not_grant if {
	waiver := granted_with({"requested_by": "aokafor", "approved_by": "alice@example.com"})
	messages := {d.message | some d in denied("WVR-03", waiver)}
	"was granted by `alice@example.com`, who asked for it" in messages
}

test_who_is_involved_does_not_grant if {
	owned := object.union(high, {"ownership": {"accountable_owner": "frank"}})
	[d] := denied_in("WVR-03", document(granted_with({"approved_by": "frank"}), owned), example.org)
	d.message == "was granted by `frank`, who is involved in it"
	d.who == ["grace", "henry"]
	denied_in("WVR-03", document(granted, owned), example.org) == []
}

test_who_asked_and_is_involved_is_told_once if {
	owned := object.union(high, {"ownership": {"accountable_owner": "frank"}})
	waiver := granted_with({"approved_by": "frank", "requested_by": "frank"})
	[d] := denied_in("WVR-03", document(waiver, owned), example.org)
	d.message == "was granted by `frank`, who asked for it"
}

test_who_is_unknown_does_not_grant if {
	[d] := _granted_by("ghost")
	d.message == "was granted by `ghost`, who is no person in `org.people`"
	messages := {found.message | some found in _granted_by("svc-checkout")}
	"was granted by `svc-checkout`, who is no person in `org.people`" in messages
}

test_who_had_left_does_not_grant if {
	[d] := [found | some found in _granted_by("mallory"); contains(found.message, "active")]
	d.message == "was granted by `mallory`, who was not active on 2026-11-10"
}

test_a_lower_level_does_not_grant if {
	[d] := _granted_by("judy")
	d.message == "was granted by `judy` (level L1), and a waiver for a high finding needs L2"
	[e] := _granted_by("erin")
	e.message == "was granted by `erin` (level none), and a waiver for a high finding needs L2"
	_granted_by("frank") == []
}

_granted_for(severity, id) := denied_in(
	"WVR-03",
	document(granted_with({"approved_by": id}), object.union(high, {"severity": severity})),
	example.org,
)

test_the_level_goes_by_the_severity if {
	count(_granted_for("critical", "frank")) == 1
	_granted_for("critical", "grace") == []
	count(_granted_for("moderate", "judy")) == 1
	_granted_for("low", "judy") == []
}

test_a_level_of_a_rule_needs_an_executive if {
	denied_alone("WVR-03", level) == []
	[d] := denied_alone("WVR-03", object.union(level, {"approved_by": "frank"}))
	d.message == "was granted by `frank` (level L2), and a level of a rule needs L3"
}

test_whoever_may_set_the_level_block if {
	denied_alone("WVR-03", object.union(level, {"approved_by": "alice", "level": "block"})) == []
	denied_alone("WVR-03", object.union(level, {"approved_by": "mallory", "level": "block"})) == []
	denied_alone("WVR-03", object.union(level, {"approved_by": "ghost", "level": "block"})) == []
	denied_alone("WVR-03", object.union(level, {"approved_on": "2027-01-01", "level": "block"})) == []
	denied_in("WVR-03", alone(object.union(level, {"level": "block"})), {}) == []
}

test_an_approval_in_the_future_is_none if {
	denied("WVR-03", granted_with({"approved_on": "2026-11-20"})) == []
	[d] := denied("WVR-03", granted_with({"approved_on": "2026-11-21"}))
	d.path == ["approved_on"]
	d.message == "is dated in the future (2026-11-21)"
	d.found == "2026-11-21"
	d.expected == "a day that has begun"
}

test_a_review_has_nobody_involved if {
	review := object.union(alone(granted), {"review": {"id": "REV-1"}})
	denied_in("WVR-03", review, example.org) == []
}

test_without_people_nobody_can_grant if {
	[d] := denied_in("WVR-03", document(granted, high), {})
	d.unavailable == "org.people"
	d.path == ["approved_by"]
	d.unblock == "give the people of the organisation, with their levels, as data"
}

test_without_an_approver_nothing_is_said_here if {
	denied("WVR-03", object.remove(granted, ["approved_by"])) == []
}
