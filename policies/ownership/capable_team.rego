package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Team that can change the control
# description: |
#   The work is with a team that can change the state of the control: entitlements, secrets, code, configuration. The
#   profile says which capability an action needs, the organisation data which team has it. The resolver team or the
#   team of the performer has to have it.
# custom:
#   id: OWN-04
#   requirements: [S0.1, S0.5, S0.10, S0.16, S0.17, S0.28, S2.8, S2.12, S3.5, S3.24, S4.9]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Route it to a team that has the capability, or record the capability in the organisation data.
deny contains result.deny("OWN-04", ["plan", "actions", i, "type"], {
	"message": sprintf("%s: action `%s` needs `%s`", [_capable_team_lack(action), action.type, capability]),
	"expected": sprintf("a resolver or a performer whose team has `%s`", [capability]),
	"found": _capable_team_names(action),
	"unblock": sprintf("route it to a team with `%s`, or record the capability of the team in `org.teams`", [
		capability,
	]),
	"who": org.teams_with(capability),
	"related": array.concat(
		[{"path": ["ownership", "resolver"], "message": "the resolver"} | input.finding.ownership.resolver],
		[{"path": ["plan", "actions", i, "performed_by"], "message": "the performer"} | action.performed_by],
	),
	"facts": {"capability": capability},
}) if {
	finding.is_leaving
	some i, action in finding.actions
	not action.status == "not_applicable"
	capability := data.params.action_capabilities[action.type]
	capability != "none"
	not _capable_team_found(action, capability)
}

_capable_team_found(action, capability) if {
	some name in _capable_team_names(action)
	some id in org.team_ids(name)
	capability in object.get(data.org.teams[id], "capabilities", [])
}

# The teams that could do the action: the resolver as the manifest names it, and the team of the performer.
_capable_team_names(action) := sort({t | t := input.finding.ownership.resolver} | {t |
	t := org.team_id_of(action.performed_by)
})

_capable_team_lack(action) := "no team is named that could change the control state" if {
	count(_capable_team_names(action)) == 0
}

_capable_team_lack(action) := sprintf("%s cannot change the control state", [concat(" and ", teams)]) if {
	teams := [sprintf("`%s`", [t]) | some t in _capable_team_names(action)]
	count(teams) > 0
}
