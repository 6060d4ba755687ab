//! Facts about the whole tree: a small projection of every finding, and the CVEs that are named.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Finding;

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
];

/// The document `data.index`: the projection of every finding by its id. What a finding does not have is absent.
#[must_use]
pub fn index(findings: &[Finding]) -> Value {
    let entries: Map<String, Value> = findings
        .iter()
        .map(|finding| {
            let fields: Map<String, Value> = PROJECTION
                .iter()
                .filter_map(|(field, path)| Some(((*field).to_owned(), Value::from(finding.text_at(path)?))))
                .collect();
            (finding.id.clone(), Value::Object(fields))
        })
        .collect();
    Value::Object(entries)
}

/// The CVE ids that findings name, in capitals.
#[must_use]
pub fn named_cves(findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().filter_map(|finding| finding.text_at(&["exposure", "cve"])).map(str::to_uppercase).collect()
}
