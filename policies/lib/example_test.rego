# METADATA
# title: Example
# description: |
#   One organisation and one closure that every rule lets through. Each test takes it and changes the one thing that it is
#   about. Used by tests alone; the binary does not carry it.
package remedy.lib.example_test

# The evaluation time: noon UTC on a Friday.
at := {"time": "2026-11-20T12:00:00Z", "ns": 1795176000000000000, "date": "2026-11-20", "zone": "UTC"}

# The input document for a finding.
document(finding) := {"finding": finding, "facts": {}, "at": at}

# The input document for a finding at another time.
document_at(finding, moment) := {"finding": finding, "facts": {}, "at": {
	"time": moment,
	"ns": time.parse_rfc3339_ns(moment),
	"date": substring(moment, 0, 10),
	"zone": "UTC",
}}

# The closure with some keys changed or added; maps are merged, everything else replaces.
closed_with(changes) := object.union(closed, changes)

# A map without a key, and the closure without a key two levels down.
without(map, key) := object.remove(map, [key])

closed_without(section, key) := object.union(
	object.remove(closed, [section]),
	{section: object.remove(closed[section], [key])},
)

org := {
	"people": {
		"alice": {"name": "Alice Okafor", "team": "payments", "manager": "judy", "started_at": "2020-01-01", "aliases": ["alice@example.com", "aokafor"]},
		"carol": {"name": "Carol Lindqvist", "team": "payments", "manager": "alice", "started_at": "2021-03-01"},
		"erin": {"name": "Erin Sato", "team": "assurance", "manager": "frank", "started_at": "2019-05-01"},
		"judy": {"name": "Judy Marsh", "team": "payments", "manager": "grace", "started_at": "2016-01-01", "levels": [{"level": "L1", "from": "2018-01-01"}]},
		"frank": {"name": "Frank Adeyemi", "team": "security", "manager": "grace", "started_at": "2015-01-01", "levels": [{"level": "L2", "from": "2020-01-01"}]},
		"grace": {"name": "Grace Novak", "team": "executive", "started_at": "2014-01-01", "levels": [{"level": "L3", "from": "2019-01-01"}]},
		"henry": {"name": "Henry Dubois", "team": "executive", "started_at": "2012-01-01", "levels": [{"level": "L4", "from": "2018-01-01"}]},
		"ivan": {"name": "Ivan Petrov", "team": "audit", "manager": "henry", "started_at": "2018-01-01"},
		"rita": {"name": "Rita Blom", "team": "reviews", "manager": "frank", "started_at": "2020-01-01"},
		"mallory": {"name": "Mallory Quist", "team": "payments", "started_at": "2019-01-01", "ended_at": "2026-06-30", "active": false, "levels": [{"level": "L2", "from": "2020-01-01"}]},
		"victor": {"name": "Victor Lang", "external": true, "vendor": "northwind", "started_at": "2024-01-01"},
	},
	"teams": {
		"payments": {"name": "Payments", "function": "application", "lead": "judy", "capabilities": ["change_code", "revoke_credential", "rotate_credential", "change_pipeline", "patch_system", "change_entitlement"]},
		"assurance": {"name": "Assurance", "function": "security", "lead": "frank", "capabilities": ["change_configuration"]},
		"security": {"name": "Security", "function": "security", "lead": "frank", "capabilities": ["revoke_credential"]},
		"executive": {"name": "Executive", "function": "executive", "capabilities": []},
		"audit": {"name": "Internal audit", "function": "audit", "capabilities": []},
		"reviews": {"name": "Access reviews", "function": "access_review", "capabilities": ["review_access"]},
		"sec-queue": {"name": "Security inbox", "function": "security", "generic_queue": true, "capabilities": ["revoke_credential"], "aliases": ["security@example.com"]},
	},
	"controls": {"AC-17": {
		"title": "Secrets are kept in the vault",
		"framework": "internal",
		"owners": [{"person": "mallory", "from": "2020-01-01", "to": "2026-06-30"}, {"person": "alice", "from": "2026-07-01", "doc_ref": "raci://AC-17"}],
	}},
	"identities": {"svc-checkout": {"kind": "service_account", "owner": "alice", "privileged": true, "environment": "production", "systems": ["vault"], "onboarding": "standard"}},
	"vendors": {"northwind": {"name": "Northwind Hosting", "internal_owner": "alice", "authority_ref": "contract://northwind/7"}},
	"systems": {"vault": {"name": "Vault"}},
	"aliases": {
		"alice": "alice", "alice@example.com": "alice", "aokafor": "alice", "carol": "carol", "erin": "erin", "judy": "judy",
		"frank": "frank", "grace": "grace", "henry": "henry", "ivan": "ivan", "rita": "rita", "mallory": "mallory",
		"victor": "victor", "svc-checkout": "alice",
	},
}

