//! Feeds: KEV, EPSS and CVE records with SSVC decisions, as published, reduced to the CVEs that the findings name.

mod cve_record;
mod epss;
mod kev;

use std::{
    collections::BTreeSet,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    engine::Data,
    files,
};

/// The longest feed, unpacked, in bytes. EPSS publishes about 10 MB a day.
const LARGEST_FEED: u64 = 512 * 1024 * 1024;

/// Which snapshot of a feed was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedSnapshot {
    /// `kev`, `epss` or `ssvc`.
    pub feed: &'static str,
    /// The file, or the folder of records.
    pub file: String,
    /// What the publisher calls it: a version or a date. Nothing where the publisher gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// The feeds of a run.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    kev: Option<kev::Snapshot>,
    epss: Option<epss::Snapshot>,
    records: Option<cve_record::Records>,
}

impl Feeds {
    /// Reads all files below the paths, keeping what speaks of the given CVEs. Of several snapshots of one feed the newest
    /// counts; CVE records add up, and of two for one CVE the later assessment counts.
    ///
    /// # Errors
    ///
    /// A file that is none of the known formats, or that has wrong content.
    pub fn read(paths: &[PathBuf], cves: &BTreeSet<String>) -> Result<Self, Vec<Diagnostic>> {
        let mut feeds = Self::default();
        let mut problems = Vec::new();
        for path in paths {
            match files::walk(path, &["json", "csv", "gz"]) {
                Ok(found) => {
                    for file in found {
                        if let Err(problem) = feeds.add(&file, cves) {
                            problems.push(problem);
                        }
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(feeds) } else { Err(problems) }
    }

    fn add(&mut self, path: &Path, cves: &BTreeSet<String>) -> Result<(), Diagnostic> {
        let name = files::display(path);
        let bytes = unpack(files::read(path)?, &name)?;
        match detect(&bytes) {
            Some(Format::Kev) => {
                let snapshot = kev::read(&bytes, &name, cves)?;
                if self.kev.as_ref().is_none_or(|known| known.order() < snapshot.order()) {
                    self.kev = Some(snapshot);
                }
            }
            Some(Format::Epss) => {
                let snapshot = epss::read(&bytes, &name, cves)?;
                if self.epss.as_ref().is_none_or(|known| known.order() < snapshot.order()) {
                    self.epss = Some(snapshot);
                }
            }
            Some(Format::CveRecord) => {
                self.records.get_or_insert_default().add(&bytes, &name, cves)?;
            }
            None => {
                return Err(Diagnostic::error(Code::UnknownFeed, format!("`{name}` is no feed that is known here"))
                    .in_file(&name)
                    .help(
                        "feeds are the KEV catalogue (JSON), EPSS scores (CSV) and CVE records (JSON), as published",
                    ));
            }
        }
        Ok(())
    }

    /// The snapshots in use.
    #[must_use]
    pub fn snapshots(&self) -> Vec<FeedSnapshot> {
        let epss = self.epss.as_ref().map(epss::Snapshot::describe);
        let kev = self.kev.as_ref().map(kev::Snapshot::describe);
        let ssvc = self.records.as_ref().map(cve_record::Records::describe);
        [epss, kev, ssvc].into_iter().flatten().collect()
    }

    /// The document `data.feeds`. A feed that was not given is absent.
    #[must_use]
    pub fn to_data(&self) -> Data {
        let mut feeds = Map::new();
        if let Some(kev) = &self.kev {
            feeds.insert("kev".to_owned(), kev.to_json());
        }
        if let Some(epss) = &self.epss {
            feeds.insert("epss".to_owned(), epss.to_json());
        }
        if let Some(records) = &self.records {
            feeds.insert("ssvc".to_owned(), records.to_json());
        }
        Data::from_json(&Value::Object(feeds))
    }
}

enum Format {
    Kev,
    Epss,
    CveRecord,
}

/// Tells the formats apart by what they begin with; names of files say nothing.
fn detect(bytes: &[u8]) -> Option<Format> {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("#model_version") || start.starts_with("cve,epss") {
        Some(Format::Epss)
    } else if start.starts_with('{') && text.contains("\"catalogVersion\"") {
        Some(Format::Kev)
    } else if start.starts_with('{') && text.contains("\"CVE_RECORD\"") {
        Some(Format::CveRecord)
    } else {
        None
    }
}

fn unpack(bytes: Vec<u8>, name: &FileName) -> Result<Vec<u8>, Diagnostic> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes.as_slice())
        .take(LARGEST_FEED + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| invalid(name, &format!("it does not unpack: {error}")))?;
    if unpacked.len() as u64 > LARGEST_FEED {
        return Err(invalid(name, "unpacked it is larger than 512 MiB"));
    }
    Ok(unpacked)
}

/// A feed whose content is wrong.
fn invalid(name: &FileName, why: &str) -> Diagnostic {
    Diagnostic::error(Code::InvalidFeed, format!("`{name}` cannot be used: {why}"))
        .in_file(&Arc::clone(name))
        .help("take the file as it was published; a feed that is only half there would let findings pass")
}

/// A feed's document: its name and what is known, absent things left out.
fn document(name: &str, fields: &[(&str, Option<&str>)], entries: Map<String, Value>) -> Value {
    let mut document = Map::new();
    document.insert("name".to_owned(), json!(name));
    for (key, value) in fields {
        if let Some(value) = value {
            document.insert((*key).to_owned(), json!(value));
        }
    }
    document.insert("entries".to_owned(), Value::Object(entries));
    Value::Object(document)
}
