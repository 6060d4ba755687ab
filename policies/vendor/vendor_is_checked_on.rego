package remedy.vendor

import data.remedy.lib.deadline
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Vendor checked on
# description: |
#   A fix that waits for a vendor is asked about at least once a month, or it waits for ever; for a closed finding that
#   is looked at for the moment of the fix. As long as it waits under an acceptance, a critical or high risk is brought
#   down to moderate within a month. One that was brought down late is marked as late and does not block.
# custom:
#   id: VND-04
#   requirements: []
#   controls: [NIST-800-53r5:SA-9, NIST-800-53r5:CA-5, SOC2-TSC:CC9.2]
#   states: [open, accepted, closed]
#   solution: Ask the vendor and record `vendor.last_check_in`; mitigate a high risk meanwhile.
deny contains result.deny("VND-04", ["vendor", "last_check_in"], object.union(
	{
		"message": problem,
		"expected": sprintf("a check-in within %s", [moment.in_days(data.params.vendor_check_in_days)]),
		"unblock": "check in with the vendor and set `vendor.last_check_in`",
		"who": _vendor_drivers,
		"related": [{"path": ["vendor", "dependency"], "message": "the fix waits for the vendor"}],
		"facts": {"days": data.params.vendor_check_in_days},
	},
	{"found": at | at := input.finding.vendor.last_check_in},
)) if {
	_vendor_wait_is_judged
	input.finding.vendor.dependency == true
	problem := _vendor_wait_problem
}

deny contains result.deny("VND-04", ["vendor", "mitigated_to"], {
	"message": sprintf("the risk is %s and waits for the vendor: not mitigated to moderate by %s (%s from %s)", [
		exploitability.rating,
		_vendor_mitigation_limit,
		moment.in_days(data.params.vendor_mitigation_days),
		moment.day(deadline.clock_start),
	]),
	"expected": "`moderate` or `low`, with `vendor.mitigated_at`",
	"found": finding.field(["vendor", "mitigated_to"], "nothing"),
	"unblock": "mitigate the risk and set `vendor.mitigated_to` and `vendor.mitigated_at`",
	"who": _vendor_drivers,
	"related": deadline.clock_related,
	"facts": {"days": data.params.vendor_mitigation_days, "limit": _vendor_mitigation_limit},
}) if {
	_vendor_risk_waits
	not _vendor_risk_is_mitigated
	moment.passed(_vendor_mitigation_limit)
}

warn contains result.warn("VND-04", ["vendor", "mitigated_at"], {
	"message": sprintf("mitigated to %s on %s, later than %s", [
		input.finding.vendor.mitigated_to,
		input.finding.vendor.mitigated_at,
		_vendor_mitigation_limit,
	]),
	"found": input.finding.vendor.mitigated_at,
}) if {
	_vendor_risk_waits
	_vendor_risk_is_mitigated
	moment.before(_vendor_mitigation_limit, input.finding.vendor.mitigated_at)
}

_vendor_wait_is_judged if input.finding.state in {"open", "accepted"}

_vendor_wait_is_judged if finding.is_repair

# Nobody waits any more once it is fixed.
_vendor_wait_ends := finding.fixed_at if _vendor_wait_is_over

_vendor_wait_ends := finding.judged_at if not _vendor_wait_is_over

_vendor_wait_is_over if {
	input.finding.state == "closed"
	moment.begun(finding.fixed_at)
}

_vendor_wait_problem := "waits for the vendor, who was never contacted" if {
	_vendor_contact_is_due
	not input.finding.vendor.last_check_in
}

_vendor_wait_problem := sprintf("vendor last contacted in the future (%s)", [at]) if {
	at := input.finding.vendor.last_check_in
	not moment.begun(at)
}

_vendor_wait_problem := sprintf("vendor last contacted on %s, %s before %s", [
	at,
	moment.in_days(moment.days_between(at, _vendor_wait_ends)),
	moment.day(_vendor_wait_ends),
]) if {
	at := input.finding.vendor.last_check_in
	moment.before(moment.after_days(at, data.params.vendor_check_in_days), _vendor_wait_ends)
}

# The first contact has the same time as the next one. Whoever accepts or closes has had it.
_vendor_contact_is_due if input.finding.state != "open"

_vendor_contact_is_due if moment.passed(moment.after_days(finding.detected_at, data.params.vendor_check_in_days))

_vendor_risk_waits if {
	input.finding.state == "accepted"
	input.finding.vendor.dependency == true
	exploitability.rating in {"critical", "high"}
}

_vendor_risk_is_mitigated if {
	input.finding.vendor.mitigated_to in {"moderate", "low"}
	moment.begun(input.finding.vendor.mitigated_at)
}

_vendor_mitigation_limit := moment.after_days(deadline.clock_start, data.params.vendor_mitigation_days)
