//! Two documents with one id: which of them is meant cannot be known.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::Span,
};

/// A document by its id, and where that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    /// Its number in the list.
    pub(super) number: usize,
    pub(super) id: &'a str,
    pub(super) file: &'a FileName,
    pub(super) span: Span,
}

/// The ids that several documents have, and what to say of each of these. `line_of` is the line of a document, from 1.
pub(super) fn refuse<'a>(
    documents: &[Named<'a>],
    line_of: impl Fn(&Named<'a>) -> usize,
) -> (BTreeSet<Box<str>>, Vec<Diagnostic>) {
    let mut sorted: Vec<&Named<'a>> = documents.iter().collect();
    sorted.sort_by_key(|document| document.id);
    let mut refused = BTreeSet::new();
    let mut problems = Vec::new();
    for same in sorted.chunk_by(|a, b| a.id == b.id).filter(|same| same.len() > 1) {
        for (number, Named { id, file, span, .. }) in same.iter().enumerate() {
            refused.insert(Box::from(*id));
            let others = same.iter().enumerate().filter(|(other, _)| *other != number);
            let others: Vec<String> =
                others.map(|(_, other)| format!("`{}` line {}", other.file, line_of(other))).collect();
            problems.push(
                Diagnostic::error(Code::DuplicateFinding, format!("the id `{id}` belongs to {} documents", same.len()))
                    .in_file(file)
                    .at(*span)
                    .help(format!(
                        "give each finding and review an id of its own; it is also in {}",
                        others.join(", ")
                    )),
            );
        }
    }
    (refused, problems)
}
