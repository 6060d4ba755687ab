package remedy.shared_account

import data.remedy.lib.account
import data.remedy.lib.deviation
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.subject
import data.remedy.lib.who

# METADATA
# title: Business approval before disabling
# description: |
#   Who disables an account that several people or workloads use also stops the work of those who did nothing wrong.
#   So the business approves first. Only in tier `active`, and for a leaked secret of production, one acts first and
#   has the approval within the hours of the profile. Containment needs none. What was approved too late, or never,
#   blocks until it is ratified.
# custom:
#   id: SHR-01
#   requirements: [S1.25]
#   controls: [NIST-800-53r5:AC-2, NIST-CSF-2.0:PR.AA-05, PCI-DSS-4.0.1:8.2.2]
#   states: [closed]
#   solution: Have the business approve before the account is disabled; afterwards, have the deviation ratified.
deny contains result.deny("SHR-01", _disabling_path, {
	"message": _disabling_message,
	"expected": _disabling_expectation,
	"unblock": sprintf("record the approval of the business in `approvals` (kind `business`), or %s", [
		deviation.advice("SHR-01"),
	]),
	"who": sort({p | some p in who.owner} | {p | some p in deviation.ratifiers}),
	"related": array.concat(_disabling_places, deviation.related("SHR-01")),
	"facts": {"disabled_at": _disabled_at, "tier": exploitability.tier},
}) if {
	account.is_shared
	finding.is_repair
	not deviation.is_ratified("SHR-01")
	_disabling_is_unapproved
}

warn contains result.warn("SHR-01", deviation.path("SHR-01"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_disabling_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	account.is_shared
	finding.is_repair
	_disabling_is_unapproved
	record := deviation.record("SHR-01")
}

_disabling_is_unapproved if {
	# mutation: drop-condition, because the message of an act without a date is undefined
	_disabled_at
	not _is_approved_in_time
}

# Without a date ACT-04 speaks of the action.
_disabled_at := moment.earliest({entry.at | some entry in _disablings})

_disablings := [{"index": entry.index, "type": entry.action.type, "at": at} |
	some entry in finding.remediation_actions
	entry.action.type in data.params.disabling_actions
	at := entry.action.performed_at
]

_disabling_places := [{"path": ["plan", "actions", entry.index, "performed_at"], "message": message} |
	some entry in _disablings
	entry.at == _disabled_at
	message := sprintf("`%s` was done here", [entry.type])
]

# A service account does not approve, whoever it belongs to.
_approvals_by_business := [{"index": i, "at": at} |
	some i, approval in finding.field(["approvals"], [])
	approval.kind == "business"
	org.names_person(approval.by)
	at := approval.at
	moment.begun(at)
]

_is_approved_in_time if {
	some approval in _approvals_by_business
	not moment.before(_disabled_at, approval.at)
}

_is_approved_in_time if {
	_may_act_first
	some approval in _approvals_by_business
	moment.hours_between(_disabled_at, approval.at) <= data.params.post_approval_hours
}

_may_act_first if exploitability.tier == "active"

_may_act_first if {
	input.finding.type == "leaked_secret"
	finding.field(["environment"], "production") == "production"
	not subject.is_dead_secret
}

# The earliest approval there is, which was late all the same.
_late_approval := [approval | some approval in _approvals_by_business; approval.at == earliest][0] if {
	earliest := moment.earliest({approval.at | some approval in _approvals_by_business})
}

_disabling_path := ["approvals", _late_approval.index, "at"]

_disabling_path := ["approvals"] if count(_approvals_by_business) == 0

_disabling_message := sprintf("shared account disabled on %s, and the business approved that only on %s", [
	_disabled_at,
	_late_approval.at,
])

_disabling_message := sprintf("shared account disabled on %s without business approval", [_disabled_at]) if {
	count(_approvals_by_business) == 0
}

_disabling_expectation := "an approval of kind `business` by a person, given before that" if not _may_act_first

_disabling_expectation := sprintf("an approval of kind `business` by a person, within %v hours after that", [
	data.params.post_approval_hours,
]) if {
	_may_act_first
}
