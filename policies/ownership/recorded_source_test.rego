package remedy.ownership_test

import data.remedy.lib.example_test as example

# The closure of a finding that is neither privileged nor SOX: problems are warnings there.
_ordinary(finding) := object.union(example.without(finding, "identity"), {"type": "vulnerability"})

test_a_recorded_and_fresh_source_passes if {
	count(denied("OWN-09", example.closed)) == 0
	count(warned("OWN-09", _ordinary(example.closed))) == 0
}

test_an_absent_source_is_a_warning if {
	some w in warned("OWN-09", _ordinary(unowned("source_ref")))
	w.path == ["ownership", "source_ref"]
	w.message == "ownership comes from tribal knowledge: `ownership.source_ref` is missing"
	w.who == ["alice"]
	count(denied("OWN-09", _ordinary(unowned("source_ref")))) == 0
}

test_an_absent_source_of_a_privileged_identity_is_denied if {
	some d in denied("OWN-09", unowned("source_ref"))
	d.path == ["ownership", "source_ref"]
	count(warned("OWN-09", unowned("source_ref"))) == 0
}

test_an_absent_source_of_a_sox_finding_is_denied if {
	sox := object.union(_ordinary(unowned("source_ref")), {"source": {"framework": "sox"}})
	count(denied("OWN-09", sox)) == 1
}

test_free_text_is_denied if {
	some d in denied("OWN-09", owned({"source_ref": "Bob said so"}))
	d.message == "ownership comes from tribal knowledge: `Bob said so` is not the address of a record"
	d.found == "Bob said so"
	count(denied("OWN-09", owned({"source_ref": "cmdb://checkout says Bob"}))) == 1
	count(denied("OWN-09", owned({"source_ref": "cmdb://"}))) == 1
	count(denied("OWN-09", owned({"source_ref": "https://cmdb.example.com/ci/4711"}))) == 0
}

test_an_absent_verification_is_denied if {
	some d in denied("OWN-09", unowned("verified_at"))
	d.path == ["ownership", "verified_at"]
	d.message == "nobody has verified the ownership: `ownership.verified_at` is missing"
}

test_an_absent_section_has_two_problems if {
	count(denied("OWN-09", example.without(example.closed, "ownership"))) == 2
}

test_a_verification_on_the_day_of_the_detection_passes if {
	count(denied("OWN-09", owned({"verified_at": "2026-11-02"}))) == 0
}

test_a_verification_before_the_detection_is_denied if {
	some d in denied("OWN-09", owned({"verified_at": "2026-11-01"}))
	d.message == "ownership was verified on 2026-11-01, before the detection on 2026-11-02"
	d.related == [{"path": ["source", "detected_at"], "message": "detected"}]
	count(denied("OWN-09", owned({"verified_at": "2026-11-02T09:13:59Z"}))) == 1
	count(denied("OWN-09", owned({"verified_at": "2026-11-02T09:14:00Z"}))) == 0
}

test_a_verification_in_the_future_is_denied if {
	count(denied("OWN-09", owned({"verified_at": "2026-11-20"}))) == 0
	some d in denied("OWN-09", owned({"verified_at": "2026-11-21"}))
	d.path == ["ownership", "verified_at"]
	d.message == "ownership was verified on 2026-11-21, which lies in the future"
	d.found == "2026-11-21"
	d.who == ["alice"]
}

# Detected long ago, verified n days before the closure of 2026-11-19.
_verified(day) := object.union(owned({"verified_at": day}), {"source": {"detected_at": "2026-01-01"}})

test_a_verification_of_ninety_days_passes if {
	count(denied("OWN-09", _verified("2026-08-21"))) == 0
}

test_a_verification_of_ninety_one_days_is_denied if {
	some d in denied("OWN-09", _verified("2026-08-20"))
	d.message == "ownership is stale: verified on 2026-08-20, 91 days before 2026-11-19 (at most 90)"
	d.facts.days == 91
}

test_the_age_of_an_acceptance_counts_until_now if {
	count(denied("OWN-09", as_state(_verified("2026-08-22"), "accepted"))) == 0
	count(denied("OWN-09", as_state(_verified("2026-08-21"), "accepted"))) == 1
}

test_an_old_verification_is_named_once if {
	count(denied("OWN-09", owned({"verified_at": "2025-01-01"}))) == 1
}

test_a_missing_source_blocks_neither_open_nor_contained if {
	count(denied("OWN-09", as_state(unowned("source_ref"), "open"))) == 0
	count(denied("OWN-09", as_state(unowned("source_ref"), "contained"))) == 0
	count(warned("OWN-09", as_state(_ordinary(unowned("source_ref")), "open"))) == 0
}
