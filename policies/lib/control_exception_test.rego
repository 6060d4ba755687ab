package remedy.lib.control_exception_test

import data.remedy.lib.control_exception
import data.remedy.lib.example_test as example

_seen(changes) := _seen_in(changes, example.org)

_seen_in(changes, org) := seen if {
	seen := data.remedy.lib.control_exception with input as example.document(example.closed_with(changes))
		with data.org as org
}

_is_sox(changes) if _seen(changes).is_sox

_is_judged(changes) if _seen(changes).is_judged

_sox_control := object.union(example.org, {"controls": {"AC-17": {"framework": "sox"}}})

test_an_exception_is_one_by_its_type_or_its_audit if {
	_is_sox({"type": "sox_exception"})
	_is_sox({"source": {"kind": "audit", "framework": "sox"}})
	_seen_in({"source": {"kind": "audit"}}, _sox_control).is_sox
	_seen_in({"type": "soc2_exception"}, _sox_control).is_sox
}

test_another_finding_about_a_control_is_no_exception if {
	not _is_judged({})
	not _is_judged({"source": {"framework": "sox"}})
	not _is_judged({"source": {"framework": "soc2"}})
	not _is_judged({"source": {"kind": "audit"}})
	not _seen_in({}, _sox_control).is_judged
}

test_a_soc2_exception_is_judged_without_being_one_for_sox if {
	_is_judged({"type": "soc2_exception"})
	not _is_sox({"type": "soc2_exception"})
	_is_judged({"source": {"kind": "audit", "framework": "soc2"}})
	_is_judged({"type": "sox_exception"})
}

test_each_has_its_section if {
	_seen({"type": "sox_exception"}).section == "sox"
	_seen({"type": "soc2_exception"}).section == "soc2"
	_seen_in({"type": "soc2_exception"}, _sox_control).section == "soc2"
	_seen({"source": {"kind": "audit", "framework": "soc2"}}).section == "soc2"
	_seen({"source": {"kind": "audit", "framework": "sox"}}).section == "sox"
}

test_the_class_is_the_one_of_the_section if {
	_seen({"type": "sox_exception", "sox": {"classification": "design"}}).class == "design"
	_seen({"type": "soc2_exception", "soc2": {"classification": "one_off"}}).class == "one_off"
	not _seen({"type": "soc2_exception", "sox": {"classification": "one_off"}}).class
	not _seen({"type": "sox_exception", "sox": {"classification": "guess"}}).class
	not _seen({"type": "sox_exception"}).class
}

_finance := {
	"people": {
		"olga": {"name": "Olga Reyes", "team": "ledger"},
		"pavel": {"name": "Pavel Stern", "team": "compliance"},
		"quinn": {"name": "Quinn Abbot", "team": "ledger", "active": false},
	},
	"teams": {
		"ledger": {"name": "Ledger", "function": "finance"},
		"compliance": {"name": "Compliance", "function": "compliance"},
	},
}

test_validators_are_active_and_not_involved if {
	org := object.union(example.org, _finance)
	_seen_in({}, org).assessors == ["olga", "pavel"]
	_seen_in({"ownership": {"implementers": ["olga"]}}, org).validators == ["pavel"]
	_seen_in({"ownership": {"accountable_owner": "pavel"}}, org).validators == ["olga"]
}

test_who_only_looked_into_it_or_validated_is_not_involved if {
	validated := {"type": "finance_validation", "status": "done", "performed_by": "olga"}
	fixed := {"type": "redesign_control", "status": "planned", "performed_by": "olga"}
	_involved({"plan": {"actions": [validated, {"type": "classify"}]}}) == {"alice", "carol"}
	_involved({"plan": {"actions": [validated, fixed]}}) == {"alice", "carol", "olga"}
	_involved({"plan": {"actions": [validated]}, "ownership": {"implementers": ["olga"]}}) == {"alice", "olga"}
	_involved({"plan": {"actions": [{"performed_by": "olga"}]}}) == {"alice", "carol", "olga"}
}

_involved(changes) := _seen(changes).involved

test_without_validators_the_owner_is_asked if {
	_seen({}).validators == []
	_seen({}).assessors == ["alice"]
}

test_the_classes if {
	control_exception.classes == ["design", "operating", "one_off"]
}
