package remedy.separation_of_duties

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.separation
import data.remedy.lib.verification
import data.remedy.lib.who

# METADATA
# title: Complete exception of a small organisation
# description: |
#   Where nobody else is there, one person may hold two roles (SOD-01, SOD-02, SOD-04, SOD-05), if the profile says that
#   the organisation is small. The exception says why, who looked for somebody else, and until when; and an executive or
#   somebody from outside, who neither owns nor fixes the finding, has looked at the result and left evidence. Findings
#   of tier active and material weaknesses allow none. An exception that nobody needs is not judged; one that is used is
#   shown as a warning.
# custom:
#   id: SOD-08
#   requirements: [S2.26]
#   controls: [NIST-800-53r5:AC-5, NIST-800-53r5:CA-2(1), NIST-CSF-2.0:ID.RA-07]
#   states: [closed]
#   solution: Complete the exception in `separation_exceptions`, or find a second person for the role.
deny contains result.deny("SOD-08", path, {
	"message": sprintf("the exception from %s does not count: %s", [
		concat(", ", rules),
		concat("; ", sort([p.message | some p in problems])),
	]),
	"expected": "an exception of a small organisation with reason, search, compensating review with evidence, and end",
	"unblock": "complete the exception, or find a second person",
	"who": _compensating_reviewers,
	"related": [{"path": array.concat(["separation_exceptions", i], p.path), "message": p.message} |
		some p in problems
		count(p.path) > 0
	],
	"facts": {"rules": rules},
}) if {
	input.finding.state == "closed"
	some i, exception in separation.exceptions
	rules := sort([r | some r in exception.rules; r in _separation_conflicts; not separation.is_excepted(r)])
	count(rules) > 0
	problems := separation.problems(i)
	path := array.concat(["separation_exceptions", i], _deepest_common(problems))
}

deny contains result.deny("SOD-08", ["separation_exceptions", i, "review", "by"], {
	"message": sprintf("%s is the verifier whom the exception from SOD-04 excuses", [verification.name(reviewer)]),
	"expected": "an executive or somebody from outside who is independent",
	"found": reviewer.id,
	"unblock": "have the compensating review done by somebody else",
	"who": [p | some p in _compensating_reviewers; p != reviewer.person],
	"related": verification.places(verification.of(reviewer.person, verification.verifications), "verified here"),
}) if {
	some i in separation.counting("SOD-04")
	id := separation.exceptions[i].review.by
	reviewer := {"id": id, "person": org.canonical(id)}
	_dependent_verifiers[reviewer.person]
}

warn contains result.warn("SOD-08", ["separation_exceptions", i], {
	"message": sprintf("one person holds two roles, by an exception from %s until %s that `%s` reviewed on %s", [
		concat(", ", rules),
		exception.expires_at,
		exception.review.by,
		moment.day(exception.review.at),
	]),
	"facts": {"rules": rules},
}) if {
	input.finding.state == "closed"
	some i, exception in separation.exceptions
	count(separation.problems(i)) == 0
	rules := sort([r | some r in exception.rules; r in _separation_conflicts])
	count(rules) > 0
}

# The rules that would deny this closure, exception or not.
_separation_conflicts contains "SOD-01" if count(_fixing_verifiers) > 0

_separation_conflicts contains "SOD-02" if count(_owner_signatures) > 0

_separation_conflicts contains "SOD-04" if count(_dependent_verifiers) > 0

_separation_conflicts contains "SOD-05" if count(_changing_attestors) > 0

# The place of the one problem, or nothing if there are several.
_deepest_common(problems) := [p.path | some p in problems][0] if count(problems) == 1

_deepest_common(problems) := [] if count(problems) != 1

# Active executives who neither own nor fix the finding.
_compensating_reviewers := [p | some p in who.executives; not p in finding.conflicted]
