package {{name}}.tickets

import data.remedy.lib.result

# A rule of your own: one file a rule, its test beside it. The METADATA is what `remedy-policy rules` lists and what people
# read whose change it blocks; `states`, `types` and `kinds` decide when the rule is asked at all.

# METADATA
# title: Ticket is linked
# description: |
#   Whoever reads the finding can see the work on it, and whoever sees the ticket finds the decision.
# custom:
#   id: {{prefix}}-01
#   kinds: [Finding]
#   solution: Create a ticket, and set `tracking.record_id` to its number.
deny contains result.deny("{{prefix}}-01", ["tracking", "record_id"], {
	"message": "no ticket is linked",
	"expected": "the number of a ticket",
	"unblock": "create a ticket, and set `tracking.record_id` to its number",
	"who": [owner | owner := input.finding.ownership.accountable_owner],
}) if {
	not _has_ticket
}

# An empty number is none. `object.get` gives "" where the key is absent, so that no case is left undefined.
_has_ticket if trim_space(object.get(input.finding, ["tracking", "record_id"], "")) != ""
