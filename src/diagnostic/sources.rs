//! The texts of the files that diagnostics and denials point into, and their line numbers.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

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
    files: BTreeMap<FileName, Source>,
}

/// A text, and where its lines begin; that is looked up once, and only for files that something points into.
#[derive(Clone, Debug)]
struct Source {
    text: Arc<str>,
    lines: OnceLock<Arc<[usize]>>,
}

impl Source {
    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }

    /// The line of a byte offset, from 0, and where that line begins. An offset past the end is in the last line.
    fn line_of(&self, offset: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        (line, starts.get(line).copied().unwrap_or_default())
    }
}

/// Some lines of a file.
#[derive(Clone, Debug)]
pub struct Excerpt<'a> {
    /// The lines.
    pub text: &'a str,
    /// Where they begin in the file, in bytes.
    pub offset: usize,
    /// The number of the first line, from 0.
    pub line: usize,
}

impl Sources {
    /// Adds a file.
    pub fn insert(&mut self, name: FileName, text: Arc<str>) {
        self.files.insert(name, Source { text, lines: OnceLock::new() });
    }

    /// Adds all files of another collection.
    pub fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&Arc<str>> {
        self.files.get(name).map(|source| &source.text)
    }

    /// The whole lines from the first byte of a range to its last, and as many lines around them.
    #[must_use]
    pub fn excerpt(&self, name: &str, span: Span, around: usize) -> Option<Excerpt<'_>> {
        let source = self.files.get(name)?;
        let starts = source.line_starts();
        let line = source.line_of(span.start as usize).0.saturating_sub(around);
        let offset = starts.get(line).copied().unwrap_or_default();
        let after = source.line_of(span.end as usize).0 + around + 1;
        let end = starts.get(after).copied().unwrap_or(source.text.len());
        Some(Excerpt { text: source.text.get(offset..end)?, offset, line })
    }

    /// Where a span begins. Nothing for a file that is not known.
    #[must_use]
    pub fn line_column(&self, name: &str, span: Span) -> Option<LineColumn> {
        self.position(name, span.start as usize)
    }

    /// Where a span ends: the place after its last character.
    #[must_use]
    pub fn end_line_column(&self, name: &str, span: Span) -> Option<LineColumn> {
        self.position(name, span.end as usize)
    }

    fn position(&self, name: &str, offset: usize) -> Option<LineColumn> {
        let source = self.files.get(name)?;
        let (line, start) = source.line_of(offset);
        let before = source.text.get(start..offset.min(source.text.len())).unwrap_or_default();
        Some(LineColumn { line: line + 1, column: before.chars().count() + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.insert("a".into(), text.into());
        sources
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let text = "a: é\nb: 日本x\n";
        let sources = sources(text);
        let at = |offset| sources.line_column("a", Span::new(offset, offset)).map(|place| (place.line, place.column));
        assert_eq!(at(0), Some((1, 1)));
        assert_eq!(at(text.find('x').unwrap()), Some((2, 6)));
        assert_eq!(at(999), Some((3, 1)));
        assert_eq!(sources.line_column("b", Span::new(0, 0)), None);
    }

    #[test]
    fn an_excerpt_has_whole_lines_and_knows_where_they_are() {
        let sources = sources("one\ntwo\nthree\nfour\nfive\n");
        let excerpt = sources.excerpt("a", Span::new(9, 11), 1).unwrap();
        assert_eq!((excerpt.text, excerpt.offset, excerpt.line), ("two\nthree\nfour\n", 4, 1));
        let all = sources.excerpt("a", Span::new(0, 23), 5).unwrap();
        assert_eq!((all.text.len(), all.line), (24, 0));
    }
}
