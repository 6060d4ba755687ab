package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.exposure
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Changed inputs
# description: |
#   A due date is only as good as what was known when it was computed. If KEV begins to list the CVE or to know of
#   ransomware that uses it, or if the exposure or the exploitation changes after the last evaluation, the date is stale
#   until the finding is evaluated again. The new date is the earlier of the old and the recomputed one. A change on the
#   day of the evaluation counts as seen, one without a date as unseen. What changes after the closure does not reopen
#   it.
# custom:
#   id: SLA-09
#   requirements: [S0.14]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-5]
#   states: [open, contained, accepted, closed]
#   solution: Evaluate the exposure again, correct `exposure`, set `exposure.evaluated_at`, and recompute `due.date`.
deny contains result.deny("SLA-09", change.path, {
	"message": sprintf("%s; the evaluation of %s does not know it, so the due date is stale", [change.what, evaluated]),
	"expected": change.expected,
	"found": change.found,
	"unblock": sprintf(
		"evaluate again: correct `exposure`, set `exposure.evaluated_at`, and `due.date` to %s or earlier",
		[_changed_inputs_due],
	),
	"who": deadline.setters,
	"related": [{"path": ["exposure", "evaluated_at"], "message": "the last evaluation"}],
	"facts": {"input": name, "evaluated_at": evaluated, "due": _changed_inputs_due},
}) if {
	evaluated := input.finding.exposure.evaluated_at
	some name, change in _changed_inputs
}

# Every change that the evaluation does not know. Of an input that changed twice the first of this list is told.
# What changed, by the name of the input; of several changes of one input the first.
_changed_inputs := {c.input: _changed_inputs_first(c.input) | some c in _changed_inputs_all}

_changed_inputs_first(name) := [c | some c in _changed_inputs_all; c.input == name][0]

_changed_inputs_all := array.concat(_changed_inputs_recorded, _changed_inputs_in_feeds)

_changed_inputs_recorded := [change |
	evaluated := input.finding.exposure.evaluated_at
	some i, c in finding.field(["exposure", "changes"], [])
	_changed_inputs_unseen(c, evaluated)
	name := object.get(c, "input", "input")
	day := object.get(c, "at", "an unrecorded day")
	change := {
		"input": name,
		"path": ["exposure", "changes", i],
		"what": sprintf("`%s` changed on %s", [name, day]),
		"expected": sprintf("an evaluation after %s", [day]),
		"found": evaluated,
	}
]

# What has no date counts as unseen.
_changed_inputs_unseen(change, evaluated) if {
	_changed_inputs_in_time(change.at)
	moment.before(evaluated, change.at)
}

# A change counts until the finding is closed.
_changed_inputs_in_time(changed) if not moment.before(finding.judged_at, changed)

_changed_inputs_unseen(change, _) if not change.at

# What the feeds do not know is empty: it names no input.
_changed_inputs_in_feeds := [
	_changed_inputs_listed,
	_changed_inputs_denied,
	_changed_inputs_ransomware,
	_changed_inputs_exploitation,
]

default _changed_inputs_listed := {}

_changed_inputs_listed := {
	"input": "kev",
	"path": ["exposure", "evaluated_at"],
	"what": sprintf("KEV lists `%s` since %s", [finding.cve, added]),
	"expected": sprintf("an evaluation after %s", [added]),
	"found": input.finding.exposure.evaluated_at,
} if {
	added := exposure.kev_entry.date_added
	moment.before(input.finding.exposure.evaluated_at, added)
	_changed_inputs_in_time(added)
}

default _changed_inputs_denied := {}

_changed_inputs_denied := {
	"input": "kev",
	"path": ["exposure", "kev"],
	"what": sprintf("KEV lists `%s` since %s", [finding.cve, exposure.kev_entry.date_added]),
	"expected": true,
	"found": false,
} if {
	input.finding.exposure.kev == false
	_changed_inputs_in_time(exposure.kev_entry.date_added)
}

default _changed_inputs_ransomware := {}

_changed_inputs_ransomware := {
	"input": "ransomware",
	"path": ["exposure", "ransomware"],
	"what": sprintf("KEV %s knows of ransomware that uses `%s`", [data.feeds.kev.version, finding.cve]),
	"expected": "known",
	"found": "unknown",
} if {
	# The catalogue does not say since when it knows.
	input.finding.state != "closed"
	input.finding.exposure.ransomware == "unknown"
	exposure.kev_entry.ransomware == "known"
}

default _changed_inputs_exploitation := {}

_changed_inputs_exploitation := {
	"input": "exploitation",
	"path": ["exposure", "exploitation"],
	"what": sprintf("SSVC says exploitation `%s` since %s", [exposure.exploitation, exposure.ssvc.timestamp]),
	"expected": exposure.exploitation,
	"found": exposure.exploitation_here,
} if {
	exposure.exploitation != exposure.exploitation_here
	moment.before(input.finding.exposure.evaluated_at, exposure.ssvc.timestamp)
	_changed_inputs_in_time(exposure.ssvc.timestamp)
}

# The earlier of the date that stands and the recomputed one.
_changed_inputs_due := moment.earliest({deadline.latest_due} | {m | m := input.finding.due.date})
