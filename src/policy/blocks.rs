//! What the METADATA of a file says of each of its rules, for those who compare it with the rules themselves.

use super::{
    PolicySource, Scope,
    catalogue::{at, kinds_of, list_at},
    metadata,
};
use crate::{
    diagnostic::Diagnostic,
    document::{Node, Span},
};

/// A METADATA block above a rule.
#[derive(Clone, Debug)]
pub(crate) struct MetadataBlock {
    /// The offset of the first byte after it: where its rule begins.
    pub(crate) end: u32,
    /// The id, and where it stands; nothing in a block that was written for another reader.
    pub(crate) id: Option<(String, Span)>,
    /// Of what the rule can speak.
    pub(crate) scope: Scope,
}

/// What is wrong with the blocks of a file, whoever wrote it.
#[must_use]
pub(crate) fn metadata_problems(source: &PolicySource) -> Vec<Diagnostic> {
    metadata::read(&source.name, &source.text, true).1
}

/// The blocks of a file, in the order of its text. What is wrong with them is said by [`super::Catalogue::build`].
#[must_use]
pub(crate) fn metadata_blocks(source: &PolicySource) -> Vec<MetadataBlock> {
    let (blocks, _) = metadata::read(&source.name, &source.text, false);
    blocks
        .into_iter()
        .map(|block| {
            let root = Some(&block.root);
            let id = at(root, &["custom", "id"]).and_then(|id| Some((Node::as_str(id)?.to_owned(), id.span)));
            MetadataBlock {
                end: block.end,
                scope: Scope {
                    kinds: kinds_of(id.is_some(), &list_at(root, "kinds")),
                    states: list_at(root, "states").into_iter().collect(),
                    types: list_at(root, "types").into_iter().collect(),
                },
                id,
            }
        })
        .collect()
}
