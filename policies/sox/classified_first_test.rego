package remedy.sox_test

import data.remedy.lib.example_test as example

test_an_unclassified_exception_is_denied_once if {
	[d] := denied("SOX-01", object.remove(exception, ["sox"]))
	d.path == ["sox", "classification"]
	d.message == concat("", [
		"the exception is not classified: ",
		"`classification` is missing; `rationale` is missing; `classified_at` is missing",
	])
	d.unblock == "classify the exception and complete `sox.classification`, `sox.rationale`, `sox.classified_at`"
	d.who == ["alice"]
	[r.path | some r in d.related] == [["sox", "rationale"], ["sox", "classified_at"]]
}

test_each_absent_part_of_the_classification_is_denied if {
	every key in ["classification", "rationale", "classified_at"] {
		[d] := denied("SOX-01", sox_without(key))
		d.path == ["sox", key]
		d.message == sprintf("the exception is not classified: `%s` is missing", [key])
		d.related == []
	}
	[d] := denied("SOX-01", sox_with({"rationale": "  "}))
	d.path == ["sox", "rationale"]
}

test_a_soc2_exception_is_classified_in_its_own_section if {
	[d] := denied_in("SOX-01", object.remove(soc2_exception, ["soc2"]), soc2_org)
	d.path == ["soc2", "classification"]
}

test_a_finding_of_another_type_from_an_audit_is_classified if {
	vulnerability := exception_with({"type": "vulnerability"})
	denied("SOX-01", vulnerability) == []
	count(denied("SOX-01", object.remove(vulnerability, ["sox"]))) == 1
}

test_other_findings_about_the_control_need_no_classification if {
	denied("SOX-01", object.remove(example.closed, ["sox"])) == []
}

test_an_accepted_exception_is_classified_when_it_closes if {
	denied("SOX-01", as_state(object.remove(exception, ["sox"]), "accepted")) == []
}

test_a_classification_lies_between_detection_and_now if {
	every at in ["2026-11-02T09:14:00Z", "2026-11-02"] {
		denied("SOX-01", sox_with({"classified_at": at})) == []
	}
	[early] := denied("SOX-01", sox_with({"classified_at": "2026-11-02T09:13:59Z"}))
	early.path == ["sox", "classified_at"]
	early.message == concat("", [
		"the exception is not classified: ",
		"`classified_at` lies before the detection (2026-11-02T09:13:59Z)",
	])
	unplanned := object.remove(exception, ["approvals"])
	denied("SOX-01", object.union(unplanned, {"sox": {"classified_at": "2026-11-20T12:00:00Z"}})) == []
	[future] := denied("SOX-01", object.union(unplanned, {"sox": {"classified_at": "2026-11-20T12:00:01Z"}}))
	contains(future.message, "`classified_at` lies in the future (2026-11-20T12:00:01Z)")
}

test_a_classification_after_the_plan_is_denied if {
	[d] := denied("SOX-01", sox_with({"classified_at": "2026-11-06T10:00:01Z"}))
	d.path == ["sox", "classified_at"]
	d.message == "classified on 2026-11-06T10:00:01Z, after the plan was approved on 2026-11-06T10:00:00Z"
	d.expected == "a classification on 2026-11-06 or earlier"
	contains(d.unblock, "`deviations: [{rule: SOX-01,")
	d.related == [{"path": ["approvals", 1, "at"], "message": "the plan was approved here"}]
	d.who == ["henry"]
}

test_a_classification_up_to_the_plan_passes if {
	every at in ["2026-11-06T09:59:59Z", "2026-11-06T10:00:00Z", "2026-11-06"] {
		denied("SOX-01", sox_with({"classified_at": at})) == []
	}
	count(denied("SOX-01", sox_with({"classified_at": "2026-11-07"}))) == 1
}

