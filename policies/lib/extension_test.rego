package remedy.lib.extension_test

import data.remedy.lib.example_test as example
import data.remedy.lib.extension

# Tier exposed/moderate: an acceptance could run 30 days, an extension needs L2.
_finding := object.union(
	object.remove(example.open_finding, ["due"]),
	{"severity": "moderate", "impact": "moderate"},
)

# Frank has level L2 and nothing to do with the finding.
_good := {
	"until": "2026-11-25",
	"reason": "the change freeze ends on the 23rd",
	"approved_by": "frank",
	"approved_at": "2026-11-14T10:00:00Z",
}

_document(due) := example.document(object.union(_finding, {"due": due}))

_extended(extensions) := _document({"date": "2026-11-16", "extensions": extensions})

_problems(extensions, i) := problems if {
	problems := extension.problems(i) with input as _extended(extensions)
		with data.org as example.org
		with data.feeds as {}
}

_problems_with(changes) := _problems([object.union(_good, changes)], 0)

_problems_without(key) := _problems([object.remove(_good, [key])], 0)

_valid(extensions) := valid if {
	valid := extension.valid with input as _extended(extensions) with data.org as example.org with data.feeds as {}
}

test_extension_that_was_approved_in_time_is_valid if {
	_problems([_good], 0) == set()
	_valid([_good]) == [_good]
}

test_no_extensions_are_no_problem if {
	_valid([]) == []
	extension.valid == [] with input as _document({"date": "2026-11-16"})
		with data.org as example.org
		with data.feeds as {}
	extension.problems(0) == set() with input as _document({"date": "2026-11-16"})
		with data.org as example.org
		with data.feeds as {}
}

test_extension_of_no_date_is_not_valid if {
	not _counts with input as _document({"extensions": [_good]}) with data.org as example.org with data.feeds as {}
	_counts with input as _extended([_good]) with data.org as example.org with data.feeds as {}
}

_counts if count(extension.valid) > 0

test_extension_without_a_reason_is_not_valid if {
	_problems_without("reason") == {"it has no reason"}
	_problems_with({"reason": ""}) == {"it has no reason"}
	_valid([object.remove(_good, ["reason"])]) == []
}

test_extension_without_an_end_is_not_valid if _problems_without("until") == {"it does not say until when"}

test_extension_without_an_approver_is_not_valid if {
	_problems_without("approved_by") == {"nobody is named who approved it"}
}

test_extension_without_the_date_of_its_approval_is_not_valid if {
	_problems_without("approved_at") == {"it does not say when it was approved"}
}

test_extension_that_does_not_move_the_date_is_not_valid if {
	_problems_with({"until": "2026-11-15"}) == {"it ends on 2026-11-15, which is not after 2026-11-16"}
	_problems_with({"until": "2026-11-16"}) == {"it ends on 2026-11-16, which is not after 2026-11-16"}
	_problems_with({"until": "2026-11-17"}) == set()
}

test_extension_must_be_approved_before_the_end_of_the_day_that_it_moves if {
	_problems_with({"approved_at": "2026-11-16"}) == set()
	_problems_with({"approved_at": "2026-11-16T23:59:59Z"}) == set()
	late := _problems_with({"approved_at": "2026-11-17T00:00:00Z"})
	late == {"it was approved on 2026-11-17T00:00:00Z, after 2026-11-16 had passed"}
	_problems_with({"approved_at": "2026-11-17"}) == {"it was approved on 2026-11-17, after 2026-11-16 had passed"}
}

test_end_of_the_day_is_that_of_the_zone if {
	extended := _extended([object.union(_good, {"approved_at": "2026-11-16T23:30:00Z"})])
	problems := extension.problems(0) with input as object.union(extended, {"at": {"zone": "Europe/Berlin"}})
		with data.org as example.org
		with data.feeds as {}
	problems == {"it was approved on 2026-11-16T23:30:00Z, after 2026-11-16 had passed"}
}

test_extension_that_was_approved_in_the_future_is_not_valid if {
	_problems_with({"approved_at": "2026-11-21"}) == {
		"it was approved in the future (2026-11-21)",
		"it was approved on 2026-11-21, after 2026-11-16 had passed",
	}
}

test_approver_needs_the_level if {
	_problems_with({"approved_by": "judy"}) == {"`judy` has level L1, L2 is needed"}
	_problems_with({"approved_by": "frank"}) == set()
	_problems_with({"approved_by": "grace"}) == set()
	_problems_with({"approved_by": "rita"}) == {"`rita` has level none, L2 is needed"}
}

test_level_depends_on_the_rating if {
	extended := object.union(_extended([_good]), {"finding": {"severity": "low", "impact": "low"}})
	extension.required_level == "L2" with input as _extended([_good])
	extension.required_level == "L1" with input as extended
}

test_approver_who_had_left_does_not_count if {
	_problems_with({"approved_by": "mallory"}) == {"`mallory` was not active"}
}

test_approver_whom_nobody_knows_does_not_count if {
	_problems_with({"approved_by": "nobody"}) == {"`nobody` is not a person in `org.people`"}
}

