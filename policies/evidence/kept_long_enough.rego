package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Evidence kept long enough
# description: |
#   An auditor may ask for the evidence years later. Each piece says until when it is kept, and that is as long as the
#   frameworks of the finding or of its control ask for; the longest counts. The years run from the collection,
#   or if that has no date from the detection. How the finding ends plays no part: what was collected for an accepted
#   risk or a false positive is kept as well.
# custom:
#   id: EVD-08
#   requirements: [S2.25, S2.31, S4.13]
#   controls: [PCAOB:AS-1215, PCI-DSS-4.0.1:10.5.1]
#   states: [accepted, closed]
#   solution: Extend the retention, or move the evidence to the archive of record, and set `retention_until`.
deny contains result.deny("EVD-08", ["evidence", i, "retention_until"], object.union(problem, {
	"who": evidence.keepers,
	"facts": {"frameworks": _retention_frameworks, "years": years},
})) if {
	input.finding.state in {"accepted", "closed"}
	years := _retention_years
	some i, item in evidence.all_of_them
	problem := _retention_problem(evidence.name(i), item)
}

_retention_problem(name, item) := {
	"message": sprintf("%s does not say until when it is kept; %s asks for %s", [
		name,
		_retention_frameworks_in_words,
		_retention_in_words,
	]),
	"expected": sprintf("%s from the collection", [_retention_in_words]),
	"unblock": "keep it that long, and set `retention_until`",
} if {
	object.get(item, "retention_until", "") == ""
}

_retention_problem(name, item) := {
	"message": sprintf("%s is kept until %s, must be until %s (%s: %s from %s)", [
		name,
		kept,
		needed,
		_retention_frameworks_in_words,
		_retention_in_words,
		moment.day(from),
	]),
	"expected": needed,
	"found": kept,
	"unblock": sprintf("keep it until %s or later, and set `retention_until` to that", [needed]),
} if {
	kept := item.retention_until
	kept != ""
	from := object.get(item, "collected_at", finding.detected_at)
	needed := moment.plus_years(from, _retention_years)
	moment.before(kept, needed)
}

# Undefined if no framework of the finding asks for a retention.
_retention_years := max({data.params.retention_years[framework] | some framework in _retention_named})

# The frameworks that ask for the longest one.
_retention_frameworks := sort({framework |
	some framework in _retention_named
	data.params.retention_years[framework] == _retention_years
})

_retention_frameworks_in_words := concat(" and ", [sprintf("`%s`", [framework]) |
	some framework in _retention_frameworks
])

_retention_in_words := "1 year" if _retention_years == 1

_retention_in_words := sprintf("%v years", [_retention_years]) if _retention_years != 1

_retention_named contains "sox" if finding.is_sox

_retention_named contains "soc2" if finding.is_soc2

_retention_named contains input.finding.source.framework

_retention_named contains org.control(finding.control_id).framework
