package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.exploitability
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Renewals within the cap
# description: |
#   An acceptance that is renewed again and again is a decision never to fix. After the allowed renewals, or the allowed
#   days in total, the highest level decides, and only together with a funded plan. Days on which an acceptance and its
#   renewal overlap count once.
# custom:
#   id: RSK-06
#   requirements: []
#   controls: [NIST-CSF-2.0:GV.RM-03, NIST-CSF-2.0:ID.RA-07]
#   states: [accepted]
#   solution: Escalate to the highest level with a funded plan and record it in `risk_acceptance.escalation`.
deny contains result.deny("RSK-06", ["risk_acceptance", key], {
	"message": sprintf("renewed %d times and accepted for %d days in total: %s allows %d and %d", [
		count(_renewals),
		_renewals_days,
		acceptance.cell_name,
		_renewals_allowed,
		_renewals_cap,
	]),
	"expected": sprintf("renewals: at most %d, days in total: at most %d", [_renewals_allowed, _renewals_cap]),
	"found": sprintf("renewals: %d, days in total: %d", [count(_renewals), _renewals_days]),
	"unblock": sprintf("fix it, or escalate to a person of level %s with a funded plan", [data.params.top_level]),
	"who": acceptance.top_approvers,
	"related": [{"path": ["risk_acceptance", "escalation"], "message": why} |
		acceptance.current.escalation
		why := sprintf("this escalation does not count: %s", [concat("; ", _escalation_problems)])
	],
	"facts": {"renewals": count(_renewals), "days": _renewals_days, "cap": _renewals_cap},
}) if {
	# mutation: drop-condition, because without an acceptance there are no renewals; this line says of what the rule is
	acceptance.current
	not acceptance.is_never
	count(_escalation_problems) > 0
	key := _renewals_key
}

deny contains result.deny("RSK-06", ["risk_acceptance", "renewals", i, key], {
	"message": sprintf("an earlier acceptance has no `%s`: the days in total cannot be counted", [key]),
	"unblock": sprintf("add `%s` to it", [key]),
	"who": who.owner,
}) if {
	some i, renewal in _renewals
	some key in ["approved_at", "expires_at"]
	object.get(renewal, key, "") == ""
}

_renewals := object.get(acceptance.current, "renewals", [])

_renewals_allowed := object.get(acceptance.cell, "renewals", 0)

_renewals_cap := data.params.risk_acceptance_cumulative_days[exploitability.rating]

# Which part is beyond the cap. Undefined if none is.
_renewals_key := "renewals" if count(_renewals) > _renewals_allowed

_renewals_key := "expires_at" if {
	count(_renewals) <= _renewals_allowed
	_renewals_days > _renewals_cap
}

_renewals_days := sum([days |
	some granted in array.concat(_renewals, [acceptance.current])
	days := max([0, moment.days_between(granted.approved_at, _renewals_end(granted))])
])

# An earlier acceptance ends with its own date, or when the next one was approved.
_renewals_end(granted) := moment.earliest({granted.expires_at} | {next |
	some other in array.concat(_renewals, [acceptance.current])
	next := other.approved_at
	moment.start_ns(next) > moment.start_ns(granted.approved_at)
})

_escalation_problems := array.concat(
	[sprintf("`%s` is missing", [key]) |
		some key in ["to", "at", "plan_ref"]
		object.get(acceptance.current, ["escalation", key], "") == ""
	],
	[why | some why in sort(_escalation_faults)],
)

_escalation_faults contains "the plan is not funded (`funded: true`)" if {
	object.get(acceptance.current, ["escalation", "funded"], false) != true
}

_escalation_faults contains sprintf("`%s` is not an active person of level %s", [to, data.params.top_level]) if {
	to := acceptance.current.escalation.to
	not _escalation_reaches(to)
}

_escalation_reaches(to) if {
	when := object.get(acceptance.current, ["escalation", "at"], input.at.time)
	org.names_person(to)
	org.is_active_at(to, when)
	org.at_least(org.level_at(to, when), data.params.top_level)
}

_escalation_faults contains sprintf("it is dated in the future (%s)", [when]) if {
	when := acceptance.current.escalation.at
	not moment.begun(when)
}
