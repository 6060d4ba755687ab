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

/// What to say of each document that has an id.
pub(super) fn complain<'a>(
    id: &'a str,
    places: &'a [(&FileName, Span)],
    sources: &'a Sources,
) -> impl Iterator<Item = Diagnostic> + 'a {
    places.iter().enumerate().map(move |(number, (file, span))| {
        let others = places.iter().enumerate().filter(|(other, _)| *other != number);
        let others: Vec<String> = others
            .map(|(_, (file, span))| {
                let line = sources.line_column(file, *span).map_or(0, |place| place.line);
                format!("`{file}` line {line}")
            })
            .collect();
        Diagnostic::error(Code::DuplicateFinding, format!("the id `{id}` belongs to {} documents", places.len()))
            .in_file(file)
            .at(*span)
            .help(format!("give each finding and review an id of its own; it is also in {}", others.join(", ")))
    })
}
