# METADATA
# title: Business approval
# description: |
#   The approvals that the business gave in an access review: of which population each one is, and why one does not
#   count. An approval is of the file whose digest it carries; for items in the review itself the class is enough.
package remedy.lib.business_approval

import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.review

all_of_them := review.field(["business_approvals"], [])

# The approvals that a person from the business has given, whatever they are of.
given := [approval | some approval in all_of_them; count(_person_faults(approval)) == 0; count(_faults(approval)) == 0]

holds(i) if {
	some approval in given
	_covers(approval, i)
	not _is_premature(approval, i)
}

# The approvals that were meant for population i and do not count: a list of {path, message}.
rejected(i) := [{"path": ["business_approvals", j, fault.key], "message": fault.message} |
	some j, approval in all_of_them
	some fault in _reasons(approval, i)
]

_reasons(approval, i) := array.concat(
	array.concat(_person_faults(approval), _faults(approval)),
	[{"key": "at", "message": "it was given before the population was extracted"} | _is_premature(approval, i)],
) if {
	_covers(approval, i)
}

_reasons(approval, i) := [{"key": "sha256", "message": _other(approval)}] if {
	not _covers_any(approval)
	object.get(approval, "class", _class(i)) == _class(i)
}

_other(approval) := "its `sha256` is that of no population" if approval.sha256

_other(approval) := "it has no `sha256` of what was approved" if not approval.sha256

# The digest of the file of population i, as it is. Undefined for items in the review itself.
digest(i) := _counted[i].sha256

_counted := review.fact(["populations"], [])

_class(i) := _populations[i]["class"]

_populations := review.populations

_covers(approval, i) if approval.sha256 == digest(i)

_covers(approval, i) if {
	not _populations[i].file
	approval["class"] == _class(i)
}

_covers_any(approval) if {
	some i, _ in _populations
	_covers(approval, i)
}

_is_premature(approval, i) if moment.before(approval.at, _populations[i].extracted_at)

_person_faults(approval) := [{"key": "by", "message": "it does not say who gave it"}] if not approval.by

_person_faults(approval) := array.concat(
	[{"key": "by", "message": sprintf("`%s` is not a person in `org.people`", [by])} | not org.names_person(by)],
	[{"key": "by", "message": sprintf("`%s` administers the access", [by])} | org.canonical(by) in _administrators],
) if {
	by := approval.by
}

_administrators := review.administrators

_faults(approval) := [{"key": "at", "message": "it does not say when it was given"}] if not approval.at

_faults(approval) := [{"key": "at", "message": sprintf("it is dated in the future (%s)", [at])} |
	not moment.begun(at)
] if {
	at := approval.at
}
