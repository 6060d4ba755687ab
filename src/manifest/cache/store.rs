//! The file that holds the records of a tree: written whole and renamed, read whole, and believed only if its digest fits.
//!
//! ```text
//! head      16 bytes   "remedy-policy 1\n"
//! origin    32 bytes   digest of the version of the program and of the schemas that the documents fit
//! count      8 bytes
//! rows      48 bytes each, sorted: key 32, where its record begins 8, how long it is 8
//! records
//! digest    32 bytes   of all before it
//! ```
//!
//! Numbers are little-endian.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use sha2::{Digest, Sha256};

use super::Key;
use crate::{
    diagnostic::{Code, Diagnostic},
    files,
};

/// What every such file begins with. The number rises when what is remembered of the same content changes.
const HEAD: &[u8; 16] = b"remedy-policy 1\n";

const ROW: usize = 48;

/// How the files are called; between the two stands what tells one tree from another.
const NAME: (&str, &str) = ("index-", ".bin");

/// How many trees are kept in a folder.
const MOST_TREES: usize = 32;

/// Where the records of a tree are kept.
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) file: PathBuf,
    /// The number of files from which on a tree is worth it.
    pub(super) at_least: usize,
}

impl Place {
    /// The place in a folder for the tree of some files and folders. A tree of fewer files than `at_least` is not kept.
    #[must_use]
    pub fn new(folder: &Path, tree: &[PathBuf], at_least: usize) -> Self {
        let mut digest = Sha256::new();
        for path in tree {
            let whole = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.clone());
            digest.update(whole.as_os_str().as_encoded_bytes());
            digest.update([0]);
        }
        let tree: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { file: folder.join(format!("{}{tree}{}", NAME.0, NAME.1)), at_least }
    }

    /// Writes records, in the order of their keys. Readers see the file that was there or the new one.
    pub(super) fn write<'a>(&self, records: impl Iterator<Item = (&'a Key, &'a [u8])>) -> Result<(), Diagnostic> {
        let bytes = encode(records);
        let folder = self.file.parent().unwrap_or(Path::new(""));
        let written = fs::create_dir_all(folder).and_then(|()| {
            // It stays private: what findings say is for those who may read the tree.
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(&bytes)?;
            file.persist(&self.file).map_err(|error| error.error)?;
            forget_oldest(folder)
        });
        written.map_err(|error| {
            let reason = match error.kind() {
                _ if folder.exists() && !folder.is_dir() => "it is no folder".to_owned(),
                io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
                _ => error.to_string(),
            };
            let folder = files::display(folder);
            Diagnostic::warning(Code::Cache, format!("could not remember in `{folder}` what files hold: {reason}"))
                .help("nothing else is missing; name a folder that can be written, or use `--no-cache`")
        })
    }
}

/// Removes the files of the trees that were written longest ago, if there are too many.
fn forget_oldest(folder: &Path) -> io::Result<()> {
    let mut trees: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME.0) && name.ends_with(NAME.1));
        if let (true, Ok(metadata)) = (is_ours, entry.metadata())
            && metadata.is_file()
        {
            trees.push((metadata.modified()?, entry.path()));
        }
    }
    trees.sort();
    let surplus = trees.len().saturating_sub(MOST_TREES);
    for (_, path) in trees.iter().take(surplus) {
        // Another process may have removed it.
        let _ = fs::remove_file(path);
    }
    Ok(())
}

/// What a record depends on beside the content of the file.
fn origin() -> [u8; 32] {
    Sha256::new()
        .chain_update(env!("CARGO_PKG_VERSION"))
        .chain_update(include_str!("../../../schemas/finding.v1.schema.json"))
        .chain_update(include_str!("../../../schemas/access-review.v1.schema.json"))
        .finalize()
        .into()
}

fn encode<'a>(records: impl Iterator<Item = (&'a Key, &'a [u8])>) -> Vec<u8> {
    let (mut rows, mut contents) = (Vec::new(), Vec::new());
    let mut count: u64 = 0;
    for (key, record) in records {
        rows.extend_from_slice(&key.0);
        rows.extend_from_slice(&(contents.len() as u64).to_le_bytes());
        rows.extend_from_slice(&(record.len() as u64).to_le_bytes());
        contents.extend_from_slice(record);
        count += 1;
    }
    let mut bytes = [HEAD.as_slice(), &origin(), &count.to_le_bytes(), &rows, &contents].concat();
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    bytes.extend_from_slice(&digest);
    bytes
}

/// The records of a file.
#[derive(Debug, Default)]
pub(super) struct Stored {
    bytes: Vec<u8>,
    /// How many rows there are.
    count: usize,
}

impl Stored {
    /// Reads a file. Nothing if it is not there, or is not exactly what this version of the program wrote.
    pub(super) fn read(file: &Path) -> Option<Self> {
        let bytes = fs::read(file).ok()?;
        let (contents, digest) = bytes.split_last_chunk::<32>()?;
        let (head, rest) = contents.split_first_chunk::<16>()?;
        let (made_by, rest) = rest.split_first_chunk::<32>()?;
        let (count, rest) = rest.split_first_chunk::<8>()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let is_whole = count.checked_mul(ROW).is_some_and(|rows| rows <= rest.len());
        if head != HEAD || *made_by != origin() || !is_whole || *digest != *Sha256::digest(contents) {
            return None;
        }
        Some(Self { bytes, count })
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The record of a key.
    pub(super) fn get(&self, key: &Key) -> Option<&[u8]> {
        const BEGIN: usize = 16 + 32 + 8;
        let (rows, records) = self.bytes.get(BEGIN..)?.split_at_checked(self.count.checked_mul(ROW)?)?;
        let (rows, _) = rows.as_chunks::<ROW>();
        let row = rows.get(rows.binary_search_by(|row| row.get(..32).cmp(&Some(key.0.as_slice()))).ok()?)?;
        let (_, place) = row.split_first_chunk::<32>()?;
        let (start, length) = place.split_first_chunk::<8>()?;
        let start = usize::try_from(u64::from_le_bytes(*start)).ok()?;
        let length = usize::try_from(u64::from_le_bytes(*length.first_chunk::<8>()?)).ok()?;
        records.get(start..start.checked_add(length)?)
    }
}
