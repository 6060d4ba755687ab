package remedy.dormant_account_test

import data.remedy.lib.example_test as example

# What one rule of the family says about a finding. The rules are named by their full path: an imported package of
# several files is evaluated as a whole by some engines, and the names that its files import get lost.
denied_at(rule, finding, at) := found if {
	found := [d | some d in data.remedy.dormant_account.deny; d.rule == rule] with input as {
		"finding": finding,
		"facts": {},
		"at": at,
	}
		with data.org as example.org
}

denied(rule, finding) := denied_at(rule, finding, example.at)

# The evaluation time in a zone that changed its clocks on 2026-10-25.
at_berlin := object.union(example.at, {"zone": "Europe/Berlin"})

acted(finding, actions) := object.union(finding, {"plan": {"actions": actions}})

# The finding without a key two levels down.
lacking(finding, section, key) := object.union(
	object.remove(finding, [section]),
	{section: object.remove(finding[section], [key])},
)

done(type, moment) := {
	"type": type,
	"surface": "idp",
	"status": "done",
	"performed_by": "carol",
	"performed_at": moment,
	"change_ref": "CHG-910",
}

disabling := done("disable", "2026-11-05T10:00:00Z")

_answer := {"in_use": false, "evidence_ref": "evidence/jobs.csv"}

_unused := {"enabled": false, "checked_at": "2026-11-12T08:00:00Z", "last_used_at": "2026-01-09"}

# A privileged account and a stale one that every rule of the family lets through.
dormant := example.closed_with({
	"type": "dormant_privileged",
	"identity": _unused,
	"plan": {"actions": [disabling]},
	"checks": {"batch_jobs": _answer, "scheduled_tasks": _answer, "incident_tooling": _answer},
})

# Not privileged, moderate and on the fast track: tier likely, 30 days from 2026-11-02.
stale := example.closed_with({
	"type": "stale_account",
	"severity": "moderate",
	"impact": "moderate",
	"identity": _unused,
	"exposure": {"internet_reachable": false},
	"plan": {"actions": [done("validate", "2026-11-03"), done("impact_review", "2026-11-04"), disabling]},
	"lifecycle": {"retire_on": "2026-12-01"},
})

test_sound_closures_pass_the_whole_family if {
	every rule in ["DRM-01", "DRM-02", "DRM-03"] {
		denied(rule, dormant) == []
		denied(rule, stale) == []
	}
}

# The rules of which each type speaks, for a manifest that says next to nothing.
_speakers := {"dormant_privileged": ["DRM-01", "DRM-03"], "stale_account": ["DRM-02", "DRM-03"]}

_bare(state, type) := {
	"id": "F-1",
	"type": type,
	"severity": "high",
	"state": state,
	"source": {"detected_at": "2026-11-02T09:14:00Z"},
}

test_closed_is_denied_and_no_other_state if {
	every type, rules in _speakers {
		every rule in rules {
			count(denied(rule, _bare("closed", type))) > 0
			every state in ["open", "contained", "accepted"] {
				denied(rule, _bare(state, type)) == []
			}
		}
	}
}

test_what_was_not_true_or_stands_elsewhere_is_not_denied if {
	every type, rules in _speakers {
		every rule in rules {
			every disposition in ["false_positive", "duplicate"] {
				denied(rule, object.union(_bare("closed", type), {"closure": {"disposition": disposition}})) == []
			}
		}
	}
}

test_other_types_are_not_dormant if {
	every rule in ["DRM-01", "DRM-02", "DRM-03"] {
		denied(rule, _bare("closed", "leaked_secret")) == []
	}
}

# Closures with one mistake each, so that every clause of a rule speaks of one of them.
_mistakes := [
	{"rule": "DRM-01", "types": {"dormant_privileged"}, "finding": object.remove(dormant, ["checks"])},
	{"rule": "DRM-02", "types": {"stale_account"}, "finding": acted(stale, [disabling])},
	{"rule": "DRM-02", "types": {"stale_account"}, "finding": object.remove(stale, ["lifecycle"])},
	{"rule": "DRM-02", "types": {"stale_account"}, "finding": _retired_late},
	{"rule": "DRM-03", "types": _both, "finding": object.union(dormant, {"identity": {"enabled": true}})},
	{"rule": "DRM-03", "types": _both, "finding": lacking(dormant, "identity", "checked_at")},
	{"rule": "DRM-03", "types": _both, "finding": object.union(dormant, {"identity": {"last_used_at": "2026-11-06"}})},
]

_retired_late := object.union(stale, {"lifecycle": {"retire_on": "2027-12-31"}})

_both := {"dormant_privileged", "stale_account"}

_said(mistake, changes) := denied(mistake.rule, object.union(mistake.finding, changes))

test_a_mistake_is_denied_in_a_closed_finding_that_was_repaired_and_in_no_other if {
	every mistake in _mistakes {
		count(_said(mistake, {})) == 1
		every state in ["open", "contained", "accepted"] {
			_said(mistake, {"state": state}) == []
		}
		every disposition in ["false_positive", "duplicate"] {
			_said(mistake, {"closure": {"disposition": disposition}}) == []
		}
	}
}

test_a_mistake_is_denied_in_the_types_of_its_rule_alone if {
	every mistake in _mistakes {
		{type |
			some type in ["dormant_privileged", "stale_account", "leaked_secret", "orphaned_account", "vulnerability"]
			count(_said(mistake, {"type": type})) > 0
		} == mistake.types
	}
}
