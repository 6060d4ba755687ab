//! The report for machines: one document, described by `schemas/result.v1.schema.json`.

mod decision;

use std::io;

use serde::{Serialize, Serializer};

use self::decision::{ConcessionDocument, ProblemDocument, concession};
pub(super) use self::decision::{decision, problem};
use super::Run;
use crate::{
    diagnostic::{Severity, Sources},
    gate::{BaselineEntry, Flag, Verdict, WaiverState, WaiverUse},
    git::Commit,
    manifest::Kind,
    org::FeedSnapshot,
};

/// The name and version of the format.
const FORMAT: &str = "remedy-policy/result/v1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    #[serde(flatten)]
    about: About<'a>,
    findings: Decisions<'a>,
    reviews: Decisions<'a>,
    #[serde(skip_serializing_if = "Decisions::is_empty")]
    deletions: Decisions<'a>,
    #[serde(skip_serializing_if = "Decisions::is_empty")]
    organization: Decisions<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<PoliciesDocument<'a>>,
    waivers: Vec<WaiverDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineDocument<'a>>,
    problems: Problems<'a>,
}

/// What a report says of the run itself.
#[derive(Serialize)]
pub(super) struct About<'a> {
    tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluated_at: Option<EvaluatedAt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_since: Option<CommitDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_from: Option<CommitDocument<'a>>,
    rules: usize,
    feeds: &'a [FeedSnapshot],
    exit_code: u8,
    totals: Totals,
}

/// The decisions on documents of one kind; each is put into its form when it is written.
struct Decisions<'a> {
    run: &'a Run,
    kind: Kind,
}

impl Decisions<'_> {
    fn is_empty(&self) -> bool {
        self.run.of_kind(self.kind).next().is_none()
    }
}

impl Serialize for Decisions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.run.of_kind(self.kind).map(|of_kind| decision(of_kind, &self.run.sources)))
    }
}

/// What could not be read or loaded, and warnings; each is put into its form when it is written.
struct Problems<'a>(&'a Run);

impl Serialize for Problems<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let diagnostics = self.0.problems.iter().chain(&self.0.warnings);
        serializer.collect_seq(diagnostics.map(|diagnostic| problem(diagnostic, &self.0.sources)))
    }
}

/// A commit, and the name by which it was found.
#[derive(Serialize)]
struct CommitDocument<'a> {
    #[serde(rename = "ref")]
    name: &'a str,
    commit: &'a str,
}

impl<'a> CommitDocument<'a> {
    fn of(commit: &'a Commit) -> Self {
        Self { name: &commit.name, commit: &commit.id }
    }
}

/// The policies that were checked, and what was found.
#[derive(Serialize)]
pub(super) struct PoliciesDocument<'a> {
    files: usize,
    found: Vec<ProblemDocument<'a>>,
}

/// A waiver of the organization, and what came of it.
#[derive(Serialize)]
pub(super) struct WaiverDocument<'a> {
    rule: &'a str,
    state: WaiverState,
    covers: usize,
    #[serde(flatten)]
    concession: ConcessionDocument<'a>,
}

/// What came of the baseline.
#[derive(Serialize)]
pub(super) struct BaselineDocument<'a> {
    file: &'a str,
    unchanged: usize,
    absent: &'a [BaselineEntry],
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// The program that runs.
    pub(super) const THIS: Self = Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

#[derive(Serialize)]
struct EvaluatedAt {
    time: String,
    date: String,
    zone: String,
}

#[derive(Serialize)]
struct Totals {
    findings: usize,
    reviews: usize,
    closable: usize,
    acceptable: usize,
    contained: usize,
    open: usize,
    blocked: usize,
    error: usize,
    overdue: usize,
    late: usize,
    escalated: usize,
    ratified: usize,
    waived: usize,
    baseline: usize,
    denials: usize,
    warnings: usize,
    suppressed: usize,
    problems: usize,
}

/// Writes the document of a run as text, with a newline at its end.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document {
        format: FORMAT,
        about: about(run),
        findings: Decisions { run, kind: Kind::Finding },
        reviews: Decisions { run, kind: Kind::AccessReview },
        deletions: Decisions { run, kind: Kind::Deletion },
        organization: Decisions { run, kind: Kind::Organization },
        policies: policies(run),
        waivers: waivers(run).collect(),
        baseline: baseline(run),
        problems: Problems(run),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// What a report says of a run itself.
pub(super) fn about(run: &Run) -> About<'_> {
    About {
        tool: Tool::THIS,
        evaluated_at: run.at.as_ref().map(|at| EvaluatedAt {
            time: at.time(),
            date: at.date(),
            zone: at.zone().to_owned(),
        }),
        profile: run.profile.as_deref(),
        config: run.config.as_deref().map(|path| crate::files::display(path).to_string()),
        changed_since: run.changed_since.as_ref().map(CommitDocument::of),
        policy_from: run.policy_from.as_ref().map(CommitDocument::of),
        rules: run.catalogue.len(),
        feeds: &run.feeds,
        exit_code: run.exit().code(),
        totals: totals(run),
    }
}

fn totals(run: &Run) -> Totals {
    let counts = run.counts();
    Totals {
        findings: counts.of_kind(Kind::Finding),
        reviews: counts.of_kind(Kind::AccessReview),
        closable: counts.of_verdict(Verdict::Closable),
        acceptable: counts.of_verdict(Verdict::Acceptable),
        contained: counts.of_verdict(Verdict::Contained),
        open: counts.of_verdict(Verdict::Open),
        blocked: counts.of_verdict(Verdict::Blocked),
        error: counts.of_verdict(Verdict::Error),
        overdue: counts.of_flag(Flag::Overdue),
        late: counts.of_flag(Flag::Late),
        escalated: counts.of_flag(Flag::Escalated),
        ratified: counts.of_flag(Flag::Ratified),
        waived: counts.of_flag(Flag::Waived),
        baseline: counts.of_flag(Flag::Baseline),
        denials: counts.denials,
        warnings: counts.warnings,
        suppressed: counts.suppressed,
        problems: run.problems.iter().filter(|problem| problem.severity == Severity::Error).count(),
    }
}

/// The policies that were checked, if any were.
pub(super) fn policies(run: &Run) -> Option<PoliciesDocument<'_>> {
    run.lint.as_ref().map(|lint| PoliciesDocument {
        files: lint.files,
        found: lint.found.iter().map(|found| problem(found, &run.sources)).collect(),
    })
}

/// The waivers of the organization.
pub(super) fn waivers(run: &Run) -> impl Iterator<Item = WaiverDocument<'_>> {
    run.waivers.iter().map(|waiver| waiver_document(waiver, &run.sources))
}

fn waiver_document<'a>(waiver: &'a WaiverUse, sources: &Sources) -> WaiverDocument<'a> {
    WaiverDocument {
        rule: &waiver.rule,
        state: waiver.state,
        covers: waiver.covers,
        concession: concession(&waiver.concession, sources),
    }
}

/// What came of the baseline, if there is one.
pub(super) fn baseline(run: &Run) -> Option<BaselineDocument<'_>> {
    run.baseline.as_ref().map(|used| BaselineDocument {
        file: &used.file,
        unchanged: used.unchanged,
        absent: &used.absent,
    })
}
