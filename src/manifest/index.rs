//! Facts about the whole tree: a small projection of every finding, and which of them belong together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value};

use super::{Entry, Kind};
use crate::document::first_instant;

/// Ids of findings by a value that they share, each after its time of detection in seconds.
type Groups = BTreeMap<String, Vec<(i64, String)>>;

/// What rules can ask about the findings that they do not judge.
#[derive(Clone, Debug, Default)]
pub struct Index {
    findings: Map<String, Value>,
    groups: BTreeMap<&'static str, Groups>,
}

/// The groups, by the field whose value their findings share; `open` are those that are not closed, by severity.
const GROUPS: &[&str] = &["fingerprint", "control", "identity", "open"];

impl Index {
    /// The index of all findings of a tree.
    pub fn of<T: Into<Entry>>(tree: impl IntoIterator<Item = T>) -> Self {
        let mut index = Self::default();
        for entry in tree.into_iter().map(Into::into).filter(|entry| entry.kind == Kind::Finding) {
            index.add(&entry);
        }
        for members in index.groups.values_mut().flat_map(BTreeMap::values_mut) {
            members.sort();
        }
        index
    }

    fn add(&mut self, entry: &Entry) {
        let fields: Map<String, Value> =
            entry.fields().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        let detected_at = seconds(entry.detected_at.as_deref().unwrap_or_default());
        let mut group = |name, value: Option<&String>| {
            if let Some(value) = value {
                let members = self.groups.entry(name).or_default().entry(value.clone()).or_default();
                members.push((detected_at, entry.id.clone()));
            }
        };
        group("fingerprint", entry.fingerprint.as_ref());
        group("control", entry.control.as_ref());
        group("identity", entry.identity.as_ref());
        let is_open = entry.state.as_deref() != Some("closed");
        group("open", entry.severity.as_ref().filter(|_| is_open));
        self.findings.insert(entry.id.clone(), Value::Object(fields));
    }

    /// The document `data.index`: the projection of every finding by its id. What a finding does not have is absent.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Object(self.findings.clone())
    }

    /// The document `data.index_by`: ids of findings by `fingerprint`, `control` and `identity`, and of those that are not
    /// closed by severity, as `open`; each list in the order of detection.
    #[must_use]
    pub fn groups_to_json(&self) -> Value {
        let list =
            |members: &Vec<(i64, String)>| members.iter().map(|(_, id)| Value::from(id.as_str())).collect::<Value>();
        let group = |name: &str| {
            let members = self.groups.get(name).into_iter().flatten();
            members.map(|(value, members)| (value.clone(), list(members))).collect::<Map<_, _>>()
        };
        GROUPS.iter().map(|name| ((*name).to_owned(), Value::Object(group(name)))).collect::<Map<_, _>>().into()
    }
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
