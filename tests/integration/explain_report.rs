//! The report of `explain`, as people read it: one rule in plain Rego, one finding.

use crate::common::{Folder, root};

/// What people read of one rule in plain Rego about a finding that is open.
fn explained(name: &str, rule: &str) -> String {
    let clean = |file: &str| std::fs::read(root().join("fixtures/clean").join(file)).unwrap();
    let folder = Folder::new()
        .with("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\npolicies: [policies]\n")
        .with("org/organization.yaml", clean("org/organization.yaml"))
        .with("findings/open.yaml", clean("findings/open.yaml"))
        .with(&format!("policies/{name}.rego"), format!("package house.{name}\n\n{rule}"));
    let outcome = folder.run(&["explain", &format!("findings/open.yaml:house.{name}.deny"), "--at", "2026-11-20"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

#[test]
fn a_comparison_is_shown_with_what_it_compared() {
    let report = explained(
        "quarter",
        r#"deny contains message if {
	input.finding.state == "open"
	due := input.finding.due.date
	due > "2026-12-31"
	message := sprintf("due %s, after the quarter", [due])
}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✗ HP-2026-013 blocked: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.quarter.deny blocks: due 2027-03-31, after the quarter

      policies/quarter.rego:3
      ✓ input.finding.state == "open"
          input.finding.state = "open"  line 11
      ✓ due := input.finding.due.date
          due = "2027-03-31"  line 23
      ✓ due > "2026-12-31"  ◀ this decided
          due = "2027-03-31"  line 23
      ✓ message := sprintf("due %s, after the quarter", [due])
          message = "due 2027-03-31, after the quarter"
    "#);
}

#[test]
fn a_negation_leads_into_the_helper_that_does_not_hold() {
    let report = explained(
        "started",
        r#"deny contains "nobody has begun" if {
	input.finding.state == "open"
	not _has_begun
}

_has_begun if {
	some action in input.finding.plan.actions
	action.type == "fix_code"
	action.status == "in_progress"
}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✗ HP-2026-013 blocked: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.started.deny blocks: nobody has begun

      policies/started.rego:3
      ✓ input.finding.state == "open"
          input.finding.state = "open"  line 11
      ✓ not _has_begun
          └ house.started._has_begun does not hold  policies/started.rego:8
            ✓ some action in input.finding.plan.actions
                action = {status: "planned", type: "fix_code"}  line 27
                input.finding.plan.actions = [{status: "planned", type: "fix_code"}]  line 27
            ✓ action.type == "fix_code"
                action.type = "fix_code"  line 27
            ✗ action.status == "in_progress"  ◀ this decided
                action.status = "planned"  line 27
    "#);
}

#[test]
fn an_every_is_shown_for_its_first_entry() {
    let report = explained(
        "planned",
        r#"deny contains "a plan is no fix" if {
	every action in input.finding.plan.actions {
		action.status == "planned"
	}
}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✗ HP-2026-013 blocked: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.planned.deny blocks: a plan is no fix

      policies/planned.rego:3
      ✓ every action in input.finding.plan.actions { action.status == "planned" }
          input.finding.plan.actions = [{status: "planned", type: "fix_code"}]  line 27
          └ for action in input.finding.plan.actions = {status: "planned", type: "fix_code"}  policies/planned.rego:4
            ✓ action.status == "planned"  ◀ this decided
                action.status = "planned"  line 27
    "#);
}

#[test]
fn an_every_that_does_not_hold_is_shown_for_the_entry_that_breaks_it() {
    let report = explained(
        "begun",
        r#"deny contains "all have begun" if {
	every action in input.finding.plan.actions {
		action.type
		action.status != "planned"
	}
}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✓ HP-2026-013 open: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.begun.deny does not block

      policies/begun.rego:3
      ✗ every action in input.finding.plan.actions { action.type action.status != "planned" }
          input.finding.plan.actions = [{status: "planned", type: "fix_code"}]  line 27
          └ for action in input.finding.plan.actions = {status: "planned", type: "fix_code"}  policies/begun.rego:4
            ✓ action.type
                action.type = "fix_code"  line 27
            ✗ action.status != "planned"  ◀ this decided
                action.status = "planned"  line 27
    "#);
}

#[test]
fn a_silent_rule_is_shown_with_each_of_its_clauses() {
    let report = explained(
        "exploited",
        r#"deny contains "it is exploited" if input.finding.exposure.exploitation == "active"

deny contains "a robot can do it" if {
	input.finding.exposure.internet_reachable
	input.finding.exposure.automatable
}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✓ HP-2026-013 open: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.exploited.deny does not block

      clause 1 of 2, policies/exploited.rego:3
      ✗ input.finding.exposure.exploitation == "active"  ◀ this decided
          input.finding.exposure.exploitation = "none"  line 15

      clause 2 of 2, policies/exploited.rego:5
      ✓ input.finding.exposure.internet_reachable
      ✗ input.finding.exposure.automatable  ◀ this decided
          input.finding.exposure.automatable = false  line 17
    "#);
}

#[test]
fn a_default_is_shown_with_the_condition_for_which_it_stands_in() {
    let report = explained(
        "patience",
        r#"deny contains "somebody has to look at it this month" if {
	input.finding.state == "open"
	_days <= 30
}

default _days := 30

_days := 90 if input.finding.severity == "moderate"
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✗ HP-2026-013 blocked: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.patience.deny blocks: somebody has to look at it this month

      policies/patience.rego:3
      ✓ input.finding.state == "open"
          input.finding.state = "open"  line 11
      ✓ _days <= 30  ◀ this decided
          _days = 30
          └ house.patience._days = 30, by default  policies/patience.rego:10
            ✗ input.finding.severity == "moderate"
                input.finding.severity = "low"  line 7
    "#);
}

#[test]
fn an_entry_of_an_empty_list_is_what_a_silent_rule_lacks() {
    let report = explained(
        "idle",
        r#"deny contains sprintf("`%s` waits", [waiting]) if {
	waiting := [action.type | some action in input.finding.plan.actions; action.status == "blocked"][0]
}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    ✓ HP-2026-013 open: Shop accepts passwords of six characters (low vulnerability, is open)
    findings/open.yaml

    house.idle.deny does not block

      policies/idle.rego:3
      ✗ waiting := [action.type | some action in input.finding.plan.actions; action.status == "blocked"…
          [action.type | some action in input.finding.plan.actions; a… = []
          └ [action.type | some action in input.finding.plan.actions; action.stat… does not hold  policies/idle.rego:4
            ✓ some action in input.finding.plan.actions
                action = {status: "planned", type: "fix_code"}  line 27
                input.finding.plan.actions = [{status: "planned", type: "fix_code"}]  line 27
            ✗ action.status == "blocked"  ◀ this decided
                action.status = "planned"  line 27
    "#);
}

#[test]
fn what_could_not_be_read_is_told_beside_what_is_explained() {
    let outcome = crate::common::run(&["explain", "fixtures/mixed", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("◀ this decided"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("fixtures/mixed/findings/"), "{}", outcome.stderr);
}

#[test]
fn what_is_neither_file_nor_finding_nor_rule_is_a_usage_error_with_the_nearest_name() {
    for (target, advice) in [
        ("fixtures/clean/findings:SLA-99", "did you mean `SLA-09`?"),
        ("fixtures/clean/findings/nothing.yaml", "name the file of a finding, its id, or the id of a rule"),
    ] {
        let outcome = crate::common::run(&["explain", target, "--at", "2026-11-20"]);
        assert_eq!(outcome.code, 2, "{target}");
        assert!(outcome.stdout.contains(advice), "{}", outcome.stdout);
    }
    let page = crate::common::run(&["explain", "SLA-02"]);
    assert_eq!(page.code, 0);
    assert!(page.stdout.starts_with("SLA-02: Due date within the limit\n"), "{}", page.stdout);
}

/// Everything that the language has and the shipped policies use little of.
const ODD: &str = r#####"import data.remedy.lib.finding as f
import input.finding

deny contains msg if {
	finding.evidence[i].type == "x{"   # comment with } and "quote
	msg := `raw { string`
}

deny contains msg if {
	grade := level(finding)
	grade == "b"; not finding.labels["no such"]
	some {"at": at, "by": by} in [{"at": 1, "by": "z"}]
	walk(finding, [path, value])
	path[0] == "title"
	msg := sprintf("%s %v %s", [grade, at, value])
}

level(x) := "a" if {
	x.severity == "critical"
} else := "b" if {
	x.severity in {"low", "moderate"}
	count(x.title) > 3
} else := "c"

default score(_) := 0

score({"n": n}) := n if n > 1

deny contains sprintf("score %d", [score({"n": 2})]) if score({"n": 2}) == 2

counts[kind] := count([e | some e in object.get(finding, "evidence", []); e.type == kind]) if some kind in ["a", "b"]

deny contains "no a" if {
	counts.a == 0
	every k, v in counts { v < 3; k != "zz" }
	x = counts["b"]
	x < 5
	time.parse_rfc3339_ns(input.at.time) > 0 with input.at.time as "2020-01-01T00:00:00Z"
}

deny contains "boom" if {
	y := {1, 2} & {2}
	2 in y
	count(y) > -1
	"low" == finding.severity
	finding["state"] == "open"
}
"#####;

#[test]
fn every_form_of_the_language_can_be_stepped_through() {
    let folder = Folder::new()
        .with("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\npolicies: [policies]\n")
        .with("org/organization.yaml", std::fs::read(root().join("fixtures/clean/org/organization.yaml")).unwrap())
        .with("findings/open.yaml", std::fs::read(root().join("fixtures/clean/findings/open.yaml")).unwrap())
        .with("policies/odd.rego", format!("package house.odd\n\n{ODD}"));
    let outcome =
        folder.run(&["explain", "findings/open.yaml:house.odd.deny", "--at", "2026-11-20", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    let document = outcome.json();
    let decided: Vec<(&str, &str)> = document["explained"][0]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            let clause = &rule["clauses"][0];
            assert_eq!(clause["holds"], true, "{rule:#}");
            (rule["message"].as_str().unwrap(), clause["decided_by"]["condition"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        decided,
        [
            ("b 1 Shop accepts passwords of six characters", r#"path[0] == "title""#),
            ("boom", r#"finding["state"] == "open""#),
            ("no a", r#"time.parse_rfc3339_ns(input.at.time) > 0 with input.at.time as "2020-01-01T00:00:00Z""#),
            ("score 2", r#"score({"n": 2}) == 2"#),
        ]
    );
}
