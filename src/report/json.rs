//! The report for machines: one document, described by `schemas/result.v1.schema.json`.

use std::io;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Run;
use crate::{
    diagnostic::{Diagnostic, LineColumn, Severity, Sources},
    document::{Path, Segment, Span},
    gate::{Acceptance, Decision, Denial, Flag, Place, Verdict},
    git::Commit,
    manifest::Kind,
    org::FeedSnapshot,
    policy::Level,
};

/// The name and version of the format.
const FORMAT: &str = "remedy-policy/result/v1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
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
    findings: Decisions<'a>,
    reviews: Decisions<'a>,
    #[serde(skip_serializing_if = "Decisions::is_empty")]
    deletions: Decisions<'a>,
    #[serde(skip_serializing_if = "Decisions::is_empty")]
    organization: Decisions<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<PoliciesDocument<'a>>,
    problems: Vec<ProblemDocument<'a>>,
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
        serializer.collect_seq(self.run.of_kind(self.kind).map(|decision| of_decision(decision, &self.run.sources)))
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
struct PoliciesDocument<'a> {
    files: usize,
    found: Vec<ProblemDocument<'a>>,
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
    denials: usize,
    warnings: usize,
    problems: usize,
}

#[derive(Serialize)]
struct DecisionDocument<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    finding_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    state: &'a str,
    file: &'a str,
    document: usize,
    line: usize,
    column: usize,
    verdict: Verdict,
    flags: Vec<Flag>,
    rules_applied: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptance: Option<&'a Acceptance>,
    denials: Vec<DenialDocument<'a>>,
    warnings: Vec<DenialDocument<'a>>,
    errors: Vec<ProblemDocument<'a>>,
}

#[derive(Serialize)]
struct DenialDocument<'a> {
    rule: &'a str,
    level: Level,
    path: Vec<Value>,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unblock: Option<&'a str>,
    who: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<&'a str>,
    related: Vec<RelatedDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<Flag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<DecidedDocument<'a>>,
}

/// The condition that decided.
#[derive(Serialize)]
struct DecidedDocument<'a> {
    condition: &'a str,
    holds: bool,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
    values: Vec<SeenDocument<'a>>,
}

#[derive(Serialize)]
struct SeenDocument<'a> {
    expression: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a Value>,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
}

#[derive(Serialize)]
struct RelatedDocument<'a> {
    path: Vec<Value>,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
    message: &'a str,
}

/// Lines and columns from 1, columns in characters; bytes from 0.
#[derive(Serialize)]
struct PlaceDocument<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_byte: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_byte: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<Value>,
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

/// Writes the document of a run as text, with a newline at its end.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &build(run))?;
    out.write_all(b"\n")
}

fn build(run: &Run) -> Document<'_> {
    let flagged = |flag: Flag| run.decisions.iter().filter(|decision| decision.flags.contains(&flag)).count();
    Document {
        format: FORMAT,
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
        totals: Totals {
            findings: run.of_kind(Kind::Finding).count(),
            reviews: run.of_kind(Kind::AccessReview).count(),
            closable: run.count(Verdict::Closable),
            acceptable: run.count(Verdict::Acceptable),
            contained: run.count(Verdict::Contained),
            open: run.count(Verdict::Open),
            blocked: run.count(Verdict::Blocked),
            error: run.count(Verdict::Error),
            overdue: flagged(Flag::Overdue),
            late: flagged(Flag::Late),
            escalated: flagged(Flag::Escalated),
            ratified: flagged(Flag::Ratified),
            denials: run.decisions.iter().map(|decision| decision.denials.len()).sum(),
            warnings: run.decisions.iter().map(|decision| decision.warnings.len()).sum(),
            problems: run.problems.iter().filter(|problem| problem.severity == Severity::Error).count(),
        },
        findings: Decisions { run, kind: Kind::Finding },
        reviews: Decisions { run, kind: Kind::AccessReview },
        deletions: Decisions { run, kind: Kind::Deletion },
        organization: Decisions { run, kind: Kind::Organization },
        policies: run.lint.as_ref().map(|lint| PoliciesDocument {
            files: lint.files,
            found: lint.found.iter().map(|found| problem(found, &run.sources)).collect(),
        }),
        problems: run
            .problems
            .iter()
            .chain(&run.warnings)
            .map(|diagnostic| problem(diagnostic, &run.sources))
            .collect(),
    }
}

