//! What checking policies found, and how it ended in one line.

use super::{Run, count};
use crate::{
    diagnostic::{Diagnostic, Severity},
    exit::Exit,
};

/// What checking policies without judging anything found.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    /// How many files of policies were checked.
    pub files: usize,
    /// What is wrong with them, and what could be better.
    pub found: Vec<Diagnostic>,
}

impl Lint {
    /// How much of what was found is of that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|problem| problem.severity == severity).count()
    }
}

/// How a check of policies, and of organization data beside them, ended.
pub(super) fn summary(run: &Run, denials: usize) -> String {
    let count_of = |severity| run.lint.as_ref().map_or(0, |lint| lint.count(severity));
    let parts = [(count_of(Severity::Error), "error"), (denials, "denial"), (count_of(Severity::Warning), "warning")];
    let parts: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, thing)| count(*number, thing)).collect();
    let found = if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") };
    let problems = run.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    match run.exit() {
        Exit::Error if parts.is_empty() => format!("not everything could be checked: {}", count(problems, "problem")),
        Exit::Error => format!("not everything could be checked: {}; else {found}", count(problems, "problem")),
        Exit::Blocked => format!("failed: {}, {found}", run.judged()),
        _ => format!("passed: {}, {found}", run.judged()),
    }
}
