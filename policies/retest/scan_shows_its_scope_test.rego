package remedy.retest_test

import data.remedy.lib.example_test as example

_scanned(changes) := with_retests([pass_at("2026-11-04"), object.union(pass_at("2026-11-12"), changes)])

_scanned_without(key) := with_retests([pass_at("2026-11-04"), object.remove(pass_at("2026-11-12"), [key])])

test_a_scan_without_scope_is_denied if {
	[d] := denied("RET-07", _scanned_without("scope"))
	d.path == ["retest", 1, "scope"]
	d.message == "absence from a scan is not proof: the retest does not state its `scope`"
	d.expected == "`scope` and `config_digest` of a scan that looked in the same way"
	startswith(d.unblock, "record scope and configuration of the scan")
	d.who == ["erin"]
	d.related == [{"path": ["source", "detector_config"], "message": "the configuration at the detection"}]
	denied_as_repair_only("RET-07", _scanned_without("scope"))
	count(denied("RET-07", _scanned({"scope": ""}))) == 1
}

test_a_scan_with_an_absent_configuration_is_denied if {
	[d] := denied("RET-07", _scanned_without("config_digest"))
	d.path == ["retest", 1, "config_digest"]
	d.message == "absence from a scan is not proof: the retest does not state its `config_digest`"
}

test_a_scan_with_another_configuration_is_denied if {
	[d] := denied("RET-07", _scanned({"config_digest": "rules-40"}))
	d.path == ["retest", 1, "config_digest"]
	endswith(d.message, "its configuration `rules-40` is not the one of the detection, `rules-41`")
}

test_both_gaps_are_one_denial if {
	bare := object.remove(pass_at("2026-11-12"), ["scope", "config_digest"])
	[d] := denied("RET-07", with_retests([bare]))
	d.path == ["retest", 0, "scope"]
	endswith(d.message, "does not state its `scope`; the retest does not state its `config_digest`")
}

test_a_scan_that_looked_in_the_same_way_passes if {
	denied("RET-07", proven) == []
	denied("RET-07", with_retests([pass_at("2026-11-12")])) == []
}

test_one_scan_that_shows_it_is_enough if {
	denied("RET-07", with_retests(array.concat(proven.retest, [object.remove(pass_at("2026-11-13"), ["scope"])]))) == []
}

test_an_absent_configuration_of_the_detection_asks_for_any if {
	denied("RET-07", _from_source(_scanned({"config_digest": "rules-40"}), example.closed.source)) == []
	[d] := denied("RET-07", _from_source(_scanned_without("config_digest"), example.closed.source))
	d.related == []
}

_from_source(finding, source) := object.union(object.remove(finding, ["source"]), {"source": source})

_probed(changes) := with_retests([object.union(
	object.remove(pass_at("2026-11-12"), ["config_digest"]),
	object.union(
		{"method": "probe of the key", "equivalence": {"approved_by": "frank", "at": "2026-11-11", "ref": "SEC-12"}},
		changes,
	),
)])

test_a_direct_test_that_stands_in_needs_its_scope_alone if {
	denied("RET-07", _probed({})) == []
	[d] := denied("RET-07", _probed({"scope": ""}))
	d.path == ["retest", 0, "scope"]
}

test_a_test_that_does_not_stand_in_is_ret_03s if {
	denied("RET-07", _probed({"scope": "", "equivalence": {"approved_by": "erin"}})) == []
}

test_an_unnamed_scanner_shows_scope_and_configuration_too if {
	source := object.remove(example.closed.source, ["detector"])
	[d] := denied("RET-07", _from_source(_scanned_without("config_digest"), source))
	d.path == ["retest", 1, "config_digest"]
}

test_what_no_scanner_found_passes if {
	bare := object.remove(pass_at("2026-11-12"), ["scope", "config_digest"])
	every kind in ["audit", "access_review", "alert", "pentest", "report", "self"] {
		denied("RET-07", object.union(with_retests([bare]), {"source": {"kind": kind}})) == []
	}
	unstated := object.remove(with_retests([bare]), ["source"])
	denied("RET-07", unstated) == []
}

test_the_scope_of_an_absent_retest_is_ret_01s if {
	denied("RET-07", object.remove(proven, ["retest"])) == []
}
