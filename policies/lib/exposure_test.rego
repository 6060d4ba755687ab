package remedy.lib.exposure_test

import data.remedy.lib.example_test as example
import data.remedy.lib.exposure

_cve := "CVE-2026-1111"

_finding(changes) := example.closed_with({"exposure": object.union({"cve": _cve}, changes)})

_exploitation(changes, record) := worst if {
	worst := exposure.exploitation with input as example.document(_finding(changes))
		with data.feeds as {"ssvc": {"entries": {_cve: record}}}
}

test_the_worse_exploitation_of_manifest_and_catalogue_counts if {
	every here, of_record in {
		"none": {"none": "none", "public_poc": "public_poc", "active": "active"},
		"public_poc": {"none": "public_poc", "public_poc": "public_poc", "active": "active"},
		"active": {"none": "active", "public_poc": "active", "active": "active"},
	} {
		every recorded, worst in of_record {
			_exploitation({"exploitation": here}, {"exploitation": recorded}) == worst
		}
		_exploitation({"exploitation": here}, {}) == here
	}
}

test_without_a_word_about_it_nothing_is_exploited if {
	bare := example.without(example.closed, "exposure")
	exposure.exploitation == "none" with input as example.document(bare) with data.feeds as {}
	exposure.exploitation_here == "none" with input as example.document(bare) with data.feeds as {}
}

_is_likely(changes) if {
	exposure.is_likely_exploitable with input as example.document(_finding(changes)) with data.feeds as {}
}

test_what_is_exploited_is_likely_to_be if {
	_is_likely({"exploitation": "active"})
	_is_likely({"exploitation": "public_poc"})
	not _is_likely({"exploitation": "none"})
}
