//! `check` with nothing but `ndjson` reports keeps no finding: what it writes is, byte by byte, what the whole run writes.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use remedy_policy::{manifest, progress::Progress};
use serde_json::Value;

use crate::{
    common::{Folder, command, root},
    waivers::{blocked, waiver},
};

const AT: &str = "2026-11-20";

const LINE: &str = r#"{"apiVersion":"remedy-policy/v1","kind":"Finding","id":"F-1","title":"t","type":"vulnerability","severity":"low","state":"open","source":{"kind":"scanner","detected_at":"2026-11-19"}}"#;

/// A finding on one line, of four thousand bytes.
fn line(id: &str) -> String {
    let description = format!("\"description\":\"{} é\",\"state\":", "x".repeat(4_000));
    LINE.replace("F-1", id).replace("\"state\":", &description)
}

/// What a run wrote and how it ended, with bytes of any kind on standard input.
fn written(folder: &Path, args: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut child =
        command(folder, args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || pipe.write_all(stdin).ok());
        child.wait_with_output().unwrap()
    });
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Runs both forms, the streaming one on two threads, and gives what both wrote.
fn same(folder: &Path, args: &[&str], stdin: &[u8]) -> (i32, String) {
    let run = |more: &[&str]| {
        let args: Vec<&str> =
            ["check", "--at", AT, "--format", "ndjson"].iter().chain(args).chain(more).copied().collect();
        written(folder, &args, stdin)
    };
    // Any other format beside it needs the whole run.
    let other = tempfile::NamedTempFile::new().unwrap();
    let other = format!("json={}", other.path().display());
    let whole = run(&["--jobs", "1", "--output", &other]);
    let streamed = run(&["--jobs", "2"]);
    assert_eq!(streamed.0, whole.0, "{}", whole.1);
    for (number, (streamed, whole)) in streamed.1.lines().zip(whole.1.lines()).enumerate() {
        assert_eq!(streamed, whole, "line {}", number + 1);
    }
    assert_eq!(streamed, whole);
    (whole.0, whole.1)
}

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn codes(text: &str) -> Vec<String> {
    let problems = records(text).into_iter().filter(|record| record["record"] == "problem");
    problems.map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_fixtures_are_judged_alike() {
    for (fixture, code) in [("acme", 1), ("mixed", 2), ("invalid", 2), ("clean", 0), ("empty", 3)] {
        let (found, text) = same(&root().join("fixtures").join(fixture), &[], b"");
        assert_eq!(found, code, "{fixture}");
        assert!(text.ends_with('\n') && text.contains("\"record\":\"summary\""), "{fixture}");
    }
}

/// Sixty lines in several pieces: right ones, broken ones, blank ones, and one id far from another of the same name.
fn mixed_lines() -> String {
    let mut text = String::from("\u{feff}");
    for number in 0..60 {
        let mut line = line(&format!("F-{number}"));
        match number {
            20 => line = line.replace("\"title\"", "\"titel\""),
            30 => line = line.replace("\"low\"", "\"é\", \"x\": "),
            40 => line.push_str("\n\n   \n"),
            59 => line = line.replace("F-59", "F-4"),
            other if other % 4 > 0 => line = line.replace("\"state\":\"open\"", "\"state\":\"accepted\",\"wrong\":1"),
            _ => {}
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[test]
fn lines_have_their_places_in_the_whole_stream() {
    let lines = mixed_lines();
    let clean = root().join("fixtures/clean");
    let (code, text) = same(&clean, &["-"], lines.as_bytes());
    assert_eq!(code, 2);
    let last = records(&text).into_iter().rfind(|record| record["record"] == "finding").unwrap();
    assert_eq!((last["id"].as_str(), last["line"].as_u64()), (Some("F-56"), Some(60)));
    let twice: Vec<_> = records(&text).into_iter().filter(|record| record["code"] == "duplicate-finding").collect();
    assert_eq!(twice.len(), 2, "{text}");
    assert_eq!(twice[1]["line"], 63);
    assert!(twice[0]["help"].as_str().unwrap().contains("`<stdin>` line 63"), "{}", twice[0]);
    let said = codes(&text);
    for code in ["json-syntax", "schema-unknown-key", "duplicate-finding"] {
        assert!(said.iter().any(|found| found == code), "{code}: {said:?}");
    }
    let folder = Folder::new().with("findings/lines.ndjson", lines);
    let org = clean.join("org");
    same(folder.path(), &["findings", "--org", org.to_str().unwrap()], b"");
}

#[test]
fn two_documents_of_one_id_are_refused_across_files() {
    let folder = Folder::new()
        .with("findings/a.ndjson", format!("{LINE}\n"))
        .with("findings/b.json", LINE)
        .with("findings/c.yaml", format!("---\n{}\n---\n{LINE}\n", LINE.replace("F-1", "F-2")));
    let (code, text) = same(folder.path(), &["findings"], b"");
    assert_eq!(code, 2);
    assert_eq!(codes(&text).iter().filter(|code| *code == "duplicate-finding").count(), 3, "{text}");
    assert!(text.contains("it is also in `findings/a.ndjson` line 1, `findings/b.json` line 1"), "{text}");
}

#[test]
fn what_refuses_a_file_refuses_all_of_it() {
    let many: String = (0..20).map(|number| line(&format!("F-{number}")) + "\n").collect();
    let with = |bad: &[u8]| [many.as_bytes(), bad, b"\n", many.as_bytes()].concat();
    for (bad, code) in [
        (with(b"{\"a\": \"\x01\"}"), "control-character"),
        (with("{}\n\u{feff}{}".as_bytes()), "control-character"),
        (with(b"{\"a\": \"\xff\"}"), "invalid-utf8"),
        ([with(b"\x01"), with(b"\xff")].concat(), "invalid-utf8"),
        (b"\n \n".to_vec(), "empty-document"),
        (Vec::new(), "empty-document"),
        (b"{\"a\":".to_vec(), "json-syntax"),
        (b"- a\n- {b\n".to_vec(), "yaml-syntax"),
        (format!("{LINE}\n{}", "{]\n".repeat(1_500)).into_bytes(), "limit-problems"),
        (format!("{LINE}\n{}{LINE}\n", format!("{{{}\n", " ".repeat(99)).repeat(1_500)).into_bytes(), "limit-problems"),
        (format!("{LINE}\n{{\"labels\": {}}}\n{LINE}\n", "[".repeat(100)).into_bytes(), "limit-depth"),
    ] {
        let (exit, text) = same(Path::new("/"), &["-"], &bad);
        assert_eq!(exit, 2);
        assert!(codes(&text).iter().any(|found| found == code), "{code}: {text}");
    }
}

#[test]
fn what_is_no_stream_of_lines_is_read_whole() {
    let yaml = format!("---\n{LINE}\n---\n{}\n", LINE.replace("F-1", "F-2"));
    let pretty = LINE.replacen(',', ",\n", 3);
    for text in [yaml, pretty] {
        assert_eq!(same(&root().join("fixtures/clean"), &["-"], text.as_bytes()).0, 1);
    }
}

#[test]
fn the_rest_of_the_tree_is_looked_up_and_not_judged() {
    let folder = blocked().with("findings/again.ndjson", format!("{LINE}\n"));
    let (_, text) = same(folder.path(), &["-"], format!("{}\n", LINE.replace("low", "high")).as_bytes());
    assert_eq!(records(&text).iter().filter(|record| record["record"] == "finding").count(), 1);
    same(folder.path(), &["findings/closable.yaml"], b"");
    same(folder.path(), &["-", "findings"], b"");
    same(folder.path(), &["findings/nowhere.yaml"], b"");
}

#[test]
fn waivers_come_out_alike() {
    let folder = blocked()
        .with("waivers/one.yaml", waiver(&[]))
        .with("waivers/two.yaml", waiver(&[("WVR-1", "WVR-2"), ("HP-2026-011", "HP-0"), ("SLA-01", "SLA-02")]))
        .with("waivers/three.yaml", waiver(&[("WVR-1", "WVR-3"), ("2026-12-10", "2026-11-12"), ("SLA-01", "SLA-02")]));
    let (code, text) = same(folder.path(), &["--waivers", "waivers"], b"");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("\"state\":\"waived\"") && text.contains("\"state\":\"waiver-unused\""), "{text}");
    assert_eq!(same(folder.path(), &["--waivers", "waivers", "--fail-on", "warn"], b"").0, 1);
    same(folder.path(), &["--waivers", "waivers", "findings/closable.yaml"], b"");
}

#[test]
fn baselines_come_out_alike() {
    let folder = blocked();
    let first = ["check", "--at", AT, "--format", "ndjson", "--baseline", "baseline.yaml", "--update-baseline"];
    assert_eq!(folder.run(&first).code, 0);
    let baseline = std::fs::read_to_string(folder.file("baseline.yaml")).unwrap();
    assert!(baseline.contains("SLA-01"), "{baseline}");
    let more = baseline.replace(
        "denials:\n",
        "denials:\n- {id: HP-0, rule: SLA-01, path: due, fingerprint: 0123456789abcdef0123456789abcdef}\n",
    );
    std::fs::write(folder.file("baseline.yaml"), more).unwrap();
    let (code, text) = same(folder.path(), &["--baseline", "baseline.yaml"], b"");
    assert_eq!((code, codes(&text)), (0, vec!["baseline-shrinks".to_owned()]), "{text}");
    assert_eq!(folder.run(&first).code, 0);
    assert_eq!(std::fs::read_to_string(folder.file("baseline.yaml")).unwrap(), baseline);
}

#[test]
fn policies_that_do_not_load_are_said_alike() {
    let folder = blocked().with("rules/a.rego", "package a\n\ndeny contains 1 if {\n");
    let (code, text) = same(folder.path(), &["--policy", "rules"], b"");
    assert_eq!((code, codes(&text)), (2, vec!["policy-syntax".to_owned()]), "{text}");
}

#[test]
fn files_get_the_same_report_and_none_is_left_half_written() {
    let folder = blocked();
    let outputs = ["--output", "ndjson=a.ndjson", "--output", "ndjson=b.ndjson"];
    let args = [&["check", "--at", AT, "--format", "ndjson"][..], &outputs].concat();
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 1);
    for file in ["a.ndjson", "b.ndjson"] {
        assert_eq!(std::fs::read_to_string(folder.file(file)).unwrap(), outcome.stdout);
    }
    let nowhere = ["--output", "ndjson=no/such/folder/a.ndjson", "--output", "ndjson=c.ndjson"];
    let args = [&["check", "--at", AT, "--format", "ndjson"][..], &nowhere].concat();
    let outcome = folder.run(&args);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("could not write `no/such/folder/a.ndjson`"), "{}", outcome.stdout);
    assert_eq!(std::fs::read_to_string(folder.file("c.ndjson")).unwrap(), outcome.stdout);
    let twice = ["--output", "ndjson=d.ndjson", "--output", "ndjson=d.ndjson"];
    let args = [&["check", "--at", AT, "--format", "ndjson"][..], &twice].concat();
    let outcome = folder.run(&args);
    assert_eq!((outcome.code, codes(&outcome.stdout)), (2, vec!["usage".to_owned()]), "{}", outcome.stdout);
    let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_str().unwrap().starts_with(".tmp")));
}

