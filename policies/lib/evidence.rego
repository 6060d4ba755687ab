# METADATA
# title: Evidence
# description: |
#   The evidence of a finding, and what it needs: the steps that the profile lists for its type, and the types that the
#   finding asks for itself. A step is a list of types, of which one is enough.
package remedy.lib.evidence

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.who

all_of_them := finding.field(["evidence"], [])

# The name of item i in messages. People count from one.
name(i) := sprintf("evidence %d (`%s`)", [i + 1, object.get(all_of_them[i], "type", "no type")])

# What somebody says, instead of what a system shows.
is_assurance(item) if item.type in data.params.assurance_evidence_types

# At least one item is more than somebody's word. Without any item EVD-01 speaks, else EVD-06.
is_more_than_words if {
	some item in all_of_them
	not is_assurance(item)
}

needed_steps := array.concat(
	object.get(data.params, ["required_evidence", input.finding.type], []),
	[[asked] | some asked in finding.field(["evidence_required"], [])],
)

# The steps of which no type is there. One that another missing step answers as well is left out.
missing_steps := [step | some step in narrowest_steps; is_missing(step)]

# The steps without those that another step answers as well. What is missing of the others is missing of these.
narrowest_steps := sort([sort(step) |
	some step in _step_sets
	count([narrower | some narrower in _step_sets; narrower != step; count(narrower - step) == 0]) == 0
])

_step_sets := {{t | some t in step} | some step in needed_steps}

is_missing(step) if count({t | some t in step} & _types) == 0

_types := {item.type | some item in all_of_them}

# Steps in words, for a message.
in_words(steps) := concat(", ", [concat(" or ", [sprintf("`%s`", [t]) | some t in step]) | some step in steps])

# It must be shown that what was changed still works (RET-05). What goes away need not work.
needs_functional_test if {
	input.finding.plan.path in data.params.functional_paths
	not finding.is_decommissioned
}

# A step that nothing but a functional test answers.
is_functional(step) if count({t | some t in step} - {t | some t in data.params.functional_evidence_types}) == 0

# Who can attach evidence: the person who keeps it, else the owner of the finding.
keepers := [_keeper] if _has_active_keeper

keepers := who.owner if not _has_active_keeper

_keeper := org.canonical(input.finding.ownership.evidence_owner)

_has_active_keeper if org.is_active_at(_keeper, org.now)
