package remedy.access_review

import data.remedy.lib.business_approval
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Business approval
# description: |
#   The log of a tool shows that somebody clicked, not that the business wants the access. So somebody from the business
#   approves each population, and the approval carries the digest of the very file that was reviewed; for items in the
#   review itself the class is enough. Whoever grants and removes the access does not speak for the business.
# custom:
#   id: REV-07
#   requirements: [S2.14, S4.11, S4.25]
#   controls: [NIST-CSF-2.0:PR.AA-05, PCI-DSS-4.0.1:7.2.4, SOC2-TSC:CC6.3]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Have the business approve each population, and record who, when, and the digest of the population.
deny contains result.deny("REV-07", ["business_approvals"], {
	"message": "no business approval: logs alone do not show that the business wants this access",
	"expected": "an approval of each population, with its digest",
	"unblock": "have the business approve each population, and record that in `business_approvals`",
	"who": _approval_askable,
}) if {
	input.review.state == "completed"
	count(review.populations) > 0
	count(business_approval.all_of_them) == 0
}

deny contains result.deny("REV-07", ["business_approvals"], {
	"message": sprintf("no business approval of population `%s`", [population["class"]]),
	"expected": _approval_expected(i),
	"unblock": sprintf("have the business approve population `%s`, and record that", [population["class"]]),
	"who": _approval_askable,
	"related": [{"path": ["populations", i, "class"], "message": "the population"}],
}) if {
	input.review.state == "completed"
	count(business_approval.all_of_them) > 0
	some i, population in review.populations
	count(business_approval.rejected(i)) == 0
	not business_approval.holds(i)
}

deny contains result.deny("REV-07", rejected[0].path, {
	"message": sprintf("the business approval of population `%s` does not count: %s", [
		population["class"],
		rejected[0].message,
	]),
	"expected": _approval_expected(i),
	"unblock": sprintf("have the business approve population `%s` as it was extracted, and record that", [
		population["class"],
	]),
	"who": _approval_askable,
	"related": array.concat(
		[{"path": ["populations", i, "class"], "message": "the population"}],
		array.slice(rejected, 1, count(rejected)),
	),
}) if {
	input.review.state == "completed"
	some i, population in review.populations
	not business_approval.holds(i)
	rejected := business_approval.rejected(i)
	count(rejected) > 0
}

_approval_expected(i) := sprintf("an approval of `%s`", [business_approval.digest(i)])

_approval_expected(i) := sprintf("an approval of class `%s`", [review.populations[i]["class"]]) if {
	not business_approval.digest(i)
}

# Who owns the systems in scope knows what the business needs; else who answers for the review.
_approval_askable := _approval_system_owners if count(_approval_system_owners) > 0

_approval_askable := review.responsible if count(_approval_system_owners) == 0

_approval_system_owners := sort({p |
	some id in review.field(["systems"], [])
	p := org.canonical(data.org.systems[id].owner)
	not p in review.administrators
	org.is_active_at(p, input.at.time)
})
