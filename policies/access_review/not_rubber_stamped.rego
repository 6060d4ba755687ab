package remedy.access_review

import data.remedy.lib.decisions
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.population
import data.remedy.lib.result
import data.remedy.lib.review

# METADATA
# title: Not rubber-stamped
# description: |
#   Everything was kept, there was much of it, and each decision took a few seconds: that looks like a click on "select
#   all". It may be right all the same, so nothing is blocked; a second person who looks at a sample shows that it is.
#   Populations that a documented method reviews are left out.
# custom:
#   id: REV-10
#   requirements: [S2.24, S4.21]
#   controls: [NIST-CSF-2.0:PR.AA-05]
#   kinds: [AccessReview]
#   states: [completed]
#   solution: Have somebody who did not decide look at a sample, and record it in `spot_check`.
warn contains result.warn("REV-10", ["decisions"], {
	"message": sprintf("all %s keep the access, half of them within %v seconds of the one before", [
		decisions.in_words(_stamped),
		median,
	]),
	"expected": "a look at a sample of them by somebody who decided nothing here",
	"unblock": "have a second person look at a sample, and record it in `spot_check`",
	"who": review.responsible,
	"related": [{"path": ["spot_check"], "message": sprintf("this does not count: %s", [concat("; ", faults)])} |
		input.review.spot_check
		faults := sort(_spot_check_faults)
	],
	"facts": {"decisions": decisions.total(_stamped), "median_seconds": median},
}) if {
	input.review.state == "completed"
	median := input.facts.review.median_seconds
	median < data.params.rubber_stamp.median_seconds
	decisions.total(_stamped) > data.params.rubber_stamp.items
	not _was_spot_checked
	every group in _stamped {
		group.decision == "keep"
	}
}

# What persons decided.
_stamped := [group | some group in review.groups; not population.is_automated(group["class"])]

_was_spot_checked if {
	input.review.spot_check
	count(_spot_check_faults) == 0
}

_spot_check_faults contains sprintf("`%s` is missing", [key]) if {
	some key in ["by", "at", "size", "ref"]
	object.get(input.review.spot_check, key, "") == ""
}

_spot_check_faults contains sprintf("`%s` is not a person in `org.people`", [by]) if {
	by := input.review.spot_check.by
	not org.names_person(by)
}

_spot_check_faults contains sprintf("`%s` decided in this review", [by]) if {
	by := input.review.spot_check.by
	some group in review.groups
	org.same_person(by, group.reviewer)
}

_spot_check_faults contains sprintf("it is dated in the future (%s)", [at]) if {
	at := input.review.spot_check.at
	not moment.begun(at)
}
