package remedy.waiver

import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.waiver

# METADATA
# title: Waiver not expired
# description: |
#   A waiver holds until the end of its last day and not a moment longer. What it covered blocks again then, so that
#   nobody has to remember it.
# custom:
#   id: WVR-01
#   kinds: [Waiver]
#   requirements: [S2.20]
#   controls: [NIST-CSF-2.0:ID.RA-07, NIST-800-53r5:CA-5]
#   hard: true
#   solution: Fix what it covers, or have a new waiver granted.
deny contains result.deny("WVR-01", ["expires"], {
	"message": sprintf("expired on %s, %s ago", [
		waiver.current.expires,
		moment.in_days(moment.days_between(waiver.current.expires, input.at.time)),
	]),
	"found": waiver.current.expires,
	"unblock": "fix what it covers, or have a new one granted",
	"who": waiver.approvers,
	"flag": "waiver-expired",
}) if {
	moment.passed(waiver.current.expires)
}
