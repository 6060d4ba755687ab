//! The fast path as users meet it: what runs in the interpreter, what policies may cost, what is remembered between starts.

use std::fs;

use crate::common::{Folder, run};

/// A finding that is in order, in a folder without anything else.
fn folder() -> Folder {
    let finding = |id: &str, title: &str| {
        format!(
            "{{apiVersion: remedy-policy/v1, kind: Finding, id: {id}, title: {title}, type: vulnerability, \
             severity: low, state: open, source: {{kind: scanner, detected_at: 2026-11-02}}}}\n"
        )
    };
    Folder::new().with("findings/a.yaml", finding("F-1", "costly")).with("findings/b.yaml", finding("F-2", "cheap"))
}

fn check(folder: &Folder, more: &[&str]) -> (i32, String) {
    let args = ["check", "--at", "2026-11-20", "--policy", "rules", "--format", "json"];
    let outcome = folder.run(&[&args, more].concat());
    (outcome.code, outcome.stdout)
}

/// Of each finding its id and the codes of what could not be judged about it.
fn errors(report: &str) -> Vec<(String, Vec<String>)> {
    let report: serde_json::Value = serde_json::from_str(report).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let of = |decision: &serde_json::Value| {
        let errors = decision["errors"].as_array().into_iter().flatten();
        let errors = errors.filter(|error| error["code"] != "input-unavailable");
        (text(&decision["id"]), errors.map(|error| text(&error["code"])).collect())
    };
    report["findings"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn the_shipped_library_needs_no_interpreter() {
    let outcome = run(&["rules"]);
    assert_eq!(outcome.code, 0);
    assert!(!outcome.stdout.contains("In the interpreter"), "{}", outcome.stdout);
}

#[test]
fn rules_say_what_runs_in_the_interpreter() {
    let policy = "package acme\n\np if input.x == 1\n\ndeny contains \"no\" if p with input as {\"x\": 2}\n";
    let folder = folder().with("rules/a.rego", policy);
    let outcome = folder.run(&["rules", "--policy", "rules", "--own"]);
    let last = outcome.stdout.lines().last().unwrap();
    assert_eq!(
        last,
        "In the interpreter, which is slower: package acme (acme.deny): the `with` keyword is not supported by the compiler yet"
    );
    let outcome = folder.run(&["rules", "--policy", "rules", "--own", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert!(document["rules"][0]["interpreted"].as_str().unwrap().contains("with"), "{}", outcome.stdout);
}

#[test]
fn what_explodes_is_an_error_of_its_finding_alone() {
    let costly = "input.finding.title == \"costly\"";
    for (body, code) in [
        ("some a in numbers.range(1, 10000); some b in numbers.range(1, 10000); a * b < 0", "time-limit"),
        ("count(numbers.range(1, 9007199254740991)) < 0", "memory-limit"),
        ("count([[a, b] | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000)]) < 0", "memory-limit"),
        ("sprintf(\"%0900000000d\", [1]) == \"\"", "memory-limit"),
        (
            "x := concat(\"\", [\"y\" | some _ in numbers.range(1, 1000000)]); replace(x, \"y\", x) == \"\"",
            "memory-limit",
        ),
        ("object.subset([1], [])", "policy-evaluation"),
    ] {
        let policy = format!("package acme\n\ndeny contains \"never\" if {{\n\t{costly}\n\t{body}\n}}\n");
        let (exit, report) = check(&folder().with("rules/a.rego", policy), &[]);
        assert_eq!(exit, 2, "{body}");
        assert_eq!(errors(&report), [("F-1".to_owned(), vec![code.to_owned()]), ("F-2".to_owned(), vec![])], "{body}");
    }
}

/// What has taken too much is not asked again in the interpreter, which has no such limit, because something else failed.
#[test]
fn a_limit_holds_beside_an_error() {
    let policy = "package acme\n\ndeny contains \"never\" if count(numbers.range(1, 9007199254740991)) < 0\n\n\
                  warn contains \"odd\" if time.parse_rfc3339_ns(input.finding.title) > 0\n";
    let (exit, report) = check(&folder().with("rules/a.rego", policy), &[]);
    assert_eq!(exit, 2);
    for (_, mut codes) in errors(&report) {
        codes.sort();
        assert_eq!(codes, ["memory-limit", "policy-evaluation"]);
    }
}

#[test]
fn what_is_remembered_of_policies_changes_nothing() {
    let policy = |word: &str| format!("package acme\n\ndeny contains \"{word}\" if input.finding.id == \"F-1\"\n");
    let folder = folder().with("rules/a.rego", policy("apricot"));
    let plain = check(&folder, &["--no-cache"]);
    let cached = || check(&folder, &["--cache", "kept"]);
    assert!(plain.1.contains("apricot"));
    assert_eq!(cached(), plain);
    assert_eq!(cached(), plain);
    let remembered = || {
        let names = fs::read_dir(folder.file("kept")).unwrap().map(|entry| entry.unwrap().path());
        names.filter(|path| path.to_str().unwrap().contains("policies-")).collect::<Vec<_>>()
    };
    let [file] = remembered().try_into().unwrap();
    let whole = fs::read(&file).unwrap();
    for damaged in [&whole[..whole.len() / 2], &[], &[whole.as_slice(), b"x"].concat()] {
        fs::write(&file, damaged).unwrap();
        assert_eq!(cached(), plain);
        assert_eq!(fs::read(&file).unwrap(), whole);
    }
    fs::write(folder.file("rules/a.rego"), policy("cherry")).unwrap();
    let changed = cached();
    assert!(changed.1.contains("cherry") && !changed.1.contains("apricot"), "{}", changed.1);
    assert_eq!(remembered().len(), 2);
}

#[test]
fn a_start_that_remembers_still_explains_prints_and_names_the_clause_that_failed() {
    let policy = "package acme\n\ndeny contains \"no\" if {\n\tprint(\"id\", input.finding.id)\n\tinput.finding.id == \"F-1\"\n}\n\n\
                  warn contains \"odd\" if time.parse_rfc3339_ns(input.finding.title) > 0\n";
    let folder = folder().with("rules/a.rego", policy);
    let run = |more: &[&str]| {
        let args = ["check", "--at", "2026-11-20", "--policy", "rules", "--explain"];
        let outcome = folder.run(&[&args, more].concat());
        (outcome.code, outcome.stdout, outcome.stderr)
    };
    let plain = run(&["--no-cache"]);
    assert!(plain.1.contains("rules/a.rego:8"), "{}", plain.1);
    assert!(plain.2.contains("rules/a.rego:4"), "{}", plain.2);
    assert_eq!(run(&["--cache", "kept"]), plain);
    assert_eq!(run(&["--cache", "kept"]), plain);
}
