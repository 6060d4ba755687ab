package remedy.dormant_account

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Disabled and unused since
# description: |
#   That somebody disabled a dormant account is one thing, that it can no longer be used is another. So its state was
#   read after it was disabled, and says so, and nobody has used it since then: a use after that means that it was
#   not dormant or not disabled. An account that was deleted or retired has no state to read.
# custom:
#   id: DRM-03
#   requirements: []
#   controls: [NIST-800-53r5:AC-2, CIS-8:5.3, PCI-DSS-4.0.1:8.2.6]
#   states: [closed]
#   types: [dormant_privileged, stale_account]
#   solution: Disable the account, read its state afterwards, and look into every use since then.
deny contains result.deny("DRM-03", ["identity", "enabled"], object.union(problem, {
	"expected": false,
	"unblock": "disable the account, read its state again and record it in `identity.enabled` and `.checked_at`",
	"who": who.owner,
})) if {
	input.finding.type in {"dormant_privileged", "stale_account"}
	finding.is_repair
	not account.is_gone
	some problem in _enabled_problems
}

deny contains result.deny("DRM-03", ["identity", "checked_at"], {
	"message": sprintf("nothing shows that the account is still disabled: %s", [problem]),
	"expected": "a check after the account was disabled",
	"unblock": "read the state of the account again and record when in `identity.checked_at`",
	"who": who.owner,
	"related": _switch_off_places,
}) if {
	input.finding.type in {"dormant_privileged", "stale_account"}
	finding.is_repair
	not account.is_gone
	input.finding.identity.enabled == false
	some problem in _check_problems
}

deny contains result.deny("DRM-03", ["identity", "last_used_at"], {
	"message": sprintf("the account was used on %s, after it was switched off on %s", [used, _switched_off_at]),
	"expected": sprintf("no use after %s", [_switched_off_at]),
	"found": used,
	"unblock": "find out who used the account and how, disable it again, and record that as an action of its own",
	"who": who.owner,
	"related": _switch_off_places,
}) if {
	input.finding.type in {"dormant_privileged", "stale_account"}
	finding.is_repair
	used := input.finding.identity.last_used_at
	moment.before(_switched_off_at, used)
}

_enabled_problems := [{"message": "nothing shows that the account is disabled: `enabled` is missing"}] if {
	finding.field(["identity", "enabled"], null) == null
}

_enabled_problems := [{"message": "the account is still enabled", "found": true}] if {
	input.finding.identity.enabled == true
}

_check_problems contains "`checked_at` is missing" if not input.finding.identity.checked_at

_check_problems contains sprintf("it was checked on %s, before it was disabled on %s", [checked, _switched_off_at]) if {
	checked := input.finding.identity.checked_at
	moment.before(checked, _switched_off_at)
}

_check_problems contains sprintf("the check is dated in the future (%s)", [checked]) if {
	checked := input.finding.identity.checked_at
	not moment.begun(checked)
}

# The last time that it was disabled or removed: who finds a later use can disable it again.
_switched_off_at := account.last_at(_switching_off)

_switching_off := {"disable", "delete", "retire"}

_switch_off_places := [{"path": ["plan", "actions", entry.index, "performed_at"], "message": "switched off here"} |
	some entry in account.done(_switching_off)
	entry.action.performed_at == _switched_off_at
]
