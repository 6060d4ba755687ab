package remedy.shared_account_test

import data.remedy.lib.example_test as example

# What one rule of the family says about a finding. The rules are named by their full path: an imported package of
# several files is evaluated as a whole by some engines, and the names that its files import get lost.
results(set_name, rule, finding, org, at) := found if {
	found := [r | some r in data.remedy.shared_account[set_name]; r.rule == rule] with input as {
		"finding": finding,
		"facts": {},
		"at": at,
	}
		with data.org as org
}

denied(rule, finding) := results("deny", rule, finding, example.org, example.at)

denied_in(rule, finding, org) := results("deny", rule, finding, org, example.at)

denied_at(rule, finding, at) := results("deny", rule, finding, example.org, at)

warned(rule, finding) := results("warn", rule, finding, example.org, example.at)

# The evaluation time in a zone that changed its clocks on 2026-10-25.
at_berlin := object.union(example.at, {"zone": "Europe/Berlin"})

as_state(finding, state) := object.union(finding, {"state": state})

disposed(finding, disposition) := object.union(finding, {"closure": {"disposition": disposition}})

acted(finding, actions) := object.union(finding, {"plan": {"actions": actions}})

disabling := {
	"type": "disable",
	"surface": "idp",
	"status": "done",
	"performed_by": "carol",
	"performed_at": "2026-11-05T10:00:00Z",
	"change_ref": "CHG-900",
}

rotation := object.union(disabling, {"type": "rotate", "performed_at": "2026-11-06T10:00:00Z"})

approval := {"kind": "business", "by": "judy", "at": "2026-11-04T16:00:00Z", "ref": "records/approval-3.pdf"}

# A shared account that both rules let through.
shared := object.union(example.closed, {
	"type": "shared_account",
	"identity": {
		"shared": true,
		"members": [{"person": "carol"}, {"person": "alice"}, {"person": "erin", "left_at": "2026-11-02"}],
	},
	"plan": {"actions": [disabling, rotation]},
	"approvals": [approval],
})

test_a_sound_closure_passes_the_whole_family if {
	every rule in ["SHR-01", "SHR-02"] {
		denied(rule, shared) == []
		warned(rule, shared) == []
	}
}

_unsound := object.union(
	object.remove(shared, ["approvals"]),
	{"identity": {"members": []}, "plan": {"actions": [disabling]}},
)

test_open_contained_and_accepted_are_never_denied if {
	every rule in ["SHR-01", "SHR-02"] {
		count(denied(rule, _unsound)) == 1
		every state in ["open", "contained", "accepted"] {
			denied(rule, as_state(_unsound, state)) == []
		}
	}
}

test_what_was_not_true_or_stands_elsewhere_is_not_denied if {
	every rule in ["SHR-01", "SHR-02"] {
		every disposition in ["false_positive", "duplicate"] {
			denied(rule, disposed(_unsound, disposition)) == []
		}
	}
}

test_without_any_data_nothing_breaks if {
	every rule in ["SHR-01", "SHR-02"] {
		count(denied_in(rule, _unsound, {})) == 1
	}
}
