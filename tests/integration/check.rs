//! `check` on the fixtures: verdicts, exit codes, and the same bytes every time.

use serde_json::Value;

use crate::common::{Folder, root, run, run_in};

const AT: &str = "2026-11-20";

fn findings(document: &Value) -> &Vec<Value> {
    document["findings"].as_array().unwrap()
}

#[test]
fn acme_is_blocked_with_every_verdict_and_every_denial_is_complete() {
    let outcome = run(&["check", "fixtures/acme", "--at", AT, "--format", "json"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let document = outcome.json();
    assert!(findings(&document).len() >= 30);
    for verdict in ["closable", "acceptable", "contained", "open", "blocked"] {
        assert!(document["totals"][verdict].as_u64().unwrap() > 0, "no finding is {verdict}");
    }
    for flag in ["overdue", "late", "ratified"] {
        assert!(document["totals"][flag].as_u64().unwrap() > 0, "no finding is {flag}");
    }
    assert_eq!(document["problems"], Value::Array(Vec::new()));
    for finding in findings(&document) {
        let denials = finding["denials"].as_array().unwrap();
        assert_eq!(finding["verdict"] == "blocked", !denials.is_empty());
        for denial in denials {
            // A rule of Acme's own returns plain text: it has no advice.
            let is_shipped = denial["rule"].as_str().unwrap().contains('-');
            for key in ["rule", "file", "line", "column", "message"] {
                assert!(!denial[key].is_null(), "{key} is missing: {denial}");
            }
            assert!(!is_shipped || denial["unblock"].is_string(), "no advice: {denial}");
        }
    }
}

#[test]
fn each_finding_of_acme_lies_in_the_folder_of_its_verdict_and_each_blocked_one_shows_its_rule() {
    let document = run(&["check", "fixtures/acme", "--at", AT, "--format", "json"]).json();
    for finding in findings(&document) {
        let file = finding["file"].as_str().unwrap();
        let mut parts = file.trim_start_matches("fixtures/acme/findings/").split('/');
        let (folder, name) = (parts.next().unwrap(), parts.next().unwrap());
        assert_eq!(finding["verdict"], folder, "{file}");
        if folder == "blocked" && !name.starts_with("own-policy-") {
            let rule: Vec<&str> = name.splitn(3, '-').take(2).collect();
            let rule = rule.join("-").to_uppercase();
            let denied = finding["denials"].as_array().unwrap();
            assert!(denied.iter().any(|denial| denial["rule"] == rule.as_str()), "{file} does not show {rule}");
        }
    }
}

#[test]
fn clean_findings_pass() {
    let outcome = run(&["check", "fixtures/clean", "--at", AT]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("passed: 3 findings, none blocked"), "{}", outcome.stdout);
}

#[test]
fn a_broken_manifest_beside_good_ones_is_an_error_and_the_good_ones_are_judged() {
    let outcome = run(&["check", "fixtures/mixed", "--at", AT, "--format", "json"]);
    assert_eq!(outcome.code, 2);
    let document = outcome.json();
    assert_eq!(document["totals"]["blocked"], 1);
    assert!(document["totals"]["closable"].as_u64().unwrap() + document["totals"]["open"].as_u64().unwrap() >= 1);
    assert!(document["totals"]["problems"].as_u64().unwrap() >= 1);
}

#[test]
fn an_empty_folder_is_nothing_to_judge() {
    let outcome = run(&["check", "fixtures/empty", "--at", AT]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.stdout.contains("no finding was found"), "{}", outcome.stdout);
}

#[test]
fn output_is_the_same_bytes_on_every_run_and_any_number_of_threads() {
    for format in ["human", "json"] {
        let once = run(&["check", "fixtures/acme", "--at", AT, "--format", format, "--jobs", "1"]);
        for jobs in ["1", "2", "7"] {
            let again = run(&["check", "fixtures/acme", "--at", AT, "--format", format, "--jobs", jobs]);
            assert!(once.stdout == again.stdout, "{format} differs with {jobs} threads");
        }
    }
}

#[test]
fn the_report_for_people_says_what_is_wrong_and_who_can_unblock() {
    let file = "fixtures/acme/findings/blocked/own-01-no-accountable-owner.yaml";
    let outcome = run(&["check", file, "--at", AT, "--color", "never"]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!("own_01_for_people", outcome.stdout);
}

#[test]
fn a_due_date_that_is_too_late_is_shown_with_both_dates() {
    let file = "fixtures/acme/findings/blocked/sla-02-due-date-too-late.yaml";
    let outcome = run(&["check", file, "--at", AT, "--color", "never"]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!("sla_02_for_people", outcome.stdout);
}

#[test]
fn quiet_leaves_out_warnings_and_totals() {
    let outcome = run(&["check", "fixtures/clean", "--at", AT, "--quiet"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
}

#[test]
fn colour_is_used_when_asked_for_and_never_in_a_pipe() {
    let plain = run(&["check", "fixtures/acme", "--at", AT]);
    assert!(!plain.stdout.contains('\u{1b}'));
    let colored = run(&["check", "fixtures/acme", "--at", AT, "--color", "always"]);
    assert!(colored.stdout.contains('\u{1b}'));
}

#[test]
fn a_report_can_go_to_a_file_beside_the_screen() {
    let folder = Folder::new();
    let file = folder.file("result.json");
    let outcome = run(&["check", "fixtures/clean", "--at", AT, "--output", &format!("json={}", file.display())]);
    assert_eq!(outcome.code, 0);
    let document: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(document["exit_code"], 0);
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let outcome = run(&["check", "fixtures/clean", "--at", AT, "--output", "json=no/such/folder/result.json"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("could not write `no/such/folder/result.json`"), "{}", outcome.stdout);
}

#[test]
fn findings_arrive_on_standard_input_one_a_line() {
    let line = r#"{"apiVersion":"remedy-policy/v1","kind":"Finding","id":"F-1","title":"t","type":"vulnerability","severity":"low","state":"open","source":{"kind":"scanner","detected_at":"2026-11-19"}}"#;
    let two = format!("{line}\n{}\n", line.replace("F-1", "F-2"));
    let outcome = run_in(
        root(),
        &["check", "-", "--at", AT, "--format", "json", "--config", "fixtures/clean/remedy-policy.yaml"],
        &two,
    );
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let document = outcome.json();
    let lines: Vec<_> = findings(&document).iter().map(|finding| (&finding["file"], &finding["line"])).collect();
    assert_eq!(lines, [(&Value::from("<stdin>"), &Value::from(1)), (&Value::from("<stdin>"), &Value::from(2))]);
}

#[test]
fn without_any_configuration_shipped_policies_judge_and_missing_inputs_are_named() {
    let folder = Folder::new().with(
        "findings/a.yaml",
        "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: vulnerability\nseverity: low\nstate: open\nsource: {kind: scanner, detected_at: 2026-11-19}\nexposure: {cve: CVE-2026-0001}\n",
    );
    let outcome = folder.run(&["check", "--at", AT, "--format", "json"]);
    assert_eq!(outcome.code, 2);
    let document = outcome.json();
    let errors: Vec<&str> = findings(&document)[0]["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        errors,
        [
            "OWN-01 cannot be judged: `org.people` is not available",
            "SLA-07 cannot be judged: `feeds.kev` is not available"
        ]
    );
}

#[test]
fn a_path_that_does_not_exist_is_an_error_with_its_name() {
    let outcome = run(&["check", "fixtures/nowhere", "--at", AT]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("could not read `fixtures/nowhere`: it does not exist"), "{}", outcome.stdout);
}

#[test]
fn a_finding_that_no_rule_can_judge_is_not_passed() {
    let folder = Folder::new()
        .with("findings/a.yaml", "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: vulnerability\nseverity: low\nstate: contained\nsource: {kind: scanner, detected_at: 2026-11-19}\ncontainment: {contained_at: 2026-11-19, contained_by: bob}\ndue: {date: 2026-11-21, set_by: bob}\n");
    let outcome = folder.run(&["check", "--at", AT, "--format", "json"]);
    assert!(findings(&outcome.json())[0]["rules_applied"].as_u64().unwrap() > 0);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
}

#[test]
fn one_file_is_judged_with_the_whole_tree_in_sight() {
    let file = "fixtures/acme/findings/closable/";
    let duplicate = std::fs::read_dir(root().join(file))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| std::fs::read_to_string(path).unwrap().contains("duplicate_of:"))
        .expect("acme has a closed duplicate");
    let outcome = run(&["check", duplicate.to_str().unwrap(), "--at", AT]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("passed: 1 finding, none blocked"), "{}", outcome.stdout);
}

#[test]
fn a_manifest_cannot_speak_to_the_terminal() {
    let folder = Folder::new().with(
        "findings/a.yaml",
        "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: \"a\\e[31mRED\\nnext\"\ntype: vulnerability\nseverity: low\nstate: closed\nsource: {kind: scanner, detected_at: 2026-11-19}\nownership: {accountable_owner: \"x\\e[2J\"}\n",
    ).with("org/people.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\npeople:\n  ada: {name: Ada}\n");
    let outcome = folder.run(&["check", "--at", AT]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(!outcome.stdout.contains('\u{1b}'), "{:?}", outcome.stdout);
}

#[test]
fn help_has_examples_and_exit_codes() {
    insta::assert_snapshot!("help_check", run(&["check", "--help"]).stdout);
    insta::assert_snapshot!("help_export_opa", run(&["export", "opa", "--help"]).stdout);
    insta::assert_snapshot!("help", run(&["--help"]).stdout);
}

#[test]
fn what_is_no_argument_is_a_usage_error() {
    for args in
        [vec!["check", "--format", "xml"], vec!["check", "--at", "soon"], vec!["check", "--jobs", "0"], vec!["chek"]]
    {
        assert_eq!(run(&args).code, 2, "{args:?}");
    }
}

#[test]
fn a_service_account_stands_for_its_owner_also_where_the_owner_is_written_by_an_alias() {
    const ORGANIZATION: &str = "{apiVersion: remedy-policy/v1, kind: Organization, \
        people: {ann: {name: Ann, aliases: [aa]}}, \
        identities: {svc-a: {kind: service_account, owner: AA, aliases: [Robot]}}}";
    const FINDING: &str = "{apiVersion: remedy-policy/v1, kind: Finding, id: F-1, title: T, type: vulnerability, \
        severity: low, state: open, source: {detected_at: 2026-11-02}}";
    let folder = Folder::new()
        .with("remedy-policy.yaml", "{apiVersion: remedy-policy/v1, kind: Config, findings: [findings], org: [org]}")
        .with("org/people.yaml", ORGANIZATION)
        .with("findings/f.yaml", FINDING);
    let export = folder.file("export");
    let outcome = run_in(folder.path(), &["export", "opa", export.to_str().unwrap()], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let data: Value = serde_json::from_str(&std::fs::read_to_string(export.join("data.json")).unwrap()).unwrap();
    for id in ["ann", "aa", "svc-a", "robot"] {
        assert_eq!(data["org"]["aliases"][id], "ann", "{id}");
    }
}
