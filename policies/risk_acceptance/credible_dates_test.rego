package remedy.risk_acceptance_test

import data.remedy.lib.example_test as example

_doubt(finding) := why if {
	[d] := _denials("RSK-10", finding)
	d.path == ["risk_acceptance", "approved_at"]
	why := d.message
}

test_an_absent_part_of_the_proof_is_denied if {
	every key in ["approved_at", "recorded_at"] {
		[d] := _denials("RSK-10", _accepted_without(key))
		d.path == ["risk_acceptance", key]
		d.message == sprintf("the acceptance is not credible: `%s` is missing", [key])
	}
	every key in ["ref", "sha256"] {
		record := object.remove(example.accepted.risk_acceptance.record, [key])
		[d] := _denials("RSK-10", object.union(_accepted_without("record"), {"risk_acceptance": {"record": record}}))
		d.path == ["risk_acceptance", "record", key]
		d.message == sprintf("the acceptance is not credible: `record.%s` is missing", [key])
	}
}

test_an_absent_record_is_one_denial if {
	[d] := _denials("RSK-10", _accepted_without("record"))
	d.path == ["risk_acceptance", "record", "ref"]
	d.message == "the acceptance is not credible: `record.ref` is missing; `record.sha256` is missing"
	d.related == [{"path": ["risk_acceptance", "record", "sha256"], "message": "`record.sha256` is missing"}]
	d.who == ["alice"]
	d.facts == {"record_within_days": 5}
}

test_an_approval_in_the_future_is_denied if {
	_denials("RSK-10", _accepted_with({"approved_at": "2026-11-20T12:00:00Z", "recorded_at": "2026-11-20"})) == []
	late := _accepted_with({"approved_at": "2026-11-20T12:00:01Z", "recorded_at": "2026-11-20"})
	_doubt(late) == "the acceptance is not credible: `approved_at` is in the future (2026-11-20T12:00:01Z)"
}

test_a_record_in_the_future_is_denied if {
	_denials("RSK-10", _accepted_with({"recorded_at": "2026-11-20T12:00:00Z"})) == []
	[d] := _denials("RSK-10", _accepted_with({"recorded_at": "2026-11-20T12:00:01Z"}))
	d.path == ["risk_acceptance", "recorded_at"]
	d.message == "the acceptance is not credible: `recorded_at` is in the future (2026-11-20T12:00:01Z)"
}

# Detected on 2026-11-02 at 09:14.
test_an_approval_before_the_detection_is_denied if {
	_denials("RSK-10", _accepted_with({"approved_at": "2026-11-02T09:14:00Z", "recorded_at": "2026-11-03"})) == []
	early := _accepted_with({"approved_at": "2026-11-02T09:13:59Z", "recorded_at": "2026-11-03"})
	_doubt(early) == concat("", [
		"the acceptance is not credible: approved on 2026-11-02T09:13:59Z, ",
		"before the detection on 2026-11-02T09:14:00Z",
	])
}

test_an_approval_after_the_record_is_denied if {
	_denials("RSK-10", _accepted_with({"recorded_at": "2026-11-16T10:00:00Z"})) == []
	early := _accepted_with({"recorded_at": "2026-11-16T09:59:59Z"})
	_doubt(early) == concat("", [
		"the acceptance is not credible: approved on 2026-11-16T10:00:00Z, ",
		"after it was recorded on 2026-11-16T09:59:59Z",
	])
}

# Approved on 2026-11-10: recorded until the end of 2026-11-15.
test_a_record_within_the_days_passes_and_a_later_one_is_denied if {
	approved := _accepted_with({"approved_at": "2026-11-10T10:00:00Z"})
	_denials("RSK-10", object.union(approved, {"risk_acceptance": {"recorded_at": "2026-11-14"}})) == []
	_denials("RSK-10", object.union(approved, {"risk_acceptance": {"recorded_at": "2026-11-15T23:59:59Z"}})) == []
	late := object.union(approved, {"risk_acceptance": {"recorded_at": "2026-11-16"}})
	_doubt(late) == concat("", [
		"the acceptance is not credible: approved on 2026-11-10T10:00:00Z, ",
		"recorded on 2026-11-16: more than 5 days later",
	])
}
