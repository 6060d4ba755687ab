package remedy.verdict

import data.remedy.lib.exploitability
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Disposition that closes
# description: |
#   A finding is closed for one of a few reasons: it was remediated, what it was about is gone, somebody else agreed
#   that it was never true, or another finding stands for it. A risk that is mitigated or accepted is still there. And a
#   finding is contained when that has happened, not when it is planned.
# custom:
#   id: VDT-01
#   requirements: [S3.29]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [contained, closed]
#   solution: Set `closure.disposition` to what happened, and give what that disposition needs.
deny contains result.deny("VDT-01", problem.path, {
	"message": problem.message,
	"expected": problem.expected,
	"found": problem.found,
	"unblock": problem.unblock,
	"who": who.owner,
}) if {
	input.finding.state == "closed"
	some problem in _disposition_problems
}

deny contains result.deny("VDT-01", ["containment", "contained_at"], {
	"message": sprintf("contained on %s, after %s, the time of this check", [contained, input.at.time]),
	"expected": "a moment that has passed",
	"found": contained,
	"unblock": "contain it now and record when, or set `state: open`",
	"who": who.owner,
	"earliest": contained,
}) if {
	input.finding.state == "contained"
	contained := input.finding.containment.contained_at
	not moment.begun(contained)
}

_disposition := finding.field(["closure", "disposition"], "")

_disposition_problems contains {
	"path": ["closure", "disposition"],
	"message": "closed without a disposition",
	"expected": concat(", ", data.params.closing_dispositions),
	"found": null,
	"unblock": "set `closure.disposition`",
} if {
	_disposition == ""
}

# `accepted` is RSK-09's.
_disposition_problems contains {
	"path": ["closure", "disposition"],
	"message": sprintf("disposition `%s` does not close%s", [_disposition, _disposition_reason]),
	"expected": concat(", ", data.params.closing_dispositions),
	"found": _disposition,
	"unblock": _disposition_advice,
} if {
	not _disposition in {"", "accepted"}
	not _disposition in data.params.closing_dispositions
}

_disposition_reason := ": a mitigated finding is still detected" if {
	_disposition == "mitigated_full"
	not exploitability.in_kev
}

_disposition_reason := ": a mitigated finding is still detected, and what is in KEV must be remediated" if {
	_disposition == "mitigated_full"
	exploitability.in_kev
}

_disposition_reason := "" if _disposition != "mitigated_full"

_disposition_advice := "remediate it" if exploitability.in_kev

_disposition_advice := "remediate it, or have the remaining risk accepted" if not exploitability.in_kev

_disposition_problems contains {
	"path": ["false_positive", key],
	"message": sprintf("a false positive without `false_positive.%s` does not close", [key]),
	"expected": "the id of a person in `org.people`",
	"found": null,
	"unblock": _false_positive_advice,
} if {
	_disposition == "false_positive"
	key := _false_positive_gaps[0]
}

_false_positive_gaps := [key |
	some key in ["approved_by", "claimed_by"]
	finding.field(["false_positive", key], "") == ""
]

_disposition_problems contains {
	"path": ["false_positive", "approved_by"],
	"message": why,
	"expected": "the id of a person in `org.people` who did not claim it",
	"found": approver,
	"unblock": _false_positive_advice,
} if {
	_disposition == "false_positive"
	count(_false_positive_gaps) == 0
	approver := input.finding.false_positive.approved_by
	why := _false_positive_fault(approver)
}

_false_positive_advice := "have the false positive approved by somebody who did not claim it"

_false_positive_fault(approver) := sprintf("`%s` is not a person in `org.people`", [approver]) if {
	not org.names_person(approver)
}

_false_positive_fault(approver) := sprintf("`%s` claimed the false positive and approved it", [approver]) if {
	org.names_person(approver)
	org.same_person(approver, input.finding.false_positive.claimed_by)
}

_disposition_problems contains {
	"path": ["closure", "duplicate_of"],
	"message": _duplicate_fault,
	"expected": "the id of another finding of the tree that is not a duplicate itself",
	"found": finding.field(["closure", "duplicate_of"], null),
	"unblock": "set `closure.duplicate_of` to the finding that stands for this one",
} if {
	_disposition == "duplicate"
}

_original := finding.field(["closure", "duplicate_of"], "")

_duplicate_fault := "a duplicate without `closure.duplicate_of`" if _original == ""

_duplicate_fault := sprintf("`%s` is a duplicate of itself", [_original]) if _original == input.finding.id

_duplicate_fault := sprintf("`%s` is not a finding of the tree", [_original]) if {
	not _original in {"", input.finding.id}
	not data.index[_original]
}

_duplicate_fault := sprintf("`%s` is itself a duplicate of `%s`", [_original, next]) if {
	_original != input.finding.id
	next := data.index[_original].duplicate_of
}
