//! A decision, a denial and a problem as JSON, as all reports of that kind write them.

use serde::Serialize;
use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, LineColumn, Sources},
    document::{Path, Segment, Span},
    gate::{
        Acceptance, BaselineState, Concession, Decision, Denial, Flag, Lapsed, Place, Relief, Verdict, WaiverState,
    },
    policy::Level,
};

#[derive(Serialize)]
pub(in crate::report) struct DecisionDocument<'a> {
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
    suppressed: Vec<DenialDocument<'a>>,
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
    #[serde(skip_serializing_if = "str::is_empty")]
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    relief: Option<ReliefDocument<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lapsed: Vec<LapsedDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineState>,
}

/// What keeps a denial from blocking.
#[derive(Serialize)]
struct ReliefDocument<'a> {
    kind: &'static str,
    #[serde(flatten)]
    concession: Option<ConcessionDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
}

/// A waiver, or a lower level of a rule.
#[derive(Serialize)]
pub(super) struct ConcessionDocument<'a> {
    id: &'a str,
    reason: &'a str,
    requested_by: &'a str,
    approved_by: &'a str,
    approved_on: &'a str,
    expires: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'a str>,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
}

/// What was meant to keep a denial from blocking, and does not hold.
#[derive(Serialize)]
struct LapsedDocument<'a> {
    id: &'a str,
    state: WaiverState,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unblock: Option<&'a str>,
    #[serde(flatten)]
    place: PlaceDocument<'a>,
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
pub(super) struct PlaceDocument<'a> {
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
pub(in crate::report) struct ProblemDocument<'a> {
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

/// A decision, with the places of its file.
pub(in crate::report) fn decision<'a>(decision: &'a Decision, sources: &'a Sources) -> DecisionDocument<'a> {
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
        suppressed: denials(&decision.suppressed),
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
        fingerprint: &denial.fingerprint,
        relief: denial.relief.as_ref().map(|relief| relief_document(relief, sources)),
        lapsed: denial.lapsed.iter().map(|lapsed| lapsed_document(lapsed, sources)).collect(),
        baseline: denial.baseline,
    }
}

fn relief_document<'a>(relief: &'a Relief, sources: &Sources) -> ReliefDocument<'a> {
    let granted = match relief {
        Relief::Waiver(granted) | Relief::Level(granted) => Some(granted),
        Relief::Baseline | Relief::EffectiveOn(_) => None,
    };
    let from = match relief {
        Relief::EffectiveOn(date) => Some(date.as_str()),
        _ => None,
    };
    let concession = granted.map(|granted| concession(granted, sources));
    ReliefDocument { kind: relief.as_str(), concession, from }
}

/// What was granted, with the place where it stands.
pub(super) fn concession<'a>(granted: &'a Concession, sources: &Sources) -> ConcessionDocument<'a> {
    ConcessionDocument {
        id: &granted.id,
        reason: &granted.reason,
        requested_by: &granted.requested_by,
        approved_by: &granted.approved_by,
        approved_on: &granted.approved_on,
        expires: &granted.expires,
        ticket: granted.ticket.as_deref(),
        warning: granted.warning.as_deref(),
        place: place(Some(&granted.file), Some(granted.span), sources),
    }
}

fn lapsed_document<'a>(lapsed: &'a Lapsed, sources: &Sources) -> LapsedDocument<'a> {
    LapsedDocument {
        id: &lapsed.id,
        state: lapsed.state,
        message: &lapsed.message,
        unblock: lapsed.unblock.as_deref(),
        place: place(Some(&lapsed.file), Some(lapsed.span), sources),
    }
}

/// A problem, with its place.
pub(in crate::report) fn problem<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> ProblemDocument<'a> {
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

pub(super) fn place<'a>(file: Option<&'a str>, span: Option<Span>, sources: &Sources) -> PlaceDocument<'a> {
    let known = file.zip(span);
    let start = known.and_then(|(file, span)| sources.line_column(file, span));
    let end = known.and_then(|(file, span)| sources.end_line_column(file, span));
    let span = known.filter(|_| start.is_some()).map(|(file, span)| span.moved(sources.offset(file)));
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
