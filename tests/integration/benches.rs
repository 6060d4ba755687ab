//! What the benches promise: how counted instructions are compared, and that the corpus is the same each time and can be judged.

#[path = "../../benches/instructions/compare.rs"]
mod compare;
#[expect(dead_code, reason = "the benches need more of it")]
#[path = "../../benches/corpus/mod.rs"]
mod corpus;

use std::collections::BTreeMap;

use compare::{Compared, Count, Expected, FILE, Tools, Verdict, compare, report};
use corpus::{AT, Corpus, write_lines};
use remedy_policy::digest::sha256;

use crate::common::{Folder, root, run_in};

fn tools(rustc: &str) -> Tools {
    Tools { rustc: rustc.to_owned(), valgrind: "valgrind-3.19.0".to_owned(), processor: "x86_64 with AVX2".to_owned() }
}

fn expected(scenarios: &[(&str, u64)]) -> Expected {
    let count = |instructions| Count { instructions, note: "first count".to_owned() };
    Expected {
        made_with: tools("rustc 1.95.0"),
        scenarios: scenarios.iter().map(|(name, number)| ((*name).to_owned(), count(*number))).collect(),
    }
}

fn counted(scenarios: &[(&str, u64)]) -> BTreeMap<String, u64> {
    scenarios.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect()
}

/// Compares with the tools of the expected counts; the scenarios are `judge` and `read`.
fn compared(expected: &Expected, counts: &[(&str, u64)]) -> Vec<Compared> {
    compare(expected, &tools("rustc 1.95.0"), &counted(counts), &["judge", "read"])
}

fn verdicts(compared: &[Compared]) -> Vec<(&str, Verdict)> {
    compared.iter().map(|one| (one.name.as_str(), one.verdict)).collect()
}

#[test]
fn a_count_may_change_by_five_percent_either_way() {
    let expected = expected(&[("judge", 1_000_000), ("read", 1_000_000)]);
    for (judge, read) in [(1_000_000, 1_000_000), (1_050_000, 950_000), (950_000, 1_050_000)] {
        let compared = compared(&expected, &[("judge", judge), ("read", read)]);
        assert_eq!(verdicts(&compared), [("judge", Verdict::Same), ("read", Verdict::Same)]);
    }
}

