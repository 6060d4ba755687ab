package remedy.break_glass

import data.remedy.lib.deviation
import data.remedy.lib.finding
import data.remedy.lib.hours
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Credential is resealed
# description: |
#   Whoever has used a break-glass credential knows it. After the use it is rotated and sealed again, or the account is
#   disabled, within the hours that the profile gives. One that is still live blocks always. One that was sealed late
#   cannot be sealed earlier any more, and blocks until the deviation is ratified.
# custom:
#   id: BRK-03
#   requirements: [S4.24]
#   controls: ["NIST-800-53r5:AC-2(2)", NIST-800-53r5:IA-5]
#   states: [closed]
#   types: [break_glass_use]
#   solution: Rotate and seal the credential, or disable the account, and set `break_glass.resealed_at`.
deny contains result.deny("BRK-03", ["break_glass", "resealed_at"], {
	"message": "break-glass credential still live: nothing shows that it was sealed or disabled after the use",
	"expected": "a moment after the use",
	"found": finding.field(["break_glass", "resealed_at"], "nothing"),
	"unblock": "rotate and seal the credential or disable the account, and set `break_glass.resealed_at`",
	"who": org.teams_with("rotate_credential"),
	"related": [{"path": ["break_glass", "used_at"], "message": "the use"} | input.finding.break_glass.used_at],
}) if {
	_reseal_is_judged
	count(_reseals) == 0
}

deny contains result.deny("BRK-03", _first_reseal.path, {
	"message": _late_reseal_message,
	"expected": sprintf("sealed by %s", [
		hours.limit(input.finding.break_glass.used_at, data.params.break_glass_reseal_hours),
	]),
	"found": _first_reseal.at,
	"unblock": deviation.advice("BRK-03"),
	"who": deviation.ratifiers,
	"related": array.concat(
		[{"path": ["break_glass", "used_at"], "message": "the hours run from here"}],
		deviation.related("BRK-03"),
	),
	"facts": {"hours": data.params.break_glass_reseal_hours},
}) if {
	not deviation.is_ratified("BRK-03")
	_late_reseal_message
}

warn contains result.warn("BRK-03", deviation.path("BRK-03"), {
	"flag": "ratified",
	"message": sprintf("%s; ratified by `%s` on %s: %s", [
		_late_reseal_message,
		record.ratified_by,
		record.at,
		record.reason,
	]),
}) if {
	_late_reseal_message
	record := deviation.record("BRK-03")
}

_late_reseal_message := sprintf("break-glass credential live for %s after the use (limit %s)", [
	hours.taken(input.finding.break_glass.used_at, _first_reseal.at),
	hours.in_words(data.params.break_glass_reseal_hours),
]) if {
	_reseal_is_judged
	hours.is_late(input.finding.break_glass.used_at, data.params.break_glass_reseal_hours, _first_reseal.at)
}

_reseal_is_judged if {
	input.finding.state == "closed"
	input.finding.type == "break_glass_use"
	finding.is_repair
}

# What made the credential worthless, whichever came first after the use.
_first_reseal := [r | some r in _reseals; r.at == first][0] if {
	first := moment.earliest({r.at | some r in _reseals})
}

_reseals contains {"path": ["break_glass", "resealed_at"], "at": at} if {
	at := input.finding.break_glass.resealed_at
	_is_after_the_use(at)
}

_reseals contains {"path": ["plan", "actions", i, "performed_at"], "at": at} if {
	some i, action in finding.actions
	action.status == "done"
	action.type in {"reseal"} | {t | some t in data.params.disabling_actions}
	at := action.performed_at
	_is_after_the_use(at)
}

_is_after_the_use(m) if {
	moment.begun(m)
	not _is_before_the_use(m)
}

_is_before_the_use(m) if moment.before(m, input.finding.break_glass.used_at)
