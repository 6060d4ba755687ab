//! CVE records with the SSVC decision that CISA adds to them (Vulnrichment), one JSON file a CVE.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{FeedSnapshot, document, invalid};
use crate::diagnostic::{Diagnostic, FileName};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    cve_metadata: Metadata,
    containers: Containers,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    cve_id: String,
}

#[derive(Deserialize)]
struct Containers {
    #[serde(default)]
    adp: Vec<Container>,
}

#[derive(Deserialize)]
struct Container {
    #[serde(default)]
    metrics: Vec<Metric>,
}

#[derive(Deserialize)]
struct Metric {
    #[serde(default)]
    other: Option<Other>,
}

#[derive(Deserialize)]
struct Other {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    content: Value,
}

/// The SSVC decisions of all records that were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    files: usize,
    first_file: String,
    latest: Option<String>,
    entries: BTreeMap<String, Value>,
}

impl Records {
    pub(super) fn add(&mut self, bytes: &[u8], name: &FileName, cves: &BTreeSet<String>) -> Result<(), Diagnostic> {
        let record: Record = serde_json::from_slice(bytes).map_err(|error| invalid(name, &error.to_string()))?;
        if self.files == 0 {
            self.first_file = name.to_string();
        }
        self.files += 1;
        let cve = record.cve_metadata.cve_id.to_uppercase();
        if !cves.contains(&cve) {
            return Ok(());
        }
        for container in record.containers.adp {
            for metric in container.metrics {
                let Some(other) = metric.other.filter(|other| other.kind.eq_ignore_ascii_case("ssvc")) else {
                    continue;
                };
                let decision = decision(&other.content).map_err(|why| invalid(name, &why))?;
                let timestamp = decision.get("timestamp").and_then(Value::as_str).map(str::to_owned);
                let is_newer = self
                    .entries
                    .get(&cve)
                    .is_none_or(|known| known.get("timestamp").and_then(Value::as_str) <= timestamp.as_deref());
                if is_newer {
                    self.latest = self.latest.take().max(timestamp);
                    self.entries.insert(cve.clone(), decision);
                }
            }
        }
        Ok(())
    }

    pub(super) fn describe(&self) -> FeedSnapshot {
        let file = match self.files {
            1 => self.first_file.clone(),
            more => format!("{} and {} more", self.first_file, more - 1),
        };
        FeedSnapshot { feed: "ssvc", file, version: self.latest.clone() }
    }

    pub(super) fn to_json(&self) -> Value {
        let entries: Map<String, Value> = self.entries.clone().into_iter().collect();
        document("ssvc", &[], entries)
    }
}

/// The decision in an SSVC metric. Its options are a list of maps with one key each, in varying case.
fn decision(content: &Value) -> Result<Value, String> {
    let mut decision = Map::new();
    let options = content.get("options").and_then(Value::as_array);
    for (key, value) in options.into_iter().flatten().filter_map(Value::as_object).flatten() {
        let text = value.as_str().unwrap_or_default().to_lowercase();
        match key.to_lowercase().as_str() {
            "exploitation" => {
                let exploitation = match text.as_str() {
                    "none" => "none",
                    "poc" | "public poc" => "public_poc",
                    "active" => "active",
                    other => return Err(format!("SSVC knows no exploitation `{other}`")),
                };
                decision.insert("exploitation".to_owned(), json!(exploitation));
            }
            "automatable" => match text.as_str() {
                "yes" => drop(decision.insert("automatable".to_owned(), json!(true))),
                "no" => drop(decision.insert("automatable".to_owned(), json!(false))),
                other => return Err(format!("SSVC answers automatable with yes or no, not `{other}`")),
            },
            "technical impact" => match text.as_str() {
                "partial" | "total" => drop(decision.insert("technical_impact".to_owned(), json!(text))),
                other => return Err(format!("SSVC knows no technical impact `{other}`")),
            },
            _ => {}
        }
    }
    if let Some(timestamp) = content.get("timestamp").and_then(Value::as_str) {
        if timestamp.parse::<jiff::Timestamp>().is_err() {
            return Err(format!("the timestamp of the SSVC decision is none: `{timestamp}`"));
        }
        decision.insert("timestamp".to_owned(), json!(timestamp));
    }
    Ok(Value::Object(decision))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_case_are_read() {
        let content = json!({"timestamp": "2024-05-01T10:00:00.000Z", "options": [
            {"Exploitation": "Active"}, {"Automatable": "Yes"}, {"Technical Impact": "total"}]});
        assert_eq!(
            decision(&content).unwrap(),
            json!({"exploitation": "active", "automatable": true, "technical_impact": "total", "timestamp": "2024-05-01T10:00:00.000Z"})
        );
    }

    #[test]
    fn a_word_that_ssvc_does_not_have_is_refused() {
        let content = json!({"options": [{"Exploitation": "soon"}]});
        assert_eq!(decision(&content).unwrap_err(), "SSVC knows no exploitation `soon`");
    }
}
