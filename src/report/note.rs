//! What reports inside a forge say of a run: a flat list of notes, each with its severity, place and words. Notes are made while
//! they are written, so that a run of many denials costs no more memory than a run of few.

use super::{
    Forge, Run,
    advice::advice_of,
    complaint::Complaint,
    printable::{printable, printable_text},
};
use crate::{
    diagnostic::{Diagnostic, FileName, LineColumn, Severity},
    document::Span,
    gate::{Decision, Denial},
};

/// One thing that a report says.
pub(super) struct Note<'a> {
    run: &'a Run,
    /// Whether it stands in the way.
    pub(super) severity: Severity,
    /// What it speaks of.
    pub(super) subject: Subject<'a>,
}

/// What a note speaks of.
pub(super) enum Subject<'a> {
    /// What a rule says of a finding, a review or organization data.
    Denial(&'a Decision, &'a Denial),
    /// What could not be read, loaded or judged, or is worth knowing.
    Problem(&'a Diagnostic),
    /// The same of several findings.
    Complaint(&'a Complaint<'a>),
    /// The same of one of them.
    Unjudged(&'a Decision, &'a Diagnostic),
}

/// Where something stands: the first character, and the place after the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: LineColumn,
    pub(super) end: LineColumn,
}

/// The severities of findings, the most severe first.
pub(super) const SEVERITIES: [&str; 4] = ["critical", "high", "moderate", "low"];

/// All notes in the order of the run: what the rules say of one document after the other, by place, then what is wrong with
/// files.
pub(super) fn in_order(run: &Run) -> impl Iterator<Item = Note<'_>> {
    let of_decisions = run.decisions.iter().flat_map(move |decision| {
        let unjudged =
            decision.errors.iter().map(move |problem| (problem.severity, Subject::Unjudged(decision, problem)));
        let denials = decision.denials.iter().map(move |denial| (Severity::Error, Subject::Denial(decision, denial)));
        let warnings =
            decision.warnings.iter().map(move |denial| (Severity::Warning, Subject::Denial(decision, denial)));
        unjudged.chain(denials).chain(warnings)
    });
    let problems = diagnostics(run).map(|problem| (problem.severity, Subject::Problem(problem)));
    of_decisions.chain(problems).map(move |(severity, subject)| Note { run, severity, subject })
}

/// All notes, the most severe first: what could not be judged; denials by the severity of their finding, in the order of the run;
/// warnings.
pub(super) fn by_severity<'a>(run: &'a Run, complaints: &'a [Complaint<'a>]) -> impl Iterator<Item = Note<'a>> {
    let problems = |severity: Severity| {
        diagnostics(run)
            .filter(move |problem| problem.severity == severity)
            .map(move |problem| (severity, Subject::Problem(problem)))
    };
    let unjudged = complaints.iter().map(|complaint| (Severity::Error, Subject::Complaint(complaint)));
    let denials = (0..=SEVERITIES.len()).flat_map(move |rank| {
        run.decisions.iter().filter(move |decision| rank_of(decision) == rank).flat_map(|decision| {
            decision.denials.iter().map(move |denial| (Severity::Error, Subject::Denial(decision, denial)))
        })
    });
    let warnings = run.decisions.iter().flat_map(|decision| {
        decision.warnings.iter().map(move |denial| (Severity::Warning, Subject::Denial(decision, denial)))
    });
    problems(Severity::Error)
        .chain(unjudged)
        .chain(denials)
        .chain(warnings)
        .chain(problems(Severity::Warning))
        .map(move |(severity, subject)| Note { run, severity, subject })
}

/// How severe what was judged is, from 0; what has no severity comes last.
pub(super) fn rank_of(decision: &Decision) -> usize {
    let severity = decision.severity.as_deref();
    SEVERITIES.iter().position(|known| Some(*known) == severity).unwrap_or(SEVERITIES.len())
}

fn diagnostics(run: &Run) -> impl Iterator<Item = &Diagnostic> {
    let of_policies = run.lint.iter().flat_map(|lint| &lint.found);
    run.problems.iter().chain(of_policies).chain(&run.warnings)
}

impl<'a> Note<'a> {
    /// The id of the rule, or the code.
    pub(super) fn code(&self) -> &'a str {
        match self.subject {
            Subject::Denial(_, denial) => &denial.rule,
            _ => self.diagnostic().map_or("", |problem| problem.code.as_str()),
        }
    }

    /// The id of the rule and what it asks for, or the code.
    pub(super) fn title(&self) -> String {
        let known = self.run.catalogue.get(self.code()).filter(|entry| !entry.title.is_empty());
        match known {
            Some(entry) => printable(&format!("{}: {}", self.code(), entry.title)),
            None => self.code().to_owned(),
        }
    }

    /// What is wrong, with the id of the finding.
    pub(super) fn message(&self) -> String {
        let text = match self.subject {
            Subject::Denial(decision, denial) => match decision.id.as_str() {
                "" => denial.message.clone(),
                id => format!("{id}: {}", denial.message),
            },
            _ => self.diagnostic().map(|problem| problem.message.clone()).unwrap_or_default(),
        };
        printable_text(&text)
    }

    /// What is wrong, and below it what to know and to do about it.
    pub(super) fn text(&self) -> String {
        std::iter::once(self.message()).chain(self.advice()).collect::<Vec<_>>().join("\n")
    }

    /// What to know and to do about it, one line each.
    pub(super) fn advice(&self) -> Vec<String> {
        let lines = match &self.subject {
            Subject::Denial(_, denial) => advice_of(denial, &self.run.sources),
            Subject::Problem(problem) => problem.help.iter().cloned().collect(),
            Subject::Complaint(complaint) => {
                complaint.diagnostic.help.iter().cloned().chain([complaint.concerned()]).collect()
            }
            Subject::Unjudged(decision, problem) => {
                problem.help.iter().cloned().chain([format!("concerns {}", decision.id)]).collect()
            }
        };
        lines.iter().flat_map(|text| text.lines()).map(printable_text).collect()
    }

    /// The file that it points into, from the root of the repository.
    pub(super) fn path(&self, forge: &Forge) -> Option<String> {
        self.file().and_then(|file| forge.path(file))
    }

    /// The place in that file.
    pub(super) fn region(&self) -> Option<Region> {
        let file = self.file()?;
        let start = self.run.sources.line_column(file, self.span()?)?;
        let end = self.run.sources.end_line_column(file, self.span()?)?;
        Some(Region { start, end: end.max(start) })
    }

    fn diagnostic(&self) -> Option<&'a Diagnostic> {
        match self.subject {
            Subject::Denial(..) => None,
            Subject::Problem(problem) | Subject::Unjudged(_, problem) => Some(problem),
            Subject::Complaint(complaint) => Some(complaint.diagnostic),
        }
    }

    fn file(&self) -> Option<&'a FileName> {
        match self.subject {
            Subject::Denial(decision, _) => Some(&decision.file),
            _ => self.diagnostic().and_then(|problem| problem.file.as_ref()),
        }
    }

    fn span(&self) -> Option<Span> {
        match self.subject {
            Subject::Denial(_, denial) => Some(denial.place.span),
            _ => self.diagnostic().and_then(|problem| problem.span),
        }
    }
}

impl Region {
    /// The last line that has something of it.
    pub(super) fn last_line(self) -> usize {
        if self.end.column == 1 && self.end.line > self.start.line { self.end.line - 1 } else { self.end.line }
    }
}
