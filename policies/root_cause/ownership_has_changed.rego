package remedy.root_cause

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Unclear ownership is cleared up
# description: |
#   If it happened because nobody knew who owns the thing, then it happens again until that is written down. Since the
#   detection the organisation data has got an owner for the control or the identity; where the owner of something else
#   was unclear, evidence of type `org_data_diff` shows the change.
# custom:
#   id: RCA-03
#   requirements: [S1.4, S2.4, S2.9]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [closed]
#   solution: Record the owner in the organisation data, with the day from which it holds.
deny contains result.deny("RCA-03", ["recurrence", "root_cause", "category"], {
	"message": sprintf("the cause was unclear ownership, and nothing has changed in the organisation data since %s%s", [
		moment.day(finding.detected_at),
		_ownership_of,
	]),
	"expected": "an owner of the control (`from`) or of the identity (`owner_since`) who came after the detection",
	"found": "unclear_ownership",
	"unblock": "record the owner in the organisation data, or attach the `org_data_diff` that shows what changed",
	"who": who.owner,
	"related": array.concat(
		[{"path": ["source", "detected_at"], "message": "detected"}],
		[{"path": [key, "id"], "message": sprintf("the owner of this %s", [key])} | some key in _ownership_subjects],
	),
}) if {
	finding.is_repair
	input.finding.recurrence.root_cause.category == "unclear_ownership"
	not _ownership_has_changed
}

_ownership_subjects := [key | some key in ["control", "identity"]; input.finding[key].id]

_ownership_of := "" if count(_ownership_subjects) == 0

_ownership_of := sprintf(" (%s)", [concat(", ", names)]) if {
	count(_ownership_subjects) > 0
	names := [sprintf("%s `%s`", [key, input.finding[key].id]) | some key in _ownership_subjects]
}

_ownership_has_changed if {
	some owner in org.control(finding.control_id).owners
	_is_since_the_detection(owner.from)
}

_ownership_has_changed if {
	identity := org.identity(input.finding.identity.id)
	org.is_person(identity.owner)
	_is_since_the_detection(identity.owner_since)
}

_ownership_has_changed if {
	some e in finding.field(["evidence"], [])
	e.type == "org_data_diff"
	_is_since_the_detection(e.collected_at)
}

_is_since_the_detection(m) if {
	moment.begun(m)
	not moment.before(m, finding.detected_at)
}
