package remedy.sla

import data.remedy.lib.deadline
import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result

# METADATA
# title: KEV due date
# description: |
#   What stands in CISA's catalogue of known exploited vulnerabilities is being exploited now, and its date holds
#   whatever the table says. No extension moves it, and mitigating is not enough: VDT-01 refuses to close as
#   `mitigated_full`. An accepted finding is judged by the acceptance rules. Without the catalogue a finding that
#   names a CVE cannot be judged.
# custom:
#   id: SLA-07
#   requirements: []
#   controls: [FedRAMP-VDR:VDR-TFR-KEV, NIST-CSF-2.0:ID.RA-06]
#   states: [open, contained, accepted, closed]
#   solution: Bring `due.date`, and what extends it, forward to the KEV date.
deny contains result.deny("SLA-07", deadline.in_force_path, {
	"message": sprintf("%s is in KEV, due %s; the manifest says %s", [
		_kev_subject,
		deadline.kev_due,
		deadline.in_force,
	]),
	"expected": deadline.latest_due,
	"found": deadline.in_force,
	"unblock": sprintf("set `%s` to %s or earlier", [_kev_key, deadline.latest_due]),
	"who": deadline.setters,
	"related": [{"path": ["exposure", key], "message": "KEV lists it"} |
		some key in ["cve", "kev_due"]
		input.finding.exposure[key]
	],
	"facts": object.union({"kev_due": deadline.kev_due}, _kev_facts),
}) if {
	input.finding.state in {"open", "contained", "closed"}
	moment.outlasts(deadline.in_force, deadline.kev_due)
}

deny contains result.unavailable("SLA-07", ["exposure", "cve"], "feeds.kev", _kev_advice) if {
	finding.cve
	not data.feeds.kev
}

_kev_advice := "put a snapshot of the KEV catalogue into the folder of feeds"

_kev_subject := sprintf("`%s`", [finding.cve])

_kev_subject := "the vulnerability" if not finding.cve

_kev_key := "due.date" if count(deadline.in_force_path) == 2

_kev_key := sprintf("due.extensions[%d].until", [deadline.in_force_path[2]])

# What the catalogue says; nothing if the manifest alone knows of the listing.
default _kev_facts := {}

_kev_facts := {
	"kev_version": data.feeds.kev.version,
	"date_added": data.feeds.kev.entries[finding.cve].date_added,
	"due_date": data.feeds.kev.entries[finding.cve].due_date,
}
