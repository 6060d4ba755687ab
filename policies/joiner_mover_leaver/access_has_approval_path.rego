package remedy.joiner_mover_leaver

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Access has an approval path
# description: |
#   Access that somebody got when they joined, or kept or got when they moved, goes back to a request: who asked, what
#   for, and who approved it, who is somebody else. The approval may be given again now. For a leaver the event itself
#   is the reason to remove access (JML-02).
# custom:
#   id: JML-03
#   requirements: [S2.5, S2.14, S2.17]
#   controls: [NIST-CSF-2.0:PR.AA-05, NIST-800-53r5:AC-2, PCI-DSS-4.0.1:7.2.1, SOC2-TSC:CC6.3]
#   states: [closed]
#   types: [jml_failure]
#   solution: Document the request under `access_request`, or have the access requested and approved again.
deny contains result.deny("JML-03", ["access_request", gaps[0].key], {
	"message": sprintf("%s has no approval path: %s", [_requested_access, concat("; ", [g.message | some g in gaps])]),
	"expected": "`ref`, `requested_by`, `approved_by`, `approved_at` and `business_need`",
	"found": finding.field(["access_request", gaps[0].key], "nothing"),
	"unblock": "document the request in `access_request`, or have the access requested and approved again",
	"who": who.owner,
	"related": [{"path": ["access_request", g.key], "message": g.message} | some i, g in gaps; i > 0],
}) if {
	input.finding.type == "jml_failure"
	finding.is_repair
	input.finding.lifecycle_event.kind in {"joiner", "mover"}
	gaps := array.concat(_request_missing, array.concat(_request_wrong_person, _request_wrong_time))
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

_request_missing := [{"key": key, "message": sprintf("`%s` is missing", [key])} |
	some key in ["ref", "requested_by", "approved_by", "approved_at", "business_need"]
	trim_space(finding.field(["access_request", key], "")) == ""
]

# A service account does not decide, whoever it belongs to.
_request_wrong_person := array.concat(
	[{"key": "approved_by", "message": sprintf("`%s` is not a person in `org.people`", [by])} |
		by := input.finding.access_request.approved_by
		trim_space(by) != ""
		not org.names_person(by)
	],
	array.concat(
		[{"key": "approved_by", "message": sprintf("`%s` asked for it", [by])} |
			by := input.finding.access_request.approved_by
			org.same_person(by, input.finding.access_request.requested_by)
		],
		[{"key": "approved_by", "message": sprintf("`%s` was not active on %s", [by, moment.day(at)])} |
			by := input.finding.access_request.approved_by
			at := input.finding.access_request.approved_at
			org.is_inactive_at(by, at)
		],
	),
)

_request_wrong_time := [{"key": "approved_at", "message": sprintf("the approval is dated in the future (%s)", [at])} |
	at := input.finding.access_request.approved_at
	not moment.begun(at)
]

_requested_access := sprintf("access `%s`", [input.finding.entitlement.id])

_requested_access := sprintf("the access of `%s`", [input.finding.identity.id]) if {
	not input.finding.entitlement.id
}

_requested_access := "the access" if {
	not input.finding.entitlement.id
	not input.finding.identity.id
}
