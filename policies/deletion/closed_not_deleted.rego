package remedy.deletion

import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Closed, not deleted
# description: |
#   A finding ends by being closed and a review by being completed, with all that the gate asks for then. Whoever takes
#   the file away, or gives it another id, leaves the weakness where it is and nobody who looks for it. What has ended
#   may go; while its evidence is to be kept, the record that says what the evidence shows is missed, and the rule
#   warns. A duplicate is closed first as well, and names the finding that goes on.
# custom:
#   id: DEL-01
#   requirements: [S0.21, S0.31, S2.25]
#   controls: [NIST-CSF-2.0:ID.RA-06, PCAOB:AS-1215]
#   kinds: [Deletion]
#   states: [open, contained, accepted, closed, completed]
#   solution: Restore the file under the same id, and close the finding, or complete the review, there.
deny contains result.deny("DEL-01", ["state"], {
	"message": sprintf("`%s` is deleted while it is `%s`", [_record.id, _record.state]),
	"expected": _last_state,
	"found": _record.state,
	"unblock": sprintf("restore it under the same id, and ask for `%s` there", [_last_state]),
	"who": _keepers,
}) if {
	input.kind == "Deletion"
	_record.state != _last_state
}

warn contains result.warn("DEL-01", ["evidence"], {
	"message": sprintf("`%s` is deleted, and its evidence is to be kept until %s", [input.finding.id, kept]),
	"unblock": "keep the record in an archive as long as its evidence",
	"who": _keepers,
	"earliest": kept,
}) if {
	input.kind == "Deletion"
	input.finding.state == "closed"
	kept := moment.latest({until |
		some item in input.finding.evidence
		until := item.retention_until
	})
	not moment.passed(kept)
}

_record := input.finding

_record := input.review

_last_state := "closed" if input.finding

_last_state := "completed" if input.review

_keepers := who.owner if input.finding

_keepers := [owner] if owner := input.review.control.owner

_keepers := [] if {
	input.review
	not input.review.control.owner
}
