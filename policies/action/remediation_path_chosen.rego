package remedy.action

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Remediation path chosen
# description: |
#   Before something is fixed, somebody decides how: access is removed or reduced, a secret rotated or revoked, duties
#   are separated, a configuration, a process or a control is changed, or the thing goes away. A closure without that
#   decision cannot show what was meant to change.
# custom:
#   id: ACT-01
#   requirements: [S1.9, S3.2, S3.7, S3.14]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-800-53r5:RA-7]
#   states: [closed]
#   solution: Set `plan.path` to the path that was taken, and describe the fix in `plan.summary`.
deny contains result.deny("ACT-01", ["plan", "path"], {
	"message": _remediation_path_problem,
	"expected": concat(", ", _remediation_paths),
	"found": _remediation_path,
	"unblock": "set `plan.path` to the path that was taken, and describe the fix in `plan.summary`",
	"who": who.owner,
}) if {
	finding.is_repair
	not _remediation_path in _remediation_paths
}

_remediation_path := finding.field(["plan", "path"], null)

_remediation_path_problem := "no remediation path chosen" if _remediation_path == null

_remediation_path_problem := sprintf("`%v` is not a remediation path", [_remediation_path]) if {
	_remediation_path != null
}

_remediation_paths := [
	"access_removal",
	"privilege_reduction",
	"rotation",
	"revocation",
	"sod_adjustment",
	"config_change",
	"process_change",
	"control_redesign",
	"compensating_control",
	"risk_acceptance",
	"decommission",
]
