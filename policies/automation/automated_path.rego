package remedy.automation

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Machines for machine identities
# description: |
#   There are many more identities of machines than people who could look after them by hand. Their owner is looked up
#   in the inventory by a program, and their secrets are rotated by one. Where that was done by hand, or cannot be done
#   otherwise, a reason tells the next reader. A warning: a manual fix is a fix.
# custom:
#   id: AUT-02
#   requirements: [S1.24, S1.30, S2.24]
#   controls: [NIST-CSF-2.0:PR.AA-01, OWASP-NHI-2025:NHI7]
#   states: [closed]
#   solution: Record the look-up of the owner in `ownership.lookup`, and why something was done by hand.
warn contains result.warn("AUT-02", ["ownership", "lookup"], {
	"message": sprintf("no automated look-up of the owner of `%s` is recorded", [_machine_identity]),
	"unblock": concat("", [
		"record `ownership.lookup` with `automated`, `at` and `ref`, ",
		"or with the `reason` why it was done by hand",
	]),
	"who": who.owner,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	finding.is_nhi
	input.finding.ownership
	_lookup_reason == ""
	not _lookup_was_automated
}

warn contains result.warn("AUT-02", ["plan", "actions", i, "automated"], {
	"message": sprintf("the secret of `%s` was rotated by hand, and no reason is given", [_machine_identity]),
	"unblock": "rotate it automatically the next time, or give the reason in `justification` of the action",
	"who": who.owner,
}) if {
	input.finding.state == "closed"
	finding.is_repair
	finding.is_nhi
	some i, action in finding.actions
	action.status == "done"
	action.type == "rotate"
	trim_space(object.get(action, "justification", "")) == ""
	not action.automated == true
}

_machine_identity := finding.field(["identity", "id"], "?")

_lookup_was_automated if input.finding.ownership.lookup.automated == true

_lookup_reason := trim_space(finding.field(["ownership", "lookup", "reason"], ""))
