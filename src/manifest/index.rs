//! Facts about the whole tree: a small projection of every finding, and which of them belong together.
//!
//! It is built as a value of the engine, and what many findings have in common is there once: at a million findings each byte
//! counts.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use jiff::{Timestamp, tz::TimeZone};

use super::{Entry, Kind};
use crate::{document::first_instant, engine::Data};

/// What rules can ask about the findings that they do not judge.
#[derive(Clone, Debug, Default)]
pub struct Index {
    findings: Vec<Projected>,
    texts: Texts,
}

/// What rules see of a finding that they do not judge.
#[derive(Clone, Debug)]
struct Projected {
    id: Arc<str>,
    /// The time of detection in seconds since 1970.
    detected_at: i64,
    fields: Data,
}

/// Texts that many findings have in common, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// The text that is shared.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// The fields that few findings share, if any: to remember them would cost more than it saves.
const OWN: &[&str] = &["fingerprint", "detected_at", "closed_at", "duplicate_of"];

/// The groups, by the field whose value their findings share; `open` are those that are not closed, by severity.
const GROUPS: &[&str] = &["fingerprint", "control", "identity", "open"];

impl Index {
    /// The index of all findings of a tree.
    pub fn of<T: Into<Entry>>(tree: impl IntoIterator<Item = T>) -> Self {
        let mut index = Self::default();
        for entry in tree.into_iter().map(Into::into) {
            index.add(&entry);
        }
        index
    }

    /// Adds a finding; others leave it as it is. Returns its id, which is shared.
    pub fn add(&mut self, entry: &Entry) -> Arc<str> {
        let id: Arc<str> = Arc::from(entry.id.as_str());
        if entry.kind != Kind::Finding {
            return id;
        }
        let mut fields = Vec::new();
        for (name, value) in entry.fields() {
            let value = match name {
                "id" => Arc::clone(&id),
                own if OWN.contains(&own) => Arc::from(value),
                _ => self.texts.share(value),
            };
            fields.push((Data::text(self.texts.share(name)), Data::text(value)));
        }
        self.findings.push(Projected {
            id: Arc::clone(&id),
            detected_at: seconds(entry.detected_at.as_deref().unwrap_or_default()),
            fields: Data::map(fields),
        });
        id
    }

    /// How many findings it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Forgets all findings but the first so many.
    pub(super) fn truncate(&mut self, length: usize) {
        self.findings.truncate(length);
    }

    /// Forgets findings.
    pub(super) fn remove(&mut self, ids: &BTreeSet<Box<str>>) {
        self.findings.retain(|finding| !ids.contains(&*finding.id));
    }

    /// Adds the findings of another one.
    pub(super) fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// A text that is shared with the findings that have it, too.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        self.texts.share(text)
    }

    /// The document `data.index`: the projection of every finding by its id. What a finding does not have is absent.
    #[must_use]
    pub fn to_data(&self) -> Data {
        Data::map(self.findings.iter().map(|finding| (Data::text(Arc::clone(&finding.id)), finding.fields.clone())))
    }

    /// The document `data.index_by`: ids of findings by `fingerprint`, `control` and `identity`, and of those that are not
    /// closed by severity, as `open`; each list in the order of detection.
    #[must_use]
    pub fn groups_to_data(&self) -> Data {
        let mut order: Vec<&Projected> = self.findings.iter().collect();
        order.sort_by(|a, b| (a.detected_at, &a.id).cmp(&(b.detected_at, &b.id)));
        Data::object(GROUPS.iter().map(|name| (*name, group(name, &order))))
    }

    /// The same as `data.index` in JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        self.to_data().to_json()
    }
}

/// The ids of findings by the value that they share, in their order.
fn group(name: &str, findings: &[&Projected]) -> Data {
    let key = |name: &str| Data::text(Arc::from(name));
    let (shared, state) = (key(if name == "open" { "severity" } else { name }), key("state"));
    let mut members: BTreeMap<&Arc<str>, Vec<&Arc<str>>> = BTreeMap::new();
    for finding in findings {
        let is_left_out = name == "open" && finding.fields.text_at(&state).is_some_and(|state| **state == *"closed");
        if let (Some(value), false) = (finding.fields.text_at(&shared), is_left_out) {
            members.entry(value).or_default().push(&finding.id);
        }
    }
    let text = |text: &Arc<str>| Data::text(Arc::clone(text));
    Data::map(members.into_iter().map(|(value, ids)| (text(value), Data::list(ids.into_iter().map(text)))))
}

/// Seconds since 1970, to sort by; a day counts from its midnight in UTC.
fn seconds(moment: &str) -> i64 {
    first_instant(moment, &TimeZone::UTC).map_or(0, Timestamp::as_second)
}

/// The CVE ids that findings name, in capitals.
#[must_use]
pub fn named_cves<T: Into<Entry>>(tree: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    tree.into_iter().filter_map(|entry| entry.into().cve).map(|cve| cve.to_uppercase()).collect()
}
