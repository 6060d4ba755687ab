package remedy.joiner_mover_leaver

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Event is on record
# description: |
#   Access follows people: the personnel department says when somebody joins, moves or leaves, and that event starts
#   the clock. Without its record nobody can tell whether access ended in time, or whether it should have ended at all.
# custom:
#   id: JML-02
#   requirements: [S2.8, S2.13, S2.19]
#   controls: [NIST-800-53r5:PS-4, NIST-800-53r5:PS-5, SOC2-TSC:CC6.2]
#   states: [closed]
#   types: [jml_failure]
#   solution: Add `lifecycle_event` with the record in the HR system (`ref`), its `kind` and its moment (`at`).
deny contains result.deny("JML-02", ["lifecycle_event", gaps[0].key], {
	"message": sprintf("no lifecycle event from HR: %s", [concat("; ", [g.message | some g in gaps])]),
	"expected": "`ref` of the record, `kind` and `at`",
	"unblock": "add the event of the HR system to `lifecycle_event`, with `ref`, `kind` and `at`",
	"who": _event_keepers,
	"related": [{"path": ["lifecycle_event", g.key], "message": g.message} | some i, g in gaps; i > 0],
}) if {
	input.finding.type == "jml_failure"
	finding.is_repair
	gaps := array.concat(_event_missing, _event_in_future)
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

_event_missing := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["ref", "kind", "at"]
	trim_space(finding.field(["lifecycle_event", key], "")) == ""
]

_event_in_future := [{"key": "at", "message": sprintf("it is dated in the future (%s)", [at])} |
	at := input.finding.lifecycle_event.at
	not moment.begun(at)
]

_event_keepers := _event_teams if count(_event_teams) > 0

_event_keepers := who.owner if count(_event_teams) == 0

_event_teams := sort([id |
	some id, team in data.org.teams
	team["function"] == "hr"
	not org.is_generic_queue(id)
])
