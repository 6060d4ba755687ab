//! JUnit XML, read back with `quick-junit`.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

use super::{
    HOSTILE, Reports, denials,
    sample::{sample, written},
};

fn report(text: &str) -> Report {
    Report::deserialize_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A text as this reader gives it back: it leaves out control characters that XML allows. What XML does not allow is replaced,
/// and all line breaks between tags are line feeds. Readers of others hold the rest: see `readers.py`.
fn read_back(text: &str) -> String {
    let is_legal =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let legal: String = text.chars().map(|c| if is_legal(c) { c } else { '\u{fffd}' }).collect();
    without_controls(&legal.replace("\r\n", "\n").replace('\r', "\n"))
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn cases<'a>(report: &'a Report, finding: &'a str) -> impl Iterator<Item = &'a TestCase> {
    let all = report.test_suites.iter().flat_map(|suite| &suite.test_cases);
    all.filter(move |case| case.classname.as_deref() == Some(finding))
}

fn case<'a>(report: &'a Report, finding: &'a str, rule: &str) -> &'a TestCase {
    cases(report, finding).find(|case| case.name.starts_with(rule)).unwrap()
}

/// Message and text of a case that failed or could not be judged.
fn trouble(case: &TestCase, expected: NonSuccessKind) -> (String, String) {
    match &case.status {
        TestCaseStatus::NonSuccess { kind, message, description, .. } if *kind == expected => (
            message.as_deref().map(str::to_owned).unwrap_or_default(),
            description.as_deref().map(str::to_owned).unwrap_or_default(),
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_denial_is_a_failure_with_its_text_and_place() {
    let reports = Reports::hostile();
    let document = reports.json();
    let report = report(reports.text("junit"));
    let expected = denials(&document);
    assert_eq!(report.failures, expected.len());
    for shown in &expected {
        let suite = report.test_suites.iter().find(|suite| *suite.name == *read_back(&shown.file)).unwrap();
        assert!(suite.test_cases.iter().any(|case| case.name.starts_with(&shown.rule)), "{shown:?}");
        let (message, text) = trouble(case(&report, &shown.id, &shown.rule), NonSuccessKind::Failure);
        assert_eq!(without_controls(&message).replace('\n', ""), read_back(&shown.message).replace('\n', ""));
        assert!(text.starts_with(&read_back(&format!("{}:{}:", shown.file, shown.line))), "{text}");
    }
    for (name, text) in HOSTILE {
        let (_, body) = trouble(case(&report, name, "HOS-01"), NonSuccessKind::Failure);
        let expected =
            format!("message {text}\n  unblock {text}\n  who can: who {text}\n  at the earliest: 2026-12-24");
        assert!(without_controls(&body).ends_with(&read_back(&expected)), "{body:?}");
        let warning = case(&report, name, "HOS-03").system_out.as_ref().unwrap().to_string();
        assert!(without_controls(&warning).ends_with(read_back(&format!("warning {text}")).trim_end()), "{warning:?}");
    }
}

#[test]
fn failures_come_in_the_order_of_the_run() {
    let reports = Reports::hostile();
    let expected: Vec<(String, String)> =
        denials(&reports.json()).into_iter().map(|shown| (shown.id, shown.rule)).collect();
    let report = report(reports.text("junit"));
    let failed: Vec<(String, String)> = report
        .test_suites
        .iter()
        .flat_map(|suite| &suite.test_cases)
        .filter(|case| matches!(case.status, TestCaseStatus::NonSuccess { kind: NonSuccessKind::Failure, .. }))
        .map(|case| {
            let name = case.name.to_string();
            let rule = name.split(": ").next().unwrap();
            (case.classname.as_ref().unwrap().to_string(), rule.to_owned())
        })
        .collect();
    assert_eq!(failed, expected);
}

#[test]
fn a_case_a_rule_that_can_speak() {
    let report = report(&written(&sample(), "junit"));
    let names: Vec<String> = cases(&report, "F-4").map(|case| case.name.to_string()).collect();
    assert!(names.len() > 10 && names.is_sorted(), "{names:?}");
    assert!(cases(&report, "F-4").all(|case| matches!(case.status, TestCaseStatus::Success { .. })));
    assert!(!names.iter().any(|name| name.starts_with("REV-")), "rules for reviews cannot speak of findings");
    for suite in &report.test_suites {
        assert_eq!(suite.tests, suite.test_cases.len());
    }
    assert_eq!(report.tests, report.test_suites.iter().map(|suite| suite.tests).sum::<usize>());
    assert_eq!((report.failures, report.errors), (2, 2));
}

#[test]
fn what_is_suppressed_is_skipped_and_a_waiver_that_does_not_hold_is_named() {
    let report = report(&written(&sample(), "junit"));
    let TestCaseStatus::Skipped { message, .. } = &case(&report, "F-1", "ESC-04").status else { panic!("not skipped") };
    let message = message.as_ref().unwrap();
    assert_eq!(&**message, "waived by WVR-1 until 2027-01-31: the vendor is late <b> ]]> # \u{fffd}");
    let (_, text) = trouble(case(&report, "F-1", "SLA-02"), NonSuccessKind::Failure);
    insta::assert_snapshot!(text, @r"
    findings/a.yaml:4:9: SLA-02 denies `2026-11-01`
      waiver WVR-2 expired on 2026-10-01 (waivers/w.yaml:3): renew it or fix the finding
      change `due.date`
      who can: alice, team-a
      at the earliest: 2026-12-24
    ");
}

#[test]
fn a_rule_passes_nothing_that_could_not_be_judged() {
    let report = report(&written(&sample(), "junit"));
    let (message, text) = trouble(case(&report, "F-3", "usage"), NonSuccessKind::Error);
    assert_eq!(
        (message.as_str(), text.as_str()),
        ("no snapshot of KEV", "findings/c.yaml:1:5: no snapshot of KEV\n  add one")
    );
    assert!(cases(&report, "F-3").all(|case| !matches!(case.status, TestCaseStatus::Success { .. })));
    let suite = report.test_suites.last().unwrap();
    assert_eq!(&*suite.name, "remedy-policy");
    trouble(&suite.test_cases[0], NonSuccessKind::Error);
}