# The plan was approved on 2026-10-25, which ends at 23:00 UTC in Berlin.
test_a_day_of_the_plan_holds_until_its_last_second if {
	every at, denials in {"2026-10-25T22:59:58Z": 0, "2026-10-25T22:59:59Z": 0, "2026-10-25T23:00:00Z": 1} {
		finding := exception_with({
			"source": {"detected_at": "2026-10-20T09:14:00Z"},
			"approvals": [{"kind": "plan", "by": "alice", "at": "2026-10-25"}],
			"sox": {"classified_at": at},
		})
		document := object.union(example.document(finding), {"at": {"zone": "Europe/Berlin"}})
		count([d | some d in all_denied(document, org); d.rule == "SOX-01"]) == denials
	}
}

test_a_later_approval_does_not_make_the_order_right if {
	twice := [
		{"kind": "plan", "by": "alice", "at": "2026-11-08"},
		{"kind": "plan", "by": "alice", "at": "2026-11-06"},
	]
	[d] := denied("SOX-01", exception_with({"approvals": twice, "sox": {"classified_at": "2026-11-07"}}))
	d.related[0].path == ["approvals", 1, "at"]
}

test_an_absent_approval_of_the_plan_is_not_this_rules if {
	every approvals in [[], [{"kind": "plan", "by": "alice"}]] {
		finding := exception_with({"approvals": approvals, "sox": {"classified_at": "2026-11-19"}})
		denied("SOX-01", finding) == []
	}
}

_ratified_order(deviation) := exception_with({
	"sox": {"classified_at": "2026-11-07"},
	"deviations": [object.union(
		{"rule": "SOX-01", "reason": "the auditor wrote late", "ratified_by": "henry", "at": "2026-11-18"},
		deviation,
	)],
})

test_a_ratified_order_is_shown_and_does_not_block if {
	denied("SOX-01", _ratified_order({})) == []
	warned("SOX-01", _ratified_order({})) == [{
		"rule": "SOX-01",
		"path": ["deviations", 0],
		"flag": "ratified",
		"message": concat("", [
			"classified on 2026-11-07, after the plan was approved on 2026-11-06T10:00:00Z; ",
			"ratified by `henry` on 2026-11-18: the auditor wrote late",
		]),
	}]
}

test_a_deviation_that_does_not_count_is_related if {
	[d] := denied("SOX-01", _ratified_order({"ratified_by": "alice@example.com"}))
	count(d.related) == 2
	warned("SOX-01", _ratified_order({"ratified_by": "alice@example.com"})) == []
}

test_a_missing_classification_cannot_be_ratified if {
	count(denied("SOX-01", object.remove(_ratified_order({}), ["sox"]))) == 1
}

test_a_gap_is_told_before_the_order if {
	late := exception_with({"sox": {"classified_at": "2026-11-07", "rationale": " "}})
	[d] := denied("SOX-01", late)
	d.path == ["sox", "rationale"]
}

test_only_the_approval_of_the_plan_ends_the_time_to_classify if {
	earlier := {"kind": "business", "by": "judy", "at": "2026-11-04"}
	finding := exception_with({"approvals": array.concat([earlier], exception.approvals)})
	denied("SOX-01", finding) == []
}

test_a_ratification_without_need_is_not_told if {
	in_order := object.union(_ratified_order({}), {"sox": {"classified_at": "2026-11-05"}})
	warned("SOX-01", in_order) == []
	denied("SOX-01", in_order) == []
}

test_the_order_counts_in_closed_exceptions_that_were_repaired_alone if {
	unratified := object.remove(_ratified_order({}), ["deviations"])
	scanned := {"type": "vulnerability", "source": {"kind": "scanner"}}
	every changes in [
		scanned,
		{"state": "open"},
		{"state": "contained"},
		{"state": "accepted"},
		{"closure": {"disposition": "false_positive"}},
		{"closure": {"disposition": "duplicate"}},
	] {
		denied("SOX-01", object.union(unratified, changes)) == []
		warned("SOX-01", object.union(_ratified_order({}), changes)) == []
	}
	count(denied("SOX-01", unratified)) == 1
}
