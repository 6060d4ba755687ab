package remedy.tracking_test

import data.remedy.lib.example_test as example

_sox(changes) := object.union(tracked_with({"type": "sox_exception"}), changes)

test_a_source_of_truth_passes if {
	approvals := [
		{"kind": "plan", "by": "judy", "ref": "grc://plans/1"},
		{"kind": "closure", "by": "erin", "ref": "grc://plans/2"},
	]
	evidence := [{"type": "sample_test", "system": "erp"}]
	denied("TRK-04", _sox({"approvals": approvals, "evidence": evidence})) == []
}

test_a_record_in_an_adhoc_system_is_denied if {
	[d] := denied("TRK-04", _sox({"tracking": {"system": "Excel"}}))
	d.path == ["tracking", "system"]
	d.message == "the work is tracked in `Excel`, which is not a source of truth"
	d.expected == "a system that keeps its history"
	d.found == "Excel"
	d.who == ["alice"]
}

test_approvals_in_adhoc_systems_alone_are_denied if {
	approvals := [
		{"kind": "plan", "by": "judy", "ref": "Slack://C1/p2"},
		{"kind": "closure", "by": "erin", "ref": "grc://1"},
		{"kind": "plan", "by": "judy", "ref": "email:2026-11-03"},
	]
	[d] := denied("TRK-04", _sox({"approvals": approvals}))
	d.path == ["approvals", 0, "ref"]
	d.message == "every `plan` approval is recorded in `Slack` alone, which is not a source of truth"
	d.found == "Slack://C1/p2"
	d.unblock == "record the approval in a system that keeps its history, and refer to that record"
	d.related == [{"path": ["approvals", 2, "ref"], "message": "recorded so too"}]
}

test_an_approval_recorded_properly_as_well_passes if {
	mirrored := [{"kind": "plan", "ref": "slack://C1/p2"}, {"kind": "plan", "ref": "grc://plans/1"}]
	denied("TRK-04", _sox({"approvals": mirrored})) == []
}

test_a_kind_of_approval_with_absent_records_is_denied if {
	approvals := [
		{"kind": "plan", "by": "judy", "ref": "grc://plans/1"},
		{"kind": "closure", "by": "erin"},
		{"kind": "closure", "by": "frank", "ref": " "},
	]
	[d] := denied("TRK-04", _sox({"approvals": approvals}))
	d.path == ["approvals", 1, "ref"]
	d.message == "no `closure` approval has a `ref`: it is recorded nowhere"
	d.expected == "a record in a system that keeps its history"
	d.unblock == "record the approval in a system that keeps its history, and refer to that record"
	d.who == ["alice"]
	d.related == [{"path": ["approvals", 2], "message": "recorded nowhere too"}]
	every state in ["open", "contained"] {
		denied("TRK-04", as_state(_sox({"approvals": approvals}), state)) == []
	}
	count(denied("TRK-04", as_state(_sox({"approvals": approvals}), "accepted"))) == 1
	denied("TRK-04", tracked_with({"approvals": approvals})) == []
}

test_an_absent_record_beside_a_good_one_passes if {
	denied("TRK-04", _sox({"approvals": [{"kind": "plan"}, {"kind": "plan", "ref": "grc://plans/1"}]})) == []
}

test_an_absent_record_beside_an_adhoc_one_mends_nothing if {
	[d] := denied("TRK-04", _sox({"approvals": [{"kind": "plan"}, {"kind": "plan", "ref": "slack://C1/p2"}]}))
	d.path == ["approvals", 1, "ref"]
	d.found == "slack://C1/p2"
}

test_evidence_from_adhoc_systems_alone_is_denied if {
	evidence := [{"type": "sample_test", "system": "Excel"}, {"type": "decision_log", "ref": "mail:17"}]
	[d] := denied("TRK-04", _sox({"evidence": evidence}))
	d.path == ["evidence"]
	d.message == "all evidence comes from `Excel` and `mail`, which is not a source of truth"
	d.unblock == "collect the evidence from a system that keeps its history"
	d.related == [
		{"path": ["evidence", 0], "message": "from `Excel`"},
		{"path": ["evidence", 1], "message": "from `mail`"},
	]
}

test_some_evidence_from_an_adhoc_system_passes if {
	denied("TRK-04", _sox({"evidence": [{"system": "excel"}, {"system": "erp"}]})) == []
	denied("TRK-04", _sox({"evidence": [{"system": "erp", "ref": "slack://C1"}]})) == []
}

test_a_soc2_and_an_accepted_finding_are_judged_and_others_are_not if {
	every changes in [{"type": "soc2_exception"}, {"source": {"framework": "soc2"}}, {"source": {"framework": "sox"}}] {
		adhoc := object.union(tracked_with({"tracking": {"system": "wiki"}}), changes)
		count(denied("TRK-04", adhoc)) == 1
		count(denied("TRK-04", as_state(adhoc, "accepted"))) == 1
		denied("TRK-04", as_state(adhoc, "open")) == []
		denied("TRK-04", as_state(adhoc, "contained")) == []
	}
	denied("TRK-04", tracked_with({"tracking": {"system": "wiki"}})) == []
}

test_absent_records_approvals_and_evidence_are_not_judged_by_this_rule if {
	denied("TRK-04", object.union(example.closed, {"type": "sox_exception"})) == []
	denied("TRK-04", _sox({"tracking": {"system": "grc"}, "approvals": [{}], "evidence": []})) == []
	denied("TRK-04", _sox({"approvals": [{"kind": "plan", "ref": "records/plan.pdf"}], "evidence": [{}]})) == []
}

test_one_item_of_evidence_from_an_adhoc_system_is_denied if {
	[d] := denied("TRK-04", _sox({"evidence": [{"type": "sample_test", "system": "wiki"}]}))
	d.path == ["evidence"]
	d.message == "all evidence comes from `wiki`, which is not a source of truth"
}

test_approvals_and_evidence_of_what_nobody_attests_may_stand_anywhere if {
	every adhoc in [
		{"approvals": [{"kind": "plan", "by": "judy", "ref": "slack://C1/p2"}]},
		{"evidence": [{"type": "sample_test", "system": "excel"}]},
	] {
		count(denied("TRK-04", _sox(adhoc))) == 1
		count(denied("TRK-04", as_state(_sox(adhoc), "accepted"))) == 1
		denied("TRK-04", as_state(_sox(adhoc), "open")) == []
		denied("TRK-04", as_state(_sox(adhoc), "contained")) == []
		denied("TRK-04", tracked_with(adhoc)) == []
	}
}

test_a_reference_without_a_colon_names_no_system if {
	denied("TRK-04", _sox({"approvals": [{"kind": "plan", "by": "judy", "ref": "wiki"}]})) == []
	count(denied("TRK-04", _sox({"approvals": [{"kind": "plan", "by": "judy", "ref": "wiki:17"}]}))) == 1
}
