# METADATA
# title: Action
# description: |
#   What the actions of a plan count for. An action counts by its type: one that was done at once to contain, and is
#   marked so, still did what its type says.
package remedy.lib.action

import data.remedy.lib.deadline
import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.org

# The steps that the finding needs: each is a list of types, of which one is enough.
required_steps := array.concat(
	object.get(data.params, ["required_actions", input.finding.type], []),
	[["forensic_triage"] | needs_forensic_triage],
)

# A vulnerable system that may have been broken into is examined as well: if the feed says so for the CVE, or the row of
# the profile's CVE table that fits.
needs_forensic_triage if {
	input.finding.type == "vulnerability"
	exploitability.kev_entry.forensic_triage == "yes"
}

needs_forensic_triage if {
	input.finding.type == "vulnerability"
	deadline.cve_row.forensic_triage == true
}

# An action that does not apply, for a reason that somebody else than who did the work agreed to.
is_waived(action) if {
	action.status == "not_applicable"
	count(waiver_problems(action)) == 0
}

# Why an action that is said not to apply is not waived, and the key that says so. Empty if it is.
waiver_problems(action) := array.concat(
	[{"key": key, "message": sprintf("`%s` is missing", [key])} |
		some key in ["justification", "approved_by"]
		trim_space(object.get(action, key, "")) == ""
	],
	_approver_faults(action),
)

_approver_faults(action) := [{"key": "approved_by", "message": sprintf("`%s` %s", [by, why])} |
	by := action.approved_by
	trim_space(by) != ""
	why := _approver_fault(by)
]

# A service account does not decide, whoever it belongs to.
_approver_fault(by) := "is not a person in `org.people`" if not org.names_person(by)

_approver_fault(by) := "is not active" if {
	org.names_person(by)
	org.is_inactive_at(by, _judged_at)
}

_approver_fault(by) := "did the work" if {
	org.names_person(by)
	not org.is_inactive_at(by, _judged_at)
	org.canonical(by) in _implementers
}

# Named here, because a function of an evaluated package sees no imported rule in regorus 0.14.1.
_judged_at := finding.judged_at

_implementers := finding.implementers
