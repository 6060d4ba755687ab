package remedy.dormant_account_test

# Disabled on 2026-11-05T10:00:00Z.
_found(changes) := object.union(dormant, {"identity": changes})

test_a_disabled_account_that_nobody_used_since_passes if {
	denied("DRM-03", dormant) == []
	denied("DRM-03", stale) == []
	denied("DRM-03", lacking(dormant, "identity", "last_used_at")) == []
}

test_an_account_that_is_still_enabled_is_denied if {
	every finding in [dormant, stale] {
		[d] := denied("DRM-03", object.union(finding, {"identity": {"enabled": true}}))
		d.path == ["identity", "enabled"]
		d.message == "the account is still enabled"
		d.expected == false
		d.found == true
		d.who == ["alice"]
	}
}

test_an_absent_state_is_denied_once if {
	[d] := denied("DRM-03", lacking(dormant, "identity", "enabled"))
	d.path == ["identity", "enabled"]
	d.message == "nothing shows that the account is disabled: `enabled` is missing"
	not d.found
	count(denied("DRM-03", object.remove(dormant, ["identity"]))) == 1
}

test_a_state_that_was_read_before_is_denied if {
	[d] := denied("DRM-03", _found({"checked_at": "2026-11-05T09:59:59Z"}))
	d.path == ["identity", "checked_at"]
	d.message == concat("", [
		"nothing shows that the account is still disabled: it was checked on 2026-11-05T09:59:59Z, ",
		"before it was disabled on 2026-11-05T10:00:00Z",
	])
	d.related == [{"path": ["plan", "actions", 0, "performed_at"], "message": "switched off here"}]
	denied("DRM-03", _found({"checked_at": "2026-11-05T10:00:00Z"})) == []
	denied("DRM-03", _found({"checked_at": "2026-11-05T10:00:01Z"})) == []
	count(denied("DRM-03", _found({"checked_at": "2026-11-04"}))) == 1
	denied("DRM-03", _found({"checked_at": "2026-11-05"})) == []
}

test_a_state_that_was_read_at_no_time_or_tomorrow_is_denied if {
	[d] := denied("DRM-03", lacking(dormant, "identity", "checked_at"))
	d.path == ["identity", "checked_at"]
	endswith(d.message, "`checked_at` is missing")
	[e] := denied("DRM-03", _found({"checked_at": "2026-11-21"}))
	endswith(e.message, "the check is dated in the future (2026-11-21)")
	denied("DRM-03", _found({"checked_at": "2026-11-20"})) == []
}

test_a_later_use_is_denied if {
	[d] := denied("DRM-03", _found({"last_used_at": "2026-11-05T10:00:01Z"}))
	d.path == ["identity", "last_used_at"]
	d.message == "the account was used on 2026-11-05T10:00:01Z, after it was switched off on 2026-11-05T10:00:00Z"
	d.found == "2026-11-05T10:00:01Z"
	denied("DRM-03", _found({"last_used_at": "2026-11-05T10:00:00Z"})) == []
	denied("DRM-03", _found({"last_used_at": "2026-11-05T09:59:59Z"})) == []
	denied("DRM-03", _found({"last_used_at": "2026-11-05"})) == []
	count(denied("DRM-03", _found({"last_used_at": "2026-11-06"}))) == 1
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_day_of_disabling_ends_in_its_zone if {
	disabled := acted(dormant, [done("disable", "2026-10-25")])
	every second, expected in {"2026-10-25T22:59:59Z": 0, "2026-10-25T23:00:00Z": 1} {
		used := object.union(disabled, {"identity": {"last_used_at": second}})
		count(denied_at("DRM-03", used, at_berlin)) == expected
	}
}

test_who_finds_a_use_disables_it_again if {
	used := _found({"last_used_at": "2026-11-06T10:00:00Z"})
	again := done("disable", "2026-11-07T10:00:00Z")
	denied("DRM-03", acted(used, [disabling, again])) == []
	count(denied("DRM-03", acted(used, [disabling, object.union(again, {"status": "planned"})]))) == 1
}

test_a_deleted_account_has_no_state if {
	every type in ["delete", "retire"] {
		gone := acted(_found({"enabled": true}), [done(type, "2026-11-05T10:00:00Z")])
		denied("DRM-03", gone) == []
		denied("DRM-03", object.remove(gone, ["identity"])) == []
		count(denied("DRM-03", object.union(gone, {"identity": {"last_used_at": "2026-11-06"}}))) == 1
	}
}

test_without_a_dated_act_only_the_state_is_judged if {
	denied("DRM-03", acted(dormant, [])) == []
	denied("DRM-03", acted(dormant, [object.remove(disabling, ["performed_at"])])) == []
	count(denied("DRM-03", acted(_found({"enabled": true}), []))) == 1
}

test_a_deleted_account_is_not_checked_again if {
	unread := lacking(dormant, "identity", "checked_at")
	count(denied("DRM-03", unread)) == 1
	denied("DRM-03", acted(unread, [done("delete", "2026-11-05T10:00:00Z")])) == []
}

test_of_several_acts_the_last_switched_it_off if {
	first := done("disable", "2026-11-03")
	[d] := denied("DRM-03", acted(_found({"last_used_at": "2026-11-06"}), [first, disabling]))
	d.related == [{"path": ["plan", "actions", 1, "performed_at"], "message": "switched off here"}]
}
