//! A run with everything that a report can meet: reliefs of every kind, waivers that do not hold, a baseline, and what could not
//! be judged. Built by hand, since no folder of findings has all of it.

use std::{collections::BTreeSet, io, sync::Arc};

use remedy_policy::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Path, Span},
    gate::{
        BaselineEntry, BaselineState, BaselineUse, Concession, Decision, Denial, EvaluationTime, Flag, Lapsed, Place,
        RelatedPlace, Relief, Verdict, WaiverState, WaiverUse,
    },
    manifest::Kind,
    policy::Level,
    report::{self, Run},
};

use crate::common::catalogue;

/// A format: its name, and what writes it.
pub(crate) type Format = (&'static str, fn(&Run, &mut dyn io::Write) -> io::Result<()>);

/// The formats that a run can be written in without anything else.
pub(crate) const FORMATS: [Format; 5] = [
    ("json", report::json),
    ("ndjson", report::ndjson),
    ("sarif", report::sarif),
    ("junit", report::junit),
    ("tap", report::tap),
];

/// A run in a format, as text.
pub(crate) fn written(run: &Run, format: &str) -> String {
    let (_, write) = FORMATS.iter().find(|(name, _)| *name == format).unwrap();
    let mut out = Vec::new();
    write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const MANIFEST: &str = "id: F-1\ntitle: a title\ndue:\n  date: 2026-11-01\nownership:\n  accountable_owner: éva\n";
const WAIVERS: &str = "waivers:\n  - id: WVR-1\n  - id: WVR-2\n";

/// A denial of a rule at a text of the manifest.
pub(crate) fn denial(rule: &str, path: &str, at: &str) -> Denial {
    let start = MANIFEST.find(at).unwrap();
    Denial {
        rule: rule.to_owned(),
        level: Level::Deny,
        rule_set: Level::Deny,
        path: Path::parse(path).unwrap(),
        place: Place { span: Span::new(start, start + at.len()), missing: Vec::new() },
        message: format!("{rule} denies `{at}`"),
        found: None,
        expected: None,
        unblock: Some(format!("change `{path}`")),
        who: vec!["alice".to_owned(), "team-a".to_owned()],
        earliest: Some("2026-12-24".to_owned()),
        related: vec![RelatedPlace {
            path: Path::parse("title").unwrap(),
            place: Place { span: Span::new(15, 22), missing: Vec::new() },
            message: "the title".to_owned(),
        }],
        facts: None,
        flag: None,
        decided_by: None,
        fingerprint: format!("{rule}-{path}"),
        relief: None,
        lapsed: Vec::new(),
        baseline: None,
    }
}

/// A decision on a finding that is fine.
pub(crate) fn decision(id: &str, file: &str) -> Decision {
    Decision {
        kind: Kind::Finding,
        id: id.to_owned(),
        title: "a title".to_owned(),
        finding_type: Some("vulnerability".to_owned()),
        severity: Some("high".to_owned()),
        state: "open".to_owned(),
        file: FileName::from(file),
        document: 0,
        span: Span::new(4, 7),
        verdict: Verdict::Open,
        flags: BTreeSet::new(),
        acceptance: None,
        due: None,
        rules_applied: 10,
        denials: Vec::new(),
        warnings: Vec::new(),
        suppressed: Vec::new(),
        errors: Vec::new(),
    }
}

fn concession(id: &str) -> Concession {
    Concession {
        id: id.to_owned(),
        file: FileName::from("waivers/w.yaml"),
        span: Span::new(17, 22),
        reason: "the vendor is late <b> ]]> # \u{1}".to_owned(),
        requested_by: "alice".to_owned(),
        approved_by: "bob".to_owned(),
        approved_on: "2026-10-01".to_owned(),
        expires: "2027-01-31".to_owned(),
        ticket: Some("SEC-9".to_owned()),
        warning: Some("it ends soon".to_owned()),
    }
}

/// The run.
pub(crate) fn sample() -> Run {
    let mut sources = Sources::default();
    for file in ["findings/a.yaml", "findings/b.yaml", "findings/c.yaml", "findings/d.yaml"] {
        sources.insert(FileName::from(file), Arc::from(MANIFEST));
    }
    sources.insert(FileName::from("waivers/w.yaml"), Arc::from(WAIVERS));
    let lapsed = Lapsed {
        id: "WVR-2".to_owned(),
        state: WaiverState::WaiverExpired,
        message: "waiver WVR-2 expired on 2026-10-01".to_owned(),
        unblock: Some("renew it or fix the finding".to_owned()),
        file: FileName::from("waivers/w.yaml"),
        span: Span::new(33, 38),
    };
    let relieved =
        |rule: &str, relief: Relief| Denial { relief: Some(relief), ..denial(rule, "due.date", "2026-11-01") };
    let blocked = Decision {
        verdict: Verdict::Blocked,
        flags: BTreeSet::from([Flag::Waived]),
        denials: vec![
            Denial {
                lapsed: vec![lapsed],
                baseline: Some(BaselineState::New),
                ..denial("SLA-02", "due.date", "2026-11-01")
            },
            denial("OWN-01", "ownership.accountable_owner", "éva"),
        ],
        warnings: vec![relieved("SLA-01", Relief::EffectiveOn("2027-02-01".to_owned()))],
        suppressed: vec![relieved("ESC-04", Relief::Waiver(concession("WVR-1")))],
        ..decision("F-1", "findings/a.yaml")
    };
    let waived = Decision {
        flags: BTreeSet::from([Flag::Baseline]),
        suppressed: vec![
            Denial { baseline: Some(BaselineState::Unchanged), ..relieved("SLA-02", Relief::Baseline) },
            relieved("OWN-02", Relief::Level(concession("level off of OWN-02"))),
        ],
        ..decision("F-2", "findings/b.yaml")
    };
    let broken = Decision {
        verdict: Verdict::Error,
        errors: vec![
            Diagnostic::error(Code::Usage, "no snapshot of KEV")
                .in_file(&FileName::from("findings/c.yaml"))
                .at(Span::new(4, 7))
                .help("add one"),
        ],
        ..decision("F-3", "findings/c.yaml")
    };
    Run {
        decisions: vec![blocked, waived, broken, decision("F-4", "findings/d.yaml")],
        problems: vec![Diagnostic::error(Code::Io, "`findings/e.yaml` cannot be read")],
        warnings: vec![Diagnostic::warning(Code::NothingToJudge, "worth knowing")],
        sources,
        at: Some(EvaluationTime::parse("2026-11-20", "UTC").unwrap()),
        profile: Some("default".to_owned()),
        catalogue: catalogue(),
        waivers: vec![WaiverUse {
            rule: "ESC-04".to_owned(),
            concession: concession("WVR-1"),
            state: WaiverState::Waived,
            covers: 1,
        }],
        baseline: Some(BaselineUse {
            file: "baseline.json".to_owned(),
            unchanged: 1,
            absent: vec![BaselineEntry {
                id: "F-9".to_owned(),
                rule: "SLA-02".to_owned(),
                path: "due.date".to_owned(),
                fingerprint: "gone".to_owned(),
            }],
        }),
        ..Run::default()
    }
}
