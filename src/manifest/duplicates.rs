//! Two documents with one id: which of them is meant cannot be known.

use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::Span,
};

/// The numbers of documents that share their id with others, each id by itself.
pub(super) fn find<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Vec<usize>> {
    let mut sorted: Vec<(&str, usize)> = ids.enumerate().map(|(number, id)| (id, number)).collect();
    sorted.sort_unstable();
    let same = sorted.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    same.map(|same| same.iter().map(|(_, number)| *number).collect()).collect()
}

/// A line of a file, in words.
pub(super) fn written(file: &str, line: usize) -> String {
    format!("`{file}` line {line}")
}

/// Where all documents but one stand, in words.
pub(super) fn others(number: usize, places: &[(&FileName, Span)], sources: &Sources) -> Vec<String> {
    let others = places.iter().enumerate().filter(|(other, _)| *other != number);
    let line = |file: &str, span| sources.line_column(file, span).map_or(0, |place| place.line);
    others.map(|(_, (file, span))| written(file, line(file, *span))).collect()
}

/// What to say of one of the documents that have an id; `also` leads to the others.
pub(super) fn shared(
    id: &str,
    documents: usize,
    (file, span): (&FileName, Span),
    also: &str,
    others: &[String],
) -> Diagnostic {
    Diagnostic::error(Code::DuplicateFinding, format!("the id `{id}` belongs to {documents} documents"))
        .in_file(file)
        .at(span)
        .help(format!("give each finding and review an id of its own; {also} {}", others.join(", ")))
}

/// What to say of each document that has an id.
pub(super) fn complain<'a>(
    id: &'a str,
    places: &'a [(&FileName, Span)],
    sources: &'a Sources,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let each = places.iter().enumerate();
    each.map(move |(number, place)| shared(id, places.len(), *place, ALSO, &others(number, places, sources)))
}

/// What leads to the other documents that were read.
pub(super) const ALSO: &str = "it is also in";
