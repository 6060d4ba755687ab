package remedy.non_human_identity_test

# Exposed since 2026-10-30T16:00:00Z, revoked on 2026-11-03T08:00:00Z.
_reviewed(reviews) := object.union(leaked, {"evidence": array.concat([probe], reviews)})

_review_over(from, to) := object.union(review, {"period": {"from": from, "to": to}})

_reviewed_over(from, to) := _reviewed([_review_over(from, to)])

test_a_review_of_the_whole_exposure_passes if denied("NHI-04", leaked) == []

test_no_review_is_denied if {
	[d] := denied("NHI-04", _reviewed([]))
	d.path == ["evidence"]
	d.message == "use of the exposed identity was not reviewed: there is no evidence of type `log_review`"
	d.expected == concat("", [
		"evidence of type `log_review` whose `period` covers ",
		"2026-10-30T16:00:00Z to 2026-11-03T08:00:00Z",
	])
	d.facts == {"from": "2026-10-30T16:00:00Z", "to": "2026-11-03T08:00:00Z"}
	d.who == ["alice"]
	count(denied("NHI-04", object.remove(leaked, ["evidence"]))) == 1
}

test_a_review_that_begins_late_is_denied if {
	[d] := denied("NHI-04", _reviewed_over("2026-10-30T16:00:01Z", "2026-11-04"))
	d.path == ["evidence", 1, "period"]
	d.message == concat("", [
		"use of the exposed identity was not reviewed: no `log_review` covers the time from 2026-10-30T16:00:00Z ",
		"(exposed from 2026-10-30T16:00:00Z to 2026-11-03T08:00:00Z)",
	])
	denied("NHI-04", _reviewed_over("2026-10-30T16:00:00Z", "2026-11-04")) == []
	denied("NHI-04", _reviewed_over("2026-10-30T15:59:59Z", "2026-11-04")) == []
	denied("NHI-04", _reviewed_over("2026-10-30", "2026-11-04")) == []
}

