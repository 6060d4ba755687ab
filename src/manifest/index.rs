//! Facts about the whole tree: a small projection of every finding, and which of them belong together.
//!
//! It is built as a value of the engine, and what many findings have in common is there once: at a million findings each byte
//! counts.

use std::{
    collections::{BTreeSet, HashSet},
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
    fields: Data,
    /// The time of detection in seconds since 1970.
    detected_at: i64,
}

impl Projected {
    fn text_at(&self, key: &Key) -> Option<&Arc<str>> {
        self.fields.text_at(&key.0)
    }
}

/// The name of a field, to look it up by.
struct Key(Data);

impl Key {
    fn of(name: &str) -> Self {
        Self(Data::text(Arc::from(name)))
    }
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
        let detected_at = seconds(entry.detected_at.as_deref().unwrap_or_default());
        self.findings.push(Projected { fields: Data::map(fields), detected_at });
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
        let id = Key::of("id");
        self.findings.retain(|finding| finding.text_at(&id).is_none_or(|id| !ids.contains(&**id)));
    }

    /// Adds the findings of another one.
    pub(super) fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// The document `data.index`: the projection of every finding by its id. What a finding does not have is absent.
    #[must_use]
    pub fn to_data(&self) -> Data {
        let id = Key::of("id");
        let text = |text: &Arc<str>| Data::text(Arc::clone(text));
        Data::map(
            self.findings.iter().filter_map(|finding| Some((text(finding.text_at(&id)?), finding.fields.clone()))),
        )
    }

    /// The document `data.index_by`: ids of findings by `fingerprint`, `control` and `identity`, and of those that are not
    /// closed by severity, as `open`; each list in the order of detection.
    #[must_use]
    pub fn groups_to_data(&self) -> Data {
        let id = Key::of("id");
        let mut order: Vec<&Projected> = self.findings.iter().collect();
        order.sort_by(|a, b| (a.detected_at, a.text_at(&id)).cmp(&(b.detected_at, b.text_at(&id))));
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
    let (id, state) = (Key::of("id"), Key::of("state"));
    let shared = Key::of(if name == "open" { "severity" } else { name });
    let is_left_out =
        |finding: &Projected| name == "open" && finding.text_at(&state).is_some_and(|state| &**state == "closed");
    let members = findings.iter().filter(|finding| !is_left_out(finding));
    let mut members: Vec<(&Arc<str>, &Arc<str>)> =
        members.filter_map(|finding| Some((finding.text_at(&shared)?, finding.text_at(&id)?))).collect();
    // Those with one value keep their order.
    members.sort_by_key(|(value, _)| *value);
    let text = |text: &Arc<str>| Data::text(Arc::clone(text));
    Data::map(members.chunk_by(|a, b| a.0 == b.0).filter_map(|members| {
        let (value, _) = members.first()?;
        Some((text(value), Data::list(members.iter().map(|(_, id)| text(id)))))
    }))
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
