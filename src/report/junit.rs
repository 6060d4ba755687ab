//! The report as JUnit XML: a suite a file, a case a rule that can speak of a document. It has no times, so that equal runs give
//! equal reports.

mod cases;
mod xml;

use std::io;

use self::{
    cases::{Case, Counts, Outcome},
    xml::{Attribute, Xml},
};
use super::{
    Run,
    located::{denial_lines, diagnostic_lines},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    gate::{Decision, Denial, Relief},
};

/// The name of the report, and of the suite of what belongs to no document.
const NAME: &str = "remedy-policy";

/// Writes the report of a run, one suite after the other.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let mut counts = cases::count(&run.decisions, run);
    counts.add_all(count_diagnostics(run));
    let mut xml = Xml::begin(out)?;
    suite(&mut xml, "testsuites", NAME, counts)?;
    for decisions in run.decisions.chunk_by(|one, next| one.file == next.file) {
        let file = decisions.first().map_or("", |decision| &*decision.file);
        suite(&mut xml, "testsuite", file, cases::count(decisions, run))?;
        for decision in decisions {
            for case in cases::of_decision(decision, run) {
                write_case(&mut xml, &case, decision, run)?;
            }
        }
        xml.close("testsuite")?;
    }
    diagnostics(&mut xml, run)?;
    xml.close("testsuites")?;
    xml.end()
}

fn suite(xml: &mut Xml<'_>, element: &str, name: &str, counts: Counts) -> io::Result<()> {
    let number = |number: usize| number.to_string();
    xml.open(
        element,
        &[
            ("name", name),
            ("tests", &number(counts.tests)),
            ("failures", &number(counts.failures)),
            ("errors", &number(counts.errors)),
            ("skipped", &number(counts.skipped)),
        ],
    )
}

fn write_case(xml: &mut Xml<'_>, case: &Case<'_>, decision: &Decision, run: &Run) -> io::Result<()> {
    let name = if case.title.is_empty() { case.rule.to_owned() } else { format!("{}: {}", case.rule, case.title) };
    let attributes: [Attribute<'_>; 3] = [("name", &name), ("classname", &decision.id), ("file", &decision.file)];
    if matches!(case.outcome, Outcome::Passed) && case.warnings.is_empty() {
        return xml.empty("testcase", &attributes);
    }
    let lines = |denials: &[&Denial]| {
        let texts: Vec<String> =
            denials.iter().map(|denial| denial_lines(denial, &decision.file, &run.sources)).collect();
        texts.join("\n")
    };
    xml.open("testcase", &attributes)?;
    match &case.outcome {
        Outcome::Passed => {}
        Outcome::Failed(denials) => {
            xml.text("failure", &[("message", &summary(denials)), ("type", case.rule)], &lines(denials))?;
        }
        Outcome::Suppressed(denials) => {
            let reliefs: Vec<String> = denials.iter().filter_map(|denial| denial.relief.as_ref()).map(relief).collect();
            xml.text("skipped", &[("message", &reliefs.join("; "))], &lines(denials))?;
        }
        Outcome::Error(error) => write_error(xml, error, run)?,
        Outcome::Unknown => {
            xml.empty("skipped", &[("message", "not everything about this document could be judged")])?;
        }
        Outcome::NothingToJudge => xml.empty("skipped", &[("message", "no rule applies")])?,
        Outcome::NoRule => xml.empty("error", &[("message", "no rule applies"), ("type", "no-rule")])?,
    }
    if !case.warnings.is_empty() {
        xml.text("system-out", &[], &lines(&case.warnings))?;
    }
    xml.close("testcase")
}

/// The first message, and how many more there are.
fn summary(denials: &[&Denial]) -> String {
    let first = denials.first().map_or("", |denial| denial.message.as_str());
    match denials.len() {
        0 | 1 => first.to_owned(),
        number => format!("{first} (and {} more)", number - 1),
    }
}

/// What keeps a denial from blocking, and why somebody wanted that.
fn relief(relief: &Relief) -> String {
    match relief {
        Relief::Waiver(granted) | Relief::Level(granted) => format!("{}: {}", relief.words(), granted.reason),
        Relief::Baseline | Relief::EffectiveOn(_) => relief.words(),
    }
}

fn write_error(xml: &mut Xml<'_>, error: &Diagnostic, run: &Run) -> io::Result<()> {
    let attributes = [("message", error.message.as_str()), ("type", error.code.as_str())];
    xml.text("error", &attributes, &diagnostic_lines(error, &run.sources))
}

/// What belongs to no document, in the order in which it is written: what could not be read, and what checking policies found.
fn errors_and_findings(run: &Run) -> impl Iterator<Item = (&Diagnostic, bool)> {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let problems = run.problems.iter().filter(is_error).map(|problem| (problem, true));
    problems.chain(run.lint.iter().flat_map(|lint| &lint.found).filter(is_error).map(|found| (found, false)))
}

fn warnings(run: &Run) -> impl Iterator<Item = &Diagnostic> {
    let of_lint = run.lint.iter().flat_map(|lint| &lint.found);
    let all = run.problems.iter().chain(of_lint).chain(&run.warnings);
    all.filter(|diagnostic| diagnostic.severity == Severity::Warning)
}

fn count_diagnostics(run: &Run) -> Counts {
    let mut counts = Counts::default();
    for (_, could_not_be_read) in errors_and_findings(run) {
        counts.tests += 1;
        if could_not_be_read {
            counts.errors += 1;
        } else {
            counts.failures += 1;
        }
    }
    counts
}

/// The suite of what belongs to no document; none if there is nothing.
fn diagnostics(xml: &mut Xml<'_>, run: &Run) -> io::Result<()> {
    if errors_and_findings(run).next().is_none() && warnings(run).next().is_none() {
        return Ok(());
    }
    suite(xml, "testsuite", NAME, count_diagnostics(run))?;
    for (diagnostic, could_not_be_read) in errors_and_findings(run) {
        let file = diagnostic.file.as_deref().unwrap_or(NAME);
        xml.open("testcase", &[("name", diagnostic.code.as_str()), ("classname", file)])?;
        if could_not_be_read {
            write_error(xml, diagnostic, run)?;
        } else {
            let attributes = [("message", diagnostic.message.as_str()), ("type", diagnostic.code.as_str())];
            xml.text("failure", &attributes, &diagnostic_lines(diagnostic, &run.sources))?;
        }
        xml.close("testcase")?;
    }
    let lines: Vec<String> = warnings(run).map(|warning| diagnostic_lines(warning, &run.sources)).collect();
    if !lines.is_empty() {
        xml.text("system-out", &[], &lines.join("\n"))?;
    }
    xml.close("testsuite")
}