kev := {"name": "kev", "version": "2026.11.19", "released": "2026-11-19T16:00:00Z", "entries": {"CVE-2026-1111": {
	"date_added": "2026-11-10",
	"due_date": "2026-11-13",
	"ransomware": "known",
}}}

feeds := {"kev": kev}

index := {"F-1": {"id": "F-1", "type": "leaked_secret", "severity": "high", "state": "closed", "detected_at": "2026-11-02T09:14:00Z"}}

# A leaked secret of severity high, tier exposed: seven days.
closed := {
	"apiVersion": "remedy-policy/v1",
	"kind": "Finding",
	"id": "F-1",
	"title": "Live gateway key in the checkout repository",
	"type": "leaked_secret",
	"severity": "high",
	"impact": "high",
	"environment": "production",
	"blast_radius": "single_system",
	"state": "closed",
	"source": {"kind": "scanner", "detector": "trufflehog", "reported_by": "erin", "detected_at": "2026-11-02T09:14:00Z"},
	"identity": {"id": "svc-checkout", "kind": "service_account", "privileged": true, "used_in": ["code", "runtime"]},
	"control": {"id": "AC-17", "owner": "alice"},
	"exposure": {
		"evaluated_at": "2026-11-03T08:00:00Z",
		"exploitation": "none",
		"internet_reachable": true,
		"automatable": true,
		"technical_impact": "total",
	},
	"ownership": {
		"status": "confirmed",
		"accountable_owner": "alice",
		"resolver": "payments",
		"implementers": ["carol"],
		"evidence_owner": "erin",
		"source_ref": "cmdb://checkout",
		"assigned_at": "2026-11-02T10:00:00Z",
		"verified_at": "2026-11-03",
		"verified_by": "erin",
		"delegations": [{"from": "alice", "to": "carol", "scope": "rotation of the key", "until": "2026-11-30"}],
	},
	"due": {"date": "2026-11-09", "set_by": "alice", "clock_started_at": "2026-11-02T09:14:00Z"},
	"plan": {"path": "rotation", "actions": [{
		"type": "revoke_old",
		"surface": "vault",
		"status": "done",
		"performed_by": "carol",
		"performed_at": "2026-11-03T11:00:00Z",
		"change_ref": "CHG-881",
	}]},
	"retest": [{"result": "pass", "method": "trufflehog", "at": "2026-11-12T08:00:00Z", "by": "erin"}],
	"closure": {"requested_by": "alice", "disposition": "remediated", "at": "2026-11-19T09:00:00Z", "verified_by": "erin"},
}

# An open finding and an accepted one, derived from the closure.
open_finding := object.union(object.remove(closed, ["closure", "retest"]), {"state": "open"})

accepted := object.union(object.remove(closed, ["closure", "retest", "type", "secret", "identity"]), {
	"state": "accepted",
	"type": "vulnerability",
	"severity": "moderate",
	"impact": "moderate",
	"exposure": {
		"evaluated_at": "2026-11-03T08:00:00Z",
		"exploitation": "none",
		"internet_reachable": false,
		"automatable": false,
		"technical_impact": "partial",
	},
	"due": {"date": "2027-01-31", "set_by": "alice", "clock_started_at": "2026-11-02T09:14:00Z"},
	"compensating_controls": [{
		"id": "CC-1",
		"description": "the service is reachable from the bastion alone",
		"owner": "judy",
		"started_at": "2026-11-05",
		"expires_at": "2027-05-31",
		"reviews": [{"at": "2026-11-15", "by": "erin", "result": "effective"}],
		"evidence": [{"ref": "evidence/cc-1.json", "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "collected_at": "2026-11-15"}],
		"depends_on": ["bastion"],
	}],
	"risk_acceptance": {
		"decision": "accept",
		"rationale": "the vendor ships the fix in March",
		"residual_risk": "moderate",
		"scope": {"finding": "F-1"},
		"requested_by": "alice",
		"approved_by": "frank",
		"level": "L2",
		"approved_at": "2026-11-16T10:00:00Z",
		"recorded_at": "2026-11-16T12:00:00Z",
		"expires_at": "2027-04-30",
		"review_at": "2027-01-15",
		"compensating_controls": ["CC-1"],
		"record": {"ref": "records/ra-1.pdf", "sha256": "1111111111111111111111111111111111111111111111111111111111111111"},
	},
})
