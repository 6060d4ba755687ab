//! Bad input of every kind ends in a diagnostic with its code, its place and a remedy, and never in a pass.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::{Folder, Outcome, root, run};

const AT: &str = "2026-11-20";

fn check(args: &[&str]) -> Outcome {
    run(&[&["check", "--at", AT, "--format", "json"], args].concat())
}

/// The codes of all complaints of a run, those of findings too.
fn codes(outcome: &Outcome) -> BTreeSet<String> {
    let document = outcome.json();
    let of_findings = document["findings"].as_array().unwrap().iter().flat_map(|f| f["errors"].as_array().unwrap());
    document["problems"]
        .as_array()
        .unwrap()
        .iter()
        .chain(of_findings)
        .map(|problem| problem["code"].as_str().unwrap().to_owned())
        .collect()
}

/// Asserts that a run could not judge, for the given reason, and says where in which file.
fn assert_refused(outcome: &Outcome, code: &str, what: &str) {
    assert_eq!(outcome.code, 2, "{what}: {}", outcome.stdout);
    assert!(codes(outcome).contains(code), "{what}: {:?} instead of {code}", codes(outcome));
}

#[test]
fn each_bad_manifest_gets_the_code_in_its_name_and_a_line() {
    let folder = root().join("fixtures/invalid/findings");
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 25);
    for name in names.iter().filter(|name| !name.starts_with("duplicate-finding") && !name.starts_with("yaml-1-1")) {
        let file = format!("fixtures/invalid/findings/{name}");
        let outcome = check(&[&file]);
        assert_eq!(outcome.code, 2, "{name}: {}", outcome.stdout);
        let codes = codes(&outcome);
        let code = codes.iter().find(|code| name.starts_with(code.as_str()));
        assert!(code.is_some(), "{name} gives {codes:?}");
        let document = outcome.json();
        for problem in document["problems"].as_array().unwrap() {
            assert_eq!(problem["file"], file.as_str());
            assert!(problem["line"].is_u64() || codes.contains("invalid-utf8"), "{name}: {problem}");
        }
        assert_eq!(document["totals"]["findings"], 0, "{name} was judged");
    }
}

#[test]
fn two_findings_with_one_id_are_both_named_and_neither_is_judged() {
    let outcome = check(&[
        "fixtures/invalid/findings/duplicate-finding-1.yaml",
        "fixtures/invalid/findings/duplicate-finding-2.yaml",
    ]);
    assert_refused(&outcome, "duplicate-finding", "duplicates");
    assert_eq!(outcome.json()["problems"].as_array().unwrap().len(), 2);
    assert_eq!(outcome.json()["totals"]["findings"], 0);
}

