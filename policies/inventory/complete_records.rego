package remedy.inventory

import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Complete records
# description: |
#   A record of the inventory says what kind of identity it is, human or not, who owns it, what it may do, which
#   systems it reaches and where it is used. Whatever is missing there somebody will have to find out during the next
#   incident. An empty list counts as missing.
# custom:
#   id: INV-03
#   kinds: [Organization]
#   requirements: [S0.16, S1.1, S1.8, S3.20, S4.2, S4.6]
#   controls: [NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:AC-2, CIS-8:5.1]
#   solution: Complete the record of the identity in the inventory.
deny contains result.deny("INV-03", _record_path(id, gaps), {
	"message": sprintf("inventory entry `%s` lacks %s", [
		id,
		concat(", ", [sprintf("`%s`", [gap]) | some gap in gaps]),
	]),
	"expected": "`kind`, `owner`, `scopes`, `systems` and `environment`",
	"unblock": sprintf("add %s to `identities.%s`", [concat(", ", [sprintf("`%s`", [gap]) | some gap in gaps]), id]),
	"who": _record_helpers(record),
}) if {
	input.kind == "Organization"
	some id, record in data.org.identities
	gaps := _record_gaps(record)
	count(gaps) > 0
}

_record_gaps(record) := [key |
	some key in ["kind", "owner", "scopes", "systems", "environment"]
	object.get(record, key, "") in {"", []}
]

_record_path(id, gaps) := ["identities", id, gaps[0]] if count(gaps) == 1

_record_path(id, gaps) := ["identities", id] if count(gaps) != 1

# Its owner, else the lead of the team that runs it, else the teams that look after identities.
_record_helpers(record) := [org.canonical(record.owner)] if _record_has_owner(record)

_record_helpers(record) := [_record_lead(record)] if not _record_has_owner(record)

_record_helpers(record) := who.identity_teams if {
	not _record_has_owner(record)
	not _record_lead(record)
}

_record_has_owner(record) if org.is_active_at(record.owner, org.now)

_record_lead(record) := org.canonical(data.org.teams[record.team].lead)
