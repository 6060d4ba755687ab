# METADATA
# title: Approval
# description: |
#   Which entries of `approvals` count as the decision of a person, and whether such a decision came in time for what it
#   approves. That the person was active is asked by OWN-03.
package remedy.lib.approval

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.subject

all_of_them := object.get(input.finding, ["approvals"], [])

# The approvals of some kinds that count, and where each stands.
given(kinds) := [{"index": i, "approval": a} |
	some i, a in all_of_them
	a.kind in kinds
	count(problems(a)) == 0
]

# Where approvals of some kinds stand that do not count, and why.
rejected(kinds) := [{"path": ["approvals", i, problem.key], "message": problem.message} |
	some i, a in all_of_them
	a.kind in kinds
	problem := problems(a)[0]
]

# Why an approval does not count, and the key that says so. Empty if it counts.
problems(a) := array.concat(_gaps(a), array.concat(_approver_faults(a), _date_faults(a)))

_gaps(a) := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["by", "at"]
	object.get(a, key, "") == ""
]

# A service account does not decide, whoever it belongs to.
_approver_faults(a) := [{"key": "by", "message": sprintf("`%s` is not a person in `org.people`", [by])} |
	by := a.by
	not org.names_person(by)
]

_date_faults(a) := array.concat(
	[{"key": "at", "message": sprintf("it is dated in the future (%s)", [at])} |
		at := a.at
		not moment.begun(at)
	],
	[{"key": "at", "message": sprintf("it is dated before the detection (%s)", [at])} |
		at := a.at
		moment.before(at, _detected_at)
	],
)

# Given before what was done at `done_at`, or on the same day where one of the two names no time.
is_before(a, done_at) if not moment.before(done_at, a.at)

# The same, or given soon after it, where one may act first.
is_in_time(a, done_at) if is_before(a, done_at)

is_in_time(a, done_at) if {
	may_act_first
	moment.hours_between(done_at, a.at) <= data.params.post_approval_hours
}

# The risk is being exploited, or a secret of production lies open and may still be valid: acting comes before asking.
may_act_first if exploitability.tier == "active"

may_act_first if {
	subject.credential_is_exposed
	finding.field(["environment"], "production") == "production"
}

# Named here, because a function of an evaluated package sees no imported rule in regorus 0.14.1.
_detected_at := finding.detected_at
