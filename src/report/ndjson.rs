//! The report for machines that read line by line: a record a decision, a record a problem, and one about the run at the end.
//! `schemas/result-record.v1.schema.json` describes a record.

use std::io;

use serde::Serialize;

use super::{
    Run,
    json::{self, About, BaselineDocument, PoliciesDocument, WaiverDocument},
};
use crate::{diagnostic::Sources, gate::Decision, manifest::Kind};

/// The name and version of the format.
const FORMAT: &str = "remedy-policy/result-record/v1";

/// A line: what it is, and its content.
#[derive(Serialize)]
struct Record<T> {
    record: &'static str,
    #[serde(flatten)]
    content: T,
}

/// What the document of a run has around its decisions and problems.
#[derive(Serialize)]
struct Summary<'a> {
    format: &'static str,
    #[serde(flatten)]
    about: About<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<PoliciesDocument<'a>>,
    waivers: Vec<WaiverDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineDocument<'a>>,
}

/// Writes the records of a run, a line each.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    for decision in &run.decisions {
        record(decision, &run.sources, out)?;
    }
    rest(run, out)
}

/// Writes the record of one decision.
///
/// # Errors
///
/// What is written to does not take it.
pub fn record(decision: &Decision, sources: &Sources, out: &mut dyn io::Write) -> io::Result<()> {
    let record = match decision.kind {
        Kind::Finding => "finding",
        Kind::AccessReview => "review",
        Kind::Deletion => "deletion",
        Kind::Organization | Kind::Waiver => "organization",
    };
    line(record, json::decision(decision, sources), out)
}

/// Writes the records that come after the decisions.
///
/// # Errors
///
/// What is written to does not take it.
pub fn rest(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    for problem in run.problems.iter().chain(&run.warnings) {
        line("problem", json::problem(problem, &run.sources), out)?;
    }
    let summary = Summary {
        format: FORMAT,
        about: json::about(run),
        policies: json::policies(run),
        waivers: json::waivers(run).collect(),
        baseline: json::baseline(run),
    };
    line("summary", summary, out)
}

fn line<T: Serialize>(record: &'static str, content: T, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Record { record, content })?;
    out.write_all(b"\n")
}
