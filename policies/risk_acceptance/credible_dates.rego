package remedy.risk_acceptance

import data.remedy.lib.acceptance
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Credible date and signed record
# description: |
#   An acceptance is proven by a signed record and a date that can be true: after the detection, not in the future, and
#   recorded within the days that the profile allows. So nobody can sign afterwards for a time that has gone by.
# custom:
#   id: RSK-10
#   requirements: []
#   controls: [NIST-CSF-2.0:ID.RA-07]
#   states: [accepted]
#   solution: Correct `approved_at` and `recorded_at`, and attach the signed record with its digest in `record`.
deny contains result.deny("RSK-10", array.concat(["risk_acceptance"], doubts[0].path), {
	"message": sprintf("the acceptance is not credible: %s", [concat("; ", [d.message | some d in doubts])]),
	"expected": sprintf("approved after the detection and at most %d days before it was recorded; a signed record", [
		data.params.acceptance_record_max_days,
	]),
	"unblock": "correct the dates, or have it signed anew, and attach the signed record with its digest",
	"who": who.owner,
	"related": [{"path": array.concat(["risk_acceptance"], d.path), "message": d.message} |
		some i, d in doubts
		i > 0
	],
	"facts": {"record_within_days": data.params.acceptance_record_max_days},
}) if {
	doubts := array.concat(_credible_gaps, array.concat(_credible_date_doubts, _credible_record_gaps))
	# mutation: drop-condition and comparison, because a denial of no doubt has no path; this line says what is wrong
	count(doubts) > 0
}

_credible_gaps := [{"path": [key], "message": sprintf("`%s` is missing", [key])} |
	some key in ["approved_at", "recorded_at"]
	object.get(acceptance.current, key, "") == ""
]

_credible_record_gaps := [{"path": ["record", key], "message": sprintf("`record.%s` is missing", [key])} |
	some key in ["ref", "sha256"]
	object.get(acceptance.current, ["record", key], "") == ""
]

_credible_date_doubts := array.concat(
	[{"path": ["approved_at"], "message": why} |
		some why in array.concat(_credible_future, array.concat(_credible_detection, _credible_recording))
	],
	[{"path": ["recorded_at"], "message": sprintf("`recorded_at` is in the future (%s)", [recorded])} |
		recorded := acceptance.current.recorded_at
		not moment.begun(recorded)
	],
)

_credible_approved_at := acceptance.current.approved_at

_credible_future := [sprintf("`approved_at` is in the future (%s)", [approved]) |
	approved := _credible_approved_at
	not moment.begun(approved)
]

_credible_detection := [sprintf("approved on %s, before the detection on %s", [approved, finding.detected_at]) |
	approved := _credible_approved_at
	moment.before(approved, finding.detected_at)
]

_credible_recording := array.concat(
	[sprintf("approved on %s, after it was recorded on %s", [approved, recorded]) |
		approved := _credible_approved_at
		recorded := acceptance.current.recorded_at
		moment.before(recorded, approved)
	],
	[sprintf("approved on %s, recorded on %s: more than %d days later", [approved, recorded, days]) |
		approved := _credible_approved_at
		recorded := acceptance.current.recorded_at
		days := data.params.acceptance_record_max_days
		moment.before(moment.plus_days(approved, days), recorded)
	],
)
