package remedy.non_human_identity

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Every copy is cleared
# description: |
#   A secret that leaked once lies in more places than one: code and its history, logs of the pipeline, images, other
#   vaults, chat. Each of them is listed and cleared, or it is shown that what lies there opens nothing. The list is
#   never empty: at least the place where the secret was found belongs on it.
# custom:
#   id: NHI-03
#   requirements: [S0.25, S1.15]
#   controls: [OWASP-NHI-2025:NHI2, NIST-800-53r5:IA-5]
#   states: [closed]
#   types: [leaked_secret]
#   solution: List every copy in `secret.locations`, and clear each one or give the proof that it is worthless.
deny contains result.deny("NHI-03", ["secret", "locations"], {
	"message": "no copy of the secret is listed, not even the place where it was found",
	"expected": "every place in which the secret lay",
	"unblock": "list every copy in `secret.locations` and clear it",
	"who": who.owner,
}) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	count(_copies) == 0
}

deny contains result.deny("NHI-03", array.concat(["secret", "locations", i], problem.path), {
	"message": sprintf("%s: %s", [_copy_in_words(i), problem.message]),
	"expected": "`cleared: true`, or `worthless_ref`",
	"unblock": concat("", [
		"clear this copy and set `cleared: true`, ",
		"or prove that it opens nothing and link that in `worthless_ref`",
	]),
	"who": who.owner,
}) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	some i, copy in _copies
	not copy.worthless_ref
	some problem in _copy_problems(copy)
}

_copies := finding.field(["secret", "locations"], [])

_copy_problems(copy) := [{"path": ["cleared"], "message": "the secret is still there"}] if not copy.cleared == true

_copy_problems(copy) := [{"path": ["cleared_at"], "message": message} |
	at := copy.cleared_at
	not moment.begun(at)
	message := sprintf("it is to be cleared only on %s", [at])
] if {
	copy.cleared == true
}

_copy_in_words(i) := sprintf("copy in `%s`", [_copies[i].place])

_copy_in_words(i) := sprintf("copy number %d", [i + 1]) if not _copies[i].place
