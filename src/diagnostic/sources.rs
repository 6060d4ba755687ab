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
    /// Where files are looked up that are not among these.
    below: Option<Arc<Self>>,
}

/// What is known of a file.
#[derive(Clone, Debug)]
enum Source {
    Text(Text),
    /// The places that were asked for while the text was at hand, by their offset in the file.
    Places(BTreeMap<usize, LineColumn>),
}

/// A text, and where its lines begin; that is looked up once, and only for files that something points into.
#[derive(Clone, Debug)]
struct Text {
    text: Arc<str>,
    part: Part,
    lines: OnceLock<Arc<[usize]>>,
}

/// Which part of its file a text is: whole lines, of which spans know nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The bytes before it.
    pub offset: u32,
    /// The lines before it.
    pub line: usize,
}

impl Text {
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

    fn position(&self, offset: usize) -> LineColumn {
        let (line, start) = self.line_of(offset);
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        LineColumn { line: self.part.line + line + 1, column: before.chars().count() + 1 }
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
    /// No file yet; those that are not added are looked up in others.
    #[must_use]
    pub fn over(below: &Arc<Self>) -> Self {
        Self { files: BTreeMap::new(), below: Some(Arc::clone(below)) }
    }

    /// Adds a file.
    pub fn insert(&mut self, name: FileName, text: Arc<str>) {
        self.insert_part(name, text, Part::default());
    }

    /// Adds a part of a file. Spans in it count from its beginning.
    pub fn insert_part(&mut self, name: FileName, text: Arc<str>, part: Part) {
        self.files.insert(name, Source::Text(Text { text, part, lines: OnceLock::new() }));
    }

    /// Adds all files of another collection. Places are added to places.
    pub fn extend(&mut self, other: Self) {
        for (name, source) in other.files {
            match (self.files.get_mut(&name), source) {
                (Some(Source::Places(known)), Source::Places(places)) => known.extend(places),
                (_, source) => drop(self.files.insert(name, source)),
            }
        }
    }

    /// Removes a file.
    pub fn remove(&mut self, name: &str) {
        self.files.remove(name);
    }

    /// What is left when the texts are dropped: the places of some spans. Those of a text that is a part count from the
    /// beginning of its file then.
    #[must_use]
    pub fn places<'a>(&self, spans: impl IntoIterator<Item = (&'a FileName, Span)>) -> Self {
        let mut kept = Self::default();
        for (name, span) in spans {
            let Some(Source::Text(text)) = self.files.get(name) else { continue };
            let source = kept.files.entry(Arc::clone(name)).or_insert_with(|| Source::Places(BTreeMap::new()));
            if let Source::Places(places) = source {
                for offset in [span.start as usize, span.end as usize] {
                    places.insert(text.part.offset as usize + offset, text.position(offset));
                }
            }
        }
        kept
    }

    fn get(&self, name: &str) -> Option<&Source> {
        self.files.get(name).or_else(|| self.below.as_ref()?.get(name))
    }

    fn text_of(&self, name: &str) -> Option<&Text> {
        match self.get(name)? {
            Source::Text(text) => Some(text),
            Source::Places(_) => None,
        }
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&Arc<str>> {
        self.text_of(name).map(|source| &source.text)
    }

    /// How many bytes of a file stand before the first that its spans count.
    #[must_use]
    pub fn offset(&self, name: &str) -> u32 {
        self.text_of(name).map_or(0, |text| text.part.offset)
    }

    /// The whole lines from the first byte of a range to its last, and as many lines around them.
    #[must_use]
    pub fn excerpt(&self, name: &str, span: Span, around: usize) -> Option<Excerpt<'_>> {
        let source = self.text_of(name)?;
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
        match self.get(name)? {
            Source::Text(text) => Some(text.position(offset)),
            Source::Places(places) => places.get(&offset).copied(),
        }
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
    fn a_part_has_the_lines_of_its_file_and_places_outlive_it() {
        let mut part = Sources::default();
        let name: FileName = "a".into();
        part.insert_part(Arc::clone(&name), "three\nfour\n".into(), Part { offset: 8, line: 2 });
        let four = Span::new(6, 10);
        assert_eq!((part.line_column("a", four).unwrap().line, part.offset("a")), (4, 8));
        let kept = part.places([(&name, four)]);
        let in_file = Span::new(14, 18);
        assert_eq!(kept.line_column("a", in_file), part.line_column("a", four));
        assert_eq!(kept.end_line_column("a", in_file), part.end_line_column("a", four));
        assert_eq!((kept.offset("a"), kept.text("a")), (0, None));
        let over = Sources::over(&Arc::new(kept));
        assert_eq!(over.line_column("a", in_file), part.line_column("a", four));
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
