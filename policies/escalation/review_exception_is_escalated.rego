package remedy.escalation

import data.remedy.lib.deadline
import data.remedy.lib.escalation
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Exceptions of a review reach the control owner
# description: |
#   Who reviews access finds exceptions and does not own them: that is for the owner of the control, who has to know. An
#   escalation to that person shows it, or an entry of that person in the log of the ticket. A reviewer who owns the
#   control knows already. An exception that is accepted stays in the control, so both states are judged.
# custom:
#   id: ESC-05
#   requirements: [S3.18]
#   controls: [NIST-CSF-2.0:GV.RM-03, SOC2-TSC:CC4.2]
#   states: [accepted, closed]
#   solution: Escalate the exception to the owner of the control and record it in `escalation.records`.
deny contains result.deny("ESC-05", ["escalation", "records"], {
	"message": sprintf("the exception was found by the access review and never reached the control owner (%s)", [
		concat(", ", [sprintf("`%s`", [p]) | some p in sort(deadline.control_owners)]),
	]),
	"expected": "an escalation to the control owner, or an entry of the control owner in `tracking.log`",
	"unblock": "tell the control owner and record it: `{level, to, at, ref}`",
	"who": sort(deadline.control_owners),
	"related": array.concat(_review_related, [{"path": ["escalation", "records", i], "message": why} |
		some i, _ in escalation.records
		why := _not_for_the_control_owner(i)
	]),
}) if {
	_review_exception_is_judged
	_is_found_by_review

	# Who owns neither control nor finding is OWN-01's question.
	count(deadline.control_owners) > 0
	not _control_owner_knows
}

_review_exception_is_judged if input.finding.state == "accepted"

_review_exception_is_judged if finding.is_repair

_is_found_by_review if input.finding.source.kind == "access_review"

_is_found_by_review if org.has_function(input.finding.source.reported_by, {"access_review"})

_review_related := [{"path": ["source", _review_key], "message": "found by the access review"}]

_review_key := "kind" if input.finding.source.kind == "access_review"

_review_key := "reported_by" if not input.finding.source.kind == "access_review"

_control_owner_knows if _owned_the_control(input.finding.source.reported_by, finding.detected_at)

_control_owner_knows if {
	some i, r in escalation.records
	count(escalation.faults(i)) == 0
	_owned_the_control(r.to, r.at)
}

_control_owner_knows if {
	some entry in finding.field(["tracking", "log"], [])
	moment.begun(entry.at)
	not moment.before(entry.at, finding.detected_at)
	_owned_the_control(entry.by, entry.at)
}

# The owner of the control: of record at that time, of record now, or the one that the manifest names (OWN-12 compares).
_owned_the_control(id, m) if {
	org.names_person(id)
	owners := deadline.control_owners | {p | p := org.control_owner_at(finding.control_id, m)}
	org.canonical(id) in owners
}

_not_for_the_control_owner(i) := sprintf("this escalation does not count: %s", [faults]) if {
	count(escalation.faults(i)) > 0
	faults := concat("; ", sort(escalation.faults(i)))
}

_not_for_the_control_owner(i) := sprintf("`%s` does not own the control", [escalation.records[i].to]) if {
	count(escalation.faults(i)) == 0
}
