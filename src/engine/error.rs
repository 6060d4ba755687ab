//! Turns what the engine says into diagnostics.
//!
//! Its complaints are text. Most begin with a blank line and `--> file:line:col`, an excerpt, and `error: …`; failures of
//! builtins are one bare sentence without a place.

use super::rewrite::Written;
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    policy::PolicySource,
};

/// What the engine says when its timer has run out.
const TIME_LIMIT_TEXT: &str = "execution exceeded time limit";

/// What is said of an evaluation that took too long, by the clock or in steps.
pub(super) const TIME_LIMIT_MESSAGE: &str = "the evaluation took longer than the limit";

/// What to do about it.
pub(super) const TIME_LIMIT_HELP: &str = "make the policy cheaper: no loops over large ranges or over whole data sets";

/// A diagnostic for a complaint of the engine. `code` says what was being done. The sources give the bytes of a place; the
/// written ones are what the engine read, if that was not the sources themselves.
pub(super) fn from_engine(
    complaint: &impl ToString,
    code: Code,
    sources: &[PolicySource],
    written: &[Written],
) -> Diagnostic {
    let complaint = &complaint.to_string();
    let (place, message) = split(complaint);
    let mut diagnostic = if is_time_limit(complaint) {
        Diagnostic::error(Code::TimeLimit, TIME_LIMIT_MESSAGE).help(TIME_LIMIT_HELP)
    } else {
        Diagnostic::error(code, message)
    };
    if let Some((file, line, column)) = place {
        let at = match written.iter().find(|package| package.name == file) {
            Some(package) => package.original(offset_of(&package.text, line, column)),
            None => sources.iter().enumerate().find_map(|(index, source)| {
                (&*source.name == file).then(|| (index, offset_of(&source.text, line, column)))
            }),
        };
        if let Some((source, start)) = at.and_then(|(index, start)| Some((sources.get(index)?, start))) {
            diagnostic = diagnostic.in_file(&source.name).at(word_at(&source.text, start));
        }
    }
    diagnostic
}

pub(super) fn is_time_limit(complaint: &str) -> bool {
    complaint.contains(TIME_LIMIT_TEXT)
}

/// The sentence of a complaint, without its place and excerpt.
pub(super) fn sentence(complaint: &str) -> String {
    split(complaint).1
}

/// Takes a complaint apart: its place, and the sentence.
fn split(complaint: &str) -> (Option<(&str, usize, usize)>, String) {
    let place = complaint.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| {
        let (rest, column) = place.trim_end().rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        Some((file, line.parse().ok()?, column.parse().ok()?))
    });
    let sentence = complaint
        .split_once("\nerror: ")
        .map_or(complaint, |(_, sentence)| sentence)
        .trim()
        .lines()
        .collect::<Vec<_>>()
        .join(" ");
    (place, lowercase_first(&sentence))
}

/// Messages here begin in lowercase, the engine's own do not always.
fn lowercase_first(sentence: &str) -> String {
    let mut chars = sentence.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// The offset of a line and column, both from 1.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(line_start..).unwrap_or_default();
    let in_line: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    (line_start + in_line).min(text.len())
}

/// The word that begins at an offset, at least one character if there is one.
fn word_at(text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let word: usize =
        rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).map(char::len_utf8).sum();
    Span::new(start, start + word.max(rest.chars().next().map_or(0, char::len_utf8)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_with_a_place_points_at_the_word() {
        let text = "package a\nd contains y if { zed == 1 }\n";
        let source = PolicySource::new("bad.rego", text);
        let complaint = "\n--> bad.rego:2:19\n  |\n2 | d …\n  |  ^\nerror: use of undefined variable `zed` is unsafe";
        let diagnostic = from_engine(&complaint, Code::PolicySyntax, &[source], &[]);
        let span = diagnostic.span.unwrap();
        assert_eq!(span.slice(text), "zed");
        assert_eq!(diagnostic.message, "use of undefined variable `zed` is unsafe");
        assert_eq!(diagnostic.file.as_deref(), Some("bad.rego"));
    }

    #[test]
    fn a_bare_sentence_has_no_place() {
        let diagnostic =
            from_engine(&"Failed to parse datetime: premature end of input", Code::PolicyEvaluation, &[], &[]);
        assert_eq!(diagnostic.message, "failed to parse datetime: premature end of input");
        assert_eq!(diagnostic.file, None);
    }

    #[test]
    fn the_time_limit_is_told_from_other_failures() {
        let complaint = "execution exceeded time limit (elapsed=12ns, limit=10ns)";
        assert_eq!(from_engine(&complaint, Code::PolicyEvaluation, &[], &[]).code, Code::TimeLimit);
    }
}
