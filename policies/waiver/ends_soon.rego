package remedy.waiver

import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.waiver

# METADATA
# title: Waiver ends soon
# description: |
#   What a waiver covers blocks on the day after its last one. Two weeks before (`waiver_warn_days`) it says so,
#   while there is time to fix it.
# custom:
#   id: WVR-04
#   kinds: [Waiver]
#   requirements: [S2.20]
#   controls: [NIST-800-53r5:CA-5]
#   solution: Fix what it covers before its last day, or have a new waiver granted.
warn contains result.warn("WVR-04", ["expires"], {
	"message": sprintf("ends on %s, in %s", [waiver.current.expires, moment.in_days(days)]),
	"found": waiver.current.expires,
	"unblock": "fix what it covers, or have a new one granted before",
	"who": waiver.approvers,
	"flag": "waiver-expiring",
}) if {
	not moment.passed(waiver.current.expires)
	days := moment.days_between(input.at.time, waiver.current.expires)
	days <= data.params.waiver_warn_days
}
