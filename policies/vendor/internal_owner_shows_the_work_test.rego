package remedy.vendor_test

import data.remedy.lib.example_test as example

# A SOX exception that the vendor caused; Alice owns it and the control.
_sox := consent_with({
	"type": "sox_exception",
	"tracking": {"log": [{"at": "2026-11-04", "by": "aokafor", "note": "asked Northwind for the fix"}]},
	"evidence": [{"type": "sample_test", "collected_by": "victor"}, {"type": "sample_test", "collected_by": "erin"}],
})

_sox_with(changes) := object.union(_sox, changes)

test_an_owner_who_shows_all_passes if {
	count(denied("VND-05", _sox)) == 0
}

test_an_owner_who_shows_nothing_is_denied if {
	planned := {"type": "operate_control", "status": "planned"}
	bare := object.union(object.remove(_sox, ["tracking", "vendor"]), {
		"vendor": {"id": "northwind"},
		"plan": {"actions": [planned]},
		"evidence": [{"type": "sample_test", "collected_by": "victor"}],
	})
	[d] := denied("VND-05", bare)
	d.path == ["tracking", "log"]
	d.message == concat("", [
		"follow-up, vendor escalation, a fix or a compensating control, ",
		"closure evidence of the organisation's own not shown by `alice`",
	])
	d.who == ["alice"]
	[r.path | some r in d.related] == [["vendor", "escalation"], ["plan", "actions"], ["evidence"]]
	count(split(d.unblock, "; ")) == 4
}

test_follow_up_by_somebody_else_is_denied if {
	every entry in [
		{"at": "2026-11-04", "by": "carol"},
		{"at": "2026-11-01", "by": "alice"},
		{"at": "2026-11-21", "by": "alice"},
		{"by": "alice"},
		{"at": "2026-11-04"},
	] {
		[d] := denied("VND-05", _sox_with({"tracking": {"log": [entry]}}))
		d.message == "follow-up not shown by `alice`"
	}
	count(denied("VND-05", object.remove(_sox, ["tracking"]))) == 1
}

test_follow_up_by_the_owner_of_the_control_passes if {
	owned := _sox_with({"control": {"owner": "judy"}, "tracking": {"log": [{"at": "2026-11-04", "by": "judy"}]}})
	count(denied("VND-05", owned)) == 0
	[d] := denied("VND-05", object.union(owned, {"tracking": {"log": []}}))
	d.message == "follow-up not shown by `alice` or `judy`"
	d.who == ["alice", "judy"]
}

test_an_escalation_record_stands_for_the_path if {
	pathless := object.union(object.remove(_sox, ["vendor"]), {"vendor": {"id": "northwind"}})
	[d] := denied("VND-05", pathless)
	d.path == ["vendor", "escalation"]
	count(denied("VND-05", object.union(pathless, {"escalation": {"records": [{"level": "director"}]}}))) == 0
}

test_a_compensating_control_stands_for_the_fix if {
	open := _sox_with({"plan": {"actions": [{"type": "operate_control", "status": "planned"}]}})
	[d] := denied("VND-05", open)
	d.message == "a fix or a compensating control not shown by `alice`"
	count(denied("VND-05", object.union(open, {"compensating_controls": [{"id": "CC-1"}]}))) == 0
}

test_what_others_ask_for_is_left_to_them if {
	count(denied("VND-05", _sox_with({"plan": {"actions": []}}))) == 0
	count(denied("VND-05", _sox_with({"plan": {"actions": [{"type": "contain", "status": "done"}]}}))) == 0
	count(denied("VND-05", object.remove(_sox, ["evidence"]))) == 0
	count(denied("VND-05", _sox_with({"evidence": [{"type": "sample_test"}]}))) == 0
	count(denied("VND-05", object.remove(_sox, ["ownership", "tracking", "control"]))) == 0
}

test_evidence_of_the_vendor_alone_is_denied if {
	[d] := denied("VND-05", _sox_with({"evidence": [{"type": "sample_test", "collected_by": "victor"}]}))
	d.path == ["evidence"]
	d.message == "closure evidence of the organisation's own not shown by `alice`"
}

test_the_framework_makes_it_sox if {
	unshown := object.remove(_sox, ["tracking"])
	other := object.union(unshown, {"type": "vulnerability"})
	count(denied("VND-05", other)) == 0
	count(denied("VND-05", object.union(other, {"source": {"framework": "sox"}}))) == 1
	org := object.union(example.org, {"controls": {"AC-17": {"framework": "sox"}}})
	count(denied_in("VND-05", other, org)) == 1
}

test_a_sox_finding_without_a_vendor_and_other_states_pass if {
	unshown := object.remove(_sox, ["tracking"])
	count(denied("VND-05", object.remove(unshown, ["vendor"]))) == 0
	every state in ["open", "contained", "accepted"] {
		count(denied("VND-05", as_state(unshown, state))) == 0
	}
	count(denied("VND-05", closed_as(unshown, "false_positive"))) == 0
	count(denied("VND-05", closed_as(unshown, "duplicate"))) == 0
}