test_a_review_that_ends_early_is_denied if {
	[d] := denied("NHI-04", _reviewed_over("2026-10-30", "2026-11-03T07:59:59Z"))
	contains(d.message, "covers the time from 2026-11-03T07:59:59Z (exposed")
	denied("NHI-04", _reviewed_over("2026-10-30", "2026-11-03T08:00:00Z")) == []
	denied("NHI-04", _reviewed_over("2026-10-30", "2026-11-03T08:00:01Z")) == []
	denied("NHI-04", _reviewed_over("2026-10-30", "2026-11-03")) == []
	count(denied("NHI-04", _reviewed_over("2026-10-30", "2026-11-02"))) == 1
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_a_day_of_review_is_as_long_as_in_its_zone if {
	finding := object.union(_reviewed_over("2026-10-20", "2026-10-25"), {
		"source": {"detected_at": "2026-10-20"},
		"secret": {"exposed_since": "2026-10-20"},
	})
	last_second := object.union(revocation, {"performed_at": "2026-10-25T22:59:59Z"})
	denied_at("NHI-04", acted(finding, [last_second]), at_berlin) == []
	next_day := object.union(revocation, {"performed_at": "2026-10-25T23:00:00Z"})
	[d] := denied_at("NHI-04", acted(finding, [next_day]), at_berlin)
	contains(d.message, "covers the time from 2026-10-25T23:00:00Z (exposed")
}

test_several_reviews_share_the_time if {
	first := _review_over("2026-10-30", "2026-10-31")
	second := _review_over("2026-11-01", "2026-11-03")
	denied("NHI-04", _reviewed([second, first])) == []
	late := _review_over("2026-11-02", "2026-11-03")
	[d] := denied("NHI-04", _reviewed([first, late]))
	contains(d.message, "covers the time from 2026-11-01T00:00:00Z (exposed")
	d.path == ["evidence", 1, "period"]
	d.related == [{"path": ["evidence", 2, "period"], "message": "reviewed as well"}]
}

test_a_review_without_a_period_is_denied if {
	every item in [object.remove(review, ["period"]), lacking(review, "period", "from"), lacking(review, "period", "to")] {
		[d] := denied("NHI-04", _reviewed([item]))
		d.path == ["evidence", 1, "period"]
	}
}

test_nobody_reviews_the_future if {
	early := object.union(review, {"collected_at": "2026-11-03T11:59:59Z"})
	count(denied("NHI-04", _reviewed([early]))) == 1
	denied("NHI-04", _reviewed([object.union(review, {"collected_at": "2026-11-03T12:00:00Z"})])) == []
	denied("NHI-04", _reviewed([object.remove(review, ["collected_at"])])) == []
}

test_without_an_exposure_the_detection_counts if {
	finding := lacking(leaked, "secret", "exposed_since")
	later := object.union(finding, {"evidence": [probe, _review_over("2026-11-02T09:14:00Z", "2026-11-03")]})
	denied("NHI-04", later) == []
	count(denied("NHI-04", object.union(later, {"secret": {"exposed_since": "2026-11-02T09:13:59Z"}}))) == 1
	denied("NHI-04", object.union(later, {"secret": {"exposed_since": "2026-11-02T10:00:00Z"}})) == []
}

test_an_exposure_that_was_over_at_the_detection if {
	dead := object.union(revocation, {"performed_at": "2026-10-20T08:00:00Z"})
	finding := lacking(leaked, "secret", "exposed_since")
	count(denied("NHI-04", acted(finding, [dead]))) == 1
	seen := object.union(finding, {"evidence": [_review_over("2026-10-20", "2026-10-20")]})
	denied("NHI-04", acted(seen, [dead])) == []
}

# The review ends on 2026-11-03T12:00:00Z.
test_the_exposure_ends_with_what_ended_it if {
	disabled := object.union(revocation, {"type": "disable", "performed_at": "2026-11-03T12:00:00Z"})
	denied("NHI-04", acted(leaked, [disabled])) == []
	later := object.union(disabled, {"performed_at": "2026-11-03T12:00:01Z"})
	count(denied("NHI-04", acted(leaked, [later]))) == 1
	denied("NHI-04", acted(leaked, [revocation, later])) == []
	narrowed := object.union(later, {"type": "reduce_scope"})
	count(denied("NHI-04", acted(leaked, [narrowed]))) == 1
	[d] := denied("NHI-04", acted(leaked, []))
	d.facts.to == "2026-11-19T09:00:00Z"
}

test_misuse_without_an_incident_is_denied if {
	misused := object.union(leaked, {"secret": {"misuse_confirmed": true}})
	[d] := denied("NHI-04", misused)
	d.path == ["secret", "incident_ref"]
	d.message == "misuse is confirmed, and no incident is named"
	d.related == [{"path": ["secret", "misuse_confirmed"], "message": "confirmed here"}]
	denied("NHI-04", object.union(misused, {"secret": {"incident_ref": "INC-7"}})) == []
	denied("NHI-04", object.union(misused, {"break_glass": {"incident_ref": "INC-7"}})) == []
}

test_an_identity_under_attack_needs_a_review_too if {
	attacked := typed("orphaned_account", {"exposure": {"misuse_confirmed": true}, "secret": {"incident_ref": "INC-7"}})
	[d] := denied("NHI-04", attacked)
	d.path == ["evidence"]
	denied("NHI-04", object.union(attacked, {"evidence": [review]})) == []
	denied("NHI-04", object.union(attacked, {"exposure": {"misuse_confirmed": false}})) == []
	denied("NHI-04", object.union(attacked, {"type": "vulnerability"})) == []
}

test_a_decommissioned_identity_was_used_before if {
	count(denied("NHI-04", disposed(_reviewed([]), "decommissioned"))) == 1
}

test_other_evidence_is_no_review if {
	seen := object.union(probe, {"period": {"from": "2026-10-30", "to": "2026-11-04"}})
	[d] := denied("NHI-04", object.union(leaked, {"evidence": [seen]}))
	d.path == ["evidence"]
	count(denied("NHI-04", object.union(leaked, {"evidence": [seen, _review_over("2026-11-01", "2026-11-04")]}))) == 1
}

test_a_review_of_an_earlier_time_does_no_harm if {
	earlier := _review_over("2026-01-01", "2026-01-31")
	denied("NHI-04", _reviewed([earlier, review])) == []
}

test_an_exposure_of_one_instant_is_covered_by_a_review_that_ends_with_it if {
	dead := object.union(revocation, {"performed_at": "2026-10-20T08:00:00Z"})
	finding := acted(lacking(leaked, "secret", "exposed_since"), [dead])
	seen := _review_over("2026-10-20T07:00:00Z", "2026-10-20T08:00:00Z")
	denied("NHI-04", object.union(finding, {"evidence": [seen]})) == []
	short := _review_over("2026-10-20T07:00:00Z", "2026-10-20T07:59:59Z")
	count(denied("NHI-04", object.union(finding, {"evidence": [short]}))) == 1
}

test_what_is_no_identity_and_no_secret_has_no_use_to_review if {
	attacked := typed("soc2_exception", {"exposure": {"misuse_confirmed": true}})
	[_, _] := denied("NHI-04", attacked)
	denied("NHI-04", object.remove(attacked, ["identity"])) == []
}
