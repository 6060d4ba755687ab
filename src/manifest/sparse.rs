//! A text of which only some lines are kept, each on the line that it had: for messages about a few lines of a long input.

use std::sync::Arc;

use crate::{
    diagnostic::{Diagnostic, FileName, Related, Sources},
    document::Span,
};

/// Lines that something is to be said of. The others are there, and empty.
#[derive(Debug, Default)]
pub(super) struct Sparse {
    text: String,
    breaks: usize,
}

impl Sparse {
    /// Keeps a line, and moves what was found in it to where it stands here. `number` counts from 1 and grows from call to call;
    /// a line has no line break.
    pub(super) fn keep(
        &mut self,
        number: usize,
        line: &str,
        found: impl IntoIterator<Item = Diagnostic>,
    ) -> Vec<Diagnostic> {
        while self.breaks + 1 < number {
            self.text.push('\n');
            self.breaks += 1;
        }
        let start = self.text.len();
        self.text.push_str(line);
        let moved = |span: Span| {
            let inside = |at: u32| start + (at as usize).min(line.len());
            Span::new(inside(span.start), inside(span.end))
        };
        let mut diagnostics: Vec<Diagnostic> = found.into_iter().collect();
        for diagnostic in &mut diagnostics {
            diagnostic.span = diagnostic.span.map(moved);
            for Related { span, .. } in &mut diagnostic.related {
                *span = moved(*span);
            }
        }
        diagnostics
    }

    /// Hands the text over under the name of the file.
    pub(super) fn finish(self, name: &FileName, sources: &mut Sources) {
        if !self.text.is_empty() {
            sources.insert(Arc::clone(name), Arc::from(self.text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn what_is_found_in_a_line_points_at_its_number_and_column() {
        let name = FileName::from("long.ndjson");
        let found =
            || [Diagnostic::error(Code::Io, "x").in_file(&name).at(Span::new(2, 3)).related(Span::new(0, 1), "y")];
        let mut sparse = Sparse::default();
        let first = sparse.keep(2, "abc", found());
        let second = sparse.keep(1000, "éf", found());
        let mut sources = Sources::default();
        sparse.finish(&name, &mut sources);
        let place = |diagnostic: &Diagnostic| {
            sources.line_column(&name, diagnostic.span.unwrap()).map(|place| (place.line, place.column))
        };
        assert_eq!(first.first().and_then(place), Some((2, 3)));
        assert_eq!(second.first().and_then(place), Some((1000, 2)));
        let related = second.first().and_then(|found| found.related.first()).unwrap().span;
        assert_eq!(sources.line_column(&name, related).map(|place| place.line), Some(1000));
    }
}
