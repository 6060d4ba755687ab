//! Case files of `test`: findings, what is changed in them, and what the gate is to say; written down by `--bless`.

use crate::common::{Folder, Outcome};

const CASES: &str = "policies/house/cases_test.yaml";

/// A start as `init` writes it, with a case file beside its rule and without the one of its own.
fn folder(cases: &str) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init", "--at", "2026-11-20"]).code, 0);
    std::fs::remove_file(folder.file("policies/house/ticket_is_linked_test.yaml")).unwrap();
    let head = "apiVersion: remedy-policy/v1\nkind: Cases\nat: 2026-11-20\ncases:\n";
    folder.with(CASES, format!("{head}{cases}"))
}

fn last_line(outcome: &Outcome) -> &str {
    outcome.stdout.lines().last().unwrap_or_default()
}

const HOLDING: &str = r"  - name: as it is
    manifest: ../../findings/SEC-1.yaml
    expect: {verdict: open, denials: [], warnings: []}
  - name: without a ticket
    manifest: ../../findings/SEC-1.yaml
    remove: [tracking]
    expect:
      verdict: blocked
      denials:
        - {rule: HOUSE-01, path: tracking.record_id, message: no ticket is linked}
  - name: due too late, and without a ticket
    at: 2026-11-21
    manifest: ../../findings/SEC-1.yaml
    set: {due.date: 2027-11-20, tracking: {system: jira}}
    expect:
      verdict: blocked
      denials: [{rule: HOUSE-01}, {rule: SLA-02, says: later than 2027-02-17}]
  - name: a feed that is not there
    manifest: ../../findings/SEC-1.yaml
    set: {exposure.cve: CVE-2026-1234}
    expect: {verdict: error, errors: [{code: input-unavailable, says: feeds.kev}]}
  - name: any error
    manifest: ../../findings/SEC-1.yaml
    set: {exposure.cve: CVE-2026-1234}
    expect: {verdict: error}
";

#[test]
fn cases_are_judged_as_check_judges_and_leave_the_manifest_as_it_is() {
    let folder = folder(HOLDING);
    let before = std::fs::read_to_string(folder.file("findings/SEC-1.yaml")).unwrap();
    let outcome = folder.run(&["test", CASES]);
    assert_eq!((outcome.code, last_line(&outcome)), (0, "5 cases, 5 passed"), "{}", outcome.stdout);
    assert_eq!(std::fs::read_to_string(folder.file("findings/SEC-1.yaml")).unwrap(), before);
    // With the Rego tests of the folder, from any other folder, and some of them.
    assert_eq!(last_line(&folder.run(&["test"])), "4 tests and 5 cases, 9 passed");
    assert_eq!(last_line(&folder.run(&["test", "--filter", "without a ticket"])), "2 cases, 2 passed");
    let elsewhere = crate::common::run_in(&folder.file("org"), &["test", "../policies"], "");
    assert_eq!(last_line(&elsewhere), "4 tests and 5 cases, 9 passed", "{}", elsewhere.stdout);
    // A profile of the command line holds where the file names none.
    let other = folder.run(&["test", CASES, "--profile", "default", "--jobs", "1"]);
    assert_eq!(other.code, 0, "{}", other.stdout);
}

#[test]
fn a_case_file_stands_beside_the_policy_that_is_named() {
    let folder = folder(HOLDING);
    std::fs::rename(folder.file(CASES), folder.file("policies/house/ticket_is_linked_test.yaml")).unwrap();
    let outcome = folder.run(&["test", "policies/house/ticket_is_linked.rego"]);
    assert_eq!(last_line(&outcome), "4 tests and 5 cases, 9 passed", "{}", outcome.stdout);
}

const FAILING: &str = r"  - name: two denials # and a comment
    manifest: ../../findings/SEC-1.yaml
    set: {due.date: 2027-11-20}
    remove: [tracking]
    expect: # written by hand
      verdict: blocked
      denials:
        - rule: HOUSE-01
          says: no ticket
        - rule: SLA-02
          message: too late
        - rule: OWN-01
      # after it

  - {name: in a row, manifest: ../../findings/SEC-1.yaml, expect: {verdict: closable}} # the same
  - name: nothing said
    manifest: ../../findings/SEC-1.yaml # the last
";

