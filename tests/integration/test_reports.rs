//! The reports of `test` for machines, each read by a reader of its format; and `--watch`.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use crate::common::{Folder, command, root};

const POLICY: &str = r#"package acme.limit

deny contains "too many" if {
	count(input.finding.retest) > 2
}

never(x) := 1 if x == 1
"#;

const TESTS: &str = r#"package acme.limit_test

test_few if count(data.acme.limit.deny) == 0 with input as {"finding": {"retest": [1]}}

test_wrong if {
	print("a <tag> & \"quotes\"")
	count(data.acme.limit.deny) == 3 with input as {"finding": {"retest": [1, 2, 3]}}
}

test_broken if to_number("x") == 1

todo_test_later if false
"#;

const CASES: &str = r"apiVersion: remedy-policy/v1
kind: Cases
at: 2026-11-20
cases:
  - name: wrong <verdict>
    finding: {id: F-1, title: x, type: vulnerability, severity: low, state: open, source: {kind: scanner, detected_at: 2026-11-19}}
    expect: {verdict: closable}
  - name: no file
    manifest: none.yaml
";

fn folder() -> Folder {
    Folder::new()
        .with("policies/limit.rego", POLICY)
        .with("policies/limit_test.rego", TESTS)
        .with("policies/limit_test.yaml", CASES)
}

fn assert_fits_the_schema(document: &serde_json::Value) {
    let text = std::fs::read_to_string(root().join("schemas/tests.v1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn the_json_report_fits_its_schema() {
    let outcome = folder().run(&["test", "--coverage", "--format", "json"]);
    let document = outcome.json();
    assert_fits_the_schema(&document);
    assert_eq!((outcome.code, &document["exit_code"]), (2, &2.into()));
    let ends: Vec<String> = document["tests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| format!("{} {} {}", test["kind"], test["line"], test["outcome"]).replace('"', ""))
        .collect();
    assert_eq!(
        ends,
        ["rego 3 passed", "rego 5 failed", "rego 10 error", "rego 12 skipped", "case 5 failed", "case 8 error"]
    );
    assert_eq!(document["coverage"]["files"][0]["not_covered"], serde_json::json!([7]));

    let holding = Folder::new().with("policies/limit.rego", POLICY).with(
        "policies/limit_test.rego",
        "package acme.limit_test\n\ntest_few if count(data.acme.limit.deny) == 0 with input as {}\n",
    );
    let outcome = holding.run(&["test", "--mutate", "--format", "json"]);
    assert_fits_the_schema(&outcome.json());
    assert!(!outcome.json()["mutation"]["all"].as_array().unwrap().is_empty());
    // What could not be read at all, too.
    let broken = Folder::new().with("policies/limit.rego", "package a\n\ndeny contains if {\n");
    assert_fits_the_schema(&broken.run(&["test", "--format", "json"]).json());
}

#[test]
fn the_junit_report_is_read_back_by_its_own_reader() {
    let folder = folder();
    let outcome = folder.run(&["test", "--threshold", "100", "--output", "junit=out.xml", "--output", "lcov=out.info"]);
    assert_eq!(outcome.code, 2);
    let text = std::fs::read_to_string(folder.file("out.xml")).unwrap();
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    let suites: Vec<(&str, usize, usize, usize)> = report
        .test_suites
        .iter()
        .map(|suite| (suite.name.as_str(), suite.tests, suite.failures, suite.errors))
        .collect();
    assert_eq!(
        suites,
        [("policies/limit_test.rego", 4, 1, 1), ("policies/limit_test.yaml", 2, 1, 1), ("remedy-policy", 1, 1, 0)]
    );
    for said in [
        "count(data.acme.limit.deny) = 1",
        "a &lt;tag&gt; &amp;",
        "wrong &lt;verdict&gt;",
        "- verdict: closable",
        "+ verdict: ",
        "2 of 3, below 100 %",
        "it does not exist",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // Equal runs, equal reports.
    let again = folder.run(&["test", "--threshold", "100", "--format", "junit", "--jobs", "1"]);
    assert_eq!(again.stdout, text);

    insta::assert_snapshot!(std::fs::read_to_string(folder.file("out.info")).unwrap(), @r"
    TN:
    SF:policies/limit.rego
    DA:3,1
    DA:4,1
    DA:7,0
    LF:3
    LH:2
    end_of_record
    ");
    let outcome = folder.run(&["test", "--format", "lcov"]);
    assert_eq!(outcome.stdout, std::fs::read_to_string(folder.file("out.info")).unwrap());
}

/// A program that is ended when the test is over, whatever its outcome.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_file_that_changes_makes_the_tests_run_again() {
    let holding = "package acme.limit_test\n\ntest_it if true\n";
    let folder = Folder::new().with("policies/limit.rego", POLICY).with("policies/limit_test.rego", holding);
    let mut started: Command = command(folder.path(), &["test", "--watch", "--output", "json=policies/out.json"]);
    let mut running = Running(started.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(running.0.stderr.take().unwrap()).lines();
    let mut results = BufReader::new(running.0.stdout.take().unwrap()).lines();
    // It says that it waits only when it watches already, so a change after that is seen.
    let mut waits = || assert!(said.next().unwrap().unwrap().contains("for changes; Ctrl-C ends"));
    let mut next = || results.by_ref().map(Result::unwrap).find(|line| line.contains("test,")).unwrap();
    waits();
    assert_eq!(next(), "1 test, 1 passed");
    for (text, result) in [("test_it if false\n", "1 test, 1 failed"), ("test_it := true\n", "1 test, 1 passed")] {
        std::fs::write(folder.file("policies/limit_test.rego"), format!("package acme.limit_test\n\n{text}")).unwrap();
        waits();
        assert_eq!(next(), result);
    }
}
