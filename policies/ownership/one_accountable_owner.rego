package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: One accountable owner
# description: |
#   Fixing, keeping the evidence and attesting may lie with several people; answering for the whole lies with one. What
#   two people own together is done by neither. Where nobody answers for it, OWN-01 says so.
# custom:
#   id: OWN-06
#   requirements: [S0.4, S0.22, S2.10, S3.9, S3.22, S3.23, S3.28]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [open, accepted, closed]
#   solution: Name exactly one accountable owner; keep the others as implementer, evidence owner or attestor.
deny contains result.deny("OWN-06", ["ownership", "accountable_owner"], {
	"message": sprintf("accountability is split over %s", [_one_owner_list(owners)]),
	"expected": "the id of one person",
	"found": owners,
	"unblock": concat("", [
		"name one of them in `ownership.accountable_owner`, ",
		"the others as implementer, evidence owner or attestor",
	]),
	"who": sort({org.canonical(p) | some p in owners; is_string(p); org.is_active_at(p, org.now)}),
}) if {
	finding.state != "contained"
	owners := input.finding.ownership.accountable_owner
	is_array(owners)
}

_one_owner_list(ids) := concat(", ", [sprintf("`%s`", [id]) | some id in ids])
