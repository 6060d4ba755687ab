//! What files hold, remembered by their content: a file that is only looked up need not be parsed again.
//!
//! The key of a file is the digest of its bytes and of the extension that says how they are read. So a record is right or
//! not found, whatever the times of the file say, and a branch, a clone or another checkout of the same content finds it.
//! What decides whether and how a document is judged never comes from here.

mod record;
mod store;

pub use record::Known;
pub(super) use record::Record;
pub use store::Place;

use std::{collections::BTreeMap, path::Path};

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, FileName};
use store::Stored;

/// What stands for the content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key([u8; 32]);

impl Key {
    /// The key of what a file of that name holds.
    pub(super) fn of(name: &str, bytes: &[u8]) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        Self(Sha256::new().chain_update(extension).chain_update([0]).chain_update(bytes).finalize().into())
    }
}

/// What was remembered of files, and what a run adds.
#[derive(Debug, Default)]
pub struct Cache {
    place: Option<Place>,
    stored: Option<Stored>,
    /// Whether what a run reads is of use to it once more.
    within_run: bool,
    /// The files that the run has seen: those that it has read itself with their record.
    held: BTreeMap<Key, Option<Box<[u8]>>>,
}

impl Cache {
    /// A cache that is kept at a place, and, if it is of use within the run, until its end in any case.
    #[must_use]
    pub fn new(place: Option<Place>, within_run: bool) -> Self {
        Self { place, within_run, ..Self::default() }
    }

    /// Whether anything comes of what is noted.
    pub(super) fn remembers(&self) -> bool {
        self.stored.is_some() || self.within_run
    }

    /// Gets ready for a tree of so many files. A file that is damaged, of another version or not there remembers nothing.
    pub(super) fn expect(&mut self, files: usize) {
        if let (None, Some(place)) = (&self.stored, &self.place)
            && files >= place.at_least
        {
            self.stored = Some(Stored::read(&place.file).unwrap_or_default());
        }
    }

    /// What is known of a file of that content, as it stands at a path. Tables beside it are compared with what they were.
    pub(super) fn known(&self, key: &Key, file: &Path, name: &FileName) -> Option<Known> {
        let bytes = match self.held.get(key) {
            Some(Some(record)) => record,
            Some(None) | None => self.stored.as_ref()?.get(key)?,
        };
        Record::decode(bytes)?.known(file, name)
    }

    /// Notes that the tree holds a file, with its record if the run has read it.
    pub(super) fn hold(&mut self, key: Key, record: Option<Box<[u8]>>) {
        let held = self.held.entry(key).or_default();
        if record.is_some() {
            *held = record;
        }
    }

    /// Writes what the tree holds, if that differs enough from what was there. A tree that is too small is not written.
    ///
    /// # Errors
    ///
    /// The place cannot be written. Whatever was there is left.
    pub fn write(&self) -> Result<(), Diagnostic> {
        let (Some(place), Some(stored)) = (&self.place, &self.stored) else { return Ok(()) };
        let is_new = self.held.iter().any(|(key, record)| record.is_some() && stored.get(key) != record.as_deref());
        // What the tree does not hold may be what another branch holds, so it is kept for a while.
        let is_stale = stored.len() > self.held.len().saturating_mul(2);
        if !is_new && !is_stale {
            return Ok(());
        }
        let records =
            self.held.iter().filter_map(|(key, record)| Some((key, record.as_deref().or_else(|| stored.get(key))?)));
        place.write(records)
    }
}
