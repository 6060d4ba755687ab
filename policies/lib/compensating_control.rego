# METADATA
# title: Compensating control
# description: |
#   What is wrong with a compensating control: with its bounds (CMP-01), its review (CMP-02) and its proof (CMP-03).
#   Each answer is a list of {path, message}, the path seen from the finding; an empty list means nothing is wrong.
package remedy.lib.compensating_control

import data.remedy.lib.acceptance
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.who

all_of_them := finding.field(["compensating_controls"], [])

# The finding leans on its compensating controls: it is accepted, or closed by way of them.
are_judged if finding.state == "accepted"

are_judged if is_closed_by_them

is_closed_by_them if {
	finding.state == "closed"
	input.finding.plan.path == "compensating_control"
}

# Who can put it right: its owner, else the owner of the finding. (Functions of this file name no imported rule, but a
# local one that holds it: once regorus 0.14.1 has evaluated a package, a name that it imports is undefined in its
# functions.)
keepers(i) := [org.canonical(all_of_them[i].owner)] if _has_active_owner(all_of_them[i])

keepers(i) := _finding_owner if not _has_active_owner(all_of_them[i])

_finding_owner := who.owner

bound_problems(i) := array.concat(_missing_bounds(i), array.concat(_owner_problems(i), _date_problems(i)))

_missing_bounds(i) := [{"path": _path(i, [key]), "message": sprintf("`%s` is missing", [key])} |
	some key in ["owner", "started_at", "expires_at"]
	object.get(all_of_them[i], key, "") == ""
]

_owner_problems(i) := [{"path": _path(i, ["owner"]), "message": sprintf("`%s` is not an active person", [owner])} |
	owner := all_of_them[i].owner
	owner != ""
	not _has_active_owner(all_of_them[i])
]

_has_active_owner(control) if {
	org.names_person(control.owner)
	org.is_active_at(control.owner, input.at.time)
}

_date_problems(i) := array.concat(
	[{"path": _path(i, ["started_at"]), "message": sprintf("it starts only on %s", [started])} |
		started := all_of_them[i].started_at
		not moment.begun(started)
	],
	[{"path": _path(i, ["expires_at"]), "message": why} |
		expires := all_of_them[i].expires_at
		some why in _end_problems(all_of_them[i].id, expires)
	],
)

_end_problems(_, expires) := [sprintf("it ended on %s", [expires])] if moment.passed(expires)

_end_problems(id, expires) := [why |
	acceptance.rests_on(id)
	until := _acceptance_end
	moment.end_ns(expires) < moment.end_ns(until)
	why := sprintf("it ends on %s, before the acceptance does (%s)", [expires, until])
] if {
	not moment.passed(expires)
}

_acceptance_end := acceptance.current.expires_at

# A control counts as reviewed if somebody else than its owner found it effective lately, and nobody found it
# ineffective since then.
review_problems(i) := [{"path": _path(i, ["reviews"]), "message": "no review of it counts"} |
	count(good_reviews(i)) == 0
]

good_reviews(i) := [r | some r in _reviews(i); count(_review_problems(i, r)) == 0]

# Why each review of control i does not count, in words. Empty for one that does.
reviews_rejected(i) := [_review_problems(i, r) | some r in _reviews(i)]

_review_problems(i, r) := array.concat(_review_gaps(r), _review_faults(i, r))

_reviews(i) := object.get(all_of_them[i], "reviews", [])

_review_gaps(r) := [sprintf("`%s` is missing", [key]) |
	some key in ["at", "by", "result"]
	object.get(r, key, "") == ""
]

_review_faults(i, r) := array.concat(_reviewer_faults(i, r), array.concat(_result_faults(i, r), _age_faults(r)))

_reviewer_faults(i, r) := array.concat(
	[sprintf("`%s` owns the control", [r.by]) | org.same_person(r.by, all_of_them[i].owner)],
	[sprintf("`%s` is not a person in `org.people`", [by]) | by := r.by; not org.names_person(by)],
)

_result_faults(i, r) := array.concat(
	[sprintf("its result is `%s`", [r.result]) | r.result != "effective"],
	[sprintf("a review of %s says ineffective", [object.get(later, "at", "an unknown day")]) |
		r.result == "effective"
		some later in _reviews(i)
		later.result == "ineffective"
		not _was_before(later, r)
	],
)

_was_before(earlier, r) if moment.before(earlier.at, r.at)

_age_faults(r) := array.concat(
	[sprintf("it is dated in the future (%s)", [at]) | at := r.at; not moment.begun(at)],
	[sprintf("it is older than %d days (%s)", [data.params.cmp_review_days, r.at]) |
		moment.passed(moment.plus_days(r.at, data.params.cmp_review_days))
	],
)

proof_problems(i) := array.concat(_evidence_problems(i), _dependency_problems(i))

_evidence_problems(i) := [{"path": _path(i, ["evidence"]), "message": why} |
	count(_proofs(i)) == 0
	why := "no evidence with `ref`, `sha256` and `collected_at` shows that it works"
]

_proofs(i) := [e |
	some e in object.get(all_of_them[i], "evidence", [])
	object.get(e, "ref", "") != ""
	object.get(e, "sha256", "") != ""
	moment.begun(e.collected_at)
]

_dependency_problems(i) := [{"path": _path(i, ["depends_on", j]), "message": why} |
	some j, id in object.get(all_of_them[i], "depends_on", [])
	some what in ["control", "identity"]
	id == input.finding[what].id
	why := sprintf("it depends on the failed %s `%s`", [what, id])
]

_path(i, rest) := array.concat(["compensating_controls", i], rest)