test_service_account_of_an_approver_does_not_count if {
	org := object.union(example.org, {
		"identities": {"svc-frank": {"kind": "service_account", "owner": "frank", "aliases": ["robot"]}},
		"aliases": {"svc-frank": "frank", "robot": "frank", "ff@example.com": "frank"},
	})
	every id in ["svc-frank", "SVC-Frank", "robot"] {
		problems := extension.problems(0) with input as _extended([object.union(_good, {"approved_by": id})])
			with data.org as org
			with data.feeds as {}
		problems == {sprintf("`%s` is not a person in `org.people`", [id])}
	}
	problems := extension.problems(0) with input as _extended([object.union(_good, {"approved_by": "ff@example.com"})])
		with data.org as org
		with data.feeds as {}
	problems == set()
}

# In regorus 0.14.1 one undefined value would take all problems of all extensions along.
test_extension_that_says_nothing_has_every_problem_of_its_own if {
	_problems([{}], 0) == {
		"it has no reason",
		"it does not say until when",
		"nobody is named who approved it",
		"it does not say when it was approved",
	}
	_problems([_good, {}], 1) == _problems([{}], 0)
	_problems([{}, object.union(_good, {"approved_by": "rita"})], 1) == {"`rita` has level none, L2 is needed"}
	_problems([object.remove(_good, ["until"]), _good], 1) == set()
	_valid([{}, _good]) == []
}

test_approver_who_owns_the_finding_does_not_count if {
	org := object.union(example.org, {"people": {"alice": {"levels": [{"level": "L2", "from": "2020-01-01"}]}}})
	extended := _extended([object.union(_good, {"approved_by": "aokafor"})])
	problems := extension.problems(0) with input as extended with data.org as org with data.feeds as {}
	problems == {"`aokafor` owns, fixes or requests this finding"}
}

test_unconflicted_persons_of_the_level_can_approve if {
	extension.approvers == ["frank", "grace", "henry"] with input as _extended([_good])
		with data.org as example.org
		with data.feeds as {}
	conflicted := object.union(_extended([_good]), {"finding": {"ownership": {"implementers": ["frank"]}}})
	extension.approvers == ["grace", "henry"] with input as conflicted
		with data.org as example.org
		with data.feeds as {}
}

test_more_extensions_than_the_profile_allows_are_not_valid if {
	second := object.union(_good, {"until": "2026-11-27", "approved_at": "2026-11-17"})
	third := object.union(_good, {"until": "2026-11-29", "approved_at": "2026-11-18"})
	_valid([_good, second, third]) == [_good, second]
	_problems([_good, second, third], 1) == set()
	_problems([_good, second, third], 2) == {"the profile allows 2"}
}

test_second_extension_moves_the_first if {
	in_time := object.union(_good, {"until": "2026-12-01", "approved_at": "2026-11-19"})
	_problems([_good, in_time], 1) == set()
	first := object.union(_good, {"until": "2026-11-18"})
	problems := _problems([first, in_time], 1)
	problems == {"it was approved on 2026-11-19, after 2026-11-18 had passed"}
}

test_extension_that_builds_on_an_invalid_one_does_not_count if {
	second := object.union(_good, {"until": "2026-12-01", "approved_at": "2026-11-19"})
	_valid([object.remove(_good, ["reason"]), second]) == []
	_valid([_good, second]) == [_good, second]
	_valid([_good, object.remove(second, ["reason"])]) == [_good]
}

test_extension_moves_the_date_by_no_more_than_an_acceptance_could_run if {
	_problems_with({"until": "2026-12-16"}) == set()
	_problems_with({"until": "2026-12-17"}) == {"it moves the date by more than 30 days"}
}

test_days_of_all_extensions_count_together if {
	second := object.union(_good, {"until": "2026-12-17", "approved_at": "2026-11-19"})
	_problems([_good, second], 1) == {"it moves the date by more than 30 days"}
}

test_risk_that_may_never_be_accepted_may_not_wait if {
	extended := object.union(_extended([_good]), {"finding": {"severity": "high", "impact": "high"}})
	problems := extension.problems(0) with input as extended with data.org as example.org with data.feeds as {}
	problems == {"a risk of exposed/high may not wait"}
}

test_never_wins_over_a_number_of_days if {
	cells := {"exposed": {"moderate": {"never": true, "max_days": 2}}}
	problems := extension.problems(0) with input as _extended([_good])
		with data.org as example.org
		with data.feeds as {}
		with data.params.risk_acceptance as cells
	problems == {"a risk of exposed/moderate may not wait"}
}

test_service_account_of_who_had_left_has_no_other_problem if {
	org := object.union(example.org, {
		"identities": {"svc-mallory": {"kind": "service_account", "owner": "mallory"}},
		"aliases": {"svc-mallory": "mallory"},
	})
	problems := extension.problems(0) with input as _extended([object.union(_good, {"approved_by": "svc-mallory"})])
		with data.org as org
		with data.feeds as {}
	problems == {"`svc-mallory` is not a person in `org.people`"}
}
