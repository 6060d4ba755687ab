//! What policies print: the engine puts a place before it, of the text that it was given.

use super::rewrite::Written;
use crate::policy::PolicySource;

/// What was printed, with its place in the file that people read.
pub(super) fn with_place(print: &str, written: &[Written], sources: &[PolicySource]) -> String {
    let found = written.iter().find_map(|written| {
        let (line, text) = print.strip_prefix(written.name.as_str())?.strip_prefix(':')?.split_once(':')?;
        let (source, offset) = written.original(start_of(&written.text, line.parse().ok()?))?;
        let source = sources.get(source)?;
        let line = source.text.get(..offset)?.matches('\n').count() + 1;
        Some(format!("{}:{line}:{text}", source.name))
    });
    found.unwrap_or_else(|| print.to_owned())
}

/// Where what a line holds begins; lines are counted from 1.
fn start_of(text: &str, line: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    before + (rest.len() - rest.trim_start().len())
}
