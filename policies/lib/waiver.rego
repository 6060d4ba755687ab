# METADATA
# title: Waiver
# description: |
#   The waiver that is judged, or the level that the configuration sets for a rule, and what it is to cover:
#   `input.finding` or `input.review`. A level covers all documents and comes with none.
package remedy.lib.waiver

import data.remedy.lib.finding
import data.remedy.lib.org

current := input.waiver

# It takes from the rule the power to block. The level `block` gives it, and asks for no authority.
is_relief if object.get(current, "level", "off") != "block"

# A level of the configuration, not a waiver.
is_level if current.level

# The severity that counts. A document without one counts as critical.
severity := object.get(input, ["finding", "severity"], "critical")

# Days for which it may be granted.
max_days := data.params.level_max_days if is_level

max_days := data.params.waiver_max_days[severity] if not is_level

# The level that whoever grants it needs.
needed_level := data.params.level_approver_level if is_level

needed_level := data.params.waiver_approver_level[severity] if not is_level

# What it is, in words.
name := "a level of a rule" if is_level

name := sprintf("a waiver for a %s finding", [severity]) if not is_level

# Who could grant it: active persons of the level who neither asked for it nor are involved in what it covers.
approvers := [id |
	some id in org.persons_with_level(needed_level)
	not org.same_person(id, current.requested_by)
	not is_involved(id)
]

is_involved(id) if org.canonical(id) in finding.conflicted
