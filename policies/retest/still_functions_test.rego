package remedy.retest_test

import data.remedy.lib.example_test as example

_untested := object.union(proven, {"evidence": [{"type": "invalidity_probe"}]})

_by_path(path) := object.union(_untested, {"plan": {"path": path}})

test_a_rotation_without_a_functional_test_is_denied if {
	[d] := denied("RET-05", _untested)
	d.path == ["evidence"]
	d.message == "not shown that `svc-checkout` still functions after the rotation"
	d.expected == "`functional_test`"
	d.unblock == "test that the work still gets done, and attach the result to `evidence`"
	d.who == ["erin"]
	d.related == [{"path": ["plan", "path"], "message": "this asks for a functional test"}]
	denied_as_repair_only("RET-05", _untested)
}

test_a_reduction_of_rights_without_a_functional_test_is_denied if {
	[d] := denied("RET-05", _by_path("privilege_reduction"))
	d.message == "not shown that `svc-checkout` still functions after the privilege reduction"
}

test_a_functional_test_passes if {
	denied("RET-05", proven) == []
}

test_other_paths_and_an_absent_path_pass if {
	denied("RET-05", _by_path("revocation")) == []
	denied("RET-05", object.remove(_untested, ["plan"])) == []
}

test_what_was_taken_out_of_use_passes if {
	denied("RET-05", closed_as(_untested, "decommissioned")) == []
}

test_absent_evidence_and_words_are_not_this_rules if {
	denied("RET-05", object.remove(proven, ["evidence"])) == []
	denied("RET-05", object.union(proven, {"evidence": [{"type": "email"}]})) == []
}

test_an_absent_identity_has_other_words if {
	[d] := denied("RET-05", object.remove(_untested, ["identity"]))
	d.message == "not shown that what depends on it still functions after the rotation"
}
