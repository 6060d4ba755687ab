//! Annotations of a run, most severe first, as many as a forge shows; the rest is counted.

use super::{
    Run,
    complaint::complaints,
    note::{self, Note},
};
use crate::diagnostic::Severity;

/// How many annotations of one severity GitHub and Azure Pipelines show of a step.
pub(super) const MOST: usize = 10;

/// What is written for a run.
pub(super) enum Annotation<'a> {
    /// A note.
    Note(Note<'a>),
    /// So many notes of a severity are left out.
    Rest(Severity, usize),
}

/// Gives the annotations of a run one after the other to `write`.
pub(super) fn each<E>(run: &Run, quiet: bool, mut write: impl FnMut(Annotation<'_>) -> Result<(), E>) -> Result<(), E> {
    let complaints = complaints(run);
    let severities: &[Severity] = if quiet { &[Severity::Error] } else { &[Severity::Error, Severity::Warning] };
    for severity in severities {
        let of_it = || note::by_severity(run, &complaints).filter(|note| note.severity == *severity);
        let all = of_it().count();
        let shown = if all > MOST { MOST - 1 } else { all };
        for note in of_it().take(shown) {
            write(Annotation::Note(note))?;
        }
        if all > shown {
            write(Annotation::Rest(*severity, all - shown))?;
        }
    }
    Ok(())
}
