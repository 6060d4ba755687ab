//! Findings: from files, folders and standard input to trees that fit the schema, each with its place.

mod index;
mod read;

pub use index::{index, named_cves};
pub use read::{EXTENSIONS, Manifests, read_files, read_stdin};

use std::sync::{Arc, LazyLock};

use crate::{
    diagnostic::FileName,
    document::{Node, Schema, Span},
};

static SCHEMA: LazyLock<Result<Schema, String>> =
    LazyLock::new(|| Schema::compile(include_str!("../../schemas/finding.v1.schema.json")));

/// A finding that fits the schema.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its id, unique in the tree.
    pub id: String,
    /// One line that says what was found.
    pub title: String,
    /// Its type, for example `leaked_secret`.
    pub finding_type: String,
    /// `critical`, `high`, `moderate` or `low`.
    pub severity: String,
    /// What the manifest asks for: `open`, `contained`, `accepted` or `closed`.
    pub state: String,
    /// The file it stands in.
    pub file: FileName,
    /// Its position among the documents of the file, from 0.
    pub document: usize,
    /// The bytes of its id, where a message about the whole finding points.
    pub id_span: Span,
    /// The whole manifest.
    pub root: Node,
    /// The text of the file.
    pub text: Arc<str>,
}

impl Finding {
    /// The text at a path of the manifest; nothing if there is none.
    #[must_use]
    pub fn text_at(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().try_fold(&self.root, |node, key| node.get(key)).and_then(Node::as_str)
    }
}
