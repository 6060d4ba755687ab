package remedy.non_human_identity_test

_probed(probes) := object.union(leaked, {"evidence": array.concat(probes, [review])})

_probe_with(changes) := _probed([object.union(probe, changes)])

test_no_probe_is_denied if {
	[d] := denied("NHI-01", _probed([]))
	d.path == ["evidence"]
	d.message == "the old credential is not proven dead: there is no evidence of type `invalidity_probe`"
	startswith(d.unblock, "try the old credential after its revocation and attach the result as evidence")
	d.who == ["alice"]
	d.related == [{"path": ["plan", "actions", 0, "performed_at"], "message": "the last revocation"}]
	count(denied("NHI-01", object.remove(leaked, ["evidence"]))) == 1
}

test_a_probe_after_the_revocation_passes if denied("NHI-01", leaked) == []

test_a_probe_before_the_revocation_is_denied if {
	[d] := denied("NHI-01", _probe_with({"collected_at": "2026-11-03T07:59:59Z"}))
	d.path == ["evidence", 0, "collected_at"]
	d.message == concat("", [
		"the old credential is not proven dead: the probe of 2026-11-03T07:59:59Z was made before the last revocation ",
		"on 2026-11-03T08:00:00Z",
	])
	denied("NHI-01", _probe_with({"collected_at": "2026-11-03T08:00:00Z"})) == []
	denied("NHI-01", _probe_with({"collected_at": "2026-11-03T08:00:01Z"})) == []
}

test_a_probe_of_the_same_day_passes_and_of_the_day_before_is_denied if {
	count(denied("NHI-01", _probe_with({"collected_at": "2026-11-02"}))) == 1
	denied("NHI-01", _probe_with({"collected_at": "2026-11-03"})) == []
	denied("NHI-01", _probe_with({"collected_at": "2026-11-04"})) == []
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_a_day_ends_when_the_clock_of_the_zone_says_so if {
	revoked := object.union(revocation, {"performed_at": "2026-10-25T22:59:59Z"})
	finding := object.union(
		acted(_probe_with({"collected_at": "2026-10-25"}), [revoked]),
		{"source": {"detected_at": "2026-10-20"}},
	)
	denied_at("NHI-01", finding, at_berlin) == []
	later := object.union(revocation, {"performed_at": "2026-10-25T23:00:00Z"})
	count(denied_at("NHI-01", acted(finding, [later]), at_berlin)) == 1
}

test_the_last_of_several_revocations_counts if {
	again := object.union(revocation, {"performed_at": "2026-11-12T08:00:01Z"})
	[d] := denied("NHI-01", acting(leaked, [again]))
	d.path == ["evidence", 0, "collected_at"]
	d.related == [{"path": ["plan", "actions", 2, "performed_at"], "message": "the last revocation"}]
	planned := object.union(again, {"status": "planned"})
	denied("NHI-01", acting(leaked, [planned])) == []
}

# The secret was dead when it was found.
test_without_a_revocation_the_probe_follows_the_detection if {
	denied("NHI-01", acted(leaked, [rotation])) == []
	[d] := denied("NHI-01", acted(_probe_with({"collected_at": "2026-11-02T09:13:59Z"}), [rotation]))
	endswith(d.message, "was made before the detection on 2026-11-02T09:14:00Z")
	d.related == []
}

test_a_probe_without_a_date_or_of_the_future_is_denied if {
	[d] := denied("NHI-01", _probed([object.remove(probe, ["collected_at"])]))
	d.path == ["evidence", 0, "collected_at"]
	endswith(d.message, "the probe has no date")
	[e] := denied("NHI-01", _probe_with({"collected_at": "2026-11-20T12:00:01Z"}))
	endswith(e.message, "the probe is dated in the future (2026-11-20T12:00:01Z)")
	denied("NHI-01", _probe_with({"collected_at": "2026-11-20T12:00:00Z"})) == []
}

test_a_probe_of_another_credential_is_denied if {
	[d] := denied("NHI-01", _probe_with({"subject": "key-2"}))
	d.path == ["evidence", 0, "subject"]
	endswith(d.message, "the probe is about `key-2`, not about the old credential")
	[e] := denied("NHI-01", _probed([object.remove(probe, ["subject"])]))
	e.path == ["evidence", 0, "subject"]
	endswith(e.message, "the probe does not say which credential was tried")
}

test_a_probe_of_the_identity_passes_by_each_of_its_names if {
	denied("NHI-01", _probe_with({"subject": "svc-checkout"})) == []
	denied("NHI-01", _probe_with({"subject": "Checkout-Bot"})) == []
	denied_in("NHI-01", _probe_with({"subject": "svc-checkout"}), {}) == []
}

test_one_good_probe_is_enough if {
	early := object.union(probe, {"collected_at": "2026-11-01"})
	denied("NHI-01", _probed([early, probe])) == []
	denied("NHI-01", _probed([probe, early])) == []
}

test_several_bad_probes_are_one_denial if {
	early := object.union(probe, {"collected_at": "2026-11-01"})
	[d] := denied("NHI-01", _probed([early, object.union(probe, {"subject": "key-2"})]))
	d.path == ["evidence", 1, "subject"]
	d.related[1].path == ["evidence", 0]
	startswith(d.related[1].message, "this probe of 2026-11-01 was made before the last revocation")
}

test_a_leak_that_ends_with_the_identity_still_needs_a_probe if {
	count(denied("NHI-01", disposed(_probed([]), "decommissioned"))) == 1
}

test_other_types_need_no_probe if denied("NHI-01", object.union(_probed([]), {"type": "vulnerability"})) == []
