package remedy.lib.result_test

import data.remedy.lib.result

test_a_denial_has_rule_path_and_details if {
	result.deny("OWN-01", ["ownership", "accountable_owner"], {"message": "no owner", "who": ["alice"]}) == {
		"rule": "OWN-01",
		"path": ["ownership", "accountable_owner"],
		"message": "no owner",
		"who": ["alice"],
	}
}

test_details_never_replace_rule_and_path if {
	d := result.deny("OWN-01", ["a"], {"rule": "OWN-02", "path": ["b"], "message": "m"})
	d.rule == "OWN-01"
	d.path == ["a"]
}

test_a_warning_has_its_flag if {
	result.warn("SLA-04", [], {"message": "late", "flag": "late"}) == {
		"rule": "SLA-04",
		"path": [],
		"message": "late",
		"flag": "late",
	}
}

test_what_is_unavailable_is_named if {
	result.unavailable("SLA-07", ["exposure", "cve"], "feeds.kev", "give a KEV snapshot") == {
		"rule": "SLA-07",
		"path": ["exposure", "cve"],
		"unavailable": "feeds.kev",
		"message": "cannot be judged: `feeds.kev` is not available",
		"unblock": "give a KEV snapshot",
	}
}
