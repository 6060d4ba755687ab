package remedy.action

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Traceable actions
# description: |
#   Whoever reads the finding next year can see for each action that was done who did it, when, and in which change.
#   Containment is no exception: it may come first, and it leaves a record. A time that has not come yet is none.
# custom:
#   id: ACT-04
#   requirements: [S1.32]
#   controls: [NIST-CSF-2.0:ID.RA-07, NIST-800-53r5:CM-3]
#   states: [closed]
#   solution: Give each action that was done `performed_by`, `performed_at` and `change_ref`.
deny contains result.deny("ACT-04", ["plan", "actions", i, gaps[0]], {
	"message": sprintf("action `%s` is not traceable: %s missing", [object.get(action, "type", "?"), names]),
	"expected": "`performed_by`, `performed_at` and `change_ref`",
	"unblock": sprintf("set %s, from the record of the change", [names]),
	"who": who.owner,
	"facts": {"missing": gaps},
}) if {
	finding.is_repair
	some i, action in finding.actions
	action.status == "done"
	gaps := [key |
		some key in ["performed_by", "performed_at", "change_ref"]
		trim_space(object.get(action, key, "")) == ""
	]
	# mutation: drop-condition and comparison, because a denial of nothing has no path; this line says what is wrong
	count(gaps) > 0
	names := concat(", ", [sprintf("`%s`", [key]) | some key in gaps])
}

deny contains result.deny("ACT-04", ["plan", "actions", i, "performed_at"], {
	"message": sprintf("action `%s` was done on %s, after %s, the time of this check", [
		object.get(action, "type", "?"),
		at,
		input.at.time,
	]),
	"expected": "a moment that has passed",
	"found": at,
	"unblock": "set `performed_at` to the moment at which it was done, or `status` to `planned`",
	"who": who.owner,
	"earliest": at,
}) if {
	finding.is_repair
	some i, action in finding.actions
	action.status == "done"
	at := action.performed_at
	not moment.begun(at)
}
