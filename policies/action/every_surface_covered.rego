package remedy.action

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Fix covers every surface of use
# description: |
#   An identity stays usable where it is still embedded: in code, pipelines, vaults, running systems, at the vendor. So
#   the actions that were done reach every surface on which it is used, or one is recorded as not applicable there, with
#   an approver. An action of type `contain` stops the harm and covers nothing, nor does one that only looks into it
#   (`investigation_actions` of the profile). For an identity of a machine it is written down where it is used, even if
#   that is nowhere.
# custom:
#   id: ACT-05
#   requirements: [S0.11, S0.25, S1.7]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:IA-5, OWASP-NHI-2025:NHI2]
#   states: [closed]
#   solution: Act on every surface of `identity.used_in`, or have it approved that a surface needs no action.
deny contains result.deny("ACT-05", ["identity", "used_in", first.index], {
	"message": sprintf("the fix does not cover %s, where `%s` is used", [names, _surface_identity]),
	"expected": finding.field(["identity", "used_in"], []),
	"found": sort(_surfaces_covered),
	"unblock": sprintf("act on %s and set `surface` at the action, or have it approved as not applicable there", [
		names,
	]),
	"who": who.owner,
	"related": [{"path": ["identity", "used_in", m.index], "message": "not covered either"} |
		some i, m in _surfaces_missed
		i > 0
	],
	"facts": {"missing": [m.surface | some m in _surfaces_missed]},
}) if {
	finding.is_repair

	# A plan without any action is ACT-02's.
	count(finding.actions) > 0
	names := concat(", ", [sprintf("`%s`", [m.surface]) | some m in _surfaces_missed])
	first := _surfaces_missed[0]
}

deny contains result.deny("ACT-05", ["identity", "used_in"], {
	"message": sprintf("nobody wrote down where `%s` is used, so no fix can be shown to cover it", [_surface_identity]),
	"expected": "a list of code, pipeline, vault, runtime, idp, vendor, endpoint; empty if it is used nowhere",
	"unblock": "find out where the identity is used and list it in `identity.used_in`",
	"who": who.owner,
}) if {
	finding.is_repair
	finding.is_nhi
	not input.finding.identity.used_in
}

_surface_identity := finding.field(["identity", "id"], "the identity")

_surfaces_missed := [{"index": i, "surface": surface} |
	some i, surface in input.finding.identity.used_in
	not surface in _surfaces_covered
]

_surfaces_covered contains surface if {
	some done in finding.changes
	not done.type in data.params.containment_actions
	surface := done.surface
}

# Whether the waiver counts is asked by ACT-02.
_surfaces_covered contains surface if {
	some waived in finding.actions
	waived.status == "not_applicable"
	surface := waived.surface
}
