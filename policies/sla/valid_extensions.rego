package remedy.sla

import data.remedy.lib.extension
import data.remedy.lib.result

# METADATA
# title: Valid extensions
# description: |
#   More time is a decision about risk. It has a reason, is made before the date has passed, by somebody of the level
#   that the profile asks for who neither owns nor fixes the finding, and only as often as the profile allows. An
#   extension that does not count leaves the date where it was, and none that builds on it counts either.
# custom:
#   id: SLA-05
#   requirements: [S3.16]
#   controls: [NIST-CSF-2.0:ID.RA-07, NIST-800-53r5:CA-5]
#   states: [open, contained, accepted, closed]
#   solution: Complete the extension, or remove it. Once the earlier date has passed, only an acceptance helps.
deny contains result.deny("SLA-05", ["due", "extensions", i], {
	"message": sprintf("extension %d is not valid: %s", [i + 1, concat("; ", sort(problems))]),
	"expected": "a reason, and the approval of the right level before the date that it moves",
	"unblock": sprintf(
		"have `due.extensions[%d]` approved in time by level %s, or take it out and have the risk accepted",
		[i, extension.required_level],
	),
	"who": extension.approvers,
	"related": [{"path": _extension_moves[i], "message": "the date that it moves"}],
	"facts": {"problems": sort(problems), "required_level": extension.required_level},
}) if {
	some i, _ in extension.all_of_them
	problems := extension.problems(i)
	count(problems) > 0
}

# Where the date stands that each extension moves.
# The first extension moves the due date, each other one the extension before it.
_extension_moves[i] := ["due", "date"] if {
	some i, _ in extension.all_of_them
	i == 0
}

_extension_moves[i] := ["due", "extensions", i - 1, "until"] if {
	some i, _ in extension.all_of_them
	i > 0
}
