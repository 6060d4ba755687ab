package remedy.tracking

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: One record that links everything
# description: |
#   The work has one record, with a system and an id, that links the finding, its owner, the remediation and the retest:
#   whoever asks a year later finds all of it from there. What repaired nothing (false positive, duplicate) and an
#   accepted risk need the links to finding and owner.
# custom:
#   id: TRK-01
#   requirements: [S0.4, S0.21, S0.31, S1.17]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:CA-5]
#   states: [accepted, closed]
#   solution: Name the record in `tracking`, and link finding, owner, action and retest in `tracking.links`.
deny contains result.deny("TRK-01", _record_gap(gaps).path, {
	"message": _record_gap(gaps).message,
	"expected": concat(", ", [sprintf("`%s`", [concat(".", key)]) | some key in _record_keys]),
	"unblock": sprintf("add %s", [concat(", ", [sprintf("`tracking.%s`", [concat(".", key)]) | some key in gaps])]),
	"who": who.owner,
}) if {
	finding.is_leaving
	gaps := [key | some key in _record_keys; finding.field(array.concat(["tracking"], key), "") == ""]
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

_record_keys := array.concat([["system"], ["record_id"]], [["links", link] | some link in _needed_links])

_needed_links := ["finding", "owner", "action", "retest"] if finding.is_repair

_needed_links := ["finding", "owner"] if not finding.is_repair

_record_gap(gaps) := {"path": ["tracking"], "message": "no record of the work is named"} if {
	count(gaps) == count(_record_keys)
}

_record_gap(gaps) := {"path": array.concat(["tracking"], gaps[0]), "message": message} if {
	count(gaps) < count(_record_keys)
	message := sprintf("the record of the work does not name %s", [
		concat(", ", [sprintf("`%s`", [concat(".", key)]) | some key in gaps]),
	])
}
