package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

_exception(rules) := {
	"rules": rules,
	"reason": "two people work on the gateway",
	"alternatives": {"searched_by": "judy", "searched_at": "2026-11-10", "ref": "records/search.md"},
	"review": {
		"by": "henry",
		"at": "2026-11-18T10:00:00Z",
		"evidence": {
			"ref": "records/review.pdf",
			"sha256": "2222222222222222222222222222222222222222222222222222222222222222",
		},
	},
	"expires_at": "2026-12-31",
}

_excepted(finding, exceptions) := object.union(finding, {"separation_exceptions": exceptions})

# What the family says in a small organisation.
_small(finding) := _small_in(finding, example.org)

_small_in(finding, org) := found if {
	found := data.remedy.separation_of_duties.deny with input as example.document(finding)
		with data.org as org
		with data.params.small_organization as true
}

_small_of(rule, finding) := [d | some d in _small(finding); d.rule == rule]

_small_rules(finding) := {d.rule | some d in _small(finding)}

_small_warnings(finding) := found if {
	found := data.remedy.separation_of_duties.warn with input as example.document(finding)
		with data.org as example.org
		with data.params.small_organization as true
}

# One closure for each rule that has exceptions.
_conflicts := {
	"SOD-01": example.closed_with({"closure": {"verified_by": "carol"}}),
	"SOD-02": example.closed_with({"closure": {"verified_by": "alice"}, "approvals": [{
		"kind": "closure", "by": "ivan", "at": "2026-11-18",
	}]}),
	"SOD-04": example.closed_with({"closure": {"verified_by": "judy"}}),
	"SOD-05": example.closed_with({"ownership": {"attestors": ["carol"]}}),
}

test_a_complete_exception_lets_each_conflict_pass_with_a_warning if {
	every rule, finding in _conflicts {
		_small_rules(finding) == {rule}
		_small_rules(_excepted(finding, [_exception([rule])])) == set()
		[w] := [x | some x in _small_warnings(_excepted(finding, [_exception([rule])]))]
		w.rule == "SOD-08"
		w.path == ["separation_exceptions", 0]
		w.message == sprintf(
			"one person holds two roles, by an exception from %s until 2026-12-31 that `henry` reviewed on 2026-11-18",
			[rule],
		)
		w.facts == {"rules": [rule]}
		not w.flag
	}
}

test_an_incomplete_exception_is_denied_with_its_conflict if {
	every rule, finding in _conflicts {
		incomplete := _excepted(finding, [object.remove(_exception([rule]), ["reason"])])
		_small_rules(incomplete) == {rule, "SOD-08"}
		[d] := _small_of("SOD-08", incomplete)
		d.path == ["separation_exceptions", 0, "reason"]
		d.message == sprintf("the exception from %s does not count: `reason` is missing", [rule])
		d.unblock == "complete the exception, or find a second person"
		d.who == ["grace", "henry"]
		d.facts == {"rules": [rule]}
		[conflict] := _small_of(rule, incomplete)
		{"path": ["separation_exceptions", 0], "message": "this exception does not count (SOD-08)"} in conflict.related
		count(_small_warnings(incomplete)) == 0
	}
}

test_several_gaps_are_one_denial if {
	gaps := object.remove(_exception(["SOD-01", "SOD-05"]), ["reason", "expires_at"])
	incomplete := _excepted(_conflicts["SOD-01"], [gaps])
	[d] := _small_of("SOD-08", incomplete)
	d.path == ["separation_exceptions", 0]
	d.message == "the exception from SOD-01 does not count: `expires_at` is missing; `reason` is missing"
	{r.path | some r in d.related} == {["separation_exceptions", 0, "reason"], ["separation_exceptions", 0, "expires_at"]}
}

test_an_exception_in_an_organisation_that_is_not_small_is_denied if {
	used := _excepted(_conflicts["SOD-01"], [_exception(["SOD-01"])])
	[d] := denied("SOD-08", used)
	d.path == ["separation_exceptions", 0]
	d.message == concat("", [
		"the exception from SOD-01 does not count: ",
		"the profile knows no small organisation (`small_organization`)",
	])
	d.related == []
	count(denied("SOD-01", used)) == 1
}

test_an_exception_for_tier_active_is_denied if {
	active := object.union(_conflicts["SOD-01"], {"exposure": {"exploitation": "active"}})
	_small_rules(_excepted(active, [_exception(["SOD-01"])])) == {"SOD-01", "SOD-08"}
}

test_an_exception_that_nobody_needs_is_not_judged if {
	unused := _excepted(example.closed, [{"rules": ["SOD-01", "SOD-02", "SOD-04", "SOD-05"]}, {"rules": []}])
	denied("SOD-08", unused) == []
	_small_rules(unused) == set()
	count(_small_warnings(_excepted(example.closed, [_exception(["SOD-01"])]))) == 0
}

test_an_incomplete_exception_beside_a_complete_one_is_not_judged if {
	both := _excepted(_conflicts["SOD-01"], [{"rules": ["SOD-01"]}, _exception(["SOD-01"])])
	_small_rules(both) == set()
}

test_the_excused_verifier_cannot_be_the_reviewer if {
	used := _excepted(
		example.closed_with({"closure": {"verified_by": "grace"}}),
		[object.union(_exception(["SOD-04"]), {"review": {"by": "grace"}})],
	)
	_small_rules(used) == {"SOD-08"}
	[d] := _small_of("SOD-08", used)
	d.path == ["separation_exceptions", 0, "review", "by"]
	d.message == "`grace` is the verifier whom the exception from SOD-04 excuses"
	d.found == "grace"
	d.who == ["henry"]
	d.related == [{"path": ["closure", "verified_by"], "message": "verified here"}]
	by_alias := object.union(used, {"closure": {"verified_by": "G.Novak"}})
	some other in _small_in(by_alias, org_with({"aliases": {"g.novak": "grace"}}))
	other.rule == "SOD-08"
}

test_an_exception_is_not_judged_in_another_state if {
	every state in ["open", "contained", "accepted"] {
		every rule, finding in _conflicts {
			denied("SOD-08", as_state(_excepted(finding, [{"rules": [rule]}]), state)) == []
			count(_small_warnings(as_state(_excepted(finding, [_exception([rule])]), state))) == 0
		}
	}
}

test_who_owns_or_fixes_the_finding_is_not_proposed_as_reviewer if {
	owned := object.union(_conflicts["SOD-01"], {"ownership": {"accountable_owner": "grace"}})
	[d] := denied("SOD-08", _excepted(owned, [{"rules": ["SOD-01"]}]))
	d.who == ["henry"]
}
