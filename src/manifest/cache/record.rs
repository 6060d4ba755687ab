//! What is remembered of one file: what its documents can be looked up by, and the tables that they name.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::FileName,
    digest, files,
    manifest::{Entry, Kind, Manifest, Manifests},
};

/// What is known of a file that was not parsed.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its documents, each of which fits its schema.
    pub entries: Vec<Entry>,
    /// The tables that they name, as the user would write them.
    pub tables: Vec<FileName>,
}

/// What is remembered of a file.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::manifest) struct Record<'a> {
    #[serde(borrow)]
    documents: Vec<Remembered<'a>>,
    /// The tables beside it: the path from its folder, and the digest of the content.
    tables: Vec<(&'a str, &'a str)>,
}

/// An [`Entry`] without the file, whose name is not of its content.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered<'a> {
    kind: Kind,
    id: &'a str,
    finding_type: Option<&'a str>,
    severity: Option<&'a str>,
    state: Option<&'a str>,
    control: Option<&'a str>,
    identity: Option<&'a str>,
    fingerprint: Option<&'a str>,
    detected_at: Option<&'a str>,
    closed_at: Option<&'a str>,
    due: Option<&'a str>,
    duplicate_of: Option<&'a str>,
    disposition: Option<&'a str>,
    cve: Option<&'a str>,
}

impl<'a> Record<'a> {
    /// The record of a file, encoded. One that has a problem is remembered by nobody: it is read each time.
    pub(in crate::manifest) fn encode(read: &Manifests) -> Option<Box<[u8]>> {
        if !read.problems.is_empty() {
            return None;
        }
        let tables = read.documents.iter().flat_map(tables).collect::<Option<Vec<_>>>()?;
        let entries: Vec<Entry> = read.documents.iter().map(Entry::from).collect();
        let record = Record { documents: entries.iter().map(Remembered::of).collect(), tables };
        postcard::to_allocvec(&record).ok().map(Vec::into_boxed_slice)
    }

    pub(in crate::manifest) fn decode(bytes: &'a [u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// What it says of a file at a path; nothing if a table beside it is not what it was.
    pub(in crate::manifest) fn known(&self, file: &Path, name: &FileName) -> Option<Known> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut tables = Vec::new();
        for (table, sha256) in &self.tables {
            let place = folder.join(table);
            let bytes = files::read(&place).ok()?;
            if digest::sha256(&bytes) != *sha256 {
                return None;
            }
            tables.push(files::display(&place));
        }
        Some(Known { entries: self.documents.iter().map(|document| document.entry(name)).collect(), tables })
    }
}

/// The tables that a document names. Nothing in place of one whose path the document does not say.
fn tables(document: &Manifest) -> impl Iterator<Item = Option<(&str, &str)>> {
    document.tables.iter().map(|table| {
        let node = document.root.at(&table.path)?;
        Some((node.get("file")?.as_str()?, table.sha256.as_str()))
    })
}

impl<'a> Remembered<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            kind: entry.kind,
            id: &entry.id,
            finding_type: entry.finding_type.as_deref(),
            severity: entry.severity.as_deref(),
            state: entry.state.as_deref(),
            control: entry.control.as_deref(),
            identity: entry.identity.as_deref(),
            fingerprint: entry.fingerprint.as_deref(),
            detected_at: entry.detected_at.as_deref(),
            closed_at: entry.closed_at.as_deref(),
            due: entry.due.as_deref(),
            duplicate_of: entry.duplicate_of.as_deref(),
            disposition: entry.disposition.as_deref(),
            cve: entry.cve.as_deref(),
        }
    }

    fn entry(&self, file: &FileName) -> Entry {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Entry {
            line: None,
            kind: self.kind,
            id: self.id.to_owned(),
            file: file.to_string(),
            finding_type: text(self.finding_type),
            severity: text(self.severity),
            state: text(self.state),
            control: text(self.control),
            identity: text(self.identity),
            fingerprint: text(self.fingerprint),
            detected_at: text(self.detected_at),
            closed_at: text(self.closed_at),
            due: text(self.due),
            duplicate_of: text(self.duplicate_of),
            disposition: text(self.disposition),
            cve: text(self.cve),
        }
    }
}
