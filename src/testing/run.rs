//! What runs of tests, cases and mutants gave: plain data, before it is put into words.

use std::collections::BTreeMap;

use super::judge::{CaseOutcome, CaseResult};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity, Sources},
    engine::{
        mutation::{Fate, Judged},
        testing::{FileCoverage, Outcome, TestResult},
    },
    exit::Exit,
};

/// A run of tests, cases or mutants; of none if something is wrong.
#[derive(Clone, Debug, Default)]
pub struct TestRun {
    /// The tests, in the order of files and of their text.
    pub results: Vec<TestResult>,
    /// The cases of case files, in the order of files and of their text.
    pub cases: Vec<CaseResult>,
    /// The lines that were evaluated, by policy file, if that was asked.
    pub coverage: Option<BTreeMap<FileName, FileCoverage>>,
    /// The mutants, in the order of files and of their text, if that was asked.
    pub mutants: Option<Vec<Judged>>,
    /// The least share, in percent, of lines or mutants.
    pub threshold: Option<u8>,
    /// What could not be read or loaded.
    pub problems: Vec<Diagnostic>,
    /// Worth knowing.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the others point into.
    pub sources: Sources,
}

/// How many tests and cases ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// They hold.
    pub passed: usize,
    /// They do not hold.
    pub failed: usize,
    /// They could not be evaluated or judged.
    pub errors: usize,
    /// They are not yet meant to hold, and were not evaluated.
    pub skipped: usize,
    /// Their expectation was rewritten.
    pub blessed: usize,
}

/// How many of something there are, and how many of those are as they should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that are as they should be.
    pub good: usize,
    /// All.
    pub all: usize,
}

impl Share {
    /// The share in tenths of a percent, rounded down: 100 % means all.
    #[must_use]
    pub fn permille(self) -> usize {
        (self.good * 1000).checked_div(self.all).unwrap_or(1000)
    }

    /// Adds one.
    pub fn count(&mut self, is_good: bool) {
        self.good += usize::from(is_good);
        self.all += 1;
    }
}

impl TestRun {
    /// How many tests and cases ended in which way.
    #[must_use]
    pub fn ends(&self) -> Ends {
        let mut ends = Ends::default();
        for result in &self.results {
            *match result.outcome {
                Outcome::Passed => &mut ends.passed,
                Outcome::Failed(_) => &mut ends.failed,
                Outcome::Error(_) => &mut ends.errors,
                Outcome::Skipped => &mut ends.skipped,
            } += 1;
        }
        for case in &self.cases {
            *match case.outcome {
                CaseOutcome::Passed => &mut ends.passed,
                CaseOutcome::Blessed(_) => &mut ends.blessed,
                CaseOutcome::Failed(_) => &mut ends.failed,
                CaseOutcome::Error(_) => &mut ends.errors,
            } += 1;
        }
        ends
    }

    /// The lines of a file that were evaluated, of all that can be.
    #[must_use]
    pub fn covered(lines: &FileCoverage) -> Share {
        Share { good: lines.covered.len(), all: lines.covered.len() + lines.not_covered.len() }
    }

    /// The same of all files.
    #[must_use]
    pub fn covered_in_all(&self) -> Share {
        self.coverage
            .iter()
            .flat_map(BTreeMap::values)
            .map(Self::covered)
            .fold(Share::default(), |sum, file| Share { good: sum.good + file.good, all: sum.all + file.all })
    }

    /// How many of the mutants of each file a test notices. Those that are no policies do not count.
    #[must_use]
    pub fn killed(&self) -> BTreeMap<&FileName, Share> {
        let mut files: BTreeMap<&FileName, Share> = BTreeMap::new();
        for judged in self.mutants.iter().flatten() {
            match judged.fate {
                Fate::Invalid | Fate::Equivalent(_) => {}
                Fate::Killed(_) | Fate::TimedOut(_) => files.entry(&judged.mutant.file).or_default().count(true),
                Fate::Survived(_) => files.entry(&judged.mutant.file).or_default().count(false),
            }
        }
        files
    }

    /// The same of all files.
    #[must_use]
    pub fn killed_in_all(&self) -> Share {
        self.killed()
            .into_values()
            .fold(Share::default(), |sum, file| Share { good: sum.good + file.good, all: sum.all + file.all })
    }

    /// What the threshold is compared with, if there is one.
    #[must_use]
    pub fn measured(&self) -> Share {
        if self.mutants.is_some() { self.killed_in_all() } else { self.covered_in_all() }
    }

    /// Whether a threshold is not reached.
    #[must_use]
    pub fn is_below_threshold(&self) -> bool {
        self.threshold.is_some_and(|percent| self.measured().permille() < usize::from(percent) * 10)
    }

    /// The exit code. What could not be run wins over what does not hold.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let has_problem = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        let ends = self.ends();
        if has_problem || ends.errors > 0 {
            Exit::Error
        } else if ends.failed > 0 {
            Exit::Blocked
        } else if self.is_empty() || self.mutants.as_ref().is_some_and(Vec::is_empty) {
            Exit::Nothing
        } else if self.is_below_threshold() {
            Exit::Blocked
        } else {
            Exit::Passed
        }
    }

    /// Whether nothing was run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.results.is_empty() && self.cases.is_empty()
    }
}
