package remedy.context

import data.remedy.lib.approval
import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Context verified before the fix
# description: |
#   What the alert guesses about an identity is checked by a person before anything is taken away or changed.
#   Containment does not wait for that. Where the fix could not wait either, somebody who did none of the work approved
#   the emergency. A fix that came too early cannot be made later: have the deviation ratified.
# custom:
#   id: CTX-02
#   requirements: [S1.6, S1.19]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Verify the context, record `context.verified_by` and `context.verified_at`, and begin the fix after that.
deny contains result.deny("CTX-02", ["context", _verification_gaps[0]], {
	"message": sprintf("nobody has verified the context: %s missing", [_verification_list]),
	"expected": "the person who verified the context, and when",
	"unblock": sprintf("verify the context and set %s", [_verification_list]),
	"who": who.owner,
	"facts": {"missing": _verification_gaps},
}) if {
	input.finding.state == "closed"
	finding.is_repair
	finding.is_identity_finding
	not _context_is_denied_already
	count(_verification_gaps) > 0
}

deny contains result.deny("CTX-02", ["context", "verified_at"], {
	"message": sprintf("context verified on %s, after %s, the time of this check", [_verified_at, input.at.time]),
	"expected": "a moment that has passed",
	"found": _verified_at,
	"unblock": "set `context.verified_at` to the moment at which the context was really verified",
	"who": who.owner,
	"earliest": _verified_at,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	finding.is_identity_finding
	not moment.begun(_verified_at)
}

deny contains result.deny("CTX-02", ["plan", "actions", early[0].index, "performed_at"], {
	"message": _early_message,
	"expected": sprintf("actions after %s", [_verified_at]),
	"found": early[0].action.performed_at,
	"unblock": sprintf("record the emergency approval that was given in time, or %s", [deviation.advice("CTX-02")]),
	"who": deviation.ratifiers,
	"related": array.concat(_early_places, deviation.related("CTX-02")),
}) if {
	input.finding.state == "closed"
	not deviation.is_ratified("CTX-02")
	early := _early_actions
	count(early) > 0
}

warn contains result.warn("CTX-02", deviation.path("CTX-02"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_early_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	input.finding.state == "closed"
	count(_early_actions) > 0
	record := deviation.record("CTX-02")
}

_verified_at := input.finding.context.verified_at

_verification_gaps := [key |
	some key in ["verified_by", "verified_at"]
	trim_space(finding.field(["context", key], "")) == ""
]

_verification_list := concat(", ", [sprintf("`context.%s`", [key]) | some key in _verification_gaps])

# CTX-01 speaks of a context that is not there, and of an empty list that nobody has verified.
_context_is_denied_already if count(finding.field(["context"], {})) == 0

_context_is_denied_already if input.finding.context.dependencies == []

# Actions of the repair that came before the context was verified.
_early_actions := [entry |
	finding.is_repair
	finding.is_identity_finding
	count(_verification_gaps) == 0
	moment.begun(_verified_at)
	some entry in finding.remediation_actions
	not _is_an_emergency(entry.action)
	moment.before(entry.action.performed_at, _verified_at)
]

_is_an_emergency(action) if {
	some entry in approval.given({"emergency"})
	not org.canonical(entry.approval.by) in finding.implementers
	approval.is_in_time(entry.approval, action.performed_at)
}

_early_message := sprintf("%s ran before the context was verified on %s", [
	concat(", ", [sprintf("`%s` (%s)", [entry.action.type, entry.action.performed_at]) | some entry in _early_actions]),
	_verified_at,
])

_early_places := array.concat(
	[{"path": ["context", "verified_at"], "message": "the context was verified here"}],
	[{"path": ["plan", "actions", entry.index, "performed_at"], "message": "before it too"} |
		some j, entry in _early_actions
		j > 0
	],
)
