package remedy.access_review_test

import data.remedy.lib.example_review_test as example

# The review with changes to the approval of the privileged population.
_approved(changes) := example.completed_with({"business_approvals": [
	object.union(example.completed.business_approvals[0], changes),
	example.completed.business_approvals[1],
]})

_approved_without(key) := example.completed_with({"business_approvals": [
	object.remove(example.completed.business_approvals[0], [key]),
	example.completed.business_approvals[1],
]})

test_approved_populations_pass if denied("REV-07", example.completed) == []

test_logs_alone_are_denied_once if {
	every review in [without("business_approvals"), example.completed_with({"business_approvals": []})] {
		[d] := denied("REV-07", review)
		d.path == ["business_approvals"]
		d.message == "no business approval: logs alone do not show that the business wants this access"
		d.who == ["alice"]
		denied("REV-07", as_open(review)) == []
	}
}

test_without_populations_it_is_left_to_what_is_missing if {
	denied("REV-07", object.remove(without("populations"), ["business_approvals"])) == []
}

test_a_population_without_an_approval_is_denied if {
	[d] := denied("REV-07", example.completed_with({"business_approvals": [example.completed.business_approvals[1]]}))
	d.path == ["business_approvals"]
	d.message == "no business approval of population `privileged`"
	d.expected == sprintf("an approval of `%s`", [example.completed.populations[0].sha256])
	d.related == [{"path": ["populations", 0, "class"], "message": "the population"}]
}

test_an_approval_of_something_else_is_denied if {
	[d] := denied("REV-07", _approved({"sha256": "4444"}))
	d.path == ["business_approvals", 0, "sha256"]
	d.message == "the business approval of population `privileged` does not count: its `sha256` is that of no population"
}

# The file changed after it was approved, and the review states the digest that was approved.
test_an_approval_of_an_earlier_file_is_denied if {
	changed := array.concat(
		[object.union(example.facts.populations[0], {"sha256": "4444"})],
		array.slice(example.facts.populations, 1, 2),
	)
	[d] := denied_by_facts("REV-07", example.facts_with({"populations": changed}))
	d.path == ["business_approvals", 0, "sha256"]
	d.expected == "an approval of `4444`"
}

test_an_approval_without_a_digest_is_denied if {
	[d] := denied("REV-07", _approved_without("sha256"))
	d.path == ["business_approvals", 0, "sha256"]
	endswith(d.message, "does not count: it has no `sha256` of what was approved")
}

test_an_approval_needs_no_class if denied("REV-07", _approved_without("class")) == []

test_an_approval_by_an_administrator_is_denied if {
	every by in ["carol", "Carol"] {
		[d] := denied("REV-07", _approved({"by": by}))
		d.path == ["business_approvals", 0, "by"]
		endswith(d.message, sprintf("does not count: `%s` administers the access", [by]))
	}
	review := object.union(_approved({"by": "alice@example.com"}), {"administrators": ["aokafor"]})
	[e] := denied("REV-07", review)
	endswith(e.message, "`alice@example.com` administers the access")
}

test_an_approval_by_nobody_is_denied if {
	[d] := denied("REV-07", _approved_without("by"))
	endswith(d.message, "does not count: it does not say who gave it")
	every by in ["business", "svc-checkout"] {
		[e] := denied("REV-07", _approved({"by": by}))
		endswith(e.message, sprintf("`%s` is not a person in `org.people`", [by]))
	}
}

test_an_undated_approval_is_denied if {
	[d] := denied("REV-07", _approved_without("at"))
	d.path == ["business_approvals", 0, "at"]
	endswith(d.message, "does not count: it does not say when it was given")
}

test_an_approval_in_the_future_is_denied if {
	denied("REV-07", _approved({"at": "2026-11-20"})) == []
	[d] := denied("REV-07", _approved({"at": "2026-11-21"}))
	endswith(d.message, "does not count: it is dated in the future (2026-11-21)")
}

test_an_approval_before_the_extraction_is_denied if {
	denied("REV-07", _approved({"at": "2026-11-10"})) == []
	denied("REV-07", _approved({"at": "2026-11-10T08:00:00Z"})) == []
	[d] := denied("REV-07", _approved({"at": "2026-11-10T07:59:59Z"}))
	d.path == ["business_approvals", 0, "at"]
	endswith(d.message, "does not count: it was given before the population was extracted")
}

test_several_faults_are_denied_once if {
	[d] := denied("REV-07", _approved({"by": "carol", "at": "2026-11-21"}))
	d.path == ["business_approvals", 0, "by"]
	d.related == [
		{"path": ["populations", 0, "class"], "message": "the population"},
		{"path": ["business_approvals", 0, "at"], "message": "it is dated in the future (2026-11-21)"},
	]
}

test_one_approval_that_counts_is_enough if {
	approvals := array.concat([{"class": "privileged"}], example.completed.business_approvals)
	denied("REV-07", example.completed_with({"business_approvals": approvals})) == []
}

test_of_items_in_the_review_the_class_is_approved if {
	inline := object.remove(example.completed.populations[0], ["file", "sha256"])
	facts := example.facts_with({"populations": [
		object.remove(example.facts.populations[0], ["sha256", "digest_matches"]),
		example.facts.populations[1],
	]})
	review := object.union(_approved_without("sha256"), {"populations": [inline, example.completed.populations[1]]})
	denied_of("REV-07", review, facts) == []
	unnamed := object.union(review, {"business_approvals": [example.completed.business_approvals[1]]})
	[d] := denied_of("REV-07", unnamed, facts)
	d.expected == "an approval of class `privileged`"
	# A file of which the digest is not known is not approved by its class.
	[_] := denied_of("REV-07", object.union(review, {"populations": example.completed.populations}), facts)
}

test_an_administrator_who_owns_the_system_is_not_asked if {
	org := org_with({"systems": {"vault": {"owner": "judy"}}})
	review := without("business_approvals")
	[d] := results("deny", "REV-07", example.document(review, example.facts), org)
	d.who == ["judy"]
	administered := object.union(review, {"administrators": ["judy"]})
	[e] := results("deny", "REV-07", example.document(administered, example.facts), org)
	e.who == ["alice"]
}

test_one_population_without_an_approval_is_denied_as_well if {
	review := object.union(without("business_approvals"), {"populations": [example.completed.populations[0]]})
	[d] := denied("REV-07", review)
	d.path == ["business_approvals"]
}

# It says nothing of the other populations, so it is not shown there.
test_an_approval_of_another_class_was_not_meant_for_this_population if {
	[d] := denied("REV-07", _approved({"class": "service", "sha256": "4444"}))
	d.path == ["business_approvals"]
	d.message == "no business approval of population `privileged`"
}

test_who_has_left_is_not_asked_for_an_approval if {
	org := org_with({"systems": {"vault": {"owner": "mallory"}}})
	[d] := results("deny", "REV-07", example.document(without("business_approvals"), example.facts), org)
	d.who == ["alice"]
}
