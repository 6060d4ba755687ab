package remedy.root_cause

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.recurrence
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Root cause of a repeat
# description: |
#   What comes back was not repaired the last time. A finding that repeats an earlier one closes when its cause is
#   known, something removes that cause, and a person who neither owns nor fixes the finding has verified it. Whether
#   it repeats an earlier finding is for the manifest to say; as long as it says nothing, RCA-02 asks.
# custom:
#   id: RCA-01
#   requirements: [S0.7, S0.8, S1.4, S2.27, S3.3, S3.28]
#   controls: [NIST-CSF-2.0:ID.IM-03, NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Find the cause, remove it, and complete `recurrence.root_cause`.
deny contains result.deny("RCA-01", _cause_path, {
	"message": sprintf("repeat of %s: %s", [
		recurrence.in_words(recurrence.repeats),
		concat("; ", [gap.message | some gap in _cause_gaps]),
	]),
	"expected": "`category`, `statement`, `corrective_action` and an independent `verified_by`",
	"unblock": "find the cause, do something about it that was not done the last time, and have that verified",
	"who": who.owner,
	"related": [{"path": ["recurrence", "prior"], "message": "the earlier findings"} |
		count(recurrence.linked) > 0
	],
	"facts": {"repeats": recurrence.repeats, "window_days": data.params.repeat_window_days},
}) if {
	finding.is_repair
	count(recurrence.repeats) > 0
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(_cause_gaps) > 0
}

_cause := finding.field(["recurrence", "root_cause"], {})

_cause_path := ["recurrence", "root_cause"] if count(_cause) == 0

_cause_path := ["recurrence", "root_cause", _cause_gaps[0].key] if count(_cause) > 0

_cause_gaps := [{"key": "category", "message": "the root cause is missing"}] if count(_cause) == 0

_cause_gaps := array.concat(_cause_missing, _cause_verifier_faults) if count(_cause) > 0

_cause_missing := [{"key": key, "message": sprintf("`root_cause.%s` is missing", [key])} |
	some key in ["category", "statement", "corrective_action", "verified_by"]
	trim_space(object.get(_cause, key, "")) == ""
]

_cause_verifier_faults := [{"key": "verified_by", "message": why} |
	verifier := trim_space(object.get(_cause, "verified_by", ""))
	verifier != ""
	why := _cause_verifier_fault(verifier)
]

_cause_verifier_fault(id) := sprintf("`%s`, who verified it, is not a person in `org.people`", [id]) if {
	not org.names_person(id)
}

_cause_verifier_fault(id) := sprintf("`%s` owns or fixes the finding and verified the cause", [id]) if {
	org.names_person(id)
	org.canonical(id) in _cause_involved
}

_cause_involved := {p | p := finding.accountable_owner} | finding.implementers
