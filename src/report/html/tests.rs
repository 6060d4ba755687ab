//! The page of runs that are made up: every sort of relief, hostile texts, and more denials than a browser can show.

use std::sync::Arc;

use scraper::{Html, Selector};

use super::*;
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Path, Segment, Span},
    gate::{
        BaselineEntry, BaselineState, BaselineUse, Denial, EvaluationTime, Flag, Lapsed, Place, Relief, Verdict,
        WaiverState, WaiverUse,
    },
    manifest::Kind,
    org::Concession,
    policy::Level,
};

const HOSTILE: &str = "a \"quoted\" 'text' </script><!-- ]]> & %0A ::error:: <img src=x onerror=alert(1)> 👩‍💻 é";

fn denial(rule: &str, message: &str) -> Denial {
    Denial {
        rule: rule.to_owned(),
        level: Level::Deny,
        rule_set: Level::Deny,
        path: Path(vec![Segment::Key("due".into()), Segment::Key("date".into())]),
        place: Place { span: Span::new(4, 6), missing: Vec::new() },
        message: message.to_owned(),
        found: Some("2026-12-11".into()),
        expected: Some("2026-11-27".into()),
        unblock: Some("set `due.date`".to_owned()),
        who: vec!["ada".to_owned()],
        earliest: Some("2026-12-01".to_owned()),
        related: Vec::new(),
        facts: None,
        flag: None,
        decided_by: None,
        fingerprint: "0".repeat(32),
        relief: None,
        lapsed: Vec::new(),
        baseline: None,
    }
}

fn decision(id: &str, denials: Vec<Denial>) -> Decision {
    Decision {
        kind: Kind::Finding,
        id: id.to_owned(),
        title: "A title".to_owned(),
        finding_type: Some("leaked_secret".to_owned()),
        severity: Some("high".to_owned()),
        state: "closed".to_owned(),
        file: "findings/a.yaml".into(),
        document: 0,
        span: Span::new(4, 6),
        verdict: if denials.is_empty() { Verdict::Closable } else { Verdict::Blocked },
        flags: [].into(),
        due: Some("2026-11-05".to_owned()),
        acceptance: None,
        rules_applied: 1,
        denials,
        warnings: Vec::new(),
        suppressed: Vec::new(),
        errors: Vec::new(),
    }
}

fn run(decisions: Vec<Decision>) -> Run {
    let mut run = Run { decisions, at: EvaluationTime::parse("2026-11-20", "UTC").ok(), ..Run::default() };
    run.sources.insert("findings/a.yaml".into(), Arc::from(format!("id: A1\nnote: {HOSTILE}\u{202e}\u{1b}[31m\n")));
    run
}

fn html(run: &Run) -> String {
    let mut out = Vec::new();
    render(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&Selector::parse(selector).unwrap()).map(|found| words(found.text().collect())).collect()
}

fn concession(id: &str) -> Concession {
    Concession {
        id: id.to_owned(),
        file: "waivers.yaml".into(),
        span: Span::new(0, 1),
        reason: "the vendor ships in January".to_owned(),
        requested_by: "ben".to_owned(),
        approved_by: "ciso".to_owned(),
        approved_on: "2026-11-01".to_owned(),
        expires: "2027-01-31".to_owned(),
        ticket: Some("SEC-7".to_owned()),
        warning: Some("it ends soon".to_owned()),
    }
}

/// A run in which everything happens that a page can show.
fn everything() -> Run {
    let mut blocked = decision("A1", vec![denial("SLA-02", HOSTILE)]);
    blocked.title = HOSTILE.to_owned();
    blocked.flags.insert(Flag::Overdue);
    blocked.denials[0].baseline = Some(BaselineState::New);
    blocked.denials[0].lapsed.push(Lapsed {
        id: "WVR-1".to_owned(),
        state: WaiverState::WaiverExpired,
        message: "its last day was 2026-11-01".to_owned(),
        unblock: Some("have it granted again".to_owned()),
        file: "waivers.yaml".into(),
        span: Span::new(0, 1),
    });
    blocked.warnings.push(Denial {
        relief: Some(Relief::EffectiveOn("2027-02-01".to_owned())),
        ..denial("OWN-09", "owner from memory")
    });
    let mut waived = decision("A2", Vec::new());
    waived.flags.insert(Flag::Waived);
    waived
        .suppressed
        .push(Denial { relief: Some(Relief::Waiver(concession("WVR-2"))), ..denial("RET-03", "another test") });
    waived.suppressed.push(Denial { relief: Some(Relief::Baseline), ..denial("TRK-01", "no record") });
    let mut failed = decision("A3", Vec::new());
    failed.verdict = Verdict::Error;
    failed.errors.push(Diagnostic::error(Code::InputUnavailable, "`kev` is not available").help("give it"));
    let mut run = run(vec![blocked, waived, failed, decision("A4", Vec::new())]);
    run.problems.push(Diagnostic::error(Code::Io, "could not read `b.yaml`"));
    run.warnings.push(Diagnostic::warning(Code::Usage, "worth a look"));
    run.waivers = [("WVR-1", WaiverState::WaiverExpired), ("WVR-2", WaiverState::Waived)]
        .map(|(id, state)| WaiverUse { rule: "RET-03".to_owned(), concession: concession(id), state, covers: 1 })
        .into();
    let gone = BaselineEntry {
        id: "A9".to_owned(),
        rule: "SLA-02".to_owned(),
        path: "due.date".to_owned(),
        fingerprint: "1".repeat(32),
    };
    run.baseline = Some(BaselineUse { file: "baseline.yaml".to_owned(), unchanged: 1, absent: vec![gone] });
    run
}

