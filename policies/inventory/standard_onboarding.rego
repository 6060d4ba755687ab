package remedy.inventory

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Onboarded the standard way
# description: |
#   An identity that was created outside the standard process (shadow IT, hard-coded, bypassing IAM) comes back as the
#   next finding. It is regularised in the inventory, with a date, a person and a record, or it is retired.
# custom:
#   id: INV-04
#   requirements: [S1.18, S2.28]
#   controls: [NIST-CSF-2.0:PR.AA-01]
#   states: [accepted, closed]
#   solution: Onboard the identity with owner, approver, vault and expiry and record it in `regularised`, or retire it.
deny contains result.deny("INV-04", ["identity", "id"], {
	"message": sprintf("`%s` was created outside standard onboarding and is not regularised: %s", [
		id,
		concat(", ", sort(gaps)),
	]),
	"expected": "`regularised: {at, by, ref}` of the identity in `org.identities`",
	"found": id,
	"unblock": "onboard it with owner, approver, vault and expiry and record that in `regularised`, or retire it",
	"who": _onboarding_helpers(identity),
}) if {
	finding.is_leaving
	not finding.is_decommissioned
	id := input.finding.identity.id
	identity := org.identity(id)
	identity.onboarding == "out_of_band"
	gaps := _onboarding_gaps(object.get(identity, "regularised", {}))
	count(gaps) > 0
}

_onboarding_gaps(record) := {gap |
	some key in ["at", "by", "ref"]
	object.get(record, key, "") == ""
	gap := sprintf("`regularised.%s` is missing", [key])
} | {gap |
	at := record.at
	not moment.begun(at)
	gap := sprintf("`regularised.at` lies in the future (%s)", [at])
}

_onboarding_helpers(identity) := sort({p | p := org.canonical(identity.owner)} | {t | some t in who.identity_teams})
