//! TAP, read back line by line, and its blocks as YAML.

use serde_json::Value;

use super::{
    HOSTILE, Reports, Shown, listed,
    sample::{sample, written},
};
use crate::common::run;

/// A test point: whether it passes, what follows its number, and its block.
struct Point {
    passes: bool,
    rest: String,
    block: Value,
}

/// Reads a document of version 14; fails on a line that belongs to nothing.
fn points(text: &str) -> Vec<Point> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    let plan: usize = lines.next().unwrap().trim_start_matches("1..").split(' ').next().unwrap().parse().unwrap();
    let mut points: Vec<Point> = Vec::new();
    while let Some(line) = lines.next() {
        if line == "  ---" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "  ...").collect();
            points.last_mut().unwrap().block = serde_yaml::from_str(&block.join("\n")).unwrap();
        } else if line.starts_with('#') || line.starts_with("Bail out!") {
        } else {
            let (passes, rest) = match line.strip_prefix("not ok ") {
                Some(rest) => (false, rest),
                None => (true, line.strip_prefix("ok ").unwrap_or_else(|| panic!("{line}"))),
            };
            let (number, rest) = rest.split_once(" - ").unwrap();
            assert_eq!(number.parse::<usize>().unwrap(), points.len() + 1);
            points.push(Point { passes, rest: rest.to_owned(), block: Value::Null });
        }
    }
    assert_eq!(points.len(), plan);
    points
}

/// What a directive would say: what follows a `#` that is not escaped.
fn directive(rest: &str) -> Option<&str> {
    rest.split_once(" # ").map(|(_, directive)| directive)
}

#[test]
fn every_denial_stands_below_its_document_with_its_text_and_place() {
    let reports = Reports::hostile();
    let document = reports.json();
    let points = points(reports.text("tap"));
    for list in ["denials", "warnings"] {
        let found: Vec<Shown> = points
            .iter()
            .flat_map(|point| {
                let id = point.rest.split(": ").next().unwrap();
                point.block[list].as_array().into_iter().flatten().map(move |denial| {
                    let mut place = denial["at"].as_str().unwrap().rsplitn(3, ':');
                    let line = place.nth(1).unwrap().parse().unwrap();
                    Shown {
                        rule: denial["rule"].as_str().unwrap().to_owned(),
                        id: id.to_owned(),
                        file: place.next().unwrap().to_owned(),
                        line,
                        message: denial["message"].as_str().unwrap().to_owned(),
                    }
                })
            })
            .collect();
        assert_eq!(found, listed(&document, list));
    }
    for (name, text) in HOSTILE {
        let point = points.iter().find(|point| point.rest.starts_with(&format!("{name}: "))).unwrap();
        assert!(!point.passes && directive(&point.rest).is_none(), "{}", point.rest);
        assert_eq!(point.block["title"], *text);
        let denials = point.block["denials"].as_array().unwrap();
        let denial = denials.iter().find(|denial| denial["rule"] == "HOS-01").unwrap();
        assert_eq!(
            (&denial["unblock"], &denial["who"]),
            (&format!("unblock {text}").into(), &format!("who {text}").into())
        );
    }
}

#[test]
fn what_is_suppressed_is_known_to_fail_and_nothing_else_is_excused() {
    let text = written(&sample(), "tap");
    let points = points(&text);
    let passes: Vec<(bool, Option<&str>)> = points.iter().map(|point| (point.passes, directive(&point.rest))).collect();
    assert_eq!(
        passes,
        [
            (false, None),
            (false, Some("TODO in the baseline; level off of OWN-02 until 2027-01-31")),
            (false, None),
            (true, None),
            (false, None)
        ]
    );
    insta::assert_snapshot!(text, @r#"
    TAP version 14
    1..5
    not ok 1 - F-1: a title
      ---
      verdict: "blocked"
      title: "a title"
      at: "findings/a.yaml:1:5"
      flags: "waived"
      denials:
        - rule: "SLA-02"
          message: "SLA-02 denies `2026-11-01`"
          at: "findings/a.yaml:4:9"
          unblock: "change `due.date`"
          who: "alice, team-a"
          earliest: "2026-12-24"
          lapsed:
            - message: "waiver WVR-2 expired on 2026-10-01"
              state: "waiver-expired"
              at: "waivers/w.yaml:3"
              unblock: "renew it or fix the finding"
        - rule: "OWN-01"
          message: "OWN-01 denies `éva`"
          at: "findings/a.yaml:6:22"
          unblock: "change `ownership.accountable_owner`"
          who: "alice, team-a"
          earliest: "2026-12-24"
      warnings:
        - rule: "SLA-01"
          message: "SLA-01 denies `2026-11-01`"
          at: "findings/a.yaml:4:9"
          unblock: "change `due.date`"
          who: "alice, team-a"
          earliest: "2026-12-24"
          relief: "blocks from 2027-02-01"
      suppressed:
        - rule: "ESC-04"
          message: "ESC-04 denies `2026-11-01`"
          at: "findings/a.yaml:4:9"
          unblock: "change `due.date`"
          who: "alice, team-a"
          earliest: "2026-12-24"
          relief: "waived by WVR-1 until 2027-01-31"
      ...
    not ok 2 - F-2: a title # TODO in the baseline; level off of OWN-02 until 2027-01-31
      ---
      verdict: "open"
      title: "a title"
      at: "findings/b.yaml:1:5"
      flags: "baseline"
      suppressed:
        - rule: "SLA-02"
          message: "SLA-02 denies `2026-11-01`"
          at: "findings/b.yaml:4:9"
          unblock: "change `due.date`"
          who: "alice, team-a"
          earliest: "2026-12-24"
          relief: "in the baseline"
        - rule: "OWN-02"
          message: "OWN-02 denies `2026-11-01`"
          at: "findings/b.yaml:4:9"
          unblock: "change `due.date`"
          who: "alice, team-a"
          earliest: "2026-12-24"
          relief: "level off of OWN-02 until 2027-01-31"
      ...
    not ok 3 - F-3: a title
      ---
      verdict: "error"
      title: "a title"
      at: "findings/c.yaml:1:5"
      errors:
        - code: "usage"
          severity: "error"
          message: "no snapshot of KEV"
          at: "findings/c.yaml:1:5"
          help: "add one"
      ...
    ok 4 - F-4: a title
      ---
      verdict: "open"
      title: "a title"
      at: "findings/d.yaml:1:5"
      ...
    not ok 5 - io: `findings/e.yaml` cannot be read
      ---
      code: "io"
      severity: "error"
      message: "`findings/e.yaml` cannot be read"
      ...
    # nothing-to-judge: worth knowing
    "#);
}

#[test]
fn a_run_that_judged_nothing_bails_out_or_says_that_there_was_nothing() {
    let outcome = run(&["check", "fixtures/nowhere", "--at", super::AT, "--format", "tap"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.ends_with("\nBail out! Nothing could be judged\n"), "{}", outcome.stdout);
    let outcome = run(&["check", "fixtures/empty", "--at", super::AT, "--format", "tap"]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.stdout.starts_with("TAP version 14\n1..0 # SKIP nothing to judge\n"), "{}", outcome.stdout);
}
