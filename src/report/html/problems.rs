//! What could not be judged, and what is worth knowing: diagnostics with the lines of their files.

use askama::Template;

use super::{
    escape::Prose,
    excerpt::{self, Mark, Row},
    finding::anchor,
};
use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    report::{Run, complaint::complaints, located::place},
};

/// How many problems are shown. Thousands have few causes.
const SHOWN: usize = 500;

/// How many findings a problem names.
const NAMED: usize = 12;

/// A section of diagnostics.
#[derive(Template)]
#[template(path = "problems.html")]
pub(super) struct Problems<'a> {
    id: &'static str,
    title: &'static str,
    intro: &'static str,
    items: Vec<Problem<'a>>,
    more: usize,
}

struct Problem<'a> {
    code: &'static str,
    severity: &'static str,
    message: Prose<'a>,
    place: Option<String>,
    marks: Vec<Mark>,
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    help: Option<Prose<'a>>,
    concerned: Vec<(&'a str, Option<&'a str>)>,
    more: usize,
}

impl<'a> Problems<'a> {
    /// What could not be read or judged; nothing if there is nothing of it. The same complaint of many findings is one.
    pub(super) fn errors(run: &'a Run) -> Option<Self> {
        let linted = run.lint.iter().flat_map(|lint| &lint.found).filter(|found| found.severity == Severity::Error);
        let read = run.problems.iter().chain(linted).map(|problem| (problem, Vec::new()));
        let all = read.chain(complaints(run).into_iter().map(|complaint| (complaint.diagnostic, complaint.ids)));
        Self::of("s-problems", "Could not be judged", "What is not judged is not passed.", all, run)
    }

    /// Warnings; nothing if there is none.
    pub(super) fn warnings(run: &'a Run) -> Option<Self> {
        let linted = run.lint.iter().flat_map(|lint| &lint.found).filter(|found| found.severity == Severity::Warning);
        let all = run.warnings.iter().chain(linted).map(|warning| (warning, Vec::new()));
        Self::of("s-notes", "Worth knowing", "None of it changes a verdict.", all, run)
    }

    fn of(
        id: &'static str,
        title: &'static str,
        intro: &'static str,
        all: impl Iterator<Item = (&'a Diagnostic, Vec<&'a str>)>,
        run: &'a Run,
    ) -> Option<Self> {
        let mut items = Vec::new();
        let mut more = 0;
        for (diagnostic, ids) in all {
            if items.len() < SHOWN {
                items.push(Problem::of(diagnostic, &ids, &run.sources));
            } else {
                more += 1;
            }
        }
        (!items.is_empty()).then_some(Self { id, title, intro, items, more })
    }
}

impl<'a> Problem<'a> {
    fn of(diagnostic: &'a Diagnostic, ids: &[&'a str], sources: &'a Sources) -> Self {
        let at = diagnostic.file.as_ref().zip(diagnostic.span);
        let mut marks = Vec::new();
        if let Some((_, span)) = at {
            marks.push(Mark { span, label: diagnostic.label.clone().unwrap_or_default(), is_primary: true });
            marks.extend(diagnostic.related.iter().map(|related| Mark {
                span: related.span,
                label: related.message.clone(),
                is_primary: false,
            }));
        }
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            message: Prose(&diagnostic.message),
            place: match (at, &diagnostic.file) {
                (Some((file, span)), _) => Some(place(file, span, sources)),
                (None, Some(file)) => Some(file.to_string()),
                (None, None) => None,
            },
            marks,
            diagnostic,
            sources,
            help: diagnostic.help.as_deref().map(Prose),
            concerned: ids.iter().take(NAMED).map(|id| (*id, anchor(id))).collect(),
            more: ids.len().saturating_sub(NAMED),
        }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        match &self.diagnostic.file {
            Some(file) => excerpt::rows(file, &self.marks, self.sources),
            None => Vec::new(),
        }
    }
}
