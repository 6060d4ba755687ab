//! The texts of the files that diagnostics and denials point into, and their line numbers.

use std::{collections::BTreeMap, sync::Arc};

use super::FileName;
use crate::document::Span;

/// A line and a column, both from 1. The column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The files of a run by name.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: BTreeMap<FileName, Arc<str>>,
}

impl Sources {
    /// Adds a file.
    pub fn insert(&mut self, name: FileName, text: Arc<str>) {
        self.texts.insert(name, text);
    }

    /// Adds all files of another collection.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&Arc<str>> {
        self.texts.get(name)
    }

    /// Where a span begins. Nothing for a file that is not known.
    #[must_use]
    pub fn line_column(&self, name: &str, span: Span) -> Option<LineColumn> {
        self.text(name).map(|text| position(text, span.start as usize))
    }

    /// Where a span ends: the place after its last character.
    #[must_use]
    pub fn end_line_column(&self, name: &str, span: Span) -> Option<LineColumn> {
        self.text(name).map(|text| position(text, span.end as usize))
    }
}

/// The line and column of a byte offset; an offset past the end is the end.
fn position(text: &str, offset: usize) -> LineColumn {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).map_or(0, |line| line.chars().count()) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let text = "a: é\nb: 日本x\n";
        let x = text.find('x').unwrap();
        assert_eq!(position(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(position(text, x), LineColumn { line: 2, column: 6 });
        assert_eq!(position(text, 999), LineColumn { line: 3, column: 1 });
    }
}
