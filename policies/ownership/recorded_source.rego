package remedy.ownership

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Ownership has a source and is fresh
# description: |
#   The owner comes from a record that others can look up (CMDB, IAM, inventory) and was checked against it after the
#   detection and not too long ago. What somebody remembers is outdated without anybody noticing. A warning; for SOX
#   findings and privileged identities it blocks.
# custom:
#   id: OWN-09
#   requirements: [S1.11, S1.16, S1.29, S1.30]
#   controls: [NIST-CSF-2.0:GV.RR-02]
#   states: [accepted, closed]
#   solution: Check the owner against the record, then set `ownership.source_ref` and `ownership.verified_at`.
deny contains result.deny("OWN-09", problem.path, problem.details) if {
	finding.is_leaving
	_ownership_source_is_binding
	some problem in _ownership_source_problems
}

warn contains result.warn("OWN-09", problem.path, problem.details) if {
	finding.is_leaving
	not _ownership_source_is_binding
	some problem in _ownership_source_problems
}

_ownership_source_is_binding if finding.is_sox

_ownership_source_is_binding if finding.is_privileged

_ownership_source_problems contains {"path": ["ownership", "source_ref"], "details": {
	"message": "ownership comes from tribal knowledge: `ownership.source_ref` is missing",
	"expected": "the record of the ownership as a URI, for example `cmdb://checkout`",
	"unblock": "look the owner up in CMDB, IAM or inventory and set `ownership.source_ref` to that record",
	"who": who.owner,
}} if {
	not input.finding.ownership.source_ref
}

_ownership_source_problems contains {"path": ["ownership", "source_ref"], "details": {
	"message": sprintf("ownership comes from tribal knowledge: `%s` is not the address of a record", [ref]),
	"expected": "the record of the ownership as a URI, for example `cmdb://checkout`",
	"found": ref,
	"unblock": "look the owner up in CMDB, IAM or inventory and set `ownership.source_ref` to that record",
	"who": who.owner,
}} if {
	ref := input.finding.ownership.source_ref
	not regex.match(`^[a-z][a-z0-9+.-]*://[^[:space:]]+$`, ref)
}

_ownership_source_problems contains {"path": ["ownership", "verified_at"], "details": {
	"message": "nobody has verified the ownership: `ownership.verified_at` is missing",
	"expected": sprintf("a day on or after the detection (%s)", [moment.day(finding.detected_at)]),
	"unblock": "verify the owner against the record and set `ownership.verified_at`",
	"who": who.owner,
}} if {
	not input.finding.ownership.verified_at
}

_ownership_source_problems contains {"path": ["ownership", "verified_at"], "details": {
	"message": sprintf("ownership was verified on %s, which lies in the future", [at]),
	"expected": "a moment that has passed",
	"found": at,
	"unblock": "set `ownership.verified_at` to the moment at which the ownership was really verified",
	"who": who.owner,
}} if {
	at := input.finding.ownership.verified_at
	not moment.begun(at)
}

_ownership_source_problems contains {"path": ["ownership", "verified_at"], "details": {
	"message": sprintf("ownership was verified on %s, before the detection on %s", [
		moment.day(at),
		moment.day(finding.detected_at),
	]),
	"expected": sprintf("a day on or after the detection (%s)", [moment.day(finding.detected_at)]),
	"found": at,
	"unblock": "verify the owner again against the record and set `ownership.verified_at`",
	"who": who.owner,
	"related": [{"path": ["source", "detected_at"], "message": "detected"}],
}} if {
	at := input.finding.ownership.verified_at
	moment.before(at, finding.detected_at)
}

_ownership_source_problems contains {"path": ["ownership", "verified_at"], "details": {
	"message": sprintf("ownership is stale: verified on %s, %d days before %s (at most %d)", [
		moment.day(at),
		days,
		moment.day(finding.judged_at),
		data.params.owner_verification_max_age_days,
	]),
	"expected": sprintf("at most %d days old", [data.params.owner_verification_max_age_days]),
	"found": at,
	"unblock": "verify the owner again against the record and set `ownership.verified_at`",
	"who": who.owner,
	"facts": {"days": days},
}} if {
	at := input.finding.ownership.verified_at
	not moment.before(at, finding.detected_at)
	days := moment.days_between(at, finding.judged_at)
	days > data.params.owner_verification_max_age_days
}
