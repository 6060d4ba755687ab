//! The same complaint of many findings, brought together: a failing policy or a missing input concerns all that it would have
//! judged, and is told once.

use std::collections::BTreeMap;

use super::Run;
use crate::{
    diagnostic::{Diagnostic, FileName},
    document::Span,
};

/// A complaint, and what it concerns.
pub(super) struct Complaint<'a> {
    /// The first of its kind.
    pub(super) diagnostic: &'a Diagnostic,
    /// The ids of the findings and reviews.
    pub(super) ids: Vec<&'a str>,
}

/// What could not be judged, each complaint once, sorted.
pub(super) fn complaints(run: &Run) -> Vec<Complaint<'_>> {
    let mut found: BTreeMap<Identity<'_>, Complaint<'_>> = BTreeMap::new();
    for decision in &run.decisions {
        for diagnostic in &decision.errors {
            found
                .entry(Identity::of(diagnostic, &decision.file))
                .or_insert_with(|| Complaint { diagnostic, ids: Vec::new() })
                .ids
                .push(&decision.id);
        }
    }
    found.into_values().collect()
}

impl Complaint<'_> {
    /// Names what it concerns, at most three of them.
    pub(super) fn concerned(&self) -> String {
        let (named, more) = self.ids.split_at(self.ids.len().min(3));
        match more.len() {
            0 => format!("concerns {}", named.join(", ")),
            rest => format!("concerns {} and {rest} more", named.join(", ")),
        }
    }
}

/// What makes two complaints the same one: a failing policy is one place, an input that is missing is one name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Identity<'a> {
    code: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    span: Option<Span>,
}

impl<'a> Identity<'a> {
    fn of(problem: &'a Diagnostic, finding_file: &FileName) -> Self {
        let points_at_the_finding = problem.file.as_ref() == Some(finding_file);
        Self {
            code: problem.code.as_str(),
            message: &problem.message,
            file: problem.file.as_deref().filter(|_| !points_at_the_finding),
            span: problem.span.filter(|_| !points_at_the_finding),
        }
    }
}
