//! Facts about the whole tree: a small projection of every finding, and which of them belong together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value};

use super::{Kind, Manifest};
use crate::document::first_instant;

/// Where each field of the projection comes from.
const PROJECTION: &[(&str, &[&str])] = &[
    ("id", &["id"]),
    ("type", &["type"]),
    ("severity", &["severity"]),
    ("state", &["state"]),
    ("control", &["control", "id"]),
    ("identity", &["identity", "id"]),
    ("fingerprint", &["fingerprint"]),
    ("detected_at", &["source", "detected_at"]),
    ("closed_at", &["closure", "at"]),
    ("due", &["due", "date"]),
    ("duplicate_of", &["closure", "duplicate_of"]),
    ("disposition", &["closure", "disposition"]),
];

/// The fields by whose value findings are grouped.
const GROUPED: &[&str] = &["fingerprint", "control", "identity"];

/// Ids of findings by a value that they share, each after its time of detection in seconds.
type Groups = BTreeMap<String, Vec<(i64, String)>>;

/// What rules can ask about the findings that they do not judge.
#[derive(Clone, Debug, Default)]
pub struct Index {
    findings: Map<String, Value>,
    groups: BTreeMap<&'static str, Groups>,
}

impl Index {
    /// The index of all findings of a tree.
    pub fn of<'a>(tree: impl IntoIterator<Item = &'a Manifest>) -> Self {
        let mut index = Self::default();
        for finding in tree.into_iter().filter(|manifest| manifest.kind == Kind::Finding) {
            index.add(finding);
        }
        for members in index.groups.values_mut().flat_map(BTreeMap::values_mut) {
            members.sort();
        }
        index
    }

    fn add(&mut self, finding: &Manifest) {
        let mut fields = Map::new();
        for (field, path) in PROJECTION {
            if let Some(text) = finding.text_at(path) {
                fields.insert((*field).to_owned(), Value::from(text));
            }
        }
        let detected_at = seconds(finding.text_at(&["source", "detected_at"]).unwrap_or_default());
        let mut group = |name, value: &str| {
            let members = self.groups.entry(name).or_default().entry(value.to_owned()).or_default();
            members.push((detected_at, finding.id.clone()));
        };
        for &field in GROUPED {
            if let Some(value) = fields.get(field).and_then(Value::as_str) {
                group(field, value);
            }
        }
        if let (Some(severity), true) = (&finding.severity, finding.state != "closed") {
            group("open", severity);
        }
        self.findings.insert(finding.id.clone(), Value::Object(fields));
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
        let names = GROUPED.iter().chain(&["open"]);
        names.map(|name| ((*name).to_owned(), Value::Object(group(name)))).collect::<Map<_, _>>().into()
    }
}

/// Seconds since 1970, to sort by; a day counts from its midnight in UTC.
fn seconds(moment: &str) -> i64 {
    first_instant(moment, &TimeZone::UTC).map_or(0, Timestamp::as_second)
}

/// The CVE ids that findings name, in capitals.
#[must_use]
pub fn named_cves(tree: &[Manifest]) -> BTreeSet<String> {
    tree.iter().filter_map(|manifest| manifest.text_at(&["exposure", "cve"])).map(str::to_uppercase).collect()
}
