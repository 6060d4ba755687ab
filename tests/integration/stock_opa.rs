//! Every decision on the fixtures, repeated by stock Open Policy Agent from an export.

use std::{collections::BTreeSet, process::Command};

use serde_json::{Value, json};

use crate::common::{Folder, params, root, run};

/// What identifies a result: rule, path and message. Plain text of an own policy has only the text.
fn key(rule: &Value, path: &Value, message: &Value) -> String {
    json!([rule, path, message]).to_string()
}

fn of_opa(results: &Value) -> BTreeSet<String> {
    results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| match result {
            Value::String(text) => key(&Value::Null, &json!([]), &json!(text)),
            result => key(&result["rule"], &result["path"], &result["message"]),
        })
        .collect()
}

fn of_check(results: &Value) -> BTreeSet<String> {
    results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| {
            let is_plain = !result["rule"].as_str().unwrap().contains('-');
            let rule = if is_plain { &Value::Null } else { &result["rule"] };
            key(rule, &result["path"], &result["message"])
        })
        .collect()
}

fn decisions_agree(fixture: &str, at: &str) -> usize {
    let folder = Folder::new();
    let export = folder.file("export");
    let exported = run(&["export", "opa", export.to_str().unwrap(), fixture, "--at", at]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    let python = std::env::var("REMEDY_TEST_PYTHON")
        .unwrap_or_else(|_| panic!("REMEDY_TEST_PYTHON names a Python that has opa_bindings"));
    let output = Command::new(python).arg(root().join("tests/integration/stock_opa.py")).arg(&export).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let opa: Value = serde_json::from_slice(&output.stdout).unwrap();
    let checked = run(&["check", fixture, "--at", at, "--format", "json"]).json();
    let judged = ["findings", "reviews"].map(|kind| checked[kind].as_array().unwrap());
    let count = judged.iter().map(|decisions| decisions.len()).sum();
    assert_eq!(opa.as_object().unwrap().len(), count);
    for decision in judged.into_iter().flatten() {
        let of_document = &opa[decision["id"].as_str().unwrap()];
        for level in ["denials", "warnings"] {
            assert_eq!(of_check(&decision[level]), of_opa(&of_document[level]), "{} of {}", level, decision["file"]);
        }
    }
    count
}

#[test]
fn stock_opa_decides_every_finding_of_acme_alike() {
    assert!(decisions_agree("fixtures/acme", "2026-11-20") >= 130);
}

#[test]
fn stock_opa_agrees_a_year_later_and_a_year_earlier() {
    decisions_agree("fixtures/acme", "2027-11-20");
    decisions_agree("fixtures/acme", "2025-11-20T08:30:00Z");
}

#[test]
fn stock_opa_agrees_on_the_clean_fixture() {
    decisions_agree("fixtures/clean", "2026-11-20");
}

#[test]
fn stock_opa_passes_every_test_of_the_policies() {
    let data = json!({"params": params("default")});
    let folder = Folder::new().with("data.json", data.to_string());
    let python = std::env::var("REMEDY_TEST_PYTHON")
        .unwrap_or_else(|_| panic!("REMEDY_TEST_PYTHON names a Python that has opa_bindings"));
    let output = Command::new(python)
        .arg(root().join("tests/integration/stock_opa_tests.py"))
        .arg(root().join("policies"))
        .arg(folder.file("data.json"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let passed: usize = text.lines().last().unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(passed >= 1900, "{text}");
}
