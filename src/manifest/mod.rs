//! Manifests: from files, folders and standard input to trees that fit the schema of their kind, each with its place.

mod entry;
mod index;
mod kind;
mod read;
mod table;

pub use entry::{Entry, Listed};
pub use index::{Index, named_cves};
pub use kind::{Kind, Subject};
pub use read::{EXTENSIONS, Manifests, read_files, read_files_with, read_past, read_stdin, read_text};
pub use table::{Row, Rows, Table, table_at};

use std::sync::Arc;

use crate::{
    diagnostic::FileName,
    document::{Node, Span},
};

/// A document that is judged, and that fits the schema of its kind.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// What it is.
    pub kind: Kind,
    /// Its id, unique in the tree.
    pub id: String,
    /// One line that says what it is about.
    pub title: String,
    /// The type of a finding, for example `leaked_secret`.
    pub finding_type: Option<String>,
    /// The severity of a finding: `critical`, `high`, `moderate` or `low`.
    pub severity: Option<String>,
    /// What the manifest asks for: `open`, `contained`, `accepted` or `closed`; for a review `open` or
    /// `completed`. Organization data asks for nothing.
    pub state: String,
    /// The file it stands in.
    pub file: FileName,
    /// Its position among the documents of the file, from 0.
    pub document: usize,
    /// The bytes of its id, where a message about the whole document points.
    pub id_span: Span,
    /// The whole document.
    pub root: Node,
    /// The text of the file.
    pub text: Arc<str>,
    /// The tables beside a review that it names, by their path in the document.
    pub tables: Vec<Arc<Table>>,
}

impl Manifest {
    /// The text at a path of the document; nothing if there is none.
    #[must_use]
    pub fn text_at(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().try_fold(&self.root, |node, key| node.get(key)).and_then(Node::as_str)
    }

    /// What decides which rules can speak of it.
    #[must_use]
    pub fn subject(&self) -> Subject<'_> {
        let state = Some(self.state.as_str()).filter(|state| !state.is_empty());
        Subject { kind: self.kind, state, finding_type: self.finding_type.as_deref() }
    }
}
