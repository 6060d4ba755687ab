# METADATA
# title: Deviation
# description: |
#   Ratification of what cannot be undone. A rule about the past denies until a deviation for it is ratified: with a
#   reason, by an active and unconflicted person one level above the one who would have had to approve.
package remedy.lib.deviation

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org

# The level that a ratifier needs: one above the level that could accept this risk, at most the highest.
required_level := org.level_above(_cell.level)

required_level := data.params.top_level if not _cell.level

_cell := data.params.risk_acceptance[exploitability.tier][exploitability.rating]

is_ratified(rule) if count(_ratified(rule)) > 0

# Where the ratified deviation for a rule stands.
path(rule) := ["deviations", min(_ratified(rule))]

# The ratified deviation itself.
record(rule) := _deviations[min(_ratified(rule))]

_ratified(rule) := {i |
	some i, d in _deviations
	d.rule == rule
	count(_problems(d)) == 0
}

# What a denial tells of deviations that were recorded for the rule and do not count.
related(rule) := [{"path": ["deviations", i], "message": sprintf("this deviation does not count: %s", [why])} |
	some i, d in _deviations
	d.rule == rule
	why := concat("; ", sort(_problems(d)))
	why != ""
]

# The advice that such a rule adds to its own.
advice(rule) := sprintf(
	"have the deviation ratified: `deviations: [{rule: %s, reason, ratified_by, at}]`, by level %s",
	[rule, required_level],
)

# Persons who could ratify.
ratifiers := [p | some p in org.persons_with_level(required_level); not p in finding.conflicted]

# Named here, because a function of an evaluated package sees no imported rule in regorus 0.14.1.
_conflicted := finding.conflicted

_detected_at := finding.detected_at

_deviations := input.finding.deviations

# Why a deviation does not count, in words. Empty if it does.
_problems(d) := {why |
	some key in ["reason", "ratified_by", "at"]
	object.get(d, key, "") == ""
	why := sprintf("`%s` is missing", [key])
} | {why |
	d.at
	not _has_level(d)
	why := sprintf("`%s` is not an active person of level %s", [d.ratified_by, required_level])
} | {why |
	org.canonical(d.ratified_by) in _conflicted
	why := sprintf("`%s` is involved in this finding", [d.ratified_by])
} | {why |
	at := d.at
	not moment.begun(at)
	why := sprintf("it is dated in the future (%s)", [at])
} | {why |
	at := d.at
	moment.before(at, _detected_at)
	why := sprintf("it is dated before the detection (%s)", [at])
}

_has_level(d) if {
	org.names_person(d.ratified_by)
	org.at_least(org.level_at(d.ratified_by, d.at), required_level)
	org.is_active_at(d.ratified_by, d.at)
}
