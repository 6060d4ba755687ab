//! `test`: what holds, what does not, what could not be run, lines that nothing evaluates, and mutants that nothing notices.

use crate::common::{Folder, root, run_in};

const POLICY: &str = r#"package acme.limit

deny contains {"rule": "ACME-01", "path": ["severity"], "message": sprintf("more than %d", [2])} if {
	input.finding.severity in {"high", "critical"}
	count(input.finding.retest) > 2
	not _is_excused
}

_is_excused if input.finding.labels.excused

# mutation: drop-clause, because the clause above says the same
_is_excused if input.finding.labels.excused == true
"#;

const TESTS: &str = r#"package acme.limit_test

denials(severity, retests) := number if {
	finding := {"severity": severity, "retest": retests}
	number := count(data.acme.limit.deny) with input as {"finding": finding}
}

test_more_is_denied if denials("high", [1, 2, 3]) == 1

test_enough_passes if {
	denials("high", [1, 2]) == 0
	denials("low", [1, 2, 3]) == 0
}
"#;

fn folder(policy: &str, tests: &str) -> Folder {
    Folder::new().with("policies/limit.rego", policy).with("policies/limit_test.rego", tests)
}

#[test]
fn tests_that_hold_pass_and_what_they_evaluate_is_counted() {
    let folder = folder(POLICY, TESTS);
    let outcome = folder.run(&["test", "--coverage", "--threshold", "100"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    insta::assert_snapshot!(outcome.stdout, @"
    100.0 %  policies/limit.rego
    2 tests, 2 passed · 6 of 6 lines evaluated (100.0 %)
    ");
    let unnoticed = "\n_never(x) := 1 if {\n\tx == 1\n}\n";
    std::fs::write(folder.file("policies/limit.rego"), POLICY.to_owned() + unnoticed).unwrap();
    let outcome = folder.run(&["test", "--threshold", "90"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    insta::assert_snapshot!(outcome.stdout, @"
     75.0 %  policies/limit.rego: not evaluated: lines 14-15
    2 tests, 2 passed · 6 of 8 lines evaluated (75.0 %) · below the threshold of 90 %
    ");
}

#[test]
fn what_does_not_hold_is_shown_with_its_place_and_what_it_printed() {
    let tests = r#"package acme.limit_test

test_wrong if {
	print("seen", 7)
	1 == 2
}

test_number := 5

todo_test_later if false
"#;
    let outcome = folder(POLICY, tests).run(&["test"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    insta::assert_snapshot!(outcome.stdout, @r#"
    test-failed

      × `test_wrong` does not hold
       ╭─[policies/limit_test.rego:5:2]
     4 │     print("seen", 7)
     5 │     1 == 2
       ·     ───┬──
       ·        ╰── this does not hold
     6 │ }
       ╰────
      it printed:
        policies/limit_test.rego:4: seen 7

    test-failed

      × `test_number` does not hold
       ╭─[policies/limit_test.rego:8:1]
     7 │ 
     8 │ test_number := 5
       · ─────┬─────
       ·      ╰── it is 5, and must be true
     9 │ 
       ╰────
    skipped policies/limit_test.rego:10 todo_test_later
    3 tests, 2 failed, 1 skipped
    "#);
}

#[test]
fn a_test_that_cannot_be_evaluated_is_an_error_that_wins_over_one_that_fails() {
    let tests =
        "package acme.limit_test\n\ntest_broken if time.parse_rfc3339_ns(\"soon\") > 3\n\ntest_wrong if false\n";
    let outcome = folder(POLICY, tests).run(&["test"]);
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stdout.contains("policies/limit_test.rego:3:1"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("`test_wrong` does not hold"), "{}", outcome.stdout);
}

#[test]
fn a_filter_and_a_path_choose_tests_and_none_is_nothing() {
    let folder =
        folder(POLICY, TESTS).with("policies/other_test.rego", "package acme.other_test\n\ntest_other if true\n");
    let count = |args: &[&str]| {
        let outcome = folder.run(args);
        (outcome.code, outcome.stdout.lines().last().unwrap().to_owned())
    };
    assert_eq!(count(&["test"]), (0, "3 tests, 3 passed".to_owned()));
    assert_eq!(count(&["test", "--filter", "enough"]), (0, "1 test, 1 passed".to_owned()));
    assert_eq!(count(&["test", "--filter", "other_test.rego::"]), (0, "1 test, 1 passed".to_owned()));
    assert_eq!(count(&["test", "policies/limit.rego"]), (0, "2 tests, 2 passed".to_owned()));
    assert_eq!(count(&["test", "policies/other_test.rego"]), (0, "1 test, 1 passed".to_owned()));
    assert_eq!(count(&["test", "--filter", "enuogh"]), (3, "0 tests".to_owned()));
    assert_eq!(folder.run(&["test", "policies/none"]).code, 2);
    assert_eq!(Folder::new().run(&["test"]).code, 3);
}

#[test]
fn tests_see_the_numbers_of_the_profile_the_shipped_library_and_no_organization() {
    let tests = r#"package acme.limit_test

import data.remedy.lib.example_test as example
import data.remedy.lib.finding

test_numbers if data.params

test_library if finding.state == "closed" with input as example.document(example.closed)

test_no_organization if not data.org
"#;
    let folder = folder(POLICY, tests).with("org/people.yaml", "people: {alice: {name: Alice}}\n");
    assert_eq!(folder.run(&["test"]).code, 0, "{:?}", folder.run(&["test"]));
    assert_eq!(folder.run(&["test", "--profile", "pci-4.0.1"]).code, 0);
    assert_eq!(folder.run(&["test", "--profile", "none"]).code, 2);
}

#[test]
fn mutants_that_no_test_notices_are_shown_and_fall_below_a_threshold() {
    let folder = folder(POLICY, TESTS);
    let outcome = folder.run(&["test", "--mutate"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    insta::assert_snapshot!(outcome.stdout, @r#"
    policies/limit.rego:4 element not noticed: 2 tests evaluate this, and all still hold
      @@ -2,5 +2,5 @@

       deny contains {"rule": "ACME-01", "path": ["severity"], "message": sprintf("more than %d", [2])} if {
      -    input.finding.severity in {"high", "critical"}
      +    input.finding.severity in {"high"}
           count(input.finding.retest) > 2
           not _is_excused

    policies/limit.rego:6 drop-condition not noticed: 1 test evaluates this, and still holds
      @@ -4,5 +4,5 @@
           input.finding.severity in {"high", "critical"}
           count(input.finding.retest) > 2
      -    not _is_excused
      +    true
       }


    policies/limit.rego:9 drop-clause not noticed: 1 test evaluates this, and still holds
      @@ -7,6 +7,4 @@
       }

      -_is_excused if input.finding.labels.excused
      -
       # mutation: drop-clause, because the clause above says the same
       _is_excused if input.finding.labels.excused == true

    policies/limit.rego:12 comparison not noticed: 1 test evaluates this, and still holds
      @@ -10,3 +10,3 @@

       # mutation: drop-clause, because the clause above says the same
      -_is_excused if input.finding.labels.excused == true
      +_is_excused if input.finding.labels.excused != true

     75.0 %  policies/limit.rego: 12 of 16 mutants noticed
    2 tests, 2 passed · 12 of 16 mutants noticed (75.0 %), 1 set aside by a comment
    "#);
    assert_eq!(folder.run(&["test", "--mutate", "--threshold", "60"]).code, 0);
    let outcome = folder.run(&["test", "--mutate", "--threshold", "90", "--quiet"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");

    let document = folder.run(&["test", "--mutate", "--format", "json"]).json();
    let mutants: Vec<String> = document["mutation"]["all"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mutant| {
            let (start, end) = (mutant["start"].as_u64().unwrap() as usize, mutant["end"].as_u64().unwrap() as usize);
            format!(
                "{} {}: {:?} -> {} {}",
                mutant["line"],
                mutant["operator"].as_str().unwrap(),
                POLICY.get(start..end.min(start + 24)).unwrap(),
                mutant["replacement"],
                mutant["fate"].as_str().unwrap()
            )
        })
        .collect();
    insta::assert_snapshot!(mutants.join("\n"), @r#"
    3 drop-clause: "deny contains {\"rule\": \"" -> "" killed
    4 negation: "" -> "not " killed
    4 drop-condition: "input.finding.severity i" -> "true" killed
    4 element: "\"high\", " -> "" killed
    4 element: ", \"critical\"" -> "" survived
    5 drop-condition: "count(input.finding.rete" -> "true" killed
    5 comparison: ">" -> "<=" killed
    5 comparison: ">" -> ">=" killed
    5 number: "2" -> "3" killed
    6 negation: "not " -> "" killed
    6 drop-condition: "not _is_excused" -> "true" survived
    9 drop-clause: "_is_excused if input.fin" -> "" survived
    9 negation: "" -> "not " killed
    9 drop-condition: "input.finding.labels.exc" -> "true" killed
    12 drop-clause: "_is_excused if input.fin" -> "" equivalent
    12 drop-condition: "input.finding.labels.exc" -> "true" killed
    12 comparison: "==" -> "!=" survived
    "#);
    let few = folder.run(&["test", "--mutate", "--mutate-sample", "3", "--format", "json"]).json();
    assert_eq!(few["mutation"]["all"].as_array().unwrap().len(), 3);
}

#[test]
fn mutants_are_judged_only_where_every_test_holds() {
    let outcome = folder(POLICY, "package acme.limit_test\n\ntest_wrong if false\n").run(&["test", "--mutate"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.ends_with("1 test, 1 failed\n"), "{}", outcome.stdout);
    let outcome = folder("package acme.limit\n\nlimit := {}\n", "package acme.limit_test\n\ntest_right if true\n")
        .run(&["test", "--mutate"]);
    assert_eq!(outcome.code, 3, "{outcome:?}");
}

#[test]
fn a_file_of_the_repository_stands_for_the_shipped_one() {
    let outcome = run_in(root(), &["test", "policies/root_cause", "--format", "json"], "");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let document = outcome.json();
    let tests = document["tests"].as_array().unwrap();
    assert!(tests.len() > 20, "{}", tests.len());
    assert!(tests.iter().all(|test| test["file"].as_str().unwrap().starts_with("policies/root_cause/")));
}

/// The conditions of tests are evaluated under their own `with`, one after the other.
#[test]
fn of_a_test_that_does_not_hold_the_condition_and_its_values_are_shown() {
    let tests = r#"package acme.limit_test

denials(retests) := found if {
	found := data.acme.limit.deny with input as {"finding": {"severity": "high", "retest": retests}}
}

test_call if {
	retests := [1, 2, 3]
	count(denials(retests)) == 0
}

test_with if {
	retests := [1]
	count(data.acme.limit.deny) == 1 with input as {"finding": {"severity": "high", "retest": retests}}
}

test_long if {
	some denial in denials([1, 2, 3])
	denial == {"rule": "ACME-01", "path": ["severity"], "message": "more than 3", "expected": null}
}

test_undefined if data.params.nothing == 1

test_helper if _is_small({"size": 3})

_is_small(thing) if {
	thing.size < 5
	thing.size < 2
}
"#;
    let outcome = folder(POLICY, tests).run(&["test"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    insta::assert_snapshot!(outcome.stdout, @r#"

    test-failed

      × `test_call` does not hold
        ╭─[policies/limit_test.rego:9:2]
      8 │     retests := [1, 2, 3]
      9 │     count(denials(retests)) == 0
        ·     ──────────────┬─────────────
        ·                   ╰── this does not hold
     10 │ }
        ╰────
      help: count(denials(retests)) = 1
            denials(retests) = [{message: "more than 2", path: ["severity"], rule: "ACME-01"}]
            retests = [1, 2, 3]
            because `found := data.acme.limit.deny with input as {"finding": {"severity": "high",
            "retest": retests}}` holds (policies/limit_test.rego:4)
              found = [{message: "more than 2", path: ["severity"], rule: "ACME-01"}]

    test-failed

      × `test_with` does not hold
        ╭─[policies/limit_test.rego:14:2]
     13 │     retests := [1]
     14 │     count(data.acme.limit.deny) == 1 with input as {"finding": {"severity": "high", "retest": retests}}
        ·     ─────────────────────────────────────────────────┬─────────────────────────────────────────────────
        ·                                                      ╰── this does not hold
     15 │ }
        ╰────
      help: count(data.acme.limit.deny) = 0
            data.acme.limit.deny = []

    test-failed

      × `test_long` does not hold
        ╭─[policies/limit_test.rego:19:2]
     18 │     some denial in denials([1, 2, 3])
     19 │     denial == {"rule": "ACME-01", "path": ["severity"], "message": "more than 3", "expected": null}
        ·     ───────────────────────────────────────────────┬───────────────────────────────────────────────
        ·                                                    ╰── this does not hold
     20 │ }
        ╰────
      help: `-` is left of `==`, `+` is right of it:
                {
              -   "message": "more than 2",
              +   "expected": null,
              +   "message": "more than 3",
                  "path": [
                    "severity"
                  ],
                  "rule": "ACME-01"
                }

    test-failed

      × `test_undefined` does not hold
        ╭─[policies/limit_test.rego:22:19]
     21 │ 
     22 │ test_undefined if data.params.nothing == 1
        ·                   ────────────┬───────────
        ·                               ╰── this does not hold
     23 │ 
        ╰────
      help: data.params.nothing is undefined

    test-failed

      × `test_helper` does not hold
        ╭─[policies/limit_test.rego:24:16]
     23 │ 
     24 │ test_helper if _is_small({"size": 3})
        ·                ───────────┬──────────
        ·                           ╰── this does not hold
     25 │ 
        ╰────
      help: because `thing.size < 2` does not hold (policies/limit_test.rego:28)
              thing.size = 3
    5 tests, 5 failed
    "#);
    let document = folder(POLICY, tests).run(&["test", "--format", "json"]).json();
    let message = document["tests"][4]["message"].as_str().unwrap();
    assert!(message.contains("because `thing.size < 2` does not hold (policies/limit_test.rego:28)"), "{message}");
}

#[test]
fn what_a_policy_prints_stops_nobody() {
    let policy =
        "package acme.limit\n\ndeny contains \"never\" if {\n\tx := print(\"seen\", input.finding.id)\n\tnot x\n}\n";
    let tests = "package acme.limit_test\n\ntest_it if {\n\tx := print(1)\n\tnot x\n}\n";
    let folder = folder(policy, tests).with(
        "findings/a.yaml",
        "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: x\ntype: vulnerability\nseverity: low\nstate: open\nsource: {kind: scanner, detected_at: 2026-11-19}\n",
    );
    assert_eq!(folder.run(&["test"]).code, 1);
    let outcome = folder.run(&["check", "--at", "2026-11-20"]);
    assert!(outcome.stderr.contains("seen F-1"), "{outcome:?}");
}

#[test]
fn a_comment_that_sets_no_mutant_aside_is_a_warning_with_its_line() {
    let policy = POLICY.replace("drop-clause, because the clause above says the same", "drop-clause")
        + "\n# mutation: all, because I say so\n# mutation: comparison and text, because\n";
    let outcome = folder(&policy, TESTS).run(&["test", "--mutate"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    for said in [
        "policies/limit.rego:11:1",
        "the comment gives no reason",
        "no kind of mutant is named `all`",
        "policies/limit.rego:15:1",
        "12 of 17 mutants noticed",
    ] {
        assert!(outcome.stdout.contains(said), "{said}\n{}", outcome.stdout);
    }
}
