package remedy.context_test

import data.remedy.lib.example_test as example

_unknown(keys) := object.union(object.remove(known, ["context"]), {"context": object.remove(known.context, keys)})

test_a_known_context_passes if judged("CTX-01", known) == []

test_each_absent_part_of_the_context_is_denied if {
	every key in ["application", "business_process", "dependencies", "rotation_method"] {
		[d] := judged("CTX-01", _unknown([key]))
		d.path == ["context", key]
		d.message == sprintf("dependency or business context is missing: `%s`", [key])
		d.unblock == sprintf("fill in `context.%s`", [key])
		d.who == ["alice"]
		d.related == []
	}
}

test_an_absent_context_is_one_denial if {
	[d] := judged("CTX-01", example.closed)
	d.path == ["context", "application"]
	d.facts == {"missing": ["application", "business_process", "dependencies", "rotation_method"]}
	count(d.related) == 3
	d.related[0] == {"path": ["context", "business_process"], "message": "missing too"}
}

test_a_blank_part_of_the_context_is_absent if {
	[d] := judged("CTX-01", object.union(known, {"context": {"application": " "}}))
	d.path == ["context", "application"]
}

_independent(keys) := object.union(_unknown(keys), {"context": {"dependencies": []}})

test_an_empty_list_of_dependencies_that_was_verified_passes if judged("CTX-01", _independent([])) == []

test_an_empty_list_of_dependencies_that_nobody_verified_is_denied if {
	every key in ["verified_by", "verified_at"] {
		[d] := judged("CTX-01", _independent([key]))
		d.path == ["context", "dependencies"]
		endswith(d.message, "is missing: `dependencies` (empty, which nobody has verified)")
		startswith(d.unblock, "verify that nothing depends on it")
	}
	[d] := judged("CTX-01", _independent(["verified_by", "application"]))
	endswith(d.message, "is missing: `application`, `dependencies` (empty, which nobody has verified)")
	startswith(d.unblock, "fill in `context.application` and verify that nothing depends on it")
}

test_the_context_of_identities_alone_is_asked_for if {
	control := object.remove(example.closed, ["identity"])
	judged("CTX-01", control) == []
	count(judged("CTX-01", object.union(control, {"type": "stale_account"}))) == 1
}

test_the_context_is_asked_for_at_the_closure_of_a_repair_alone if {
	only_repairs_are_judged("CTX-01", example.closed)
}
