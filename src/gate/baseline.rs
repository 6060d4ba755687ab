//! The baseline: the denials that were there when the gate was adopted. It accepts them once, and only shrinks.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    decision::Decision,
    relief::{BaselineEntry, BaselineState, BaselineUse, Relief},
    tally::Compared,
};
use crate::{
    diagnostic::{Diagnostic, Sources},
    document::Node,
    files,
    org::read::{self, shipped_schema},
};

/// A baseline and its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    file: PathBuf,
    /// By fingerprint.
    entries: BTreeMap<String, BaselineEntry>,
}

/// A baseline as it is written.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "apiVersion")]
    api_version: &'static str,
    kind: &'static str,
    denials: BTreeSet<&'a BaselineEntry>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// The file does not exist, or does not fit the schema.
    pub fn read(path: &Path, sources: &mut Sources, warnings: &mut Vec<Diagnostic>) -> Result<Self, Vec<Diagnostic>> {
        if !path.exists() {
            let missing = std::io::ErrorKind::NotFound.into();
            return Err(vec![
                files::failure("read", path, &missing)
                    .help("`check --baseline FILE --update-baseline` writes what is blocked today into it"),
            ]);
        }
        let schema =
            shipped_schema(include_str!("../../schemas/baseline.v1.schema.json")).map_err(|problem| vec![problem])?;
        let documents = read::file(path, &schema, sources, warnings)?;
        let denials = documents.iter().filter_map(|document| document.root.get("denials")?.as_list()).flatten();
        let text = |entry: &Node, key: &str| entry.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
        let entries = denials.map(|entry| BaselineEntry {
            id: text(entry, "id"),
            rule: text(entry, "rule"),
            path: text(entry, "path"),
            fingerprint: text(entry, "fingerprint"),
        });
        Ok(Self::new(path, entries))
    }

    /// The baseline that accepts all that is blocked now.
    #[must_use]
    pub fn of(path: &Path, decisions: &[Decision]) -> Self {
        let entries = decisions.iter().flat_map(|decision| {
            decision.denials.iter().map(|denial| BaselineEntry {
                id: decision.id.clone(),
                rule: denial.rule.clone(),
                path: denial.path.to_string(),
                fingerprint: denial.fingerprint.clone(),
            })
        });
        Self::new(path, entries)
    }

    fn new(path: &Path, entries: impl Iterator<Item = BaselineEntry>) -> Self {
        Self { file: path.to_owned(), entries: entries.map(|entry| (entry.fingerprint.clone(), entry)).collect() }
    }

    /// The baseline without what denies no longer.
    #[must_use]
    pub fn shrunk(&self, absent: &[BaselineEntry]) -> Self {
        let mut shrunk = self.clone();
        for entry in absent {
            shrunk.entries.remove(&entry.fingerprint);
        }
        shrunk
    }

    /// Writes it to its file, whole or not at all.
    ///
    /// # Errors
    ///
    /// The folder does not exist or is not writable.
    pub fn write(&self) -> Result<(), Diagnostic> {
        let document =
            Document { api_version: "remedy-policy/v1", kind: "Baseline", denials: self.entries.values().collect() };
        let yaml = serde_yaml::to_string(&document)
            .map_err(|error| files::failure("write", &self.file, &std::io::Error::other(error)))?;
        let text = format!(
            "# What was blocked when the gate was adopted. `remedy-policy check --baseline FILE --update-baseline` takes out what\n\
             # is fixed; nothing is ever added.\n{yaml}"
        );
        files::write(&self.file, text.as_bytes())
    }

    /// Takes out of a decision what it accepts. Whether the finding is blocked after that is for the caller.
    pub(super) fn accept(&self, decision: &mut Decision) {
        for mut denial in std::mem::take(&mut decision.denials) {
            if self.entries.contains_key(&denial.fingerprint) {
                denial.baseline = Some(BaselineState::Unchanged);
                denial.relief = Some(Relief::Baseline);
                decision.suppressed.push(denial);
            } else {
                denial.baseline = Some(BaselineState::New);
                decision.denials.push(denial);
            }
        }
    }

    /// The ids that its entries name.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.values().map(|entry| entry.id.as_str())
    }

    /// Whether it holds a denial with that fingerprint.
    pub(super) fn has(&self, fingerprint: &str) -> bool {
        self.entries.contains_key(fingerprint)
    }

    /// What came of it.
    pub(super) fn used(&self, compared: &Compared, is_in_tree: impl Fn(&str) -> bool) -> BaselineUse {
        let is_gone = |entry: &&BaselineEntry| {
            !compared.present.contains(&entry.fingerprint)
                && (compared.judged.contains(&entry.id) || !is_in_tree(&entry.id))
        };
        BaselineUse {
            file: files::display(&self.file).to_string(),
            unchanged: compared.unchanged.len(),
            absent: self.entries.values().filter(is_gone).cloned().collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }
}
