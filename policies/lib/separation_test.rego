package remedy.lib.separation_test

import data.remedy.lib.example_test as example
import data.remedy.lib.separation

_complete := {
	"rules": ["SOD-01", "SOD-04"],
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

_without(path) := object.remove(_complete, path) if count(path) == 1

_without(path) := object.union(object.remove(_complete, [path[0]]), {path[0]: rest}) if {
	count(path) == 2
	rest := object.remove(_complete[path[0]], [path[1]])
}

_finding(exception) := example.closed_with({"separation_exceptions": [exception]})

_messages(exception) := _messages_in(_finding(exception), example.org)

_messages_in(finding, org) := _messages_at(example.document(finding), org)

_messages_at(document, org) := found if {
	problems := data.remedy.lib.separation.problems(0) with input as document
		with data.org as org
		with data.params.small_organization as true
	found := {p.message | some p in problems}
}

_is_excepted(rule, exceptions) if {
	separation.is_excepted(rule) with input as example.document(example.closed_with({"separation_exceptions": exceptions}))
		with data.org as example.org
		with data.params.small_organization as true
}

test_a_complete_exception_counts_for_its_rules if {
	_messages(_complete) == set()
	_is_excepted("SOD-01", [_complete])
	_is_excepted("SOD-04", [_complete])
	not _is_excepted("SOD-02", [_complete])
	not _is_excepted("SOD-01", [])
	not _is_excepted("SOD-01", [_without(["reason"])])
	_is_excepted("SOD-01", [_without(["reason"]), _complete])
}

test_an_absent_list_excepts_from_nothing if {
	document := example.document(example.closed)
	not separation.is_excepted("SOD-01") with input as document with data.params.small_organization as true
}

test_the_profile_must_say_that_the_organisation_is_small if {
	document := example.document(_finding(_complete))
	not separation.is_excepted("SOD-01") with input as document with data.org as example.org
	problems := separation.problems(0) with input as document with data.org as example.org
	{p.message | some p in problems} == {"the profile knows no small organisation (`small_organization`)"}
}

test_tier_active_allows_none if {
	active := object.union(_finding(_complete), {"exposure": {"exploitation": "active"}})
	_messages_in(active, example.org) == {"a finding of tier active allows none"}
}

test_a_material_weakness_allows_none if {
	weak := object.union(_finding(_complete), {"sox": {"level": "material_weakness"}})
	_messages_in(weak, example.org) == {"a material weakness allows none"}
	lesser := object.union(_finding(_complete), {"sox": {"level": "significant_deficiency"}})
	_messages_in(lesser, example.org) == set()
}

test_every_part_is_needed if {
	every path in [
		["reason"], ["expires_at"], ["alternatives", "searched_by"], ["alternatives", "searched_at"],
		["alternatives", "ref"], ["review", "by"], ["review", "at"],
	] {
		_messages(_without(path)) == {sprintf("`%s` is missing", [concat(".", path)])}
	}
	_messages(_without(["review", "evidence"])) == {
		"`review.evidence.ref` is missing",
		"`review.evidence.sha256` is missing",
	}
	count(_messages({"rules": ["SOD-01"]})) == 9
}

_reviewed_by(id) := object.union(_complete, {"review": {"by": id}})

test_the_reviewer_is_an_executive_or_from_outside if {
	_messages(_reviewed_by("victor")) == set()
	_messages(_reviewed_by("frank")) == {"`frank` is neither an executive nor from outside"}
}

test_the_reviewer_is_a_person if {
	_messages(_reviewed_by("nobody")) == {"`nobody` is not a person in `org.people`"}
	_messages(_reviewed_by("svc-checkout")) == {
		"`svc-checkout` is not a person in `org.people`",
		"`svc-checkout` owns or fixes this finding",
	}
}

test_the_reviewer_is_active_when_they_review if {
	left := object.union(example.org, {"people": {"henry": {"ended_at": "2026-11-17"}}})
	_messages_in(_finding(_complete), left) == {"`henry` was not active"}
	later := object.union(example.org, {"people": {"henry": {"ended_at": "2026-11-18"}}})
	_messages_in(_finding(_complete), later) == set()
}

test_the_reviewer_neither_owns_nor_fixes if {
	org := object.union(example.org, {
		"people": {"alice": {"team": "executive"}, "carol": {"external": true}},
		"aliases": {"c.lindqvist@example.com": "carol"},
	})
	_messages_in(_finding(_reviewed_by("aokafor")), org) == {"`aokafor` owns or fixes this finding"}
	_messages_in(_finding(_reviewed_by("c.lindqvist@example.com")), org) == {
		"`c.lindqvist@example.com` owns or fixes this finding",
	}
}

test_who_searched_is_a_person if {
	unknown := object.union(_complete, {"alternatives": {"searched_by": "nobody"}})
	_messages(unknown) == {"`nobody` is not a person in `org.people`"}
}

test_nothing_lies_in_the_future if {
	_messages(object.union(_complete, {"review": {"at": "2026-11-20T12:00:00Z"}})) == set()
	_messages(object.union(_complete, {"review": {"at": "2026-11-20T12:00:01Z"}})) == {
		"`review.at` lies in the future (2026-11-20T12:00:01Z)",
	}
	_messages(object.union(_complete, {"alternatives": {"searched_at": "2026-11-21"}})) == {
		"`alternatives.searched_at` lies in the future (2026-11-21)",
	}
}

test_the_review_comes_after_the_fix if {
	every at in ["2026-11-03", "2026-11-03T11:00:00Z", "2026-11-03T11:00:01Z"] {
		_messages(object.union(_complete, {"review": {"at": at}})) == set()
	}
	_messages(object.union(_complete, {"review": {"at": "2026-11-03T10:59:59Z"}})) == {
		"the review of 2026-11-03T10:59:59Z is older than the fix of 2026-11-03T11:00:00Z",
	}
}

test_it_holds_at_the_closure if {
	every until in ["2026-11-19", "2026-11-19T09:00:00Z", "2026-11-19T09:00:01Z"] {
		_messages(object.union(_complete, {"expires_at": until})) == set()
	}
	every until in ["2026-11-18", "2026-11-19T08:59:59Z"] {
		_messages(object.union(_complete, {"expires_at": until})) == {sprintf("it ended on %s", [until])}
	}
}

# The last Sunday of October has 25 hours in Berlin, and ends at 23:00 UTC.
test_its_last_day_ends_by_the_clock_of_the_organisation if {
	_messages_in_berlin("2026-10-25T22:59:59Z") == set()
	_messages_in_berlin("2026-10-25T23:00:00Z") == {"it ended on 2026-10-25"}
}

_messages_in_berlin(closed_at) := _messages_at(document, example.org) if {
	changes := {
		"source": {"detected_at": "2026-10-01"},
		"plan": {"actions": [{"status": "done", "performed_by": "carol", "performed_at": "2026-10-10"}]},
		"closure": {"at": closed_at},
		"separation_exceptions": [object.union(_complete, {"review": {"at": "2026-10-20"}, "expires_at": "2026-10-25"})],
	}
	document := object.union(
		example.document(example.closed_with(changes)),
		{"at": object.union(example.at, {"zone": "Europe/Berlin"})},
	)
}

test_it_runs_no_longer_than_the_profile_allows if {
	_messages(object.union(_complete, {"expires_at": "2027-02-16"})) == set()
	_messages(object.union(_complete, {"expires_at": "2027-02-16T23:59:59Z"})) == set()
	every until in ["2027-02-17", "2027-02-17T00:00:00Z"] {
		_messages(object.union(_complete, {"expires_at": until})) == {
			sprintf("it runs until %s, longer than 2027-02-16 (90 days from the review)", [until]),
		}
	}
}

test_what_a_denial_tells_of_exceptions_that_do_not_count if {
	exceptions := [_complete, _without(["reason"]), {"rules": ["SOD-02"]}]
	document := example.document(example.closed_with({"separation_exceptions": exceptions}))
	found := separation.related("SOD-01") with input as document
		with data.org as example.org
		with data.params.small_organization as true
	found == [{"path": ["separation_exceptions", 1], "message": "this exception does not count (SOD-08)"}]
}
