//! Writes what the gate says into case files as what is expected, and leaves every other byte as it is.

use std::path::Path;

use super::{
    case_file::{Case, CaseFile},
    judge::{CaseOutcome, CaseResult},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Limits, Node, Value, parse_yaml},
    files,
};

/// Rewrites the expectations of the cases that failed; from then on they are blessed.
///
/// # Errors
///
/// A file cannot be written; its cases stay failed.
pub fn bless(case_files: &[CaseFile], results: &mut [CaseResult], sources: &Sources) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut names: Vec<&FileName> = case_files.iter().map(|file| &file.name).collect();
    names.dedup();
    for name in names {
        let cases = || case_files.iter().filter(|file| file.name == *name).flat_map(|file| &file.cases);
        let Some(text) = sources.text(name) else { continue };
        let mut of_file: Vec<&mut CaseResult> = results.iter_mut().filter(|result| result.file == *name).collect();
        let mut edits: Vec<Edit> = of_file
            .iter()
            .filter_map(|result| match &result.outcome {
                CaseOutcome::Failed(mismatch) => {
                    let case = cases().find(|case| case.span == result.span)?;
                    Some(Edit::of(case, text, &mismatch.actual))
                }
                _ => None,
            })
            .collect();
        if edits.is_empty() {
            continue;
        }
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
        let mut changed = text.to_string();
        for edit in edits {
            changed.replace_range(edit.start..edit.end, &edit.text);
        }
        if as_meant(text, &changed, cases(), &of_file).is_none() {
            problems.push(
                Diagnostic::error(Code::InvalidCase, format!("the expectations in `{name}` cannot be rewritten"))
                    .in_file(name)
                    .help("write them out as ordinary mappings, without anchors and aliases"),
            );
            continue;
        }
        match files::write(Path::new(&**name), changed.as_bytes()) {
            Ok(()) => {
                for result in &mut of_file {
                    if let CaseOutcome::Failed(mismatch) = &result.outcome {
                        result.outcome = CaseOutcome::Blessed(mismatch.clone());
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Whether a changed text says what it said before, but for the new expectations.
fn as_meant<'a>(
    before: &str,
    after: &str,
    cases: impl Iterator<Item = &'a Case>,
    results: &[&mut CaseResult],
) -> Option<()> {
    let documents = |text: &str| {
        let parsed = parse_yaml(text, &Limits::default());
        let roots = parsed.documents.iter().map(|document| document.root.to_json()).collect::<Vec<_>>();
        parsed.problems.is_empty().then_some(roots)
    };
    let mut meant = documents(before)?;
    let mut of_text = meant.iter_mut().filter_map(|document| document.get_mut("cases")?.as_array_mut()).flatten();
    for case in cases {
        let of_text = of_text.next()?;
        let result = results.iter().find(|result| result.span == case.span);
        if let Some(CaseOutcome::Failed(mismatch)) = result.map(|result| &result.outcome) {
            of_text.as_object_mut()?.insert("expect".to_owned(), documents(&mismatch.actual)?.pop()?);
        }
    }
    (documents(after)? == meant).then_some(())
}

/// Bytes of a file, and what they become.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

impl Edit {
    fn of(case: &Case, text: &str, expectation: &str) -> Self {
        let is_flow = starts_with(text, case.root.span.start as usize, '{');
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let existing = case.root.as_map().and_then(|map| map.entry("expect"));
        let first_key = case.root.as_map().and_then(|map| map.iter().next()).map_or(0, |entry| entry.key_span.start);
        match (existing, is_flow) {
            (Some(entry), true) => {
                let span = entry.value.span.range();
                Self { start: span.start, end: span.end, text: on_one_line(expectation) }
            }
            // A block is replaced from its first key on, so that a comment after `expect:` stays.
            (Some(entry), false) if is_block(&entry.value, text) => {
                let start = entry.value.span.range().start;
                let block = indented(expectation, column(text, start), line_end);
                let text_of_it = block.trim_start().to_owned();
                Self { start, end: end_of(&entry.value, text), text: text_of_it }
            }
            (Some(entry), false) => {
                let key_end = entry.key_span.range().end;
                let colon = text.get(key_end..).and_then(|rest| rest.find(':')).map_or(key_end, |at| key_end + at + 1);
                let indent = column(text, entry.key_span.range().start) + 2;
                let block = indented(expectation, indent, line_end);
                Self { start: colon, end: end_of(&entry.value, text).max(colon), text: block }
            }
            (None, true) => {
                let end = case.root.span.range().end.saturating_sub(1);
                Self { start: end, end, text: format!(", expect: {}", on_one_line(expectation)) }
            }
            (None, false) => {
                let end = end_of(&case.root, text);
                let end = text.get(end..).and_then(|rest| rest.find(['\r', '\n'])).map_or(text.len(), |at| end + at);
                let indent = column(text, first_key as usize);
                let block = indented(expectation, indent + 2, line_end);
                Self { start: end, end, text: format!("{line_end}{}expect:{block}", " ".repeat(indent)) }
            }
        }
    }
}

/// Whether a value is a mapping that begins on a line of its own.
fn is_block(value: &Node, text: &str) -> bool {
    let start = value.span.range().start;
    let before = text.get(..start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    value.via.is_none() && !starts_with(text, start, '{') && !before.is_empty() && before.trim().is_empty()
}

/// The lines of a text, each after a line break and as many blanks.
fn indented(text: &str, indent: usize, line_end: &str) -> String {
    text.lines().map(|line| format!("{line_end}{}{line}", " ".repeat(indent))).collect()
}

/// A YAML document on one line.
fn on_one_line(yaml: &str) -> String {
    let parsed = parse_yaml(yaml, &Limits::default());
    parsed.documents.first().map(|document| flow(&document.root.to_json())).unwrap_or_default()
}

/// A value in the flow form of YAML. Texts that are more than words are in quotes.
fn flow(value: &serde_json::Value) -> String {
    let is_word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !matches!(
                text.to_lowercase().as_str(),
                "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
            )
    };
    match value {
        serde_json::Value::String(text) if is_word(text) => text.clone(),
        serde_json::Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        serde_json::Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {}", flow(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

/// How many characters stand before a byte on its line.
fn column(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().chars().count()
}

fn starts_with(text: &str, offset: usize, character: char) -> bool {
    text.get(offset..).is_some_and(|rest| rest.starts_with(character))
}

/// Where a value ends: after its bracket, or after the last text in it. The reader's range of a block goes on to whatever
/// comes next.
fn end_of(node: &Node, text: &str) -> usize {
    let span = node.span.range();
    let is_flow = starts_with(text, span.start, '{') || starts_with(text, span.start, '[');
    let last = match &node.value {
        Value::Map(map) if !is_flow => map.iter().next_back().map(|entry| (entry.key_span, &entry.value)),
        Value::List(items) if !is_flow => items.last().map(|item| (item.span, item)),
        _ => None,
    };
    match last {
        // Nothing stands after the key: the colon does.
        Some((key, value)) if value.span.is_empty() => {
            let end = key.range().end;
            text.get(end..).and_then(|rest| rest.find(':')).map_or(end, |at| end + at + 1)
        }
        Some((_, value)) => end_of(value, text),
        None => span.start + node.span.slice(text).trim_end().len(),
    }
}
