package remedy.lib.action_test

import data.remedy.lib.action
import data.remedy.lib.example_test as example

_vulnerability := example.closed_with({
	"type": "vulnerability",
	"exposure": {"cve": "CVE-2026-1111", "kev": true},
})

_patch := ["patch", "upgrade", "remove_component"]

_steps(finding, feeds, table) := steps if {
	steps := action.required_steps with input as example.document(finding)
		with data.org as example.org
		with data.feeds as feeds
		with data.params.cve_table as table
}

_kev(triage) := {"kev": {"entries": {"CVE-2026-1111": {
	"date_added": "2026-11-10",
	"due_date": "2026-11-13",
	"ransomware": "unknown",
	"forensic_triage": triage,
}}}}

_row(triage) := {
	"in_kev": true,
	"publicly_exposed": true,
	"automatable": true,
	"technical_impact": "total",
	"days": 3,
	"forensic_triage": triage,
}

test_the_steps_of_a_type if {
	_steps(example.closed, {}, [])[0] == ["revoke_old"]
	_steps(_vulnerability, example.feeds, []) == [_patch]
}

test_a_type_without_steps_needs_none if {
	steps := action.required_steps with input as example.document(example.closed) with data.params as {}
	steps == []
}

test_forensic_triage_by_the_feed if {
	_steps(_vulnerability, _kev("yes"), []) == [_patch, ["forensic_triage"]]
	_steps(_vulnerability, _kev("no"), []) == [_patch]
	_steps(_vulnerability, {}, []) == [_patch]
}

test_forensic_triage_by_the_table if {
	_steps(_vulnerability, example.feeds, [_row(true)]) == [_patch, ["forensic_triage"]]
	_steps(_vulnerability, _kev("no"), [_row(true)]) == [_patch, ["forensic_triage"]]
	_steps(_vulnerability, example.feeds, [_row(false)]) == [_patch]
	_steps(_vulnerability, example.feeds, [object.union(_row(true), {"technical_impact": "partial"})]) == [_patch]
}

test_forensic_triage_is_for_vulnerabilities if {
	secret := example.closed_with({"exposure": {"cve": "CVE-2026-1111"}})
	not ["forensic_triage"] in _steps(secret, _kev("yes"), [_row(true)])
}

_waiver := {
	"type": "change_pipeline",
	"status": "not_applicable",
	"justification": "no pipeline holds the key",
	"approved_by": "frank",
}

_is_waived(a) if action.is_waived(a) with input as example.document(example.closed) with data.org as example.org

_problems(a) := found if {
	found := action.waiver_problems(a) with input as example.document(example.closed) with data.org as example.org
}

test_a_waiver_with_reason_and_approver_counts if {
	_is_waived(_waiver)
	_is_waived(object.union(_waiver, {"approved_by": "alice@example.com"}))
	not _is_waived(object.union(_waiver, {"status": "planned"}))
	not _is_waived(object.remove(_waiver, ["status"]))
}

_is_refused(a, problems) if {
	not _is_waived(a)
	_problems(a) == problems
}

test_a_waiver_without_reason_or_approver_does_not_count if {
	_is_refused(object.remove(_waiver, ["justification"]), [{
		"key": "justification",
		"message": "`justification` is missing",
	}])
	_is_refused(object.union(_waiver, {"approved_by": " "}), [{
		"key": "approved_by",
		"message": "`approved_by` is missing",
	}])
	count(_problems({"status": "not_applicable"})) == 2
}

test_a_waiver_of_the_wrong_approver_does_not_count if {
	every name, why in {
		"carol": "did the work",
		"mallory": "is not active",
		"svc-checkout": "is not a person in `org.people`",
		"payments": "is not a person in `org.people`",
	} {
		_is_refused(object.union(_waiver, {"approved_by": name}), [{
			"key": "approved_by",
			"message": sprintf("`%s` %s", [name, why]),
		}])
	}
}

test_only_the_first_fault_of_an_approver_is_told if {
	org := object.union(example.org, {
		"identities": {"svc-old": {"kind": "service_account", "owner": "mallory"}},
		"aliases": {"svc-old": "mallory"},
	})
	finding := example.closed_with({"ownership": {"implementers": ["alice", "mallory"]}})
	every name, why in {
		"svc-old": "is not a person in `org.people`",
		"svc-checkout": "is not a person in `org.people`",
		"mallory": "is not active",
	} {
		a := object.union(_waiver, {"approved_by": name})
		problems := action.waiver_problems(a) with input as example.document(finding) with data.org as org
		problems == [{"key": "approved_by", "message": sprintf("`%s` %s", [name, why])}]
	}
}

test_who_did_the_work_under_an_alias_does_not_waive if {
	finding := example.closed_with({"ownership": {"implementers": ["alice"]}})
	a := object.union(_waiver, {"approved_by": "aokafor"})
	problems := action.waiver_problems(a) with input as example.document(finding) with data.org as example.org
	problems == [{"key": "approved_by", "message": "`aokafor` did the work"}]
}
