package remedy.ownership_test

import data.remedy.lib.example_test as example

# The organisation in which the control changed hands: Judy until a day, then Alice.
_handed_over(last, first) := org_with({"controls": {"AC-17": {"owners": [
	{"person": "judy", "from": "2020-01-01", "to": last},
	{"person": "alice", "from": first},
]}}})

test_the_control_owner_then_and_now_passes if {
	count(denied("OWN-12", example.closed)) == 0
}

test_a_finding_without_a_control_passes if {
	count(denied("OWN-12", example.without(example.closed, "control"))) == 0
	count(denied_in("OWN-12", example.without(example.closed, "control"), {})) == 0
}

test_without_controls_it_cannot_be_judged if {
	some d in denied_in("OWN-12", example.closed, object.remove(example.org, ["controls"]))
	d.unavailable == "org.controls"
	d.path == ["control", "id"]
	count(denied_in("OWN-12", example.closed, object.remove(example.org, ["controls"]))) == 1
}

test_an_unknown_control_is_denied if {
	some d in denied("OWN-12", example.closed_with({"control": {"id": "AC-99"}}))
	d.path == ["control", "id"]
	d.message == "`AC-99` is not a control in `org.controls`"
	d.found == "AC-99"
	d.who == ["alice"]
}

test_another_owner_in_the_manifest_is_denied_once if {
	found := denied("OWN-12", example.closed_with({"control": {"owner": "carol"}}))
	count(found) == 1
	some d in found
	d.path == ["control", "owner"]
	d.message == "control owner of `AC-17` on 2026-11-19 (closure) is `alice`, the manifest says `carol`"
	d.expected == "alice"
	d.who == ["alice", "carol"]
}

test_without_a_control_owner_the_accountable_owner_counts if {
	named := example.closed_without("control", "owner")
	count(denied("OWN-12", named)) == 0
	some d in denied("OWN-12", object.union(named, {"ownership": {"accountable_owner": "carol"}}))
	d.path == ["ownership", "accountable_owner"]
}

test_without_any_owner_it_is_left_to_the_missing_owner if {
	named := example.without(example.closed_without("control", "owner"), "ownership")
	count(denied("OWN-12", named)) == 0
}

test_an_accountable_owner_who_is_no_person_is_left_to_its_rules if {
	named := example.closed_without("control", "owner")
	every owner in ["zoe", "sec-queue"] {
		count(denied("OWN-12", object.union(named, {"ownership": {"accountable_owner": owner}}))) == 0
	}
}

test_a_control_owner_who_is_no_person_is_denied if {
	count(denied("OWN-12", example.closed_with({"control": {"owner": "IT"}}))) == 1
}

test_an_owner_by_alias_is_the_control_owner if {
	count(denied("OWN-12", example.closed_with({"control": {"owner": "alice@example.com"}}))) == 0
}

test_a_control_without_an_owner_at_the_closure_is_denied_once if {
	org := org_with({"controls": {"AC-17": {"owners": [{"person": "alice", "from": "2020-01-01", "to": "2026-10-01"}]}}})
	found := denied_in("OWN-12", example.closed, org)
	count(found) == 1
	some d in found
	d.path == ["control", "id"]
	d.message == "control `AC-17` has no recorded owner on 2026-11-19 (closure)"
}

test_a_control_without_any_owners_is_denied if {
	org := object.union(example.org, {"controls": {"AC-17": {"owners": []}}})
	count(denied_in("OWN-12", example.closed, org)) == 1
}

test_a_control_without_an_owner_at_the_detection_is_denied if {
	org := org_with({"controls": {"AC-17": {"owners": [{"person": "alice", "from": "2026-11-03"}]}}})
	some d in denied_in("OWN-12", example.closed, org)
	d.message == "control `AC-17` has no recorded owner on 2026-11-02 (detection)"
}

test_a_handover_after_the_detection_needs_a_record if {
	found := denied_in("OWN-12", example.closed, _handed_over("2026-11-02", "2026-11-03"))
	count(found) == 1
	some d in found
	d.path == ["ownership", "history"]
	d.message == concat("", [
		"control owner of `AC-17` on 2026-11-02 (detection) was `judy`, ",
		"and no handover leads from there to `alice`",
	])
	d.unblock == "record the handover from `judy` in `ownership.history`, with its date and source"
	d.who == ["alice", "judy"]
	d.related[0].path == ["source", "detected_at"]
	d.related[1].path == ["control", "owner"]
}

test_a_handover_before_the_detection_needs_none if {
	count(denied_in("OWN-12", example.closed, _handed_over("2026-11-01", "2026-11-02"))) == 0
}

test_a_recorded_handover_passes if {
	history := [{"by": "grace"}, {"from": "judy", "to": "alice", "at": "2026-11-03", "by": "grace"}]
	recorded := owned({"history": history})
	count(denied_in("OWN-12", recorded, _handed_over("2026-11-02", "2026-11-03"))) == 0
}

test_a_handover_from_somebody_else_does_not_count if {
	recorded := owned({"history": [{"from": "carol", "to": "alice", "at": "2026-11-03", "by": "grace"}]})
	count(denied_in("OWN-12", recorded, _handed_over("2026-11-02", "2026-11-03"))) == 1
}

test_a_handover_on_the_day_of_the_closure_counts_from_that_day if {
	count(denied_in("OWN-12", example.closed, _handed_over("2026-11-19", "2026-11-20"))) == 1
	handed := owned({"history": [{"from": "judy", "to": "alice"}]})
	count(denied_in("OWN-12", handed, _handed_over("2026-11-18", "2026-11-19"))) == 0
}

test_an_acceptance_is_judged_now if {
	some d in denied_in("OWN-12", example.accepted, _handed_over("2026-11-20", "2026-11-21"))
	d.message == "control owner of `AC-17` on 2026-11-20 (now) is `judy`, the manifest says `alice`"
}

test_a_wrong_control_owner_blocks_neither_open_nor_contained if {
	wrong := example.closed_with({"control": {"owner": "carol"}})
	count(denied("OWN-12", as_state(wrong, "open"))) == 0
	count(denied("OWN-12", as_state(wrong, "contained"))) == 0
}

test_no_mistake_about_the_control_blocks_open_or_contained if {
	gap := org_with({"controls": {"AC-17": {"owners": []}}})
	handed := _handed_over("2026-11-02", "2026-11-03")
	every state in ["open", "contained"] {
		denied("OWN-12", as_state(example.closed_with({"control": {"id": "AC-99"}}), state)) == set()
		denied_in("OWN-12", as_state(example.closed, state), gap) == set()
		denied_in("OWN-12", as_state(example.closed, state), handed) == set()
		denied_in("OWN-12", as_state(example.closed, state), {}) == set()
	}
}

test_a_named_control_owner_is_compared_without_an_accountable_owner if {
	named := example.without(example.closed_with({"control": {"owner": "carol"}}), "ownership")
	some d in denied("OWN-12", named)
	d.path == ["control", "owner"]
	d.found == "carol"
}
