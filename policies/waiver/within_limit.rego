package remedy.waiver

import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.waiver

# METADATA
# title: Waiver within the limit
# description: |
#   A waiver buys time, it does not decide that a risk is acceptable. So it may not last longer than the profile
#   allows for the severity of what it covers (`waiver_max_days`; for a level of a rule `level_max_days`), counted
#   from the approval.
# custom:
#   id: WVR-02
#   kinds: [Waiver]
#   requirements: [S2.20, S3.26]
#   controls: [NIST-CSF-2.0:ID.RA-07]
#   hard: true
#   solution: Bring its last day within the limit, or have the risk accepted.
deny contains result.deny("WVR-02", ["expires"], {
	"message": sprintf("is granted for %s, and %s may last %s", [
		moment.in_days(days),
		waiver.name,
		moment.in_days(waiver.max_days),
	]),
	"expected": sprintf("%s at the latest", [latest]),
	"found": waiver.current.expires,
	"unblock": sprintf("let it end on %s at the latest, or have the risk accepted", [latest]),
	"flag": "waiver-too-long",
}) if {
	waiver.is_relief
	days := moment.days_between(waiver.current.approved_on, waiver.current.expires)
	latest := moment.plus_days(waiver.current.approved_on, waiver.max_days)
	days > waiver.max_days
}
