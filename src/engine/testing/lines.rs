//! Which lines of a policy tests evaluate. The engine counts lines of the form that it reads; here they become lines of the
//! files that people read.

use std::collections::{BTreeMap, BTreeSet};

use super::Suite;
use crate::{
    diagnostic::FileName,
    document::Span,
    engine::{clauses::package_of, expressions, rewrite::Written},
};

/// The lines that were evaluated, by the name under which the engine knows a package's text.
#[derive(Clone, Debug, Default)]
pub struct Coverage(BTreeMap<String, BTreeSet<u32>>);

/// The lines of a file, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileCoverage {
    /// Those of which something was evaluated.
    pub covered: BTreeSet<u32>,
    /// Those of which nothing was.
    pub not_covered: BTreeSet<u32>,
}

impl Coverage {
    /// What an interpreter has evaluated since coverage was switched on or cleared.
    pub(in crate::engine) fn of(interpreter: &regorus::Engine) -> Self {
        let files = interpreter.get_coverage_report().map(|report| report.files).unwrap_or_default();
        Self(files.into_iter().map(|file| (file.path, file.covered.into_iter().collect())).collect())
    }

    /// What an interpreter has evaluated, and all lines of which it keeps account.
    pub(in crate::engine) fn with_all(interpreter: &regorus::Engine) -> (Self, Self) {
        let files = interpreter.get_coverage_report().map(|report| report.files).unwrap_or_default();
        let (mut covered, mut all) = (BTreeMap::new(), BTreeMap::new());
        for file in files {
            let lines: BTreeSet<u32> = file.covered.into_iter().collect();
            all.insert(file.path.clone(), lines.iter().copied().chain(file.not_covered).collect());
            covered.insert(file.path, lines);
        }
        (Self(covered), Self(all))
    }

    /// The lines by the name of their text.
    pub(in crate::engine) fn into_lines(self) -> impl Iterator<Item = (String, BTreeSet<u32>)> {
        self.0.into_iter()
    }

    /// Adds what another run evaluated.
    pub fn merge(&mut self, other: Self) {
        for (name, lines) in other.0 {
            self.0.entry(name).or_default().extend(lines);
        }
    }

    /// Whether something on a line of a written text was evaluated.
    pub(in crate::engine) fn has(&self, written: &str, line: u32) -> bool {
        self.0.get(written).is_some_and(|lines| lines.contains(&line))
    }
}

/// Finds the line of a written text to which a place of a source went.
pub(in crate::engine) struct WrittenLines {
    /// By source and offset: the offset after the copied piece, and where it is in the written text.
    pieces: BTreeMap<(usize, u32), (u32, usize)>,
    starts: Vec<usize>,
}

impl WrittenLines {
    pub(in crate::engine) fn new(written: &Written) -> Self {
        let starts = std::iter::once(0)
            .chain(written.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        let pieces = written.pieces().filter(|(_, _, span)| span.start < span.end);
        Self {
            starts: starts.collect(),
            pieces: pieces.map(|(at, source, span)| ((source, span.start), (span.end, at))).collect(),
        }
    }

    /// The line, from 1, on which what begins at an offset of a source stands.
    pub(in crate::engine) fn line(&self, source: usize, offset: u32) -> Option<u32> {
        let ((of, start), (end, at)) = self.pieces.range(..=(source, offset)).next_back()?;
        if *of != source || offset >= *end {
            return None;
        }
        let offset = at + (offset - start) as usize;
        Some(self.line_at(offset))
    }

    /// All lines to which something of a range of a source went.
    pub(in crate::engine) fn of_range(&self, source: usize, range: Span) -> BTreeSet<u32> {
        let mut lines = BTreeSet::new();
        for ((of, start), (end, at)) in &self.pieces {
            let (from, to) = ((*start).max(range.start), (*end).min(range.end));
            if *of == source && from < to {
                let first = self.line_at(at + (from - start) as usize);
                let last = self.line_at(at + (to - start).saturating_sub(1) as usize);
                lines.extend(first..=last);
            }
        }
        lines
    }

    fn line_at(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|begin| *begin <= offset)).unwrap_or(u32::MAX)
    }
}

impl Suite {
    /// The lines of a file that a run evaluated, and those that it did not. Nothing for a file that is not in the suite.
    #[must_use]
    pub fn lines_of(&self, file: &FileName, coverage: &Coverage) -> Option<FileCoverage> {
        let index = self.sources.iter().position(|source| source.name == *file)?;
        let module = self.modules.get(index)?;
        let package = self.packages.get(&package_of(module))?;
        let written = self.written.get(package.written)?;
        let lines = WrittenLines::new(written);
        let text = &self.sources.get(index)?.text;
        let mut found = FileCoverage::default();
        for rule in &module.policy {
            expressions::of_rule(rule, &mut |expression| {
                let place = expression.span();
                let line = lines.line(index, place_of(text, place));
                if line.is_some_and(|line| coverage.has(&written.name, line)) {
                    found.covered.insert(place.line);
                } else {
                    found.not_covered.insert(place.line);
                }
            });
        }
        found.not_covered.retain(|line| !found.covered.contains(line));
        Some(found)
    }
}

/// A place on the line that the engine gives to an expression. For an operation that is the line of its operator, which need
/// not be the one on which it begins.
pub(in crate::engine) fn place_of(text: &str, span: &regorus::unstable::Span) -> u32 {
    let mut begin = 0;
    for line in text.split_inclusive('\n').take(span.line.saturating_sub(1) as usize) {
        begin += line.len();
    }
    let blank = text.get(begin..).unwrap_or_default();
    let blank = blank.len() - blank.trim_start().len();
    span.start.max(Span::new(begin + blank, 0).start)
}
