# METADATA
# title: Exposure
# description: |
#   What manifest and catalogues say of the weakness, put together. A catalogue that was given overrides a milder word
#   in the manifest, never the other way round. What is not known counts as the worse value: reachable, automatable,
#   total impact (FedRAMP VER-EVA-AIA; BOD 26-04). A control gap has no exposure of its own, so what is not stated
#   there counts as absent.
package remedy.lib.exposure

import data.remedy.lib.finding

is_control_gap if input.finding.type in data.params.control_gap_types

# What the evaluation says of this very finding.
exploitation_here := _stated("exploitation", "none")

# The worse of that and of the SSVC record of the CVE.
exploitation := [e | some e in ["active", "public_poc", "none"]; e in _exploitations][0]

_exploitations := {exploitation_here} | {e | e := ssvc.exploitation}

# A public proof of concept, or an EPSS probability at or above the profile's threshold.
is_likely_exploitable if exploitation in {"public_poc", "active"}

is_likely_exploitable if epss >= data.params.epss_exposed

# The higher of the two EPSS probabilities. EPSS only ever shortens a due date; a CVE without a score stays without.
epss := max({_stated("epss", 0)} | {e | e := data.feeds.epss.entries[finding.cve].epss})

kev_entry := data.feeds.kev.entries[finding.cve]

in_kev if kev_entry

in_kev if input.finding.exposure.kev == true

# Who states the due date of a listing states the listing.
in_kev if {
	input.finding.exposure.kev_due
	not input.finding.exposure.kev == false
}

default ssvc := {}

ssvc := data.feeds.ssvc.entries[finding.cve]

# Exploited in the wild: in KEV, or said to be so by the SSVC record. Both speak of the CVE everywhere; that it is
# exploited here is for the evaluation to say.
is_exploited if in_kev

is_exploited if ssvc.exploitation == "active"

is_misused if input.finding.exposure.misuse_confirmed == true

is_misused if input.finding.secret.misuse_confirmed == true

is_reachable if input.finding.exposure.internet_reachable == true

is_reachable if is_assumed_reachable

# Nobody said whether it can be reached.
is_assumed_reachable if {
	_stated("internet_reachable", null) == null
	not is_control_gap
}

is_automatable if input.finding.exposure.automatable == true

is_automatable if ssvc.automatable == true

is_automatable if is_assumed_automatable

# Nobody said whether an attack can be automated.
is_assumed_automatable if {
	_stated("automatable", null) == null
	object.get(ssvc, "automatable", null) == null
	not is_control_gap
}

technical_impact := "total" if has_total_impact

technical_impact := "partial" if not has_total_impact

has_total_impact if "total" in _stated_impacts

has_total_impact if {
	count(_stated_impacts) == 0
	not is_control_gap
}

_stated_impacts := {i | i := input.finding.exposure.technical_impact} | {i | i := ssvc.technical_impact}

# Why the weakness counts as exploitable, in words.
reasons contains "exploitation is active" if exploitation_here == "active"

reasons contains "misuse is confirmed" if is_misused

reasons contains sprintf("%s is in KEV", [_name]) if in_kev

reasons contains sprintf("%s is exploited in the wild (SSVC)", [_name]) if ssvc.exploitation == "active"

reasons contains "reachable from the internet" if input.finding.exposure.internet_reachable == true

reasons contains "reachability is not stated, so reachable is assumed" if is_assumed_reachable

reasons contains "automatable" if {
	is_automatable
	not is_assumed_automatable
}

reasons contains "automatable is not stated, so it is assumed" if {
	is_assumed_automatable
	is_reachable
}

reasons contains "an exploit is public" if exploitation == "public_poc"

reasons contains sprintf("EPSS %v is not below %v", [epss, data.params.epss_exposed]) if {
	epss >= data.params.epss_exposed
}

_name := object.get(input.finding, ["exposure", "cve"], "the vulnerability")

_stated(key, default_value) := object.get(input.finding, ["exposure", key], default_value)
