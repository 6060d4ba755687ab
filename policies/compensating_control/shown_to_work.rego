package remedy.compensating_control

import data.remedy.lib.compensating_control
import data.remedy.lib.result

# METADATA
# title: Compensating control shown to work
# description: |
#   A compensating control counts when evidence shows that it operates, and when it does not lean on the very control or
#   identity that failed.
# custom:
#   id: CMP-03
#   requirements: [S3.19]
#   controls: [NIST-CSF-2.0:ID.RA-06, NIST-CSF-2.0:ID.RA-07]
#   states: [accepted, closed]
#   solution: Add evidence with `ref`, `sha256` and `collected_at`, and remove any dependency on what failed.
deny contains result.deny("CMP-03", problem.path, {
	"message": sprintf("compensating control `%s` is not shown to work: %s", [control.id, problem.message]),
	"expected": "evidence of its operation, and no dependency on the failed control or identity",
	"unblock": "add evidence of its operation, and let it not depend on what failed",
	"who": compensating_control.keepers(i),
}) if {
	compensating_control.are_judged
	some i, control in compensating_control.all_of_them
	some problem in compensating_control.proof_problems(i)
}
