package remedy.root_cause_test

import data.remedy.lib.example_test as example

test_an_absent_link_is_denied if {
	every finding in [repeat_without("prior"), repeat_with({"prior": []})] {
		[d] := denied("RCA-02", finding)
		d.path == ["recurrence", "prior"]
		d.message == concat("", [
			"looks like a repeat of `F-0` (closed 2026-03-20): same fingerprint, ",
			"and the manifest does not say how they relate",
		])
		d.expected == ["F-0"]
		d.who == ["alice"]
		d.related == [{"path": ["fingerprint"], "message": "the same fingerprint"}]
		d.facts == {"priors": ["F-0"], "window_days": 365}
	}
}

test_a_distinct_finding_passes if {
	every reason, denials in {"another key of the same account": 0, "": 1} {
		distinct := object.union(
			object.remove(repeat, ["recurrence"]),
			{"recurrence": {"distinct_because": reason}},
		)
		count(denied("RCA-02", distinct)) == denials
	}
}

_without_fingerprint := object.remove(repeat, ["recurrence", "fingerprint"])

test_an_absent_fingerprint_hides_no_repeat if {
	[d] := denied("RCA-02", _without_fingerprint)
	d.path == ["recurrence", "prior"]
	d.message == concat("", [
		"looks like a repeat of `F-0` (closed 2026-03-20): same type and identity, ",
		"and the manifest does not say how they relate",
	])
	d.expected == ["F-0"]
	d.related == [{"path": ["identity", "id"], "message": "the same type and identity"}]
	denied("RCA-02", object.union(_without_fingerprint, {"recurrence": {"prior": ["F-0"]}})) == []
	denied("RCA-02", object.union(_without_fingerprint, {"recurrence": {"distinct_because": "another key"}})) == []
}

test_an_absent_fingerprint_and_another_type_or_identity_look_like_nothing if {
	denied("RCA-02", object.union(_without_fingerprint, {"type": "long_lived_secret"})) == []
	denied("RCA-02", object.union(_without_fingerprint, {"identity": {"id": "svc-search"}})) == []
	denied("RCA-02", object.remove(_without_fingerprint, ["identity"])) == []
}

test_a_mistyped_link_without_a_fingerprint_is_one_mistake if {
	[d] := denied("RCA-02", object.union(_without_fingerprint, {"recurrence": {"prior": ["F-00"]}}))
	d.path == ["recurrence", "prior", 0]
	d.related == [{"path": ["identity", "id"], "message": "the same type and identity: `F-0`"}]
}

test_a_finding_that_was_never_true_is_not_repeated if {
	refuted := object.union(index, {"F-0": {"disposition": "false_positive"}})
	denied_beside("RCA-02", repeat_without("prior"), refuted) == []
}

test_duplicates_of_each_other_pass if {
	duplicate := object.union(index, {"F-0": {"duplicate_of": "F-1"}})
	denied_beside("RCA-02", repeat_without("prior"), duplicate) == []
}

test_a_link_to_nothing_is_denied if {
	[d] := denied("RCA-02", repeat_with({"prior": ["F-0", "F-99"]}))
	d.path == ["recurrence", "prior", 1]
	d.message == "`F-99` is not a finding of the tree"
	d.found == "F-99"
	d.related == []
}

test_a_mistyped_link_is_one_mistake if {
	[d] := denied("RCA-02", repeat_with({"prior": ["F-00"]}))
	d.path == ["recurrence", "prior", 0]
	d.related == [{"path": ["fingerprint"], "message": "the same fingerprint: `F-0`"}]
}

test_each_unlinked_prior_is_named if {
	both := {"fingerprint": {fingerprint: ["F-00", "F-0", "F-1"]}}
	found := data.remedy.root_cause.deny with input as example.document(repeat)
		with data.org as example.org
		with data.index as object.union(index, {"F-00": object.union(prior, {"id": "F-00"})})
		with data.index_by as both
	[d.expected | some d in found] == [["F-00"]]
}
