package remedy.vendor

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.org
import data.remedy.lib.result

# METADATA
# title: Internal owner shows the work
# description: |
#   A third party may cause a SOX exception, but the owner inside the organisation answers for it. That person has
#   asked for progress on record, the vendor was escalated or can be, something was fixed or compensates, and part of
#   the evidence was collected inside. What is missing altogether, such as any evidence or plan, is for EVD-01 and
#   ACT-02.
# custom:
#   id: VND-05
#   requirements: [S0.24, S3.25]
#   controls: [NIST-800-53r5:SA-9, PCAOB:AS-2201]
#   states: [closed]
#   solution: Record the follow-up in `tracking.log`, escalate the vendor, and collect evidence inside.
deny contains result.deny("VND-05", gaps[0].path, {
	"message": sprintf("%s not shown by %s", [concat(", ", [g.name | some g in gaps]), _inside_names]),
	"expected": "follow-up, vendor escalation, a fix or a compensating control, and closure evidence",
	"unblock": concat("; ", [g.advice | some g in gaps]),
	"who": sort(_inside_owners),
	"related": [{"path": g.path, "message": sprintf("%s is missing", [g.name])} | some i, g in gaps; i > 0],
}) if {
	finding.is_repair
	count(finding.field(["vendor"], {})) > 0
	finding.is_sox
	count(_inside_owners) > 0
	gaps := [part | some part in _inside_parts; not part.key in _inside_shown]
	# mutation: drop-condition and comparison, because a denial of no gap has no path; this line says what is wrong
	count(gaps) > 0
}

# The accountable owner and the owner of the control: follow-up of either counts.
_inside_owners := {p | p := finding.accountable_owner} | {p | p := finding.control_owner}

_inside_names := concat(" or ", [sprintf("`%s`", [p]) | some p in sort(_inside_owners)])

_inside_parts := [
	{
		"key": "follow-up",
		"name": "follow-up",
		"path": ["tracking", "log"],
		"advice": "have the owner follow up with the vendor and record it in `tracking.log` (`at`, `by`, `note`)",
	},
	{
		"key": "escalation",
		"name": "vendor escalation",
		"path": ["vendor", "escalation"],
		"advice": "escalate, and set `vendor.escalation` or add to `escalation.records`",
	},
	{
		"key": "fix",
		"name": "a fix or a compensating control",
		"path": ["plan", "actions"],
		"advice": "finish the fix, or add a compensating control",
	},
	{
		"key": "evidence",
		"name": "closure evidence of the organisation's own",
		"path": ["evidence"],
		"advice": "have somebody of the organisation collect evidence",
	},
]

_inside_shown contains "follow-up" if {
	some entry in finding.field(["tracking", "log"], [])
	org.canonical(entry.by) in _inside_owners
	moment.begun(entry.at)
	not moment.before(entry.at, finding.detected_at)
}

_inside_shown contains "escalation" if trim_space(finding.field(["vendor", "escalation"], "")) != ""

_inside_shown contains "escalation" if count(finding.field(["escalation", "records"], [])) > 0

_inside_shown contains "fix" if count(finding.field(["compensating_controls"], [])) > 0

# If all of it only contains, CON-02 speaks.
_inside_shown contains "fix" if count(finding.done_actions) > 0

# Without any action ACT-02 does.
_inside_shown contains "fix" if count(finding.actions) == 0

_inside_shown contains "evidence" if {
	some item in finding.field(["evidence"], [])
	not org.is_external(object.get(item, "collected_by", ""))
}

# No evidence at all is for EVD-01.
_inside_shown contains "evidence" if count(finding.field(["evidence"], [])) == 0
