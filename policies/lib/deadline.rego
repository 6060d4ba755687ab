# METADATA
# title: Deadline
# description: |
#   The latest due date that the profile allows, and the one in force. The clock starts at the earliest knowledge: the
#   detection, or the day on which KEV lists the CVE, if that is earlier.
package remedy.lib.deadline

import data.remedy.lib.exploitability
import data.remedy.lib.extension
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.who

# The earliest knowledge of the finding.
clock_start := moment.earliest({finding.detected_at} | {m | m := exploitability.kev_entry.date_added})

# Days from the SLA table for a tier, or from the row of the CVE table if that is shorter.
days(tier) := min({sla_days(tier)} | {d | d := cve_row.days; d != null})

sla_days(tier) := data.params.sla[tier].days[_rating]

# Functions take these from here: once regorus 0.14.1 has evaluated a package as a whole, a function of it that reads a
# rule of an imported package by the name of the import gets nothing.
_rating := exploitability.rating

_reasons := sort(exploitability.reasons)

# The latest day for a tier.
limit(tier) := moment.after_days(clock_start, days(tier))

# The latest due date of all: that of the tier, or the date of KEV if that is earlier.
latest_due := moment.earliest({limit(exploitability.tier)} | {m | m := kev_due})

# The first row of the profile's CVE table (BOD 26-04) that fits, if the profile has one.
cve_row := [row |
	finding.cve
	some row in data.params.cve_table
	row.in_kev == _in_kev
	row.publicly_exposed == _publicly_exposed
	row.automatable == _automatable
	row.technical_impact == exploitability.technical_impact
][0]

default _in_kev := false

_in_kev if exploitability.in_kev

default _publicly_exposed := false

_publicly_exposed if exploitability.is_reachable

default _automatable := false

_automatable if exploitability.is_automatable

# The row of the CVE table, if it and not the SLA table gives the days of the tier.
deciding_row(tier) := cve_row if {
	cve_row.days != null
	cve_row.days < sla_days(tier)
}

# The date by which KEV wants the CVE remediated. Some published rows carried a due date before the day of listing; then
# the day of listing counts. A listing that the manifest alone knows counts with the date that it states.
kev_due := moment.latest({exploitability.kev_entry.due_date, exploitability.kev_entry.date_added})

kev_due := input.finding.exposure.kev_due if {
	not exploitability.kev_entry
	exploitability.in_kev
}

# The due date in force: the agreed one, or the latest that a valid extension gives.
in_force := moment.latest({input.finding.due.date} | {e.until | some e in extension.valid})

# Where the date in force stands.
in_force_path := ["due", "date"] if in_force == input.finding.due.date

in_force_path := ["due", "extensions", i, "until"] if {
	some i, e in extension.valid
	e.until == in_force
}

# How the limit of a tier came about, for a message: "exposed/high: 7 days from 2026-11-02".
basis(tier) := sprintf("%s/%s%s: %s from %s", [
	tier,
	_rating,
	_table_name(tier),
	moment.in_days(days(tier)),
	moment.day(clock_start),
])

_table_name(tier) := ", by `cve_table`" if deciding_row(tier)

_table_name(tier) := "" if not deciding_row(tier)

# The computed values that explain the limit of a tier.
facts(tier) := object.union(
	{
		"tier": tier,
		"rating": _rating,
		"days": days(tier),
		"clock_start": clock_start,
		"reasons": _reasons,
	},
	{"cve_row": row | row := deciding_row(tier)},
)

# Where the manifest says what started the clock.
clock_related := [{"path": ["source", "detected_at"], "message": "the clock starts here"}] if {
	clock_start == finding.detected_at
}

clock_related := [{"path": ["exposure", "cve"], "message": sprintf("listed in KEV on %s", [clock_start])}] if {
	clock_start != finding.detected_at
}

# Persons who can set the date: who owns the control and who owns the finding, unless they have left.
setters := sort({p | some p in control_owners; not org.is_inactive_at(p, org.now)} | {p | some p in who.owner})

# The owner of the control: of record at the evaluation time, and the one that the manifest names.
control_owners := {p | p := org.control_owner_at(finding.control_id, org.now)} | {p | p := finding.control_owner}