#[test]
fn a_word_that_yaml_1_1_reads_otherwise_is_a_warning() {
    let outcome = check(&["fixtures/invalid/findings/yaml-1-1-scalar.yaml"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(codes(&outcome).contains("yaml-1-1-scalar"));
}

#[test]
fn the_reserved_key_never_turns_a_blocked_finding_into_a_passed_one() {
    let blocked = std::fs::read_to_string(root().join("fixtures/mixed/remedy-policy.yaml")).unwrap();
    let folder = Folder::new().with("remedy-policy.yaml", blocked).with(
        "findings/a.yaml",
        "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: leaked_secret\nseverity: critical\nstate: closed\nsource: {kind: scanner, detected_at: 2026-11-19}\nextensions:\n  x: {\"$serde_json::private::Number\": \"abc\"}\n",
    );
    for (name, text) in [
        (
            "findings/b.json",
            r#"{"apiVersion":"remedy-policy/v1","kind":"Finding","id":"F-2","title":"t","type":"leaked_secret","severity":"critical","state":"closed","source":{"kind":"scanner","detected_at":"2026-11-19"},"extensions":{"$serde_json::private::Number":"1"}}"#,
        ),
        (
            "findings/c.yaml",
            "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-3\ntitle: t\ntype: leaked_secret\nseverity: critical\nstate: closed\nsource: {kind: scanner, detected_at: 2026-11-19}\nlabels: &l {\"$serde_json::private::Number\": \"1\"}\nextensions: {<<: *l}\n",
        ),
    ] {
        std::fs::write(folder.file(name), text).unwrap();
    }
    let outcome = folder.run(&["check", "--at", AT, "--format", "json"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    let document = outcome.json();
    let refused: BTreeSet<&str> = document["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "reserved-key")
        .map(|problem| problem["file"].as_str().unwrap())
        .collect();
    assert_eq!(refused, BTreeSet::from(["findings/a.yaml", "findings/b.json", "findings/c.yaml"]));
    assert_eq!(document["totals"]["closable"], 0);
}

#[test]
fn each_bad_policy_is_refused_with_its_line() {
    for (case, code) in [
        ("bad-metadata", "policy-metadata"),
        ("bad-metadata-yaml", "policy-metadata"),
        ("builtin-error", "policy-evaluation"),
        ("conflict", "policy-evaluation"),
        ("duplicate-rule", "policy-duplicate-rule"),
        ("forbidden-clock", "policy-forbidden-call"),
        ("forbidden-network", "policy-forbidden-call"),
        ("no-rules", "policy-no-rules"),
        ("reserved-package", "policy-reserved-package"),
        ("result-of-wrong-type", "policy-result"),
        ("result-with-unknown-key", "policy-result"),
        ("result-with-unknown-rule", "policy-result"),
        ("result-without-path", "policy-result"),
        ("syntax-error", "policy-syntax"),
        ("time-limit", "time-limit"),
        ("unknown-call", "policy-unknown-call"),
        ("unsafe-variable", "policy-syntax"),
    ] {
        let folder = format!("fixtures/invalid/policies/{case}");
        let outcome = check(&["fixtures/clean", "--policy", &folder]);
        assert_refused(&outcome, code, case);
        let document = outcome.json();
        let of_findings = document["findings"].as_array().unwrap().iter().flat_map(|f| f["errors"].as_array().unwrap());
        for problem in document["problems"].as_array().unwrap().iter().chain(of_findings) {
            assert!(problem["file"].as_str().unwrap().starts_with(&folder), "{case}: {problem}");
            assert!(problem["line"].is_u64() || code == "policy-no-rules", "{case}: {problem}");
        }
    }
}

#[test]
fn a_policy_that_fails_on_a_finding_does_not_hide_what_others_say_of_it() {
    let outcome = check(&["fixtures/mixed", "--policy", "fixtures/invalid/policies/builtin-error"]);
    let document = outcome.json();
    let denied =
        document["findings"].as_array().unwrap().iter().filter(|f| !f["denials"].as_array().unwrap().is_empty());
    assert!(denied.count() >= 1, "{document:#}");
}

#[test]
fn a_head_that_is_undefined_for_one_binding_does_not_lose_the_others() {
    let folder = Folder::new()
        .with(
            "findings/a.yaml",
            "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: vulnerability\nseverity: low\nstate: contained\nsource: {kind: scanner, detected_at: 2026-11-19}\ncontainment: {contained_at: 2026-11-19, contained_by: bob}\ndue: {date: 2026-11-21, set_by: bob}\nevidence:\n  - {type: log, note: first}\n  - {type: log}\n",
        )
        .with(
            "own/a.rego",
            "package acme.notes\n\ndeny contains {\"msg\": input.finding.evidence[i].note} if some i, _ in input.finding.evidence\n",
        );
    let outcome = folder.run(&["check", "--at", AT, "--format", "json", "--policy", "own"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert_eq!(outcome.json()["findings"][0]["denials"][0]["message"], "first");
}

#[test]
fn each_bad_organisation_file_is_refused() {
    for (case, code) in [
        ("alias-conflict", "duplicate-entry"),
        ("duplicate-person", "duplicate-entry"),
        ("invalid-date", "schema-format"),
        ("unknown-key", "schema-unknown-key"),
        ("wrong-kind", "schema-value"),
    ] {
        let folder = format!("fixtures/invalid/org/{case}");
        assert_refused(&check(&["fixtures/clean", "--data", &folder]), code, case);
    }
}

#[test]
fn each_bad_profile_is_refused() {
    for (case, code) in [
        ("extends-unknown.yaml", "unknown-profile"),
        ("incomplete.yaml", "schema-missing-key"),
        ("unknown-key.yaml", "schema-unknown-key"),
        ("wrong-type.yaml", "schema-type"),
        ("extends-itself/snake.yaml", "unknown-profile"),
    ] {
        let file = format!("fixtures/invalid/profile/{case}");
        assert_refused(&check(&["fixtures/clean", "--profile", &file]), code, case);
    }
    let outcome = check(&["fixtures/clean", "--profile", "bod-2604"]);
    assert_refused(&outcome, "unknown-profile", "a misspelt name");
    assert_eq!(outcome.json()["problems"][0]["help"], "did you mean `bod-26-04`?");
}

#[test]
fn each_bad_configuration_is_refused() {
    for (case, code) in [
        ("evaluation-time.yaml", "schema-unknown-key"),
        ("missing-folder.yaml", "io"),
        ("unknown-key.yaml", "schema-unknown-key"),
        ("unknown-profile.yaml", "unknown-profile"),
        ("unknown-time-zone.yaml", "unknown-time-zone"),
    ] {
        let file = format!("fixtures/invalid/config/{case}");
        assert_refused(&check(&["fixtures/clean", "--config", &file]), code, case);
    }
}

#[test]
fn each_bad_feed_is_refused() {
    for (case, code) in [
        ("bad-date", "invalid-feed"),
        ("count-mismatch", "invalid-feed"),
        ("score-out-of-range", "invalid-feed"),
        ("truncated", "invalid-feed"),
        ("unknown-format", "unknown-feed"),
    ] {
        let folder = format!("fixtures/invalid/feeds/{case}");
        assert_refused(&check(&["fixtures/invalid/finding.yaml", "--feeds", &folder]), code, case);
    }
}

#[test]
fn everything_that_is_wrong_is_said_in_one_run() {
    let outcome = check(&[
        "fixtures/invalid/findings",
        "--data",
        "fixtures/invalid/org/unknown-key",
        "--policy",
        "fixtures/invalid/policies/syntax-error",
        "--profile",
        "nowhere",
    ]);
    assert_eq!(outcome.code, 2);
    let codes = codes(&outcome);
    for code in
        ["policy-syntax", "unknown-profile", "schema-unknown-key", "yaml-syntax", "invalid-utf8", "duplicate-key"]
    {
        assert!(codes.contains(code), "{code} is missing in {codes:?}");
    }
    assert_eq!(outcome.json()["findings"], Value::Array(Vec::new()));
}
