# METADATA
# title: Escalation
# description: |
#   Which records of `escalation.records` count. One counts if it says to whom, when and where that is recorded, and if
#   that person was there at the time and really stands as high as the level claims.
package remedy.lib.escalation

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.who

records := finding.field(["escalation", "records"], [])

# The levels, the highest first.
levels := ["executive", "director", "supervisor"]

# The highest of a non-empty collection of levels.
highest(some_levels) := [l | some l in levels; l in some_levels][0]

# The records that count, for a rule that asks for somebody above those who own and fix the finding.
told := [r | some i, r in records; count(problems(i)) == 0]

# Somebody of the level, or of a higher one, was told at moment m or later.
reached(level, m) if {
	some r in told
	highest({r.level, level}) == r.level
	not moment.before(r.at, m)
}

# Why record i does not count, in words. Empty if it does.
problems(i) := faults(i) | {why | some [j, why] in _own_people; j == i}

# The same without the question of who owns and fixes the finding, for a rule that wants the owner of a control told.
faults(i) := {why | some [j, why] in _faults; j == i}

# What a denial tells of the records that do not count.
related := [{"path": ["escalation", "records", i], "message": sprintf("this escalation does not count: %s", [why])} |
	some i, _ in records
	why := concat("; ", sort(problems(i)))
	why != ""
]

_faults contains [i, sprintf("`%s` is missing", [key])] if {
	some i, r in records
	some key in ["level", "to", "at", "ref"]
	trim_space(object.get(r, key, "")) == ""
}

_faults contains [i, sprintf("`%s` is not a person in `org.people`", [to])] if {
	some i, r in records
	to := r.to
	to != ""
	not org.names_person(to)
}

_faults contains [i, sprintf("`%s` was not active on %s", [to, moment.day(at)])] if {
	some i, r in records
	to := r.to
	at := r.at
	org.names_person(to)
	org.is_inactive_at(to, at)
}

_faults contains [i, sprintf("`%s` was no %s on %s (level %s)", [to, level, moment.day(at), held])] if {
	some i, r in records
	to := r.to
	level := r.level
	at := r.at
	org.names_person(to)
	held := org.level_at(to, at)
	not is_of_level(to, level, at)
}

_faults contains [i, sprintf("it is dated in the future (%s)", [at])] if {
	some i, r in records
	at := r.at
	not moment.begun(at)
}

_faults contains [i, sprintf("it is dated before the detection (%s)", [at])] if {
	some i, r in records
	at := r.at
	moment.before(at, finding.detected_at)
}

_own_people contains [i, sprintf("`%s` owns or fixes this finding", [to])] if {
	some i, r in records
	to := r.to
	org.canonical(to) in involved
}

# Who owns or fixes the finding. Nobody escalates to them.
involved := {p | p := finding.accountable_owner} | finding.implementers

# A supervisor is anybody who is told; the higher levels are those of the approvals, or an executive team.
is_of_level(_, level, _) if level == "supervisor"

is_of_level(id, level, m) if org.at_least(org.level_at(id, m), _approval_level[level])

is_of_level(id, _, _) if org.has_function(id, {"executive"})

_approval_level := {"director": "L2", "executive": "L3"}

# Who could be told at a level: active people who neither own nor fix the finding.
audience("supervisor") := sort([p | some p in _supervisors; not p in involved])

audience("director") := sort([p | some p in _directors; not p in involved])

audience("executive") := sort([p | some p in _executives; not p in involved])

_directors := {p | some p in org.persons_with_level("L2")} | _executives

_executives := {p | some p in org.persons_with_level("L3")} | {p | some p in who.executives}

# The manager of the owner, else whoever manages.
_supervisors := {org.canonical(_manager)} if _has_manager

_supervisors := {p | some p in org.persons_with_level("L1")} if not _has_manager

_has_manager if org.is_active_at(_manager, org.now)

_manager := org.person(finding.accountable_person).manager
