# METADATA
# title: Example of a review
# description: |
#   One completed access review and what the tool counts in it, which every rule lets through. Each test takes them and
#   changes the one thing that it is about. Used by tests alone; the binary does not carry it.
package remedy.lib.example_review_test

import data.remedy.lib.example_test as example

# The organisation of the other examples. Rita and Judy decide, Carol administers, Erin attests, Alice owns the control.
org := example.org

_at := example.at

# The input document for a review and what was counted in it.
document(review, facts) := {"kind": "AccessReview", "review": review, "facts": {"review": facts}, "at": _at}

# The same at another moment, on a day of a zone.
document_at(review, facts, moment, zone) := object.union(document(review, facts), {"at": {
	"time": moment,
	"ns": time.parse_rfc3339_ns(moment),
	"date": substring(moment, 0, 10),
	"zone": zone,
}})

# The review with some keys changed or added; maps are merged, everything else replaces.
completed_with(changes) := object.union(completed, changes)

# The facts with changes, in the same way.
facts_with(changes) := object.union(facts, changes)

# The facts with other groups of decisions.
facts_of(groups) := object.union(facts, {"groups": groups})

# A group of decisions in the file, with changes.
group_with(changes) := object.union(keep, changes)

# The review as it was before it was completed.
open_review := object.union(object.remove(completed, ["completed_at", "attestation"]), {"state": "open"})

_digest_of_privileged := "1111111111111111111111111111111111111111111111111111111111111111"

_digest_of_service := "2222222222222222222222222222222222222222222222222222222222222222"

_digest_of_decisions := "3333333333333333333333333333333333333333333333333333333333333333"

# Two populations in files, one by hand and one by a documented method, for two business units.
completed := {
	"apiVersion": "remedy-policy/v1",
	"kind": "AccessReview",
	"id": "AR-2026-Q4",
	"title": "Access to the vault, fourth quarter",
	"state": "completed",
	"control": {"id": "AC-17", "owner": "alice"},
	"systems": ["vault"],
	"classes": ["privileged", "service"],
	"approval_rule": {"ref": "policies/access.md", "summary": "the team lead decides", "owner": "frank"},
	"due_at": "2026-11-30",
	"previous_completed_at": "2026-08-25",
	"started_at": "2026-11-10T08:00:00Z",
	"completed_at": "2026-11-18T16:00:00Z",
	"requested_by": "alice",
	"administrators": ["carol"],
	"attestation": {"by": "erin", "at": "2026-11-18T15:30:00Z", "ref": "records/attestation.pdf"},
	"business_approvals": [
		{
			"by": "judy", "at": "2026-11-17", "business_unit": "Payments", "class": "privileged",
			"sha256": _digest_of_privileged, "ref": "records/approval-1.pdf",
		},
		{
			"by": "judy", "at": "2026-11-17", "business_unit": "Payments", "class": "service",
			"sha256": _digest_of_service, "ref": "records/approval-2.pdf",
		},
	],
	"business_units": ["Payments", "Retail"],
	"populations": [
		{
			"class": "privileged", "source": "vault", "query": "policies with write", "extracted_at": "2026-11-10T08:00:00Z",
			"extracted_by": "carol", "count": 60, "file": "privileged.csv", "sha256": _digest_of_privileged,
		},
		{
			"class": "service", "source": "vault", "query": "roles", "extracted_at": "2026-11-10T08:05:00Z",
			"extracted_by": "carol", "count": 12, "file": "service.csv", "sha256": _digest_of_service,
			"method": "automated", "method_ref": "docs/machine-review.md",
		},
	],
	"decisions": {"file": "decisions.csv", "sha256": _digest_of_decisions},
}

# What the tool counts in that review.
facts := {
	"populations": [
		{
			"class": "privileged", "count": 60, "sha256": _digest_of_privileged, "digest_matches": true,
			"repeated": {"count": 0, "items": []},
		},
		{
			"class": "service", "count": 12, "sha256": _digest_of_service, "digest_matches": true,
			"repeated": {"count": 0, "items": []},
		},
	],
	"decisions": {
		"count": 72, "sha256": _digest_of_decisions, "digest_matches": true,
		"unknown": {"count": 0, "items": []}, "repeated": {"count": 0, "items": []},
	},
	"undecided": [],
	"median_seconds": 95,
	"first_decided_at": "2026-11-11T09:00:00Z",
	"last_decided_at": "2026-11-16T15:00:00Z",
	"groups": [keep, revoke, automated],
}

# 50 privileged accounts that keep their access, decided by Rita for Payments.
keep := {
	"class": "privileged", "item_class": "privileged", "decision": "keep", "reviewer": "rita",
	"business_unit": "Payments", "decided": true, "has_remediation": false, "executed": false, "executed_early": false,
	"verified": false, "verified_by_executor": false, "self": false, "own_request": false, "count": 50,
	"example": {"item": "acc-1", "path": null, "row": 2},
}

# 10 that lost it, decided by Judy for Retail, carried out and verified.
revoke := object.union(keep, {
	"decision": "revoke", "reviewer": "judy", "business_unit": "Retail", "has_remediation": true, "executed": true,
	"verified": true, "count": 10, "example": {"item": "acc-51", "path": null, "row": 52},
})

# 12 service accounts that a documented method kept, without a person.
automated := object.union(object.remove(keep, ["reviewer"]), {
	"class": "service", "item_class": "service", "count": 12, "example": {"item": "svc-1", "path": null, "row": 62},
})
