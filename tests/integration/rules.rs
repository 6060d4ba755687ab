//! `rules` and `schema`: what is loaded, and what documents look like.

use crate::common::{Folder, root, run};

const OWN: &str = r#"package acme.tickets

# METADATA
# title: A ticket is linked
# description: Every closure names its ticket.
# custom:
#   id: ACME-01
#   states: [closed]
#   types: [leaked_secret, vulnerability]
#   solution: Set `tracking.record_id`.
deny contains {"rule": "ACME-01", "path": ["tracking"], "message": "no ticket"} if not input.finding.tracking.record_id
"#;

/// Without METADATA, as other gates have it.
const PLAIN: &str = "package acme.plain\n\nwarn contains \"plain text\"\n";

fn folder() -> Folder {
    Folder::new().with("policies/tickets.rego", OWN).with("policies/plain.rego", PLAIN)
}

#[test]
fn own_rules_are_listed_with_their_place() {
    let outcome = folder().run(&["rules", "--own"]);
    insta::assert_snapshot!(outcome.stdout, @r"
    ID               LEVEL  TITLE               JUDGES                                         FROM
    ACME-01          deny   A ticket is linked  finding (closed) leaked_secret, vulnerability  policies/tickets.rego:7
    acme.plain.warn  warn                       finding, review                                policies/plain.rego:3

    2 rules, 2 of your own; 152 are loaded · profile default
    ");
    assert_eq!(outcome.code, 0);
}

#[test]
fn the_document_fits_its_schema_and_holds_every_rule() {
    let schema = serde_json::from_str(&std::fs::read_to_string(root().join("schemas/rules.v1.schema.json")).unwrap());
    let validator = jsonschema::validator_for(&schema.unwrap()).unwrap();
    let outcome = folder().run(&["rules", "--format", "json"]);
    let document = outcome.json();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let rules = document["rules"].as_array().unwrap();
    assert_eq!((rules.len(), &document["loaded"]), (152, &152.into()));
    let own = rules.iter().find(|rule| rule["id"] == "ACME-01").unwrap();
    assert_eq!(
        (&own["origin"], &own["file"], &own["line"]),
        (&"own".into(), &"policies/tickets.rego".into(), &7.into())
    );
}

#[test]
fn filters_ask_for_what_a_rule_can_speak_of() {
    let ids = |args: &[&str]| -> Vec<String> {
        let outcome = folder().run(&[&["rules", "--format", "json"], args].concat());
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
        outcome.json()["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["own-01", "SLA-02"]), ["OWN-01", "SLA-02"]);
    assert_eq!(ids(&["names its ticket"]), ["ACME-01"]);
    assert_eq!(ids(&["ACME-", "--state", "closed", "--type", "vulnerability"]), ["ACME-01"]);
    assert_eq!(ids(&["NHI", "--kind", "organization"]), ["NHI-11"]);
    // A word that begins an id does not mean the texts: most descriptions say "own" somewhere.
    assert!(ids(&["own"]).iter().all(|id| id.starts_with("OWN-")));
    // A finding is never completed, so a rule for all states of a finding is not listed.
    let completed = ids(&["--state", "completed"]);
    assert!(completed.iter().any(|id| id.starts_with("REV-")), "{completed:?}");
    assert!(!completed.iter().any(|id| id.starts_with("SLA-")), "{completed:?}");
    assert!(!ids(&["--type", "stale_account"]).contains(&"NHI-01".to_owned()));
}

#[test]
fn a_filter_that_names_nothing_is_an_error_with_the_nearest_word() {
    for (args, message, help) in [
        (vec!["--state", "closd"], "no state is named `closd`", "did you mean `closed`?"),
        (
            vec!["--type", "leaked-secret"],
            "no type of finding is named `leaked-secret`",
            "did you mean `leaked_secret`?",
        ),
        (vec!["--kind", "findng"], "no kind is named `findng`", "did you mean `Finding`?"),
        (
            vec!["OWN", "SLA-O2"],
            "no rule has an id that begins with `SLA-O2`, or speaks of it",
            "did you mean `SLA-02`?",
        ),
        (vec!["--profile", "defalt"], "no profile is named `defalt`", "did you mean `default`?"),
    ] {
        let outcome = run(&[&["rules"], args.as_slice()].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{args:?}");
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(help), "{}", outcome.stderr);
    }
}

#[test]
fn filters_that_leave_nothing_say_so() {
    let outcome = run(&["rules", "NHI-01", "--state", "open"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""));
    assert!(outcome.stderr.contains("no rule passes all filters"), "{}", outcome.stderr);
    let own = Folder::new().run(&["rules", "--own"]);
    assert_eq!(own.code, 3);
    assert!(own.stderr.contains("no own policy is loaded"), "{}", own.stderr);
}

#[test]
fn broken_policies_are_no_list() {
    let outcome = Folder::new().with("policies/a.rego", "package a\n\ndeny contains x if {\n").run(&["rules"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("policies/a.rego"), "{}", outcome.stderr);
}

#[test]
fn every_schema_is_listed_printed_and_written() {
    let files: Vec<String> = {
        let mut names: Vec<String> = std::fs::read_dir(root().join("schemas"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_by_key(|name: &String| name.trim_end_matches(".v1.schema.json").to_owned());
        names
    };
    let folder = Folder::new();
    let list = folder.run(&["schema"]).stdout;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.iter().map(|name| format!("{name}.v1.schema.json")).collect::<Vec<_>>(), files);
    let written = folder.run(&["schema", "--dir", "a/b"]);
    assert_eq!((written.code, written.stdout.as_str()), (0, format!("{} schemas in `a/b`\n", files.len()).as_str()));
    for (name, file) in names.into_iter().zip(&files) {
        let text = std::fs::read_to_string(root().join("schemas").join(file)).unwrap();
        assert!(folder.run(&["schema", name]).stdout == text, "{name}");
        assert!(std::fs::read_to_string(folder.file("a/b").join(file)).unwrap() == text, "{name}");
    }
}

#[test]
fn an_unknown_schema_is_named_with_its_neighbour() {
    let outcome = run(&["schema", "finding.v1"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("did you mean `finding`?"), "{}", outcome.stderr);
}
