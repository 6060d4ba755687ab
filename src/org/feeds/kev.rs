//! The Known Exploited Vulnerabilities catalogue of CISA, in its JSON form.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{FeedSnapshot, document, invalid};
use crate::diagnostic::{Diagnostic, FileName};

/// A catalogue. Unknown fields are passed over: the publisher adds some now and then.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Catalogue {
    catalog_version: String,
    date_released: String,
    count: usize,
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    #[serde(rename = "cveID")]
    cve_id: String,
    date_added: String,
    due_date: String,
    #[serde(default)]
    known_ransomware_campaign_use: Option<String>,
    /// In feeds since autumn 2026; not in the published schema.
    #[serde(default)]
    forensic_triage: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    file: String,
    version: String,
    released: String,
    entries: BTreeMap<String, Value>,
}

pub(super) fn read(bytes: &[u8], name: &FileName, cves: &BTreeSet<String>) -> Result<Snapshot, Diagnostic> {
    let catalogue: Catalogue = serde_json::from_slice(bytes).map_err(|error| invalid(name, &error.to_string()))?;
    if catalogue.count != catalogue.vulnerabilities.len() {
        return Err(invalid(
            name,
            &format!("it says `count: {}` and lists {}", catalogue.count, catalogue.vulnerabilities.len()),
        ));
    }
    let mut entries = BTreeMap::new();
    for entry in catalogue.vulnerabilities {
        let cve = entry.cve_id.to_uppercase();
        for (field, date) in [("dateAdded", &entry.date_added), ("dueDate", &entry.due_date)] {
            if date.parse::<jiff::civil::Date>().is_err() || date.len() != 10 {
                return Err(invalid(name, &format!("`{field}` of {cve} is no date: `{date}`")));
            }
        }
        if !cves.contains(&cve) {
            continue;
        }
        let ransomware = entry.known_ransomware_campaign_use.is_some_and(|use_| use_.eq_ignore_ascii_case("known"));
        let mut value = json!({
            "date_added": entry.date_added,
            "due_date": entry.due_date,
            "ransomware": if ransomware { "known" } else { "unknown" },
        });
        if let (Some(triage), Some(fields)) = (entry.forensic_triage, value.as_object_mut()) {
            fields.insert("forensic_triage".to_owned(), Value::from(triage.to_lowercase()));
        }
        entries.insert(cve, value);
    }
    Ok(Snapshot {
        file: name.to_string(),
        version: catalogue.catalog_version,
        released: catalogue.date_released,
        entries,
    })
}

impl Snapshot {
    /// Newer snapshots are greater.
    pub(super) fn order(&self) -> (&str, &str) {
        (&self.released, &self.file)
    }

    pub(super) fn describe(&self) -> FeedSnapshot {
        FeedSnapshot { feed: "kev", file: self.file.clone(), version: Some(self.version.clone()) }
    }

    pub(super) fn to_json(&self) -> Value {
        let entries: Map<String, Value> = self.entries.clone().into_iter().collect();
        document("kev", &[("version", Some(&self.version)), ("released", Some(&self.released))], entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Snapshot, Diagnostic> {
        read(text.as_bytes(), &"kev.json".into(), &BTreeSet::from(["CVE-2026-1".to_owned()]))
    }

    #[test]
    fn entries_are_reduced_to_the_cves_that_findings_name() {
        let snapshot = read_text(
            r#"{"catalogVersion":"2026.11.01","dateReleased":"2026-11-01T00:00:00Z","count":2,"vulnerabilities":[
              {"cveID":"CVE-2026-1","dateAdded":"2026-10-01","dueDate":"2026-10-04","knownRansomwareCampaignUse":"Known","forensicTriage":"Yes"},
              {"cveID":"CVE-2026-2","dateAdded":"2026-10-01","dueDate":"2026-10-04"}]}"#,
        )
        .unwrap();
        assert_eq!(
            snapshot.to_json()["entries"],
            json!({"CVE-2026-1": {"date_added": "2026-10-01", "due_date": "2026-10-04", "ransomware": "known", "forensic_triage": "yes"}})
        );
    }

    #[test]
    fn a_catalogue_that_lists_fewer_than_it_counts_is_refused() {
        let problem =
            read_text(r#"{"catalogVersion":"1","dateReleased":"x","count":2,"vulnerabilities":[]}"#).unwrap_err();
        assert_eq!(problem.message, "`kev.json` cannot be used: it says `count: 2` and lists 0");
    }

    #[test]
    fn a_date_that_is_none_is_refused() {
        let problem = read_text(
            r#"{"catalogVersion":"1","dateReleased":"x","count":1,"vulnerabilities":[{"cveID":"CVE-2026-9","dateAdded":"soon","dueDate":"2026-10-04"}]}"#,
        )
        .unwrap_err();
        assert_eq!(problem.message, "`kev.json` cannot be used: `dateAdded` of CVE-2026-9 is no date: `soon`");
    }
}
