package remedy.dormant_account

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Usage is checked
# description: |
#   A privileged account that seems dormant may still run a batch job or a scheduled task, or be the one that
#   incident response reaches for. Each of the three questions is answered, by yes or no, and the answer is backed by
#   evidence.
# custom:
#   id: DRM-01
#   requirements: [S1.27]
#   controls: [NIST-800-53r5:AC-2, CIS-8:5.3]
#   states: [closed]
#   types: [dormant_privileged]
#   solution: Answer `checks.batch_jobs`, `checks.scheduled_tasks` and `checks.incident_tooling`, each with evidence.
deny contains result.deny("DRM-01", _unchecked_path, {
	"message": sprintf("not checked whether the account is used: %s", [concat(", ", [gap.message |
		some gap in _unchecked
	])]),
	"expected": "`in_use` and `evidence_ref` for batch jobs, scheduled tasks and incident tooling",
	"unblock": "answer these questions in `checks` and link the evidence",
	"who": who.owner,
}) if {
	input.finding.type == "dormant_privileged"
	finding.is_repair
	count(_unchecked) > 0
}

_unchecked := [{"check": name, "key": key, "message": sprintf("`%s.%s` is missing", [name, key])} |
	some name in ["batch_jobs", "scheduled_tasks", "incident_tooling"]
	some key in ["in_use", "evidence_ref"]
	finding.field(["checks", name, key], "") == ""
]

# As deep as everything that is missing lies together.
_unchecked_path := ["checks", _unchecked[0].check, _unchecked[0].key] if count(_unchecked) == 1

_unchecked_path := ["checks", _unchecked[0].check] if {
	count(_unchecked) == 2
	_unchecked[0].check == _unchecked[1].check
}

_unchecked_path := ["checks"] if count({gap.check | some gap in _unchecked}) != 1
