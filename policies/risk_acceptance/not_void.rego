package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.compensating_control
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Not void by later events
# description: |
#   An acceptance holds for the risk that was known when it was signed. When the vulnerability is listed in KEV, the
#   exposure or the rating goes up, a compensating control fails, or the approver leaves, the risk must be judged again.
# custom:
#   id: RSK-07
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-07]
#   states: [accepted]
#   solution: Assess the risk again and have it accepted anew, with a later `approved_at`.
deny contains result.deny("RSK-07", event.path, {
	"message": sprintf("the acceptance is void since %s: %s", [event.since, event.why]),
	"expected": sprintf("no such event after the approval on %s", [approved]),
	"unblock": "assess the risk again and have it accepted anew",
	"who": acceptance.approvers,
	"related": [{"path": ["risk_acceptance", "approved_at"], "message": "approved before that"}],
	"facts": {"since": event.since},
}) if {
	approved := acceptance.current.approved_at
	some event in _void_events
}

_void_events contains {"path": ["exposure", "cve"], "since": listed, "why": why} if {
	listed := exploitability.kev_entry.date_added
	moment.before(acceptance.current.approved_at, listed)
	why := sprintf("%s was listed in KEV", [input.finding.exposure.cve])
}

_void_events contains {"path": ["exposure", "changes", i], "since": _void_since(change), "why": why} if {
	some i, change in input.finding.exposure.changes
	_void_is_later(change)
	_void_is_worse(change)
	values := [change.input, object.get(change, "from", "unknown"), object.get(change, "to", "unknown")]
	why := sprintf("`%s` went from `%v` to `%v`", values)
}

# A rating that rose without a recorded change of the severity.
_void_events contains {"path": [key], "since": "an unrecorded day", "why": why} if {
	rating := exploitability.rating
	approved := acceptance.current.severity_at_approval
	_void_rank.severity[rating] > _void_rank.severity[approved]
	not _void_severity_rose
	key := [k | some k in ["severity", "impact"]; input.finding[k] == rating][0]
	why := sprintf("the risk is rated %s, it was %s at the approval", [rating, approved])
}

_void_events contains {"path": _void_review_path(i, j), "since": _void_since(review), "why": why} if {
	some i, control in compensating_control.all_of_them
	acceptance.rests_on(control.id)
	some j, review in control.reviews
	review.result == "ineffective"
	_void_is_later(review)
	why := sprintf("compensating control `%s` was found ineffective", [control.id])
}

# Who was not active at the approval itself is RSK-03's.
_void_events contains {"path": ["risk_acceptance", "approved_by"], "since": left, "why": why} if {
	approver := acceptance.current.approved_by
	org.is_active_at(approver, acceptance.current.approved_at)
	org.is_inactive_at(approver, org.now)
	left := org.person(approver).ended_at
	why := sprintf("`%s`, who approved it, left", [approver])
}

_void_review_path(i, j) := ["compensating_controls", i, "reviews", j, "result"]

_void_since(entry) := object.get(entry, "at", "an unrecorded day")

# What has no date counts as later.
_void_is_later(entry) if not entry.at

_void_is_later(entry) if moment.before(acceptance.current.approved_at, entry.at)

# An unknown old value counts as the best, an unknown new one as the worst.
_void_is_worse(change) if {
	ranks := _void_rank[change.input]
	before := object.get(ranks, sprintf("%v", [object.get(change, "from", "")]), 0)
	object.get(ranks, sprintf("%v", [object.get(change, "to", "")]), count(ranks)) > before
}

_void_severity_rose if {
	some event in input.finding.exposure.changes
	event.input == "severity"
	_void_is_later(event)
	_void_is_worse(event)
}

_void_rank := {
	"kev": {"false": 0, "true": 1},
	"ransomware": {"unknown": 0, "known": 1},
	"exploitation": {"none": 0, "public_poc": 1, "active": 2},
	"internet_reachable": {"false": 0, "true": 1},
	"automatable": {"false": 0, "true": 1},
	"technical_impact": {"partial": 0, "total": 1},
	"severity": {"low": 0, "moderate": 1, "high": 2, "critical": 3},
}
