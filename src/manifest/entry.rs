//! What is remembered of a document that is not at hand: what other findings can be looked up by, and what names it.

use serde::{Deserialize, Serialize};

use super::{Kind, Manifest};

/// A finding or a review in the index of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The file it stands in, as the user would write it.
    pub file: String,
    /// `type` of a finding.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub finding_type: Option<String>,
    /// `severity` of a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// `state`; nothing if the document has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `control.id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
    /// `identity.id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// `fingerprint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// `source.detected_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detected_at: Option<String>,
    /// `closure.at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    /// `due.date`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// `closure.duplicate_of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// `closure.disposition`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// `exposure.cve`: the feeds are read for the CVEs that findings name. Rules do not see it in the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cve: Option<String>,
}

impl Entry {
    /// The fields that rules see in `data.index`, by their name there. What a finding does not have is left out.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("id", Some(&self.id)),
            ("type", self.finding_type.as_ref()),
            ("severity", self.severity.as_ref()),
            ("state", self.state.as_ref()),
            ("control", self.control.as_ref()),
            ("identity", self.identity.as_ref()),
            ("fingerprint", self.fingerprint.as_ref()),
            ("detected_at", self.detected_at.as_ref()),
            ("closed_at", self.closed_at.as_ref()),
            ("due", self.due.as_ref()),
            ("duplicate_of", self.duplicate_of.as_ref()),
            ("disposition", self.disposition.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?.as_str())))
    }
}

impl From<&Manifest> for Entry {
    fn from(document: &Manifest) -> Self {
        let text = |path: &[&str]| document.text_at(path).map(str::to_owned);
        Self {
            kind: document.kind,
            id: document.id.clone(),
            file: document.file.to_string(),
            finding_type: document.finding_type.clone(),
            severity: document.severity.clone(),
            state: text(&["state"]),
            control: text(&["control", "id"]),
            identity: text(&["identity", "id"]),
            fingerprint: text(&["fingerprint"]),
            detected_at: text(&["source", "detected_at"]),
            closed_at: text(&["closure", "at"]),
            due: text(&["due", "date"]),
            duplicate_of: text(&["closure", "duplicate_of"]),
            disposition: text(&["closure", "disposition"]),
            cve: text(&["exposure", "cve"]),
        }
    }
}

impl From<&Self> for Entry {
    fn from(entry: &Self) -> Self {
        entry.clone()
    }
}

/// A document by what the scope of a waiver can name of it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Its id.
    pub id: &'a str,
    /// The type of a finding.
    pub finding_type: Option<&'a str>,
    /// The file it stands in.
    pub file: &'a str,
}

impl<'a> From<&'a Manifest> for Listed<'a> {
    fn from(document: &'a Manifest) -> Self {
        Self { id: &document.id, finding_type: document.finding_type.as_deref(), file: &document.file }
    }
}

impl<'a> From<&'a Entry> for Listed<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self { id: &entry.id, finding_type: entry.finding_type.as_deref(), file: &entry.file }
    }
}
