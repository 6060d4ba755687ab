//! The lines of a file that a block of the report shows. The drawing library gets those alone: it walks over what it gets
//! for each block, and files can be long.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::printable::{printable, same_length};
use crate::{
    diagnostic::{FileName, Sources},
    document::Span,
};

/// How many lines are shown around those that labels point at.
pub(super) const CONTEXT_LINES: usize = 1;

/// Some lines of a named file, at their place in it.
pub(super) struct Window {
    name: String,
    text: String,
    offset: usize,
    line: usize,
}

impl Window {
    /// The lines that labels point at, and those around them. Nothing for a file that is not known, or without a label.
    pub(super) fn around(file: &FileName, labels: &[LabeledSpan], sources: &Sources) -> Option<Self> {
        let start = labels.iter().map(LabeledSpan::offset).min()?;
        let end = labels.iter().map(|label| label.offset() + label.len()).max()?;
        let excerpt = sources.excerpt(file, Span::new(start, end), CONTEXT_LINES)?;
        Some(Self {
            name: printable(file),
            text: same_length(excerpt.text),
            offset: excerpt.offset,
            line: excerpt.line,
        })
    }
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = span.offset().checked_sub(self.offset).ok_or(MietteError::OutOfBounds)?;
        let within = SourceSpan::from((start, span.len()));
        let contents = self.text.read_span(&within, context_lines_before, context_lines_after)?;
        let shown = contents.span();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            SourceSpan::from((shown.offset() + self.offset, shown.len())),
            contents.line() + self.line,
            contents.column(),
            contents.line_count(),
        )))
    }
}
