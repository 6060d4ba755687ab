package remedy.root_cause

import data.remedy.lib.finding
import data.remedy.lib.recurrence
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Repeats are linked
# description: |
#   A finding with the fingerprint of one that was closed lately looks like the same gap again: the same control, the
#   same identity, the same access path. Without a fingerprint, one of the same type and identity does. The manifest
#   names the earlier finding, or says why this is another one. A name that no finding bears links nothing. Duplicates
#   of each other are one finding, not two.
# custom:
#   id: RCA-02
#   requirements: [S0.8]
#   controls: [NIST-CSF-2.0:ID.IM-03]
#   states: [closed]
#   solution: Name the earlier findings in `recurrence.prior`, or say in `recurrence.distinct_because` what differs.
deny contains result.deny("RCA-02", ["recurrence", "prior"], {
	"message": sprintf("looks like a repeat of %s: %s, and the manifest does not say how they relate", [
		recurrence.in_words(recurrence.unlinked),
		recurrence.likeness.words,
	]),
	"expected": recurrence.unlinked,
	"unblock": concat("", [
		"name the earlier findings in `recurrence.prior` and give the root cause, ",
		"or say in `recurrence.distinct_because` why this is not the same gap",
	]),
	"who": who.owner,
	"related": [{"path": recurrence.likeness.path, "message": sprintf("the %s", [recurrence.likeness.words])}],
	"facts": {"priors": recurrence.unlinked, "window_days": data.params.repeat_window_days},
}) if {
	finding.is_repair
	count(_unknown_priors) == 0
	count(recurrence.unlinked) > 0
}

deny contains result.deny("RCA-02", ["recurrence", "prior", i], {
	"message": sprintf("`%s` is not a finding of the tree", [recurrence.linked[i]]),
	"expected": "the id of an earlier finding",
	"found": recurrence.linked[i],
	"unblock": "correct the id, or take it out",
	"who": who.owner,
	"related": [related |
		some id in recurrence.unlinked
		related := {
			"path": recurrence.likeness.path,
			"message": sprintf("the %s: `%s`", [recurrence.likeness.words, id]),
		}
	],
}) if {
	finding.is_repair
	some i in _unknown_priors
}

# Named, but nobody knows them. Once the id is corrected, the rest shows.
_unknown_priors := [i | some i, id in recurrence.linked; not data.index[id]]
