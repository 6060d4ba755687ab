# METADATA
# title: Population
# description: |
#   What is wrong with a population of an access review, or with the decisions about it, beside a decision that is
#   missing. What was counted in the files stands in the same order as the populations of the review.
package remedy.lib.population

import data.remedy.lib.decisions
import data.remedy.lib.moment
import data.remedy.lib.review

# Everything was counted. Without that no population could be judged, and none would be found wrong.
are_counted if count(_facts) == count(review.populations)

# Items that are really there.
total := sum([fact.count | some fact in _facts])

has_list(population) if population.file

has_list(population) if population.items

# A class of machines that was reviewed by a documented method instead of by hand, in all its populations.
is_automated(class) if {
	class in data.params.automated_review_populations
	of_class := [p | some p in _populations; p["class"] == class]
	count(of_class) > 0
	every p in of_class {
		p.method in {"automated", "risk_based"}
		p.method_ref
	}
}

# Which keys of a population are missing.
gaps(population) := [key |
	some key in ["source", "query", "extracted_at", "count", "sha256"]
	_is_needed(key, population)
	object.get(population, key, "") == ""
]

_is_needed(key, _) if key != "sha256"

# The digest is that of a file; items in the review itself are under the control of its versions.
_is_needed("sha256", population) if population.file

# What is wrong with population i: a list of {key, message}.
faults(i) := array.concat(_content_faults(_populations[i], _facts[i]), _time_faults(_populations[i]))

_facts := review.fact(["populations"], [])

_populations := review.populations

_content_faults(population, fact) := array.concat(
	array.concat(
		[{"key": "file", "message": "it has neither `file` nor `items`"} | not has_list(population)],
		[{"key": "sha256", "message": "`sha256` is not that of the file"} | fact.digest_matches == false],
	),
	array.concat(_count_faults(population, fact), _repetitions(population, fact)),
)

_count_faults(population, fact) := [{"key": "count", "message": why} |
	has_list(population)
	stated := population.count
	stated != fact.count
	why := sprintf("`count` is %d, and %d are there", [stated, fact.count])
]

_repetitions(population, fact) := [{"key": key, "message": why} |
	repeated := fact.repeated
	repeated.count > 0
	some key in ["file", "items"]
	population[key]
	why := sprintf("items are repeated: %s", [decisions.listed(repeated.items, repeated.count)])
]

_time_faults(population) := [{"key": "extracted_at", "message": why} |
	at := population.extracted_at
	moment.before(_completed_at, at)
	why := sprintf("it was extracted on %s, after the review was completed (%s)", [at, _completed_at])
]

_completed_at := review.completed_at

# What is wrong with the decisions as a whole: a set of {message, unblock}.
decision_faults contains {
	"message": sprintf("%s about what is in no population: %s", [
		decisions.number(unknown.count),
		decisions.listed(unknown.items, unknown.count),
	]),
	"unblock": "correct the ids of the items, or extract the populations again",
} if {
	unknown := input.facts.review.decisions.unknown
	unknown.count > 0
}

decision_faults contains {
	"message": sprintf("more than one decision for the same business unit: %s", [
		decisions.listed(repeated.items, repeated.count),
	]),
	"unblock": "keep the one decision that holds",
} if {
	repeated := input.facts.review.decisions.repeated
	repeated.count > 0
}

decision_faults contains {
	"message": sprintf("the first decision (%s) is older than every population (%s)", [first, extracted]),
	"unblock": "decide about the populations as they were extracted",
} if {
	first := review.first_decided_at
	extracted := moment.earliest({at | some population in review.populations; at := population.extracted_at})
	moment.before(first, extracted)
}
