# METADATA
# title: Separation of duties
# description: |
#   Whether an exception of a small organisation lets one person hold two roles that should be apart (SOD-08). An
#   exception counts if nothing is wrong with it.
package remedy.lib.separation

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org

# The exceptions that the finding claims.
exceptions := finding.field(["separation_exceptions"], [])

# True if an exception that counts lets one person hold the roles that a rule keeps apart.
is_excepted(rule) if count(counting(rule)) > 0

# Indices of the exceptions from a rule that count.
counting(rule) := [i | some i, e in exceptions; rule in e.rules; count(problems(i)) == 0]

# What a denial tells of exceptions that were claimed and do not count.
related(rule) := [{"path": ["separation_exceptions", i], "message": "this exception does not count (SOD-08)"} |
	some i, e in exceptions
	rule in e.rules
	count(problems(i)) > 0
]

# Why exception i does not count: {path, message}, the path seen from the exception. Empty if it does.
problems(i) := {problem | some [j, problem] in _problems; j == i}

_problems contains [i, {"path": [], "message": "the profile knows no small organisation (`small_organization`)"}] if {
	some i, _ in exceptions
	not data.params.small_organization == true
}

_problems contains [i, {"path": [], "message": "a finding of tier active allows none"}] if {
	some i, _ in exceptions
	exploitability.tier == "active"
}

_problems contains [i, {"path": [], "message": "a material weakness allows none"}] if {
	some i, _ in exceptions
	input.finding.sox.level == "material_weakness"
}

_problems contains [i, {"path": path, "message": sprintf("`%s` is missing", [concat(".", path)])}] if {
	some i, e in exceptions
	some path in [
		["reason"],
		["alternatives", "searched_by"], ["alternatives", "searched_at"], ["alternatives", "ref"],
		["review", "by"], ["review", "at"], ["review", "evidence", "ref"], ["review", "evidence", "sha256"],
		["expires_at"],
	]
	object.get(e, path, "") == ""
}

_problems contains [i, {"path": ["alternatives", "searched_by"], "message": _not_a_person(searcher)}] if {
	some i, e in exceptions
	searcher := e.alternatives.searched_by
	not org.names_person(searcher)
}

_problems contains [i, {"path": ["review", "by"], "message": fault}] if {
	some i, e in exceptions
	reviewer := e.review.by
	some fault in _reviewer_faults(reviewer, object.get(e, ["review", "at"], input.at.time))
}

_problems contains [i, {"path": path, "message": sprintf("`%s` lies in the future (%s)", [concat(".", path), at])}] if {
	some i, e in exceptions
	some path in [["alternatives", "searched_at"], ["review", "at"]]
	at := object.get(e, path, input.at.time)
	not moment.begun(at)
}

_problems contains [i, {"path": ["review", "at"], "message": fault}] if {
	some i, e in exceptions
	reviewed := e.review.at
	fixed := finding.fixed_at
	moment.before(reviewed, fixed)
	fault := sprintf("the review of %s is older than the fix of %s", [reviewed, fixed])
}

_problems contains [i, {"path": ["expires_at"], "message": sprintf("it ended on %s", [until])}] if {
	some i, e in exceptions
	until := e.expires_at
	moment.before(until, finding.judged_at)
}

_problems contains [i, {"path": ["expires_at"], "message": fault}] if {
	some i, e in exceptions
	until := e.expires_at
	limit := moment.plus_days(e.review.at, data.params.separation_exception_max_days)
	moment.outlasts(until, limit)
	fault := sprintf("it runs until %s, longer than %s (%s from the review)", [
		until,
		limit,
		moment.in_days(data.params.separation_exception_max_days),
	])
}

_not_a_person(id) := sprintf("`%s` is not a person in `org.people`", [id])

# Functions take these from here: once regorus 0.14.1 has evaluated a package as a whole, a function of it that reads a
# rule of an imported package by the name of the import gets nothing.
_involved := finding.implementers | {p | p := finding.accountable_owner}

_reviewer_faults(id, at) := {_not_a_person(id) | not org.names_person(id)} | {fault |
	org.names_person(id)
	not org.is_active_at(id, at)
	fault := sprintf("`%s` was not active", [id])
} | {fault |
	org.names_person(id)
	not _stands_outside(id)
	fault := sprintf("`%s` is neither an executive nor from outside", [id])
} | {fault |
	org.canonical(id) in _involved
	fault := sprintf("`%s` owns or fixes this finding", [id])
}

_stands_outside(id) if org.has_function(id, {"executive"})

_stands_outside(id) if org.is_external(id)
