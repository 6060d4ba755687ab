package remedy.non_human_identity_test

import data.remedy.lib.example_test as example

# Detected on 2026-11-02T09:14:00Z, with 24 hours to revoke.
_revoked_at(moment) := acted(leaked, [object.union(revocation, {"performed_at": moment})])

_late_key := _revoked_at("2026-11-04T10:00:00Z")

# Tier exposed/high asks for the highest level.
_ratified_key(person) := object.union(_late_key, {"deviations": [{
	"rule": "NHI-05",
	"reason": "the till system could not restart before the evening",
	"ratified_by": person,
	"at": "2026-11-10",
}]})

test_a_late_revocation_is_denied if {
	[d] := denied("NHI-05", _late_key)
	d.path == ["plan", "actions", 0, "performed_at"]
	d.message == concat("", [
		"production key revoked on 2026-11-04T10:00:00Z, more than 24 hours after its detection ",
		"on 2026-11-02T09:14:00Z",
	])
	d.found == "2026-11-04T10:00:00Z"
	d.facts == {"hours": 48, "limit_hours": 24}
	d.who == ["henry"]
	startswith(d.unblock, "escalate it and have the deviation ratified: ")
	d.related == [{"path": ["source", "detected_at"], "message": "the clock starts here"}]
	warned("NHI-05", _late_key) == []
}

test_the_hours_end_at_the_second if {
	denied("NHI-05", _revoked_at("2026-11-03T09:13:59Z")) == []
	denied("NHI-05", _revoked_at("2026-11-03T09:14:00Z")) == []
	count(denied("NHI-05", _revoked_at("2026-11-03T09:14:01Z"))) == 1
	denied("NHI-05", _revoked_at("2026-11-03")) == []
	count(denied("NHI-05", _revoked_at("2026-11-04"))) == 1
}

# 25 October 2026 has 25 hours in Berlin: it begins at 22:00 UTC the evening before.
test_hours_are_counted_through_the_change_of_the_clock if {
	finding := object.union(_revoked_at("2026-10-25T22:00:00Z"), {"source": {"detected_at": "2026-10-25"}})
	denied_at("NHI-05", finding, at_berlin) == []
	late := acted(finding, [object.union(revocation, {"performed_at": "2026-10-25T22:00:01Z"})])
	count(denied_at("NHI-05", late, at_berlin)) == 1
}

test_the_profile_sets_the_hours if {
	count(denied("NHI-05", leaked)) == 0
	found := data.remedy.non_human_identity.deny with input as example.document(leaked)
		with data.org as sound_org
		with data.params.prod_secret_revoke_hours as 4
	[d] := [x | some x in found; x.rule == "NHI-05"]
	contains(d.message, "more than 4 hours after its detection")
}

test_the_first_that_took_the_key_away_counts if {
	again := object.union(revocation, {"performed_at": "2026-11-10T08:00:00Z"})
	denied("NHI-05", acting(leaked, [again])) == []
	contained := {"type": "contain", "status": "done", "performed_at": "2026-11-02T10:00:00Z"}
	denied("NHI-05", acting(_late_key, [contained])) == []
	planned := object.union(contained, {"status": "planned"})
	count(denied("NHI-05", acting(_late_key, [planned]))) == 1
}

test_a_containment_that_took_the_key_away_counts if {
	contained := object.union(_late_key, {"containment": {"contained_at": "2026-11-02T12:00:00Z", "method": "revoke"}})
	denied("NHI-05", contained) == []
	count(denied("NHI-05", object.union(contained, {"containment": {"method": "restrict"}}))) == 1
	count(denied("NHI-05", lacking(contained, "containment", "method"))) == 1
	late := object.union(contained, {"containment": {"contained_at": "2026-11-03T12:00:00Z"}})
	[d] := denied("NHI-05", late)
	d.path == ["containment", "contained_at"]
}

test_a_key_of_another_environment_passes if {
	denied("NHI-05", object.union(_late_key, {"environment": "test"})) == []
	count(denied("NHI-05", object.remove(_late_key, ["environment"]))) == 1
}

test_a_secret_that_was_dead_passes if {
	denied("NHI-05", object.union(_late_key, {"secret": {"valid_at_detection": false}})) == []
	count(denied("NHI-05", lacking(_late_key, "secret", "valid_at_detection"))) == 1
}

test_a_revocation_that_is_not_done_or_not_dated_is_left_to_its_rules if {
	denied("NHI-05", acted(leaked, [])) == []
	denied("NHI-05", acted(leaked, [object.remove(revocation, ["performed_at"])])) == []
}

test_an_emergency_exception_excuses if {
	excused := object.union(_late_key, {"approvals": [{"kind": "emergency", "by": "frank", "at": "2026-11-03T08:00:00Z"}]})
	denied("NHI-05", excused) == []
	warned("NHI-05", excused) == []
	every change in [{"kind": "closure"}, {"by": "svc-checkout"}, {"by": "nobody"}, {"at": "2026-11-04T10:00:01Z"}] {
		count(denied("NHI-05", object.union(excused, {"approvals": [object.union(excused.approvals[0], change)]}))) == 1
	}
	every key in ["by", "at"] {
		count(denied("NHI-05", object.union(excused, {"approvals": [object.remove(excused.approvals[0], [key])]}))) == 1
	}
	denied("NHI-05", object.union(excused, {"approvals": [{
		"kind": "emergency",
		"by": "aokafor",
		"at": "2026-11-04T10:00:00Z",
	}]})) == []
}

test_a_ratified_revocation_is_a_warning if {
	denied("NHI-05", _ratified_key("henry")) == []
	warned("NHI-05", _ratified_key("henry")) == [{
		"rule": "NHI-05",
		"path": ["deviations", 0],
		"flag": "ratified",
		"message": concat("", [
			"production key revoked on 2026-11-04T10:00:00Z, more than 24 hours after its detection ",
			"on 2026-11-02T09:14:00Z; ratified by `henry` on 2026-11-10: ",
			"the till system could not restart before the evening",
		]),
	}]
}

test_a_ratification_by_too_low_a_level_does_not_count if {
	[d] := denied("NHI-05", _ratified_key("frank"))
	d.related[1].path == ["deviations", 0]
	warned("NHI-05", _ratified_key("frank")) == []
}

test_a_ratification_without_need_is_not_told if {
	in_time := object.union(leaked, {"deviations": _ratified_key("henry").deviations})
	warned("NHI-05", in_time) == []
	every state in ["open", "contained", "accepted"] {
		warned("NHI-05", as_state(_ratified_key("henry"), state)) == []
	}
	warned("NHI-05", disposed(_ratified_key("henry"), "false_positive")) == []
	warned("NHI-05", disposed(_ratified_key("henry"), "duplicate")) == []
	warned("NHI-05", object.union(_ratified_key("henry"), {"type": "long_lived_secret"})) == []
}

test_each_way_to_take_the_key_away_counts if {
	every method in ["revoke", "rotate", "disable", "block"] {
		contained := {"contained_at": "2026-11-02T12:00:00Z", "method": method}
		denied("NHI-05", object.union(_late_key, {"containment": contained})) == []
	}
	every method in ["restrict", "revoke_session", "isolate", "other"] {
		contained := {"contained_at": "2026-11-02T12:00:00Z", "method": method}
		count(denied("NHI-05", object.union(_late_key, {"containment": contained}))) == 1
	}
}
