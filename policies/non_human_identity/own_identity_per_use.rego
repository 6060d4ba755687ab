package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: One identity per use
# description: |
#   People do not log in with an identity that belongs to a machine, two workloads do not share one, and none is used
#   in two environments: what several use nobody can take away, and no log tells who it was. People may log in for a
#   time if that was justified and approved. What the manifest does not state counts as unsolved; what was deleted is
#   solved.
# custom:
#   id: NHI-10
#   requirements: []
#   controls:
#     - OWASP-NHI-2025:NHI8
#     - OWASP-NHI-2025:NHI9
#     - OWASP-NHI-2025:NHI10
#     - NIST-CSF-2.0:PR.AA-05
#     - PCI-DSS-4.0.1:8.6.1
#   states: [closed]
#   types: [human_use_of_nhi, nhi_reuse, env_mixing]
#   solution: Block interactive login, and give each workload and each environment an identity of its own.
deny contains result.deny("NHI-10", ["identity", "interactive_login"], {
	"message": "nothing states that people can no longer log in with it: `interactive_login` is missing",
	"expected": false,
	"unblock": _own_identity_login_advice,
	"who": who.owner,
}) if {
	input.finding.type == "human_use_of_nhi"
	finding.is_repair
	not account.is_gone
	finding.field(["identity", "interactive_login"], null) == null
}

deny contains result.deny("NHI-10", ["identity", "interactive_login"], {
	"message": "people can still log in with it, and no exception is recorded",
	"expected": false,
	"found": true,
	"unblock": _own_identity_login_advice,
	"who": who.owner,
}) if {
	input.finding.type == "human_use_of_nhi"
	finding.is_repair
	not account.is_gone
	count(_login_exception) == 0
	input.finding.identity.interactive_login == true
}

deny contains result.deny("NHI-10", ["identity", "interactive_exception", problem.key], {
	"message": sprintf("people can still log in with it, and the exception does not count: %s", [problem.message]),
	"expected": "`justification`, `approved_by`, `until` and `ref`",
	"unblock": _own_identity_login_advice,
	"who": who.owner,
}) if {
	input.finding.type == "human_use_of_nhi"
	finding.is_repair
	not account.is_gone
	input.finding.identity.interactive_login == true
	count(_login_exception) > 0
	some problem in _login_exception_problems
}

deny contains result.deny("NHI-10", ["identity", key], {
	"message": sprintf("nothing states which %s still use it: `%s` is missing", [key, key]),
	"expected": sprintf("at most one of `identity.%s`", [key]),
	"unblock": sprintf("split the identity and list what is left in `identity.%s`", [key]),
	"who": who.owner,
}) if {
	key := _users_of_identity[input.finding.type]
	finding.is_repair
	not account.is_gone
	not input.finding.identity[key]
}

deny contains result.deny("NHI-10", ["identity", key], {
	"message": sprintf("still shared by %d %s: %s", [
		count(users),
		key,
		concat(", ", [sprintf("`%s`", [user]) | some user in users]),
	]),
	"expected": sprintf("at most one of `identity.%s`", [key]),
	"found": users,
	"unblock": "give each of them an identity of its own",
	"who": who.owner,
}) if {
	key := _users_of_identity[input.finding.type]
	finding.is_repair
	not account.is_gone
	users := input.finding.identity[key]
	count(users) > 1
}

# Where the manifest lists what shares the identity, by the type of the finding.
_users_of_identity := {"nhi_reuse": "workloads", "env_mixing": "environments"}

_own_identity_login_advice := concat("", [
	"block interactive login and set `identity.interactive_login: false`, ",
	"or have an exception approved and record it in `identity.interactive_exception`",
])

_login_exception := finding.field(["identity", "interactive_exception"], {})

_login_exception_problems contains {"key": key, "message": sprintf("`%s` is missing", [key])} if {
	some key in ["justification", "approved_by", "until", "ref"]
	object.get(_login_exception, key, "") == ""
}

_login_exception_problems contains {
	"key": "approved_by",
	"message": sprintf("`%s` is not a person in `org.people`", [_login_exception.approved_by]),
} if {
	not org.names_person(_login_exception.approved_by)
	_login_exception.approved_by != ""
}

_login_exception_problems contains {"key": "until", "message": sprintf("it ended on %s", [_login_exception.until])} if {
	moment.before(_login_exception.until, finding.judged_at)
}
