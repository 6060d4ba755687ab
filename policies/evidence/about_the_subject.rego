package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.subject

# METADATA
# title: Evidence about the right object
# description: |
#   Every piece of evidence names what it is about, and that is the object of this finding: its identity, secret,
#   entitlement, control or vendor, a system of these, or the finding itself. A clean export of another account proves
#   nothing. An identity may be named as the inventory knows it. A finding that names no such object may name its
#   application, its CVE or a system of its control.
# custom:
#   id: EVD-05
#   requirements: [S1.13, S1.32]
#   controls: [NIST-CSF-2.0:PR.AA-01]
#   states: [closed]
#   solution: Attach evidence for the object of the finding, and name that in `subject`.
deny contains result.deny("EVD-05", ["evidence", i, "subject"], object.union(problem, {
	"expected": concat(", ", sort(_object_names)),
	"unblock": sprintf("attach evidence about `%s`, and set `subject` to it", [_object_main]),
	"who": evidence.keepers,
})) if {
	finding.is_repair
	some i, item in evidence.all_of_them
	problem := _object_problem(evidence.name(i), item)
}

_object_problem(name, item) := {"message": sprintf("%s does not say what it is about", [name])} if {
	object.get(item, "subject", "") == ""
}

_object_problem(name, item) := {
	"message": sprintf("%s is about `%s`, not about `%s`", [name, item.subject, _object_main]),
	"found": item.subject,
} if {
	item.subject != ""
	not lower(item.subject) in {lower(known) | some known in _object_names}
}

# The object that a message names.
_object_main := [id |
	some key in ["identity", "secret", "entitlement", "control", "vendor"]
	id := input.finding[key].id
][0]

_object_main := input.finding.id if {
	count([key | some key in ["identity", "secret", "entitlement", "control", "vendor"]; input.finding[key].id]) == 0
}

_object_names contains input.finding.id

_object_names contains id if {
	some key in ["identity", "secret", "entitlement", "control", "vendor"]
	id := input.finding[key].id
}

_object_names contains input.finding.secret.replacement.id

_object_names contains id if {
	some path in [["identity", "systems"], ["secret", "stores"]]
	some id in finding.field(path, [])
}

_object_names contains input.finding.entitlement.system

# The identity under the names that the inventory knows, and the systems that it reaches.
_object_names contains org.identity_id(input.finding.identity.id)

_object_names contains id if {
	record := org.identity(input.finding.identity.id)
	some key in ["aliases", "systems"]
	some id in object.get(record, key, [])
}

_object_names contains input.finding.exposure.cve if count(subject.named) == 0

_object_names contains input.finding.context.application if count(subject.named) == 0

_object_names contains id if {
	count(subject.named) == 0
	some id in org.control(finding.control_id).systems
}