#[test]
fn everything_that_can_happen_has_its_place() {
    let text = html(&everything());
    let page = Html::parse_document(&text);
    assert_eq!(page.errors, Vec::<String>::new());
    assert_eq!(
        texts(&page, "section > h2"),
        [
            "Could not be judged 2",
            "Dates",
            "Findings",
            "Waivers 2",
            "Baseline",
            "Rules that spoke 4",
            "Worth knowing 1"
        ]
    );
    assert_eq!(
        texts(&page, ".f summary .id, .fine .id"),
        ["A1", "A2", "A3", "A4"],
        "each document, in the order of the run"
    );
    assert_eq!(
        texts(&page, ".body .d .role"),
        [
            "blocks",
            "new since the baseline",
            "blocks from 2027-02-01",
            "waived by WVR-2 until 2027-01-31",
            "in the baseline",
            "not judged"
        ]
    );
    assert_eq!(
        texts(&page, ".lapsed"),
        ["waiver-expired WVR-1: its last day was 2026-11-01. To mend it: have it granted again waivers.yaml"]
    );
    let spoken = texts(&page, ".body .d").join("\n");
    for said in ["SLA-02", "findings/a.yaml:1:5", "set due.date", "Who canada", "Earliest2026-12-01"] {
        assert!(spoken.contains(said), "{said}: {spoken}");
    }
    assert!(texts(&page, "#s-problems ~ .d").join(" ").contains("could not read b.yaml"));
    assert_eq!(texts(&page, ".stack .bad"), ["waiver-expired"]);
    assert!(texts(&page, ".stack").join(" ").contains("the vendor ships in January (SEC-7). Note: it ends soon"));
    assert!(texts(&page, ".grant").join(" ").contains("January Note: it ends soon requested by ben"));
    let dates = texts(&page, ".plain tbody td").join(" ");
    for date in [
        "2026-11-05 15 days ago due and not closed A1 A3",
        "2027-01-31 in 72 days waiver or level runs out WVR-1 WVR-2",
    ] {
        assert!(dates.contains(date), "{date}: {dates}");
    }
}

#[test]
fn hostile_texts_are_text() {
    let page = Html::parse_document(&html(&everything()));
    assert_eq!(texts(&page, "summary .t")[0], HOSTILE);
    assert_eq!(texts(&page, ".body .says")[0], HOSTILE);
    assert!(texts(&page, ".x").iter().any(|lines| lines.contains(&format!("{HOSTILE}⟨U+202E⟩\u{241b}[31m"))));
    assert_eq!(texts(&page, "img").len() + texts(&page, "script").len(), 1, "the script of the page alone");
}

#[test]
fn what_there_is_no_room_for_is_counted() {
    let decisions: Vec<Decision> =
        (0..12_000).map(|number| decision(&format!("N{number}"), vec![denial("SLA-02", "too late")])).collect();
    let text = html(&run(decisions));
    assert_eq!(text.matches("<details class=\"f ").count(), DETAILED);
    assert_eq!(text.matches("<article class=\"f ").count(), LISTED - DETAILED);
    assert!(text.contains("<b>2000 more denials, of 2000 more findings, are not on this page.</b>"));
    assert!(text.len() < 12_000_000, "{}", text.len());
    let many = html(&run((0..6_000).map(|number| decision(&format!("N{number}"), Vec::new())).collect()));
    assert!(many.contains("1000 more are not listed on this page"));
}

#[test]
fn a_run_that_fails_by_warnings_says_so() {
    let mut warned = decision("A1", Vec::new());
    warned.warnings.push(denial("OWN-09", "owner from memory"));
    let page = Html::parse_document(&html(&Run { fails_on_warnings: true, ..run(vec![warned]) }));
    assert_eq!(texts(&page, "h1"), ["✗ Blocked: 0 of 1 finding blocked, by 0 denials; --fail-on warn: 1 warning"]);
}
