//! A place in one line, as editors and terminals link it.

use super::advice::advice_of;
use crate::{
    diagnostic::{Diagnostic, Sources},
    document::Span,
    gate::Denial,
};

/// `findings/a.yaml:12:3`; the file alone if its text is not known.
pub(super) fn place(file: &str, span: Span, sources: &Sources) -> String {
    match sources.line_column(file, span) {
        Some(place) => format!("{file}:{}:{}", place.line, place.column),
        None => file.to_owned(),
    }
}

/// A denial in lines: its place and message; then, set in, what to know and to do about it.
pub(super) fn denial_lines(denial: &Denial, file: &str, sources: &Sources) -> String {
    let mut text = format!("{}: {}", place(file, denial.place.span, sources), denial.message);
    for line in advice_of(denial, sources) {
        text.push_str("\n  ");
        text.push_str(&line);
    }
    text
}

/// A diagnostic in lines: its place and message; then, set in, what to do.
pub(super) fn diagnostic_lines(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text = match (&diagnostic.file, diagnostic.span) {
        (Some(file), Some(span)) => format!("{}: {}", place(file, span, sources), diagnostic.message),
        (Some(file), None) => format!("{file}: {}", diagnostic.message),
        _ => diagnostic.message.clone(),
    };
    for line in diagnostic.help.iter().flat_map(|help| help.lines()) {
        text.push_str("\n  ");
        text.push_str(line);
    }
    text
}
