package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Scope is reduced
# description: |
#   An identity that could do too much can do less now, and no more than its work needs. Three lists show it: what it
#   was allowed before the fix, what it is allowed after it, and the least-privilege baseline. If its secret was
#   exposed it was also rotated, as less scope does not help who holds the old one. An identity that was deleted has
#   no scope left.
# custom:
#   id: NHI-06
#   requirements: [S0.15, S1.13, S3.29]
#   controls: [OWASP-NHI-2025:NHI5, NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-6, PCI-DSS-4.0.1:7.2.5]
#   states: [closed]
#   types: [overprivileged_identity]
#   solution: Reduce the permissions to the baseline, export them again, and rotate a secret that was exposed.
deny contains result.deny("NHI-06", _scope_missing_path, {
	"message": sprintf("nothing shows that the scope was reduced: %s missing", [_scope_list(_scope_missing)]),
	"expected": "the permissions before and after the fix, and the least-privilege baseline",
	"unblock": "export the permissions into `permissions: {before, after, baseline}`",
	"who": who.owner,
}) if {
	input.finding.type == "overprivileged_identity"
	finding.is_repair
	not account.is_gone
	count(_scope_missing) > 0
}

deny contains result.deny("NHI-06", ["permissions", "after"], {
	"message": sprintf("scope not reduced: %s", [concat("; ", _scope_faults)]),
	"expected": "fewer permissions than before, all of them in `permissions.baseline`",
	"found": input.finding.permissions.after,
	"unblock": "take away what the baseline does not name, and export the permissions again",
	"who": who.owner,
	"related": [{"path": ["permissions", key], "message": "compared with this"} | some key in ["before", "baseline"]],
	"facts": {"added": _scope_added, "beyond_baseline": _scope_beyond, "removed": _scope_removed},
}) if {
	input.finding.type == "overprivileged_identity"
	finding.is_repair
	not account.is_gone
	count(_scope_missing) == 0
	count(_scope_faults) > 0
}

deny contains result.deny("NHI-06", ["permissions", "exported_at"], {
	"message": sprintf("the permissions were exported on %s, before they were reduced on %s", [exported, reduced]),
	"expected": "an export after the fix",
	"found": exported,
	"unblock": "export the permissions again",
	"who": who.owner,
	"related": [{"path": account.place({"reduce_scope"}), "message": "reduced here"}],
}) if {
	input.finding.type == "overprivileged_identity"
	finding.is_repair
	not account.is_gone
	exported := input.finding.permissions.exported_at
	reduced := account.last_at({"reduce_scope"})
	moment.before(exported, reduced)
}

deny contains result.deny("NHI-06", account.place({"rotate"}), {
	"message": sprintf("the secret was exposed (%s) and is not rotated", [concat(", ", _scope_exposures)]),
	"expected": "an action `rotate` that is done",
	"unblock": "rotate the secret and record it as an action `rotate`",
	"who": who.owner,
	"related": [{"path": ["secret", "exposed_in"], "message": "exposed here"}],
}) if {
	input.finding.type == "overprivileged_identity"
	finding.is_repair
	not account.is_gone
	count(_scope_exposures) > 0
	not account.is_done({"rotate"})
}

_scope_exposures := finding.field(["secret", "exposed_in"], [])

_scope_missing := [key | some key in ["before", "after", "baseline"]; not input.finding.permissions[key]]

_scope_missing_path := ["permissions", _scope_missing[0]] if count(_scope_missing) == 1

_scope_missing_path := ["permissions"] if count(_scope_missing) != 1

# What one of the three lists holds and another does not.
_scope_added := _scope_difference("after", "before")

_scope_beyond := _scope_difference("after", "baseline")

_scope_removed := _scope_difference("before", "after")

_scope_difference(a, b) := sort({p | some p in input.finding.permissions[a]} - {p |
	some p in input.finding.permissions[b]
})

_scope_faults := array.concat(
	[sprintf("%s came on top of what it had", [_scope_list(_scope_added)]) | count(_scope_added) > 0],
	array.concat(
		[sprintf("%s is beyond the baseline", [_scope_list(_scope_beyond)]) | count(_scope_beyond) > 0],
		["nothing was taken away" | count(_scope_removed) == 0],
	),
)

_scope_list(names) := concat(", ", [sprintf("`%s`", [name]) | some name in names])