#[test]
fn a_line_that_is_too_long_ends_the_stream_with_its_number() {
    let text = format!("{LINE}\n{{\"a\": \"{}\"}}\n{}\n", "x".repeat(17 << 20), LINE.replace("F-1", "F-2"));
    let args = ["check", "-", "--at", AT, "--format", "ndjson"];
    // The program reads no further, so that not all of this can be written.
    let (code, stdout, _) = written(&root().join("fixtures/clean"), &args, text.as_bytes());
    assert_eq!(code, 2);
    let records = records(&stdout);
    assert_eq!((&records[0]["record"], &records[0]["id"]), (&Value::from("finding"), &Value::from("F-1")));
    assert_eq!(records[1]["code"], "limit-size");
    assert_eq!((&records[1]["line"], &records[1]["column"]), (&Value::from(2), &Value::from(1)));
    assert_eq!(records[1]["message"], "the line has more than 16777216 bytes");
    assert_eq!(records.len(), 3);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut child: Command = command(&root().join("fixtures/clean"), &["check", "--at", AT, "--format", "ndjson"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn a_file_that_changes_before_it_is_judged_is_named() {
    let folder = Folder::new().with("a.json", LINE).with("b.ndjson", format!("{LINE}\n").replace("F-1", "F-2"));
    let survey = manifest::survey_files(&[folder.path().to_path_buf()], &Progress::default());
    assert_eq!((survey.documents(), survey.pieces().len()), (2, 2));
    for (piece, name) in survey.pieces().iter().zip(["a.json", "b.ndjson"]) {
        let file = folder.file(name);
        let before = std::fs::read_to_string(&file).unwrap();
        assert_eq!(survey.read(piece).unwrap().documents.len(), 1);
        for after in [before.replace("low", "high"), before.replace("low", "owl"), String::new()] {
            std::fs::write(&file, after).unwrap();
            let problem = survey.read(piece).unwrap_err();
            assert!(problem.message.ends_with(&format!("{name}` changed while it was judged")), "{problem:?}");
        }
        std::fs::write(&file, before).unwrap();
        assert_eq!(survey.read(piece).unwrap().documents.len(), 1);
        std::fs::remove_file(&file).unwrap();
        let problem = survey.read(piece).unwrap_err();
        assert!(problem.message.contains("could not read"), "{problem:?}");
    }
}
