package remedy.evidence

import data.remedy.lib.evidence
import data.remedy.lib.finding
import data.remedy.lib.result

# METADATA
# title: Verifiable evidence
# description: |
#   Every piece of evidence says where it is, from which system it comes, who collected it and when, and has the digest
#   of its file. Then somebody else can find it years later, and see that it is still the same.
# custom:
#   id: EVD-03
#   requirements: [S3.15]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Complete the record; the digest is the SHA-256 of the exported file.
deny contains result.deny("EVD-03", ["evidence", i, missing[0]], {
	"message": sprintf("%s is not verifiable: %s missing", [
		evidence.name(i),
		concat(", ", [sprintf("`%s`", [key]) | some key in missing]),
	]),
	"expected": "`ref`, `sha256`, `collected_at`, `collected_by` and `system`",
	"unblock": "complete the record of this evidence; `sha256` is the digest of the exported file",
	"who": evidence.keepers,
	"facts": {"missing": missing},
}) if {
	finding.is_repair
	some i, item in evidence.all_of_them
	missing := _verifiable_gaps(item)
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(missing) > 0
}

_verifiable_gaps(item) := [key |
	some key in ["ref", "sha256", "collected_at", "collected_by", "system"]
	trim_space(object.get(item, key, "")) == ""
]
