package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: Acceptance not expired
# description: |
#   An acceptance that has run out accepts nothing. The finding is active again from that moment, and its clock was
#   never stopped: the due date counts as it did before.
# custom:
#   id: RSK-08
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-07]
#   states: [accepted]
#   solution: Fix the finding and set `state` to `open` until then, or have the acceptance renewed.
deny contains result.deny("RSK-08", ["risk_acceptance", "expires_at"], {
	"message": sprintf("the acceptance expired on %s: the finding is active again since %s", [expires, since]),
	"expected": sprintf("a moment after %s", [input.at.time]),
	"found": expires,
	"unblock": "set `state` to `open` and fix it, or have the acceptance renewed",
	"who": acceptance.approvers,
	"related": [{"path": ["due", "date"], "message": sprintf("this date counts again: %s", [input.finding.due.date])} |
		input.finding.due.date
	],
	"facts": {"active_since": since},
}) if {
	expires := acceptance.current.expires_at
	since := _expired_since(expires)
	acceptance.has_expired
}

_expired_since(expires) := moment.plus_days(expires, 1) if moment.is_day(expires)

_expired_since(expires) := expires if not moment.is_day(expires)
