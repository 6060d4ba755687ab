package remedy.tracking

import data.remedy.lib.finding
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: A source of truth
# description: |
#   For a SOX or SOC 2 finding a spreadsheet, a chat or a mailbox is no source of truth: anybody can change it, and
#   nobody sees that. The record of the work is not kept there; no kind of approval, and not all of the evidence, stands
#   there alone. An approval that refers to no record stands nowhere, which is no better. The profile lists such
#   systems. A reference names its system before the first colon (`slack://…`).
# custom:
#   id: TRK-04
#   requirements: [S2.23]
#   controls: [SOC2-TSC:CC4.2, NIST-CSF-2.0:ID.RA-06]
#   states: [accepted, closed]
#   solution: Record it in a system that keeps its history, and refer to that record.
deny contains result.deny("TRK-04", ["tracking", "system"], {
	"message": sprintf("the work is tracked in `%s`, which is not a source of truth", [system]),
	"expected": "a system that keeps its history",
	"found": system,
	"unblock": "record the work in a system that keeps its history, and name that record in `tracking`",
	"who": who.owner,
}) if {
	_needs_source_of_truth
	system := input.finding.tracking.system
	_is_adhoc(system)
}

deny contains result.deny("TRK-04", ["approvals", first, "ref"], {
	"message": sprintf("every `%s` approval is recorded in `%s` alone, which is not a source of truth", [
		kind,
		_system_of_approval(approvals[first]),
	]),
	"expected": "a record in a system that keeps its history",
	"found": approvals[first].ref,
	"unblock": "record the approval in a system that keeps its history, and refer to that record",
	"who": who.owner,
	"related": [{"path": ["approvals", i, "ref"], "message": "recorded so too"} | some n, i in places; n > 0],
}) if {
	_needs_source_of_truth
	approvals := finding.field(["approvals"], [])
	some kind in _kinds_of_approval

	# What has no record does not speak for the kind.
	places := [i | some i, a in approvals; a.kind == kind; _has_record(a)]
	first := places[0]
	every approval in [approvals[i] | some i in places] {
		_is_adhoc(_system_of_approval(approval))
	}
}

deny contains result.deny("TRK-04", ["approvals", places[0], "ref"], {
	"message": sprintf("no `%s` approval has a `ref`: it is recorded nowhere", [kind]),
	"expected": "a record in a system that keeps its history",
	"unblock": "record the approval in a system that keeps its history, and refer to that record",
	"who": who.owner,
	"related": [{"path": ["approvals", i], "message": "recorded nowhere too"} | some n, i in places; n > 0],
}) if {
	_needs_source_of_truth
	approvals := finding.field(["approvals"], [])
	some kind in _kinds_of_approval
	places := [i | some i, a in approvals; a.kind == kind]
	count([i | some i in places; _has_record(approvals[i])]) == 0
}

_kinds_of_approval := {k | some a in finding.field(["approvals"], []); k := a.kind}

_has_record(approval) if trim_space(object.get(approval, "ref", "")) != ""

deny contains result.deny("TRK-04", ["evidence"], {
	"message": sprintf("all evidence comes from %s, which is not a source of truth", [
		concat(" and ", sort({sprintf("`%s`", [_system_of_evidence(e)]) | some e in evidence})),
	]),
	"expected": "evidence from a system that keeps its history",
	"unblock": "collect the evidence from a system that keeps its history",
	"who": who.owner,
	"related": [{"path": ["evidence", i], "message": sprintf("from `%s`", [_system_of_evidence(e)])} |
		some i, e in evidence
	],
}) if {
	_needs_source_of_truth
	evidence := finding.field(["evidence"], [])
	count(evidence) > 0
	every e in evidence {
		_is_adhoc(_system_of_evidence(e))
	}
}

_needs_source_of_truth if {
	finding.is_leaving
	_is_attested
}

_is_attested if finding.is_sox

_is_attested if finding.is_soc2

_is_adhoc(system) if lower(system) in data.params.adhoc_systems

_system_of_approval(approval) := _scheme(approval.ref)

_system_of_evidence(item) := item.system

_system_of_evidence(item) := _scheme(item.ref) if not item.system

# What stands before the first colon of a reference: the system that holds the record.
_scheme(ref) := split(ref, ":")[0] if contains(ref, ":")
