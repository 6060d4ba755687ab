# METADATA
# title: Recurrence
# description: |
#   Which earlier findings a finding repeats. An earlier one is a candidate if it looks the same or is named in
#   `recurrence.prior`, was detected before, was closed, and came back within the profile's window after that. It looks
#   the same if it has the same fingerprint; where this finding has none, if it is of the same type and identity. So
#   leaving the fingerprint out hides no repeat.
package remedy.lib.recurrence

import data.remedy.lib.finding
import data.remedy.lib.moment

# The ids of the candidates, those that look the same first and among these the oldest.
priors := [id |
	some id in array.concat(_alike, [named | some named in linked; not named in _alike])
	_is_prior(id)
]

_alike := [id | some id in data.index_by.fingerprint[input.finding.fingerprint]] if input.finding.fingerprint

_alike := [id |
	some id in data.index_by.identity[input.finding.identity.id]
	data.index[id].type == input.finding.type
] if {
	not input.finding.fingerprint
}

# By what a candidate of which the manifest says nothing looks like this finding: in words, and where that stands.
likeness := {"words": "same fingerprint", "path": ["fingerprint"]} if input.finding.fingerprint

likeness := {"words": "same type and identity", "path": ["identity", "id"]} if not input.finding.fingerprint

# What the manifest names as earlier findings of the same cause.
linked := finding.field(["recurrence", "prior"], [])

# The candidates that the manifest stands by: this finding repeats them.
repeats := [id | some id in priors; _is_linked(id)]

# The candidates of which the manifest says nothing: it neither names them nor says why this finding is another one.
unlinked := [id |
	not _is_distinct
	some id in priors
	not _is_linked(id)
]

_is_distinct if trim_space(finding.field(["recurrence", "distinct_because"], "")) != ""

_is_linked(id) if id in linked

# Who names the original names its duplicates with it.
_is_linked(id) if data.index[id].duplicate_of in linked

_is_prior(id) if {
	id != input.finding.id # mutation: drop-condition, because nothing was detected before itself; this spares a look
	prior := data.index[id]
	prior.state == "closed"
	not prior.disposition == "false_positive"
	not _are_duplicates(id, prior)
	moment.start_ns(prior.detected_at) < moment.start_ns(_detected_at)

	# Nobody knows when it was closed: then it may have been a moment ago.
	closed := object.get(prior, "closed_at", _detected_at)
	not moment.before(_detected_at, closed)
	not moment.before(moment.plus_days(closed, data.params.repeat_window_days), _detected_at)
}

_are_duplicates(_, prior) if prior.duplicate_of == input.finding.id

_are_duplicates(id, _) if input.finding.closure.duplicate_of == id

# Named here, because a function of an evaluated package sees no imported rule in regorus 0.14.1.
_detected_at := finding.detected_at

# Candidates in words: "`F-0` (closed 2026-05-01)". Of many, the last three.
in_words(ids) := concat(", ", array.concat(_omitted(ids), [_name(id) |
	some i, id in ids
	i >= count(ids) - 3
]))

_omitted(ids) := ["1 other"] if count(ids) == 4

_omitted(ids) := [sprintf("%d others", [count(ids) - 3])] if count(ids) > 4

_omitted(ids) := [] if count(ids) <= 3

_name(id) := sprintf("`%s` (closed %s)", [id, moment.day(data.index[id].closed_at)])

_name(id) := sprintf("`%s`", [id]) if not data.index[id].closed_at
