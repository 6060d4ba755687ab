package remedy.lib.verification_test

import data.remedy.lib.example_test as example
import data.remedy.lib.verification

_finding := example.closed_with({
	"ownership": {"implementers": ["carol", "aokafor"]},
	"plan": {"actions": [{"performed_by": "svc-checkout"}, {"type": "rotate"}]},
	"retest": [{"result": "pass", "by": "erin"}, {"result": "fail", "by": "rita"}, {"result": "pass"}, {"by": "ivan"}],
	"approvals": [{"kind": "plan", "by": "judy"}, {"kind": "closure", "by": "IVAN"}, {"kind": "closure"}, {"by": "rita"}],
})

test_works_are_those_named_and_those_who_acted if {
	works := verification.works with input as example.document(_finding) with data.org as example.org
	works == [
		{"person": "carol", "id": "carol", "path": ["ownership", "implementers", 0]},
		{"person": "alice", "id": "aokafor", "path": ["ownership", "implementers", 1]},
		{"person": "alice", "id": "svc-checkout", "path": ["plan", "actions", 0, "performed_by"]},
	]
}

test_verifications_are_signatures_and_passed_retests if {
	found := verification.verifications with input as example.document(_finding) with data.org as example.org
	found == [
		{"person": "erin", "id": "erin", "path": ["closure", "verified_by"]},
		{"person": "ivan", "id": "IVAN", "path": ["approvals", 1, "by"]},
		{"person": "erin", "id": "erin", "path": ["retest", 0, "by"]},
	]
}

test_absent_sections_give_nothing if {
	bare := object.remove(example.closed, ["ownership", "plan", "retest", "closure"])
	[] == verification.works with input as example.document(bare) with data.org as example.org
	[] == verification.verifications with input as example.document(bare) with data.org as example.org
}

test_entries_of_one_person if {
	entries := [{"person": "a", "id": "A", "path": ["x"]}, {"person": "b", "id": "b", "path": ["y"]}]
	verification.of("a", entries) == [entries[0]]
	verification.name(entries[0]) == "`A` (`a`)"
	verification.name(entries[1]) == "`b`"
	verification.places(entries, "here") == [{"path": ["x"], "message": "here"}, {"path": ["y"], "message": "here"}]
}

test_teams_that_verify_are_not_involved if {
	_teams(example.closed) == ["assurance", "audit", "reviews", "security"]
	_teams(example.closed_with({"ownership": {"implementers": ["erin"]}})) == ["audit", "reviews", "security"]
	_teams(example.closed_with({"ownership": {"accountable_owner": "rita"}})) == ["assurance", "audit", "security"]
	_teams(object.remove(example.closed, ["ownership"])) == ["assurance", "audit", "reviews", "security"]
}

_teams(finding) := found if {
	found := verification.verifier_teams with input as example.document(finding) with data.org as example.org
}

test_no_teams_no_verifiers if {
	[] == verification.verifier_teams with input as example.document(example.closed) with data.org as {}
}

test_managers_up_to_the_top if {
	_managers("carol", example.org) == ["alice", "judy", "grace"]
	_managers("aokafor", example.org) == ["judy", "grace"]
	_managers("grace", example.org) == []
	_managers("nobody", example.org) == []
	_managers("carol", {}) == []
}

test_managers_by_an_alias_are_the_same_person if {
	_managers("carol", object.union(example.org, {"people": {"carol": {"manager": "AOKAFOR"}}}))[0] == "alice"
}

test_managers_in_a_circle_are_each_named_once if {
	circle := object.union(example.org, {"people": {"grace": {"manager": "alice"}, "ivan": {"manager": "ivan"}}})
	_managers("carol", circle) == ["alice", "judy", "grace"]
	_managers("alice", circle) == ["judy", "grace"]
	_managers("ivan", circle) == []
}

test_managers_are_at_most_sixteen if {
	people := {sprintf("p%d", [i]): {"name": "P", "manager": sprintf("p%d", [i + 1])} | some i in numbers.range(0, 20)}
	found := _managers("p0", {"people": people})
	count(found) == 16
	found[15] == "p16"
}

_managers(id, org) := found if {
	found := verification.managers(id) with data.org as org
}

test_teams_of_each_function_that_verifies if {
	functions := ["access_review", "application", "audit", "compliance", "finance", "security"]
	org := {"teams": {sprintf("team-%s", [function]): {"name": function, "function": function} |
		some function in functions
	}}
	found := verification.verifier_teams with input as example.document(example.closed) with data.org as org
	found == ["team-access_review", "team-audit", "team-compliance", "team-security"]
}