fn of_decision<'a>(decision: &'a Decision, sources: &'a Sources) -> DecisionDocument<'a> {
    let LineColumn { line, column } =
        sources.line_column(&decision.file, decision.span).unwrap_or(LineColumn { line: 1, column: 1 });
    let denials = |denials: &'a [Denial]| denials.iter().map(|item| denial(item, decision, sources)).collect();
    DecisionDocument {
        id: &decision.id,
        title: &decision.title,
        finding_type: decision.finding_type.as_deref(),
        severity: decision.severity.as_deref(),
        state: &decision.state,
        file: &decision.file,
        document: decision.document,
        line,
        column,
        verdict: decision.verdict,
        flags: decision.flags.iter().copied().collect(),
        rules_applied: decision.rules_applied,
        acceptance: decision.acceptance.as_ref(),
        denials: denials(&decision.denials),
        warnings: denials(&decision.warnings),
        errors: decision.errors.iter().map(|error| problem(error, sources)).collect(),
    }
}

fn denial<'a>(denial: &'a Denial, decision: &'a Decision, sources: &'a Sources) -> DenialDocument<'a> {
    DenialDocument {
        rule: &denial.rule,
        level: denial.level,
        path: segments(&denial.path),
        place: manifest_place(&decision.file, &denial.place, sources),
        message: &denial.message,
        found: denial.found.as_ref(),
        expected: denial.expected.as_ref(),
        unblock: denial.unblock.as_deref(),
        who: &denial.who,
        earliest: denial.earliest.as_deref(),
        related: denial
            .related
            .iter()
            .map(|related| RelatedDocument {
                path: segments(&related.path),
                place: manifest_place(&decision.file, &related.place, sources),
                message: &related.message,
            })
            .collect(),
        facts: denial.facts.as_ref(),
        flag: denial.flag,
        decided_by: denial.decided_by.as_ref().map(|decided| DecidedDocument {
            condition: &decided.condition,
            holds: decided.holds,
            place: place(Some(&decided.file), Some(decided.span), sources),
            values: decided
                .values
                .iter()
                .map(|seen| SeenDocument {
                    expression: &seen.expression,
                    value: seen.value.as_ref(),
                    place: match &seen.place {
                        Some((file, span)) => place(Some(file), Some(*span), sources),
                        None => place(None, None, sources),
                    },
                })
                .collect(),
        }),
    }
}

fn problem<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> ProblemDocument<'a> {
    ProblemDocument {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        place: place(diagnostic.file.as_deref(), diagnostic.span, sources),
        label: diagnostic.label.as_deref(),
        help: diagnostic.help.as_deref(),
    }
}

fn manifest_place<'a>(file: &'a str, found: &Place, sources: &Sources) -> PlaceDocument<'a> {
    PlaceDocument {
        missing: found.missing.iter().map(segment).collect(),
        ..place(Some(file), Some(found.span), sources)
    }
}

fn place<'a>(file: Option<&'a str>, span: Option<Span>, sources: &Sources) -> PlaceDocument<'a> {
    let known = file.zip(span);
    let start = known.and_then(|(file, span)| sources.line_column(file, span));
    let end = known.and_then(|(file, span)| sources.end_line_column(file, span));
    let span = span.filter(|_| start.is_some());
    PlaceDocument {
        file,
        line: start.map(|start| start.line),
        column: start.map(|start| start.column),
        end_line: end.map(|end| end.line),
        end_column: end.map(|end| end.column),
        start_byte: span.map(|span| span.start),
        end_byte: span.map(|span| span.end),
        missing: Vec::new(),
    }
}

fn segments(path: &Path) -> Vec<Value> {
    path.0.iter().map(segment).collect()
}

fn segment(segment: &Segment) -> Value {
    match segment {
        Segment::Key(key) => Value::from(&**key),
        Segment::Index(index) => Value::from(*index),
    }
}