#[test]
fn what_the_gate_says_instead_is_shown_as_a_diff() {
    let outcome = folder(FAILING).run(&["test", CASES]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(outcome.stdout, @r"

    test-failed

      × `two denials` is judged otherwise
       ╭─[policies/house/cases_test.yaml:5:11]
     4 │ cases:
     5 │   - name: two denials # and a comment
       ·           ─────┬─────
       ·                ╰── the gate does not say what is expected
     6 │     manifest: ../../findings/SEC-1.yaml
       ╰────
      help: `-` is expected, `+` is what the gate says; `remedy-policy test --bless` writes that down
          verdict: blocked
          denials:
            - rule: HOUSE-01
              says: no ticket
            - rule: SLA-02
        -     message: too late
        -   - rule: OWN-01
        +     message: 'due 2027-11-20 is later than 2027-02-17 (possible/moderate: 90 days from 2026-11-19)'

    test-failed

      × `in a row` is judged otherwise
        ╭─[policies/house/cases_test.yaml:19:12]
     18 │ 
     19 │   - {name: in a row, manifest: ../../findings/SEC-1.yaml, expect: {verdict: closable}} # the same
        ·            ────┬───
        ·                ╰── the gate does not say what is expected
     20 │   - name: nothing said
        ╰────
      help: `-` is expected, `+` is what the gate says; `remedy-policy test --bless` writes that down
        - verdict: closable
        + verdict: open

    test-failed

      × `nothing said` does not say what is expected
        ╭─[policies/house/cases_test.yaml:20:11]
     19 │   - {name: in a row, manifest: ../../findings/SEC-1.yaml, expect: {verdict: closable}} # the same
     20 │   - name: nothing said
        ·           ──────┬─────
        ·                 ╰── no `expect` in this case
     21 │     manifest: ../../findings/SEC-1.yaml # the last
        ╰────
      help: `remedy-policy test --bless` writes what the gate says:
        + verdict: open
    3 cases, 3 failed
    ");
}

#[test]
fn what_the_gate_says_is_written_down_and_all_else_stays_byte_for_byte() {
    for line_end in ["\n", "\r\n"] {
        let folder = folder(&FAILING.replace('\n', line_end));
        let outcome = folder.run(&["test", CASES, "--bless"]);
        assert_eq!((outcome.code, last_line(&outcome)), (0, "3 cases, 3 rewritten"), "{}", outcome.stdout);
        let written = std::fs::read_to_string(folder.file(CASES)).unwrap();
        assert_eq!(written.matches("\r\n").count() > 10, line_end == "\r\n");
        let written = written.replace("\r\n", "\n");
        insta::allow_duplicates! {
            insta::assert_snapshot!(written, @r"
            apiVersion: remedy-policy/v1
            kind: Cases
            at: 2026-11-20
            cases:
              - name: two denials # and a comment
                manifest: ../../findings/SEC-1.yaml
                set: {due.date: 2027-11-20}
                remove: [tracking]
                expect: # written by hand
                  verdict: blocked
                  denials:
                    - rule: HOUSE-01
                      says: no ticket
                    - rule: SLA-02
                      message: 'due 2027-11-20 is later than 2027-02-17 (possible/moderate: 90 days from 2026-11-19)'
                  # after it

              - {name: in a row, manifest: ../../findings/SEC-1.yaml, expect: {verdict: open}} # the same
              - name: nothing said
                manifest: ../../findings/SEC-1.yaml # the last
                expect:
                  verdict: open
            ");
        }
        let again = folder.run(&["test", CASES, "--bless"]);
        assert_eq!((again.code, last_line(&again)), (0, "3 cases, 3 passed"), "{}", again.stdout);
    }
}

#[test]
fn an_expectation_that_is_shared_is_not_rewritten() {
    let cases = r"  - name: one
    manifest: ../../findings/SEC-1.yaml
    expect: &open {verdict: open}
  - name: other
    manifest: ../../findings/SEC-1.yaml
    remove: [tracking]
    expect: *open
";
    let folder = folder(cases);
    let before = std::fs::read_to_string(folder.file(CASES)).unwrap();
    let outcome = folder.run(&["test", CASES, "--bless"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("cannot be rewritten"), "{}", outcome.stdout);
    assert_eq!(std::fs::read_to_string(folder.file(CASES)).unwrap(), before);
}

const WRONG: &str = r"  - name: unknown rule
    manifest: ../../findings/SEC-1.yaml
    expect: {verdict: blocked, denials: [{rule: HOUSE-1}]}
  - name: changes
    manifest: ../../findings/SEC-1.yaml
    set:
      due..date: 1
      title.x: 2
      plan.actions[7]: {}
    remove: [nothing.there]
  - name: no day
    at: soon
    manifest: ../../findings/SEC-1.yaml
  - name: not valid
    manifest: ../../findings/SEC-1.yaml
    set: {state: closd}
  - name: no file
    manifest: ../../findings/SEC-3.yaml
  - name: no document
    manifest: ../../findings/SEC-1.yaml
    id: SEC-2
";

#[test]
fn a_case_that_cannot_be_judged_is_an_error_with_its_place_and_advice() {
    let folder = folder(WRONG);
    let before = std::fs::read_to_string(folder.file(CASES)).unwrap();
    let outcome = folder.run(&["test", CASES, "--bless"]);
    assert_eq!((outcome.code, last_line(&outcome)), (2, "6 cases, 6 could not be evaluated"));
    for said in [
        "no rule is named `HOUSE-1`",
        "did you mean `HOUSE-01`?",
        "`due..date` is no path",
        "`title.x` cannot be set: there is no mapping at `title`",
        "`plan.actions[7]` cannot be set: the list at `plan.actions` has 1 entries",
        "there is nothing at `nothing.there` to remove",
        "`soon` is no evaluation time",
        "`closd` is not an allowed value",
        "while `not valid` was judged (policies/house/cases_test.yaml:18)",
        "could not read `findings/SEC-3.yaml`: it does not exist",
        "`findings/SEC-1.yaml` holds no document `SEC-2`",
        "did you mean `SEC-1`?",
        "policies/house/cases_test.yaml:7:49",
    ] {
        assert!(outcome.stdout.contains(said), "{said}\n{}", outcome.stdout);
    }
    assert_eq!(std::fs::read_to_string(folder.file(CASES)).unwrap(), before);
}

#[test]
fn a_case_file_that_does_not_fit_its_schema_hides_nothing_of_the_rest() {
    let folder = folder("  - name: as it is\n    manifest: ../../findings/SEC-1.yaml\n    expect: {verdict: open}\n")
        .with("policies/broken_test.yaml", "apiVersion: remedy-policy/v1\nkind: Cases\nprofle: x\ncases: []\n")
        .with(
            "policies/unclear_test.yaml",
            "apiVersion: remedy-policy/v1\nkind: Cases\ncases:\n  - {name: a}\n  - {name: b, finding: {}, manifest: x}\n",
        );
    let outcome = folder.run(&["test"]);
    assert_eq!((outcome.code, last_line(&outcome)), (2, "4 tests and 1 case, 5 passed"));
    for said in ["did you mean `profile`?", "does not say what is judged", "the case names two documents"] {
        assert!(outcome.stdout.contains(said), "{said}\n{}", outcome.stdout);
    }
    let twice = "  - &a {name: one, manifest: x}\n  - *a\n";
    let outcome = self::folder(twice).run(&["test", CASES]);
    assert!(outcome.stdout.contains("two cases are named `one`"), "{}", outcome.stdout);
    let no_day = "apiVersion: remedy-policy/v1\nkind: Cases\ncases: [{name: a, manifest: ../findings/SEC-1.yaml}]\n";
    let outcome = folder.with("policies/broken_test.yaml", no_day).run(&["test", "policies/broken_test.yaml"]);
    assert!(outcome.stdout.contains("as of when"), "{}", outcome.stdout);
}

#[test]
fn a_document_may_be_written_out_and_others_stand_beside_it() {
    let cases = r"  - name: written out
    finding:
      id: SEC-9
      title: A copy
      type: vulnerability
      severity: low
      state: open
      fingerprint: abc
      source: {kind: scanner, detected_at: 2026-11-19}
      tracking: {system: jira, record_id: SEC-9}
    expect:
      verdict: blocked
      denials: [{rule: ESC-04}, {rule: OWN-01}, {rule: SLA-01}]
";
    let outcome = folder(cases).run(&["test", CASES]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    // Two findings that are one: which of them is the original is known from the tree alone.
    let closed = r"apiVersion: remedy-policy/v1
kind: Cases
at: 2026-11-20
{tree}cases:
  - name: a duplicate
    manifest: ../findings/SEC-1.yaml
    set: {state: closed, closure: {requested_by: ada, at: 2026-11-20, disposition: duplicate, duplicate_of: SEC-7}}
    expect: {verdict: closable}
";
    let folder = folder(cases);
    let original =
        std::fs::read_to_string(folder.file("findings/SEC-1.yaml")).unwrap().replace("id: SEC-1", "id: SEC-7");
    let alone = folder.with("policies/alone_test.yaml", closed.replace("{tree}", ""));
    let outcome = alone.run(&["test", "policies/alone_test.yaml"]);
    assert!(outcome.stdout.contains("`SEC-7`"), "{}", outcome.stdout);
    let beside = alone
        .with("others/SEC-7.yaml", original)
        .with("policies/beside_test.yaml", closed.replace("{tree}", "tree: [../others]\n"));
    let with_tree = beside.run(&["test", "policies/beside_test.yaml"]);
    assert_ne!(with_tree.stdout.replace("beside", "alone"), outcome.stdout);
}

#[test]
fn the_file_names_its_own_profile_and_data() {
    let cases = r"apiVersion: remedy-policy/v1
kind: Cases
at: 2026-11-20
profile: own.yaml
org: []
cases:
  - name: without organization data nothing is known
    manifest: ../findings/SEC-1.yaml
    expect: {verdict: error}
";
    let folder = folder(HOLDING).with("policies/own_test.yaml", cases);
    let outcome = folder.run(&["test", "policies/own_test.yaml"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("could not read `policies/own.yaml`"), "{}", outcome.stdout);
    std::fs::copy(folder.file("profiles/house.yaml"), folder.file("policies/own.yaml")).unwrap();
    let outcome = folder.run(&["test", "policies/own_test.yaml"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    // A profile is no case file.
    assert_eq!(last_line(&folder.run(&["test", "policies"])), "4 tests and 6 cases, 10 passed");
}
