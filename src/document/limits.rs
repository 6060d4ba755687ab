//! What a file may cost, and what reading one gives.

use super::node::{Node, Span};
use super::problem::Problem;

/// The deepest nesting that any limit can allow: trees are cloned, dropped and compared by recursion.
pub(super) const DEEPEST: usize = 128;

/// Limits for one file, made for files that a stranger put into a pull request.
///
/// Whatever goes past one of them ends the reading of the file with an error; nothing is cut off silently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file in bytes.
    pub bytes: usize,
    /// Lists and mappings inside each other, also through aliases; never more than 128.
    pub depth: usize,
    /// Values in the whole file after aliases and merge keys were applied.
    pub nodes: usize,
    /// Bytes that aliases and merge keys may copy: the text and the tree around it.
    pub alias_bytes: usize,
    /// Documents in the file.
    pub documents: usize,
    /// Problems after which reading stops; warnings past this number are dropped.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 64, nodes: 1_000_000, alias_bytes: 16 << 20, documents: 10_000, problems: 1_000 }
    }
}

/// One document of a file that was read without a problem.
#[derive(Clone, Debug)]
pub struct Document {
    /// Position among the documents of the file, from 0, broken and empty ones counted.
    pub index: usize,
    /// The value; null where there is nothing between two `---`.
    pub root: Node,
    /// From the `---`, or else the first value, to the end of the last one.
    pub span: Span,
}

/// What reading a file gave: the documents that are whole, and everything that was wrong with the others.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The documents that had no problem, in the order of the file.
    pub documents: Vec<Document>,
    /// Errors, by place. A document with an error is not in `documents`.
    pub problems: Vec<Problem>,
    /// Things that were read but that other programs read otherwise, by place.
    pub warnings: Vec<Problem>,
}
