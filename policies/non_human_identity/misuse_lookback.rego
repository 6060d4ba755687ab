package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.exploitability
import data.remedy.lib.exposure
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Look-back on use
# description: |
#   Revoking a leaked or attacked credential stops the next misuse and says nothing of the last one. So the logs were
#   reviewed for the whole time in which it could be used, from the exposure (the detection, if nothing earlier is
#   known) to its end; several reviews may share that time. Where misuse was confirmed there is an incident. A
#   `vulnerability` has its own forensic triage.
# custom:
#   id: NHI-04
#   requirements: [S0.8]
#   controls: [OWASP-NHI-2025:NHI2]
#   states: [closed]
#   solution: Review the logs from the exposure to the revocation, and attach that as `log_review` with its `period`.
deny contains result.deny("NHI-04", _lookback_path, {
	"message": sprintf("use of the exposed identity was not reviewed: %s", [_lookback_gap_in_words]),
	"expected": sprintf("evidence of type `log_review` whose `period` covers %s", [_lookback_window_in_words]),
	"unblock": "review the logs of that time and attach the result as evidence of type `log_review` with its `period`",
	"who": who.owner,
	"related": _lookback_related,
	"facts": {"from": moment.instant(_lookback_from_ns), "to": moment.instant(_lookback_to_ns)},
}) if {
	_lookback_is_due
	finding.is_repair
	# mutation: drop-condition and comparison, because the words of the denial need a gap; this line says what is wrong
	count(_lookback_gaps) > 0
}

deny contains result.deny("NHI-04", ["secret", "incident_ref"], {
	"message": "misuse is confirmed, and no incident is named",
	"expected": "the incident that deals with the misuse",
	"unblock": "open an incident and name it in `secret.incident_ref`",
	"who": who.owner,
	"related": [{"path": [section, "misuse_confirmed"], "message": "confirmed here"} |
		some section in ["exposure", "secret"]
		input.finding[section].misuse_confirmed == true
	],
}) if {
	_lookback_is_due
	finding.is_repair
	exposure.is_misused
	not input.finding.secret.incident_ref
	not input.finding.break_glass.incident_ref
}

_lookback_is_due if input.finding.type == "leaked_secret"

_lookback_is_due if {
	input.finding.type != "vulnerability"
	finding.is_identity_finding
	exploitability.tier == "active"
}

_lookback_from := moment.earliest({finding.detected_at} | {m | m := input.finding.secret.exposed_since})

# The end of the exposure: the old credential was revoked, or else disabled in another way, or else the fix was there.
# Without any of these it lasts until the closure.
_lookback_to := array.concat(_lookback_revoked, array.concat(_lookback_disabled, _lookback_fixed))[0]

_lookback_revoked := [m | m := account.last_at({"revoke_old"})]

_lookback_disabled := [m | m := account.last_at({t | some t in data.params.disabling_actions})]

_lookback_fixed := array.concat([m | m := finding.fixed_at], [finding.judged_at])

# An exposure that had ended before it was found is covered by a review of the moment at which it ended.
_lookback_from_ns := min({moment.start_ns(_lookback_from), moment.start_ns(_lookback_to)})

_lookback_to_ns := moment.end_ns(_lookback_to)

# The stretches that the reviews cover. Nobody can review what had not happened when the logs were read.
_lookback_stretches := [{"from": moment.start_ns(e.period.from), "to": moment.end_ns(e.period.to)} |
	some e in finding.field(["evidence"], [])
	e.type == "log_review"
	not _lookback_was_read_too_early(e)
]

_lookback_was_read_too_early(review) if moment.before(review.collected_at, review.period.to)

# The instants at which a stretch without review begins.
_lookback_gaps := {ns |
	some ns in {_lookback_from_ns} | _lookback_ends
	ns >= _lookback_from_ns
	ns <= _lookback_to_ns
	not _lookback_covers(ns)
}

_lookback_ends := {ns | some s in _lookback_stretches; ns := s.to + 1}

_lookback_covers(ns) if {
	some s in _lookback_stretches
	s.from <= ns
	ns <= s.to
}

_lookback_reviews := [i | some i, e in finding.field(["evidence"], []); e.type == "log_review"]

_lookback_path := ["evidence"] if count(_lookback_reviews) == 0

_lookback_path := ["evidence", min(_lookback_reviews), "period"]

_lookback_gap_in_words := "there is no evidence of type `log_review`" if count(_lookback_reviews) == 0

_lookback_gap_in_words := sprintf("no `log_review` covers the time from %s (exposed from %s)", [
	moment.instant(min(_lookback_gaps)),
	_lookback_window_in_words,
]) if {
	count(_lookback_reviews) > 0
}

_lookback_window_in_words := sprintf("%s to %s", [_lookback_from, _lookback_to])

_lookback_related := [{"path": ["evidence", i, "period"], "message": "reviewed as well"} |
	some i in _lookback_reviews
	i != min(_lookback_reviews)
]
