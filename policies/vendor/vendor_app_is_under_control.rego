package remedy.vendor

import data.remedy.lib.action as actions
import data.remedy.lib.approval
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Vendor application under control
# description: |
#   An application of a vendor is brought under control on three sides at once: the business decides whether it may
#   stay, its access is cut, revoked or disabled, and the contract is enforced. One side alone lets it come back. An
#   action that is simply not done is ACT-02's; setting one aside as not applicable does not replace it here.
# custom:
#   id: VND-02
#   requirements: [S0.26]
#   controls: [OWASP-NHI-2025:NHI3, NIST-800-53r5:SA-9]
#   states: [closed]
#   types: [vendor_oauth_app]
#   solution: Have the business approve, cut or revoke the consent, and enforce the contract.
deny contains result.deny("VND-02", gaps[0].path, {
	"message": sprintf("vendor app needs %s", [concat(", ", [g.name | some g in gaps])]),
	"expected": "business approval, a cut of the access, and contract enforcement",
	"unblock": concat(", and ", [g.advice | some g in gaps]),
	"who": _vendor_drivers,
	"related": array.concat(
		approval.rejected({"business"}),
		[{"path": g.path, "message": sprintf("%s is missing", [g.name])} | some i, g in gaps; i > 0],
	),
}) if {
	input.finding.type == "vendor_oauth_app"
	finding.is_repair
	gaps := array.concat(_vendor_app_unapproved, _vendor_app_undone)
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

# The vendor does not approve its own application.
_vendor_app_unapproved := [{
	"path": ["approvals"],
	"name": "business approval",
	"advice": "have the business owner approve (`approvals`, kind `business`)",
} |
	approvals := [entry |
		some entry in approval.given({"business"})
		not org.is_external(entry.approval.by)
	]
	count(approvals) == 0
]

_vendor_app_undone := [{"path": ["plan", "actions"], "name": step.name, "advice": step.advice} |
	some step in _vendor_app_steps
	not _vendor_app_is_left_to_act_02(step.types)
	not _vendor_app_is_done(step.types)
]

_vendor_app_steps := [
	{
		"name": "a cut of its access",
		"advice": "cut its scopes, revoke the consent or disable the application",
		"types": {"consent_change", "reduce_scope", "revoke_access", "disable", "delete", "retire"},
	},
	{
		"name": "contract enforcement",
		"advice": "enforce the contract (action `contract_enforcement`)",
		"types": {"contract_enforcement"},
	},
]

_vendor_app_is_done(types) if {
	some done in _vendor_app_done_actions
	done.type in types
}

# ACT-02 asks for an action of these types, and none was done or set aside.
_vendor_app_is_left_to_act_02(types) if {
	some step in _vendor_app_required
	count({t | some t in step} & types) > 0
	not _vendor_app_is_settled(step)
}

_vendor_app_required := actions.required_steps

_vendor_app_actions := finding.actions

_vendor_app_done_actions := finding.done_actions

_vendor_app_is_settled(step) if {
	some done in _vendor_app_done_actions
	done.type in step
}

_vendor_app_is_settled(step) if {
	some other in _vendor_app_actions
	other.type in step
	actions.is_waived(other)
}
