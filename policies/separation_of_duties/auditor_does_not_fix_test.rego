package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

# An audit finding that Ivan, the auditor, also fixed.
_audited(changes) := object.union(
	example.closed_with({"source": {"kind": "audit", "reported_by": "ivan", "assessor": "ivan"}}),
	changes,
)

_by_ivan := {"plan": {"actions": [{
	"type": "revoke_old", "status": "done", "performed_by": "ivan", "performed_at": "2026-11-03T11:00:00Z",
}]}}

_impairment := {"deviations": [{"rule": "SOD-03", "reason": "night shift", "ratified_by": "henry", "at": "2026-11-18"}]}

_paths(finding) := {d.path | some d in denied("SOD-03", finding)}

test_an_auditor_who_stays_out_passes if {
	denied("SOD-03", _audited({})) == []
	warned("SOD-03", _audited({})) == []
}

test_an_auditor_who_fixed_is_denied if {
	[d] := denied("SOD-03", _audited(_by_ivan))
	d.path == ["plan", "actions", 0, "performed_by"]
	d.message == "auditor `ivan` took part in the fix: independence is lost"
	d.found == "ivan"
	startswith(d.unblock, "have another assessor test the fix, and have the deviation ratified: `deviations: [{rule")
	d.who == ["henry"]
	d.related == []
	d.facts == {"person": "ivan"}
}

test_an_auditor_who_approved_the_plan_is_denied if {
	approvals := [{"kind": "business", "by": "ivan"}, {"kind": "plan", "by": "ivan"}, {"kind": "plan"}]
	planned := _audited({"approvals": approvals})
	[d] := denied("SOD-03", planned)
	d.path == ["approvals", 1, "by"]
	d.message == "auditor `ivan` approved the plan: independence is lost"
	[both] := denied("SOD-03", object.union(planned, _by_ivan))
	both.related == [{"path": ["approvals", 1, "by"], "message": "approved the plan"}]
}

test_the_assessor_is_an_auditor_of_any_team if {
	assessed := example.closed_with({"type": "sox_exception", "source": {"kind": "self", "assessor": "carol"}})
	_paths(assessed) == {["ownership", "implementers", 0]}
}

test_who_reported_it_is_an_auditor_only_in_an_audit if {
	reported := example.closed_with({"source": {"kind": "audit", "reported_by": "carol"}})
	_paths(reported) == {["ownership", "implementers", 0]}
	_paths(object.union(reported, {"type": "sox_exception", "source": {"kind": "self"}})) == set()
}

test_anybody_of_an_audit_team_is_an_auditor if {
	anybody := object.union(example.closed_with({"type": "soc2_exception"}), _by_ivan)
	_paths(anybody) == {["plan", "actions", 0, "performed_by"]}
	framed := object.union(example.closed_with({"source": {"framework": "soc2"}}), _by_ivan)
	count(_paths(framed)) == 1
}

test_a_finding_of_no_audit_is_not_judged if {
	_paths(object.union(example.closed, _by_ivan)) == set()
}

test_an_alias_of_the_auditor_is_denied if {
	org := org_with({"aliases": {"ivan@example.com": "ivan"}})
	by_alias := {"plan": {"actions": [{"status": "done", "performed_by": "Ivan@example.com"}]}}
	[d] := denied_in("SOD-03", _audited(by_alias), org)
	d.message == "auditor `Ivan@example.com` (`ivan`) took part in the fix: independence is lost"
}

test_absent_sources_and_plans_pass if {
	_paths(object.remove(_audited({}), ["plan", "ownership", "approvals"])) == set()
	_paths(object.union(object.remove(example.closed, ["source"]), {"type": "sox_exception"})) == set()
}

test_an_auditor_who_acted_in_another_state_or_repaired_nothing_passes if {
	every state in ["open", "contained", "accepted"] {
		_paths(as_state(_audited(_by_ivan), state)) == set()
	}
	_paths(as_disposition(_audited(_by_ivan), "false_positive")) == set()
}

test_a_ratified_impairment_passes_with_an_unimpaired_retest if {
	ratified := object.union(_audited(_by_ivan), _impairment)
	denied("SOD-03", ratified) == []
	[w] := warned("SOD-03", ratified)
	w.flag == "ratified"
	w.path == ["deviations", 0]
	w.message == "lost independence of `ivan`, ratified by `henry` on 2026-11-18"
	w.related == [{"path": ["plan", "actions", 0, "performed_by"], "message": "took part in the fix"}]
}

test_a_ratified_impairment_without_an_unimpaired_retest_is_denied if {
	ratified := object.union(_audited(_by_ivan), _impairment)
	every retests in [
		[],
		[{"result": "pass", "at": "2026-11-12T08:00:00Z", "by": "ivan"}],
		[{"result": "pass", "at": "2026-11-12T08:00:00Z", "by": "carol"}],
		[{"result": "pass", "at": "2026-11-12T08:00:00Z", "by": "nobody"}],
		[{"result": "pass", "at": "2026-11-03T10:59:59Z", "by": "erin"}],
		[{"result": "fail", "at": "2026-11-12T08:00:00Z", "by": "erin"}],
	] {
		[d] := denied("SOD-03", object.union(ratified, {"retest": retests}))
		d.path == ["retest"]
		d.message == "`ivan` lost independence, which was ratified, but nobody unimpaired has tested the fix"
		d.related == [{"path": ["plan", "actions", 0, "performed_by"], "message": "took part in the fix"}]
		d.who == ["assurance", "reviews", "security"]
	}
}

test_a_deviation_that_does_not_count_is_shown if {
	early := {"deviations": [{"rule": "SOD-03", "reason": "night shift", "ratified_by": "ivan", "at": "2026-11-18"}]}
	[d] := denied("SOD-03", object.union(_audited(_by_ivan), early))
	{r.path | some r in d.related} == {["deviations", 0]}
}

test_the_framework_of_the_audit_makes_it_one if {
	every framework in ["sox", "soc2"] {
		framed := object.union(example.closed_with({"source": {"framework": framework}}), _by_ivan)
		_paths(framed) == {["plan", "actions", 0, "performed_by"]}
	}
	_paths(object.union(example.closed_with({"source": {"framework": "iso27001"}}), _by_ivan)) == set()
}

test_a_deviation_of_which_there_is_no_need_says_nothing if {
	untested := object.remove(object.union(_audited({}), _impairment), ["retest"])
	denied("SOD-03", untested) == []
	warned("SOD-03", untested) == []
}

test_an_impairment_that_is_not_ratified_is_one_denial_without_a_warning if {
	untested := object.remove(_audited(_by_ivan), ["retest"])
	[d] := denied("SOD-03", untested)
	d.path == ["plan", "actions", 0, "performed_by"]
	warned("SOD-03", untested) == []
}

test_a_ratified_impairment_in_another_state_says_nothing if {
	ratified := object.remove(object.union(_audited(_by_ivan), _impairment), ["retest"])
	every state in ["open", "contained", "accepted"] {
		_paths(as_state(ratified, state)) == set()
		warned("SOD-03", as_state(ratified, state)) == []
	}
}
