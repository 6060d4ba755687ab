package remedy.escalation_test

import data.remedy.lib.example_test as example

# From 09:14 on 2026-11-02 to the end of 2026-11-09: half is over at 04:37 on 2026-11-06.
_fast(finding, moment) := denied_at("ESC-03", example.document_at(finding, moment))

_warned(records, moment) := warned_at("ESC-03", example.document_at(escalated(example.open_finding, records), moment))

test_a_fast_track_finding_is_escalated if {
	[d] := _fast(example.open_finding, "2026-11-08T12:00:00Z")
	d.path == ["escalation", "records"]
	d.message == concat("", [
		"fast track (leaked_secret, service_account): half of the time to fix was over on 2026-11-06T04:36:59Z, ",
		"and 24 hours later nobody was told",
	])
	d.expected == "an escalation by 2026-11-07T04:36:59Z"
	d.who == ["judy"]
	d.related == [{"path": ["source", "detected_at"], "message": "the clock starts here"}]
	d.facts == {
		"clock_start": "2026-11-02T09:14:00Z",
		"latest_due": "2026-11-09",
		"half": "2026-11-06T04:36:59Z",
		"escalate_by": "2026-11-07T04:36:59Z",
	}
}

test_the_hours_end_with_their_last_second if {
	_fast(example.open_finding, "2026-11-07T04:36:58Z") == []
	_fast(example.open_finding, "2026-11-07T04:36:59Z") == []
	count(_fast(example.open_finding, "2026-11-07T04:37:00Z")) == 1
}

# The clocks of Berlin go back on 2026-10-25: the seven days after 2026-10-21 end at 23:00 UTC on 2026-10-28.
test_the_half_is_the_one_of_the_organisation if {
	finding := object.union(example.open_finding, {"source": {"detected_at": "2026-10-21"}})
	every zone, half in {"UTC": "2026-10-24T23:59:59Z", "Europe/Berlin": "2026-10-24T22:29:59Z"} {
		[d] := denied_at("ESC-03", document_in(finding, "2026-11-20T12:00:00Z", zone))
		d.facts.half == half
	}
	count(denied_at("ESC-03", document_in(finding, "2026-10-25T22:29:59Z", "Europe/Berlin"))) == 0
	count(denied_at("ESC-03", document_in(finding, "2026-10-25T22:30:00Z", "Europe/Berlin"))) == 1
}

test_an_absent_or_an_extended_date_does_not_move_the_half if {
	count(_fast(object.remove(example.open_finding, ["due"]), "2026-11-07T04:37:00Z")) == 1
	count(_fast(object.union(example.open_finding, {"due": {"date": "2027-12-31"}}), "2026-11-07T04:37:00Z")) == 1
}

test_a_finding_off_the_fast_track_passes if {
	slow := object.union(object.remove(example.open_finding, ["identity"]), {"type": "vulnerability"})
	_fast(slow, "2027-11-20T12:00:00Z") == []
}

test_only_an_open_finding_is_escalated_early if {
	every state in ["contained", "accepted", "closed"] {
		_fast(as_state(example.open_finding, state), "2027-11-20T12:00:00Z") == []
	}
}

test_an_early_escalation_passes if {
	told := escalated(example.open_finding, [record_with({"at": "2026-11-07T04:36:59Z"})])
	_fast(told, "2026-11-08T12:00:00Z") == []
	_warned([record_with({"at": "2026-11-07T04:36:59Z"})], "2026-11-08T12:00:00Z") == []
	_warned([record_with({"at": "2026-11-07"})], "2026-11-08T12:00:00Z") == []
}

test_a_late_escalation_is_shown_and_does_not_block if {
	late := [record, record_with({"at": "2026-11-07T04:37:00Z"})]
	_fast(escalated(example.open_finding, late), "2026-11-20T12:00:00Z") == []
	[w] := _warned(late, "2026-11-20T12:00:00Z")
	not w.flag
	w.path == ["escalation", "records"]
	w.message == concat("", [
		"fast track (leaked_secret, service_account): escalated on 2026-11-07T04:37:00Z, ",
		"after 2026-11-07T04:36:59Z (24 hours after half of the time to fix)",
	])
	w.found == "2026-11-07T04:37:00Z"
}

test_an_escalation_to_the_owner_is_none if {
	own := escalated(example.open_finding, [record_with({"to": "alice@example.com", "at": "2026-11-05"})])
	[d] := _fast(own, "2026-11-08T12:00:00Z")
	endswith(d.related[1].message, "`alice@example.com` owns or fixes this finding")
	warned_at("ESC-03", example.document_at(own, "2026-11-08T12:00:00Z")) == []
}

test_the_limit_itself_is_in_time if {
	document := example.document_at(example.open_finding, "2026-11-07T04:36:59Z")
	limit_ns := time.parse_rfc3339_ns("2026-11-07T04:37:00Z") - 1
	denied_at("ESC-03", object.union(document, {"at": {"ns": limit_ns}})) == []
	count(denied_at("ESC-03", object.union(document, {"at": {"ns": limit_ns + 1}}))) == 1
	_warned([record_with({"at": "2026-11-07T04:36:59.999999999Z"})], "2026-11-20T12:00:00Z") == []
}

test_one_late_escalation_is_shown_for_open_findings_on_the_fast_track_alone if {
	late := escalated(example.open_finding, [record_with({"at": "2026-11-08"})])
	[w] := warned_at("ESC-03", example.document(late))
	w.found == "2026-11-08"
	every state in ["contained", "accepted", "closed"] {
		warned_at("ESC-03", example.document(as_state(late, state))) == []
	}
	slow := object.union(object.remove(late, ["identity"]), {"type": "vulnerability"})
	much_later := escalated(slow, [record_with({"at": "2027-11-08"})])
	warned_at("ESC-03", example.document_at(much_later, "2027-11-20T12:00:00Z")) == []
}
