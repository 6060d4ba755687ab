//! `index`, and `check --index`: findings that are judged elsewhere.

use serde_json::Value;

use crate::common::{Folder, root, run_in};

const AT: &str = "2026-11-20";

/// Closed as a copy of the other one.
const COPY: &str = "findings/closable/duplicate-psp-key.yaml";

/// All that Acme judges by, and one of its findings: the copy of another.
fn acme() -> Folder {
    let acme = root().join("fixtures/acme");
    let mut folder = Folder::new();
    for name in ["remedy-policy.yaml", "org", "feeds", "policies", "profiles", COPY] {
        for entry in walkdir::WalkDir::new(acme.join(name)).into_iter().map(Result::unwrap) {
            if entry.path().is_file() {
                let inside = entry.path().strip_prefix(&acme).unwrap().to_str().unwrap();
                folder = folder.with(inside, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    std::fs::create_dir(folder.file("reviews")).unwrap();
    folder
}

fn entries(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The entries of all findings of Acme.
fn all_of_acme() -> String {
    let outcome = run_in(&root().join("fixtures/acme"), &["index"], "");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

fn rules_of(outcome: &crate::common::Outcome) -> Vec<String> {
    let document = outcome.json();
    let denials = document["findings"][0]["denials"].as_array().unwrap().clone();
    denials.iter().map(|denial| denial["rule"].as_str().unwrap().to_owned()).collect()
}

fn codes(outcome: &crate::common::Outcome) -> Vec<String> {
    let document = outcome.json();
    let problems = document["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
}

const OPEN: &str = r#"{"apiVersion":"remedy-policy/v1","kind":"Finding","id":"ID","title":"Old key","type":"leaked_secret","severity":"high","state":"open","source":{"kind":"scanner","detected_at":"2026-11-19"}}"#;

fn open(id: &str) -> String {
    OPEN.replace("ID", id)
}

#[test]
fn an_entry_says_where_a_finding_stands_and_what_rules_look_up() {
    let entries = entries(&all_of_acme());
    assert_eq!(entries.len(), 135);
    let copy = entries.iter().find(|entry| entry["file"] == COPY).unwrap();
    assert_eq!(
        (copy["kind"].as_str(), copy["line"].as_u64(), copy["duplicate_of"].as_str()),
        (Some("Finding"), Some(5), Some("ACME-2026-0367"))
    );
    assert_eq!(entries.iter().filter(|entry| entry["kind"] == "AccessReview").count(), 2);
}

#[test]
fn lines_of_standard_input_are_listed_and_broken_ones_are_named_by_their_number() {
    let input = format!("{}\n\n{{\"kind\": \"Fnding\"}}\nhello\n{}\n{}\n", open("F-1"), open("F-2"), open("F-1"));
    let outcome = run_in(root(), &["index", "-"], &input);
    assert_eq!(outcome.code, 2);
    let found: Vec<_> = entries(&outcome.stdout)
        .iter()
        .map(|entry| (entry["id"].as_str().unwrap().to_owned(), entry["line"].as_u64().unwrap()))
        .collect();
    // One id twice is two entries: who judges them has to know of both.
    assert_eq!(found, [("F-1".to_owned(), 1), ("F-2".to_owned(), 5), ("F-1".to_owned(), 6)]);
    for part in ["unknown-kind", "<stdin>:3:10", "json-syntax", "<stdin>:4:1"] {
        assert!(outcome.stderr.contains(part), "{part}: {}", outcome.stderr);
    }
}

#[test]
fn other_input_is_listed_as_a_whole() {
    let yaml = format!("---\n{}\n---\n{}\n", open("F-1"), open("F-2"));
    let outcome = run_in(root(), &["index", "-"], &yaml);
    assert_eq!((outcome.code, entries(&outcome.stdout).len()), (0, 2), "{}", outcome.stderr);
    let outcome = run_in(root(), &["index", "-"], "");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("empty-document"), "{}", outcome.stderr);
    let outcome = run_in(root(), &["index", "-", "findings"], "");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`-` cannot be combined with other paths"), "{}", outcome.stderr);
}

#[test]
fn rules_look_up_what_the_index_names() {
    let folder = acme().with("index.ndjson", all_of_acme());
    let alone = folder.run(&["check", "--at", AT, "--format", "json"]);
    assert_eq!((alone.code, rules_of(&alone)), (1, vec!["VDT-01".to_owned()]));
    let outcome = folder.run(&["check", "--at", AT, "--format", "json", "--index", "index.ndjson"]);
    assert_eq!((outcome.code, codes(&outcome)), (0, Vec::<String>::new()), "{}", outcome.stdout);
    assert_eq!(outcome.json()["totals"]["findings"], 1);
    // The same through standard input; no file of the tree is looked at.
    let text = std::fs::read_to_string(folder.file(COPY)).unwrap();
    std::fs::remove_dir_all(folder.file("findings")).unwrap();
    let piped = ["check", "-", "--at", AT, "--format", "json", "--index", "index.ndjson"];
    assert_eq!(run_in(folder.path(), &piped, &text).code, 0);
}

#[test]
fn an_id_that_the_index_has_twice_belongs_to_nobody() {
    let index: String = [("F-1", "a.json", 1), ("F-1", "b.json", 7), ("F-2", "c.json", 1)]
        .iter()
        .map(|(id, file, line)| {
            format!("{{\"kind\":\"Finding\",\"id\":\"{id}\",\"file\":\"{file}\",\"line\":{line}}}\n")
        })
        .collect();
    let folder = Folder::new().with("index.ndjson", index);
    let args = ["check", "-", "--at", AT, "--format", "json", "--index", "index.ndjson"];
    let outcome = run_in(folder.path(), &args, &format!("{}\n{}\n", open("F-1"), open("F-2")));
    assert_eq!((outcome.code, codes(&outcome)), (2, vec!["duplicate-finding".to_owned()]));
    let document = outcome.json();
    assert_eq!(document["problems"][0]["message"], "the id `F-1` belongs to 2 documents");
    assert_eq!(
        document["problems"][0]["help"],
        "give each finding and review an id of its own; the index has it in `a.json` line 1, `b.json` line 7"
    );
    assert_eq!(document["findings"][0]["id"], "F-2");
    // What is read as a file knows its own entry.
    let folder = folder.with("a.json", open("F-1"));
    let outcome = folder.run(&["check", "a.json", "--at", AT, "--format", "json", "--index", "index.ndjson"]);
    assert_eq!(
        outcome.json()["problems"][0]["help"],
        "give each finding and review an id of its own; it is also in `b.json` line 7"
    );
}

#[test]
fn a_waiver_for_files_covers_what_the_index_says_stands_there() {
    let waiver = "apiVersion: remedy-policy/v1\nkind: Waiver\nid: WVR-1\nrule: VDT-01\nscope: {files: [\"archive/**\"]}\n\
        reason: the original is in the old tracker\nrequested_by: hbrandt\napproved_by: mschuster\napproved_on: 2026-11-10\n\
        expires: 2026-12-10\nticket: ACME-1\n";
    let text = std::fs::read_to_string(root().join("fixtures/acme").join(COPY)).unwrap();
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap();
    let entry = |file: &str| format!("{{\"kind\":\"Finding\",\"id\":\"{id}\",\"file\":\"{file}\"}}\n");
    let folder = acme()
        .with("waivers/copy.yaml", waiver)
        .with("there.ndjson", entry("archive/copy.yaml"))
        .with("elsewhere.ndjson", entry("copy.yaml"));
    std::fs::remove_dir_all(folder.file("findings")).unwrap();
    let spoken = |index: &str| {
        let args = ["check", "-", "--at", AT, "--format", "json", "--waivers", "waivers", "--index", index];
        let finding = run_in(folder.path(), &args, &text).json()["findings"][0].clone();
        let denial = finding["denials"][0].clone();
        (finding["suppressed"].as_array().unwrap().len(), denial["lapsed"].as_array().map_or(0, Vec::len))
    };
    // The waiver speaks of it, whether it holds or not.
    assert_ne!(spoken("there.ndjson"), (0, 0));
    assert_eq!(spoken("elsewhere.ndjson"), (0, 0));
}

#[test]
fn a_line_that_is_no_entry_is_named_and_nothing_is_judged() {
    let lines = [
        r#"{"kind":"Finding","id":"F-1","file":"a.json"}"#,
        r#"{"kind":"Finding","id":"F-2","file":"a.json","sevrity":"high"}"#,
        "",
        r#"{"kind":"Finding","file":"a.json"}"#,
        r#"{"kind":"Organization","id":"F-3","file":"a.json"}"#,
        r#"{"kind":"Finding","id":"F-4","id":"F-5","file":"a.json"}"#,
        r#"{"kind":"Finding","id":"F-6","file":"a.json""#,
    ];
    let folder = Folder::new().with("index.ndjson", lines.join("\n")).with("findings/a.json", open("F-1"));
    let args = ["check", "--at", AT, "--format", "json", "--index", "index.ndjson", "--index", "gone.ndjson"];
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 2);
    let document = outcome.json();
    assert_eq!(document["totals"]["findings"], 0);
    let found: Vec<(String, u64)> = document["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "invalid-index")
        .map(|problem| {
            let message = problem["message"].as_str().unwrap().split_once("no entry: ").unwrap().1;
            (message.split(',').next().unwrap().to_owned(), problem["line"].as_u64().unwrap())
        })
        .collect();
    let expected = [
        ("unknown field `sevrity`", 2),
        ("missing field `id`", 4),
        ("a document of kind `Organization` is not looked up", 5),
        ("duplicate field `id`", 6),
        ("EOF while parsing an object", 7),
    ];
    assert_eq!(found, expected.map(|(message, line)| (message.to_owned(), line)));
    assert_eq!(codes(&outcome).last().map(String::as_str), Some("invalid-index"));
    assert!(codes(&outcome).contains(&"io".to_owned()));
}
