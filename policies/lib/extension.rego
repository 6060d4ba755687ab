# METADATA
# title: Extension
# description: |
#   Which extensions of the due date count. One counts if it has a reason, was approved before the date that it moves
#   had passed, by an active and unconflicted person of the level that the profile asks for, is within the number that
#   the profile allows, and does not move the date by more than an acceptance could run. One that does not count takes
#   the later ones with it: they were approved against a date that was never in force.
package remedy.lib.extension

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org

all_of_them := object.get(input.finding, ["due", "extensions"], [])

valid := array.slice(all_of_them, 0, _first_invalid) if input.finding.due.date

_first_invalid := min({i | some i, _ in all_of_them; count(problems(i)) > 0} | {count(all_of_them)})

required_level := data.params.extension_level[exploitability.rating]

# Persons who could approve one.
approvers := [p | some p in org.persons_with_level(required_level); not p in finding.conflicted]

# The date that extension i moves: the due date, or that of the one before it. Undefined if that is missing.
previous(0) := input.finding.due.date

# mutation: drop-condition and comparison, because nothing stands before the first one
previous(i) := all_of_them[i - 1].until if i > 0

# Why extension i does not count, in words. Empty if it does.
problems(i) := {why | some [j, why] in _problems; j == i}

_problems contains [i, "it has no reason"] if {
	some i, e in all_of_them
	object.get(e, "reason", "") == ""
}

_problems contains [i, "it does not say until when"] if {
	some i, e in all_of_them
	not e.until
}

_problems contains [i, sprintf("it ends on %s, which is not after %s", [until, moved])] if {
	some i, e in all_of_them
	until := e.until
	moved := previous(i)
	not moment.outlasts(until, moved)
}

_problems contains [i, "nobody is named who approved it"] if {
	some i, e in all_of_them
	not e.approved_by
}

_problems contains [i, "it does not say when it was approved"] if {
	some i, e in all_of_them
	not e.approved_at
}

_problems contains [i, sprintf("it was approved on %s, after %s had passed", [approved, moved])] if {
	some i, e in all_of_them
	approved := e.approved_at
	moved := previous(i)
	moment.before(moved, approved)
}

_problems contains [i, sprintf("it was approved in the future (%s)", [approved])] if {
	some i, e in all_of_them
	approved := e.approved_at
	not moment.begun(approved)
}

_problems contains [i, sprintf("the profile allows %d", [data.params.max_extensions])] if {
	some i, _ in all_of_them
	i >= data.params.max_extensions
}

# A service account does not decide, whoever it belongs to.
_problems contains [i, sprintf("`%s` is not a person in `org.people`", [approver])] if {
	some i, e in all_of_them
	approver := e.approved_by
	not org.names_person(approver)
}

_problems contains [i, sprintf("`%s` has level %s, %s is needed", [approver, level, required_level])] if {
	some i, e in all_of_them
	approver := e.approved_by
	org.names_person(approver)
	level := org.level_at(approver, _approved_at(e))
	not org.at_least(level, required_level)
}

_problems contains [i, sprintf("`%s` was not active", [approver])] if {
	some i, e in all_of_them
	approver := e.approved_by
	org.names_person(approver)
	org.is_inactive_at(approver, _approved_at(e))
}

_problems contains [i, sprintf("`%s` owns, fixes or requests this finding", [approver])] if {
	some i, e in all_of_them
	approver := e.approved_by
	org.canonical(approver) in finding.conflicted
}

_problems contains [i, sprintf("a risk of %s/%s may not wait", [exploitability.tier, exploitability.rating])] if {
	some i, _ in all_of_them
	_cell.never == true
}

_problems contains [i, sprintf("it moves the date by more than %s", [moment.in_days(_cell.max_days)])] if {
	some i, e in all_of_them
	not _cell.never == true
	moment.days_between(input.finding.due.date, e.until) > _cell.max_days
}

_approved_at(e) := object.get(e, "approved_at", input.at.time)

_cell := data.params.risk_acceptance[exploitability.tier][exploitability.rating]
