package remedy.non_human_identity

import data.remedy.lib.account
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.who

# METADATA
# title: Managed replacement
# description: |
#   What replaces a leaked secret is a new one, lies in a store that is made for secrets, and runs out one day.
#   Otherwise the next leak has only been prepared. Where nothing replaces the secret, because `rotate` does not
#   apply or the identity was decommissioned, there is nothing to judge.
# custom:
#   id: NHI-02
#   requirements: [S0.25, S1.32]
#   controls: [OWASP-NHI-2025:NHI2, OWASP-NHI-2025:NHI7, NIST-CSF-2.0:PR.AA-01, NIST-800-53r5:IA-5]
#   states: [closed]
#   types: [leaked_secret]
#   solution: Issue a new credential with an expiry into an approved store, and describe it in `secret.replacement`.
deny contains result.unavailable(
	"NHI-02",
	["secret", "replacement", "store"],
	"org.systems",
	"put the systems of the organisation into its data, as `systems`",
) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	_replacement_is_expected
	input.finding.secret.replacement.id
	input.finding.secret.replacement.store
	not data.org.systems
}

deny contains result.deny("NHI-02", problem.path, object.union(problem, {"who": who.owner})) if {
	input.finding.type == "leaked_secret"
	finding.is_repair
	_replacement_is_expected
	some problem in _replacement_problems
}

_replacement_is_expected if account.is_done({"rotate"})

_replacement_is_expected if {
	not finding.is_decommissioned
	not _replacement_does_not_apply
}

# ACT-02 asks for the justification and the approver of that.
_replacement_does_not_apply if {
	some action in finding.actions
	action.type == "rotate"
	action.status == "not_applicable"
}

_replacement := finding.field(["secret", "replacement"], {})

_replacement_problems contains {
	"path": ["secret", "replacement", "id"],
	"message": "no replacement of the leaked credential is named",
	"expected": "the id of the new credential",
	"unblock": "issue a new credential and describe it in `secret.replacement: {id, store, expires_at}`",
} if {
	not _replacement.id
}

_replacement_problems contains {
	"path": ["secret", "replacement", "id"],
	"message": sprintf("the replacement `%s` is the leaked credential itself", [_replacement.id]),
	"expected": "an id other than `secret.id`",
	"found": _replacement.id,
	"unblock": "issue a new credential and name it in `secret.replacement.id`",
} if {
	_replacement.id == input.finding.secret.id
}

_replacement_problems contains {
	"path": ["secret", "id"],
	"message": sprintf("the leaked credential has no id, so nothing shows that `%s` is another one", [id]),
	"expected": "the id of the leaked credential",
	"unblock": "set `secret.id` to the id of the leaked credential, never to its value",
} if {
	id := _replacement.id
	not input.finding.secret.id
}

_replacement_problems contains {
	"path": ["secret", "replacement", key],
	"message": sprintf("the replacement `%s` is unmanaged: `%s` is missing", [id, key]),
	"expected": expected,
	"unblock": "keep the new credential in an approved store, with an expiry, and record both in `secret.replacement`",
} if {
	id := _replacement.id
	some key, expected in {"store": _replacement_stores, "expires_at": _replacement_end}
	not _replacement[key]
}

_replacement_problems contains {
	"path": ["secret", "replacement", "store"],
	"message": sprintf("`%s` is kept in `%s`, %s", [_replacement.id, store, problem]),
	"expected": _replacement_stores,
	"found": store,
	"unblock": sprintf("keep it in %s, and name that in `secret.replacement.store`", [_replacement_stores]),
} if {
	data.org.systems
	store := _replacement.store
	problem := _replacement_store_problem
	not _replacement_store_kind in data.params.secret_store_kinds
}

_replacement_store_kind := object.get(data.org.systems, [_replacement.store, "kind"], "")

_replacement_store_problem := "which is not a system in `org.systems`" if not data.org.systems[_replacement.store]

_replacement_store_problem := "a system of no stated kind" if {
	data.org.systems[_replacement.store]
	_replacement_store_kind == ""
}

_replacement_store_problem := sprintf("which is of kind `%s`", [_replacement_store_kind]) if {
	_replacement_store_kind != ""
}

_replacement_stores := sprintf("a system of kind %s", [concat(" or ", data.params.secret_store_kinds)])

_replacement_end := "a moment after the closure"

# Seen from the closure, so that a closed finding stays closed when the credential has run out as planned.
_replacement_problems contains {
	"path": ["secret", "replacement", "expires_at"],
	"message": sprintf("`%s` ran out on %s, before %s", [id, expires, finding.judged_at]),
	"expected": _replacement_end,
	"found": expires,
	"unblock": "issue a credential that is valid, and record its expiry in `secret.replacement.expires_at`",
} if {
	expires := _replacement.expires_at
	id := _replacement.id
	moment.before(expires, finding.judged_at)
}
