package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Evidence from every system
# description: |
#   A secret in two stores, or an account in five systems, is fixed when it is fixed in each of them. So there is
#   evidence from every system that the identity reaches and from every store that held the secret. If the finding
#   names no systems of the identity, those of the inventory count. What somebody says about a system does not come
#   from it.
# custom:
#   id: EVD-07
#   requirements: [S0.11, S1.15, S2.29, S4.5]
#   controls: [NIST-CSF-2.0:PR.AA-01, NIST-CSF-2.0:PR.AA-05]
#   states: [closed]
#   solution: Collect evidence from every system of `identity.systems` and `secret.stores`.
deny contains result.deny("EVD-07", ["evidence"], {
	"message": sprintf("no evidence from %s", [concat(", ", [sprintf("`%s`", [system]) | some system in silent])]),
	"expected": concat(", ", sort({place.system | some place in _platform_places})),
	"found": sort(_platforms_shown),
	"unblock": sprintf("collect evidence from %s, and attach it", [
		concat(" and ", [sprintf("`%s`", [system]) | some system in silent]),
	]),
	"who": evidence.keepers,
	"related": [{"path": place.path, "message": sprintf("`%s` is named here", [place.system])} |
		some place in _platform_places
		place.system in silent
	],
	"facts": {"systems": silent},
}) if {
	finding.is_repair
	evidence.is_more_than_words
	not _platform_is_unstated
	silent := sort({place.system | some place in _platform_places; not place.system in _platforms_shown})
	count(silent) > 0
}

# Evidence that does not say where it comes from may come from any of them; of that EVD-03 speaks first.
_platform_is_unstated if {
	some item in evidence.all_of_them
	object.get(item, "system", "") == ""
}

_platforms_shown := {item.system | some item in evidence.all_of_them; not evidence.is_assurance(item)}

_platform_places := array.concat(_platform_identity_places, [{"system": store, "path": ["secret", "stores", i]} |
	some i, store in finding.field(["secret", "stores"], [])
])

_platform_identity_systems := finding.field(["identity", "systems"], [])

_platform_identity_places := [{"system": system, "path": ["identity", "systems", i]} |
	some i, system in _platform_identity_systems
] if {
	count(_platform_identity_systems) > 0
}

_platform_identity_places := [{"system": system, "path": ["identity", "id"]} |
	some system in org.identity(input.finding.identity.id).systems
] if {
	count(_platform_identity_systems) == 0
}