#[test]
fn one_that_grows_by_more_fails_and_one_that_shrinks_is_told() {
    let expected = expected(&[("judge", 1_000_000), ("read", 2_000_000)]);
    let compared = compared(&expected, &[("judge", 1_050_001), ("read", 1_800_000)]);
    assert!(matches!(compared[0].verdict, Verdict::Grown(share) if share > 0.05));
    assert!(matches!(compared[1].verdict, Verdict::Shrunk(share) if (share - 0.1).abs() < 1e-9));
    assert_eq!(compared.iter().map(|one| one.verdict.fails()).collect::<Vec<_>>(), [true, false]);
    insta::assert_snapshot!(report(&expected, &tools("rustc 1.95.0"), &compared), @r#"
    scenario         expected          counted    change
    judge           1,000,000        1,050,001    +5.0 %
    read            2,000,000        1,800,000   -10.0 %

    error: `judge` takes 5.0 % more instructions than benches/instructions/expected.yaml says
      help: make it cheaper, or write down why it is worth that:
        cargo bench --profile dev --bench instructions -- --only judge --update --note "what it buys"

    note: `read` takes 10.0 % fewer instructions than benches/instructions/expected.yaml says
      help: keep what is gained, so that it cannot be lost without a word:
        cargo bench --profile dev --bench instructions -- --only read --update --note "what made it cheaper"
    "#);
}

#[test]
fn a_scenario_that_the_file_does_not_have_fails() {
    let compared = compared(&expected(&[("judge", 1_000)]), &[("judge", 1_000), ("read", 5)]);
    assert_eq!(verdicts(&compared), [("judge", Verdict::Same), ("read", Verdict::New)]);
    assert!(compared[1].verdict.fails());
    insta::assert_snapshot!(report(&expected(&[("judge", 1_000)]), &tools("rustc 1.95.0"), &compared), @r#"
    scenario         expected          counted    change
    judge               1,000            1,000    +0.0 %
    read                    -                5         -

    error: benches/instructions/expected.yaml does not say what `read` may take
      help: write it down:
        cargo bench --profile dev --bench instructions -- --only read --update --note "first count"
    "#);
}

#[test]
fn a_scenario_that_is_not_there_fails_and_one_that_was_not_asked_for_does_not() {
    let expected = expected(&[("judge", 1_000), ("jugde", 1_000), ("read", 1_000)]);
    let compared = compared(&expected, &[("judge", 1_000)]);
    assert_eq!(verdicts(&compared), [("judge", Verdict::Same), ("jugde", Verdict::Gone)]);
    assert!(compared[1].verdict.fails());
    insta::assert_snapshot!(report(&expected, &tools("rustc 1.95.0"), &compared), @r"
    scenario         expected          counted    change
    judge               1,000            1,000    +0.0 %
    jugde               1,000                -         -

    error: benches/instructions/expected.yaml expects the scenario `jugde`, and there is none of that name
      help: take it out of the file, or correct its name
    ");
}

#[test]
fn a_count_without_a_note_fails_even_if_it_fits() {
    let mut expected = expected(&[("judge", 1_000)]);
    expected.scenarios.get_mut("judge").unwrap().note = "  ".to_owned();
    let compared = compared(&expected, &[("judge", 1_000)]);
    assert_eq!(verdicts(&compared), [("judge", Verdict::NoNote)]);
    assert!(compared[0].verdict.fails());
    insta::assert_snapshot!(report(&expected, &tools("rustc 1.95.0"), &compared), @r"
    scenario         expected          counted    change
    judge               1,000            1,000    +0.0 %

    error: benches/instructions/expected.yaml does not say why `judge` takes that many
      help: write a `note` beside the number
    ");
}

#[test]
fn counts_of_another_compiler_are_not_compared_and_that_is_said() {
    let expected = expected(&[("judge", 1_000_000)]);
    let other = tools("rustc 1.96.0");
    let compared = compare(&expected, &other, &counted(&[("judge", 2_000_000)]), &["judge"]);
    assert_eq!(verdicts(&compared), [("judge", Verdict::Same)]);
    insta::assert_snapshot!(report(&expected, &other, &compared), @r#"
    scenario         expected          counted    change
    judge           1,000,000        2,000,000  +100.0 %

    not compared: the expected counts were made with other tools
      rustc: expected `rustc 1.95.0`, here `rustc 1.96.0`
      help: count the commit before this change and this one with the same tools, then write down the new counts:
        cargo bench --profile dev --bench instructions -- --update --note "counted with rustc 1.96.0"
    "#);
}

#[test]
fn a_missing_scenario_fails_with_another_compiler_too() {
    let compared =
        compare(&expected(&[]), &tools("rustc 1.96.0"), &counted(&[("judge", 2_000_000)]), &["judge", "read"]);
    assert_eq!(verdicts(&compared), [("judge", Verdict::New)]);
}

#[test]
fn an_update_writes_what_changed_with_its_note_and_leaves_the_rest() {
    let mut file = expected(&[("judge", 1_000_000), ("old", 1), ("read", 2_000_000)]);
    let now = counted(&[("judge", 1_200_000), ("read", 2_000_100)]);
    file.update(&tools("rustc 1.95.0"), &now, &["judge", "read"], "two more rules");
    let text = file.to_text().unwrap();
    assert_eq!(Expected::parse(&text).unwrap(), file);
    let compared = compared(&file, &[("judge", 1_200_000), ("read", 2_000_000)]);
    assert_eq!(verdicts(&compared), [("judge", Verdict::Same), ("read", Verdict::Same)]);
    insta::assert_snapshot!(text, @r#"
    # Instructions that each scenario takes, as callgrind counts them. CI fails when one takes over 5 % more than here.
    #
    #     cargo bench --profile dev --bench instructions                            compare
    #     cargo bench --profile dev --bench instructions -- --update --note "why"   write down what it takes now
    #
    # Each note says why the count is what it is. Counts made with other tools are not compared.

    made_with:
      rustc: rustc 1.95.0
      valgrind: valgrind-3.19.0
      processor: x86_64 with AVX2
    scenarios:
      judge:
        instructions: 1200000
        note: two more rules
      read:
        instructions: 2000000
        note: first count
    "#);
}

#[test]
fn an_update_with_another_compiler_writes_every_count() {
    let mut file = expected(&[("judge", 1_000_000), ("read", 2_000_000)]);
    let now = counted(&[("judge", 1_000_001), ("read", 2_000_001)]);
    file.update(&tools("rustc 1.96.0"), &now, &["judge", "read"], "rustc 1.96");
    assert_eq!(file.made_with, tools("rustc 1.96.0"));
    assert!(file.scenarios.values().all(|count| count.note == "rustc 1.96"));
    assert_eq!(file.scenarios["judge"].instructions, 1_000_001);
}

#[test]
fn a_file_that_is_not_understood_is_an_error_that_names_it() {
    let error =
        Expected::parse("made_with: {rustc: a, valgrind: b, processor: c}\nscenarios: {judge: 5}\n").unwrap_err();
    assert!(error.starts_with(FILE), "{error}");
    let error = Expected::parse("scenarios: {}\n").unwrap_err();
    assert!(error.contains("made_with"), "{error}");
}

#[test]
fn the_file_of_the_repository_is_understood_and_says_why() {
    let text = std::fs::read_to_string(root().join(FILE)).unwrap();
    let expected = Expected::parse(&text).unwrap();
    assert!(!expected.made_with.rustc.is_empty());
    assert!(!expected.scenarios.is_empty());
    for (name, count) in &expected.scenarios {
        assert!(!count.note.trim().is_empty(), "{name}");
        assert!(count.instructions > 0, "{name}");
    }
    assert_eq!(expected.to_text().unwrap(), text, "write it with `--update`");
}

#[test]
fn the_corpus_is_the_same_each_time() {
    let mut lines = Vec::new();
    write_lines(&mut lines, 300).unwrap();
    assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 300);
    insta::assert_snapshot!(sha256(&lines), @"920955a5d9d4ff38d5bb30f129069104040600a885e478402eb50fe08a17989b");
    // A finding does not depend on how many there are, but what it is about is there.
    assert!(corpus::text(123_456).unwrap().contains("control: {id: CTL-7"));
}

#[test]
fn the_corpus_is_judged_alike_as_files_and_as_lines() {
    let folder = Folder::new();
    Corpus::write(folder.path(), 16).unwrap();
    let mut lines = Vec::new();
    write_lines(&mut lines, 16).unwrap();
    let of_files = folder.run(&["check", "--at", AT, "--format", "json"]);
    let of_lines =
        run_in(folder.path(), &["check", "-", "--at", AT, "--format", "json"], std::str::from_utf8(&lines).unwrap());
    assert_eq!((of_files.code, of_lines.code), (1, 1), "{of_files:?}");
    let verdicts = |outcome: &crate::common::Outcome| {
        let document = outcome.json();
        let findings = document["findings"].as_array().unwrap().clone();
        let of = |finding: &serde_json::Value| format!("{} {}", finding["id"], finding["verdict"]);
        findings.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&of_files), verdicts(&of_lines));
    assert_eq!(verdicts(&of_files).len(), 16);
}
