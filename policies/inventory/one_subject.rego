package remedy.inventory

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.subject
import data.remedy.lib.who

# METADATA
# title: One subject
# description: |
#   A finding is about one identity, one secret or one entitlement, so that its closure can be traced to that object. A
#   secret and the identity that it authenticates are one subject. So are an identity and the entitlement that it has
#   too much of, in the types `overprivileged_identity` and `sod_conflict`. A finding about more than that is split, and
#   its parts are listed in `children`.
# custom:
#   id: INV-02
#   requirements: [S1.10]
#   controls: [NIST-CSF-2.0:PR.AA-01]
#   states: [accepted, closed]
#   solution: Name the one subject, or split the finding and list the parts in `children`.
deny contains result.deny("INV-02", [expected, "id"], {
	"message": sprintf("`%s` names no identity, secret or entitlement", [input.finding.type]),
	"expected": sprintf("`%s.id`", [expected]),
	"unblock": sprintf("set `%s.id`, or split the finding and list the parts in `children`", [expected]),
	"who": who.owner,
}) if {
	finding.is_leaving
	not _subject_is_split
	count(subject.named) == 0
	expected := _subject_expected
}

deny contains result.deny("INV-02", ["entitlement", "id"], {
	"message": sprintf("the finding is about %d subjects at once: %s", [
		count(subject.named),
		concat(", ", [sprintf("%s `%s`", [key, input.finding[key].id]) | some key in subject.named]),
	]),
	"expected": "one identity, secret or entitlement",
	"found": entitlement,
	"unblock": "keep one subject, or split the finding and list the parts in `children`",
	"who": who.owner,
	"related": [{"path": [key, "id"], "message": "another subject"} |
		some key in subject.named
		key != "entitlement"
	],
	"facts": {"subjects": subject.named},
}) if {
	finding.is_leaving
	not _subject_is_split
	entitlement := input.finding.entitlement.id
	_subject_is_mixed
}

_subject_is_split if count(finding.field(["children"], [])) > 0

_subject_expected := "secret" if input.finding.type in data.params.secret_types

_subject_expected := "identity" if {
	input.finding.type in data.params.identity_types
	not input.finding.type in data.params.secret_types
}

_subject_is_mixed if "secret" in subject.named

_subject_is_mixed if {
	"identity" in subject.named
	not input.finding.type in {"overprivileged_identity", "sod_conflict"}
}
