//! EPSS scores of FIRST, in their CSV form: a comment line with the date, then `cve,epss,percentile`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{FeedSnapshot, document, invalid};
use crate::diagnostic::{Diagnostic, FileName};

#[derive(Deserialize)]
struct Row {
    cve: String,
    epss: f64,
    percentile: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    file: String,
    scored: Option<String>,
    entries: BTreeMap<String, Value>,
}

pub(super) fn read(bytes: &[u8], name: &FileName, cves: &BTreeSet<String>) -> Result<Snapshot, Diagnostic> {
    let scored = score_date(bytes);
    let mut entries = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes);
    let headers = reader.byte_headers().map_err(|error| invalid(name, &error.to_string()))?.clone();
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| invalid(name, &error.to_string()))? {
        let is_named = record
            .get(0)
            .and_then(|cve| std::str::from_utf8(cve).ok())
            .is_some_and(|cve| cves.contains(&cve.to_uppercase()));
        if !is_named {
            continue;
        }
        let row: Row = record.deserialize(Some(&headers)).map_err(|error| invalid(name, &error.to_string()))?;
        if !(0.0..=1.0).contains(&row.epss) || !(0.0..=1.0).contains(&row.percentile) {
            return Err(invalid(name, &format!("the score of {} is not between 0 and 1", row.cve)));
        }
        entries.insert(row.cve.to_uppercase(), json!({"epss": row.epss, "percentile": row.percentile}));
    }
    Ok(Snapshot { file: name.to_string(), scored, entries })
}

/// The date in `#model_version:v2025.03.14,score_date:2026-11-19T12:55:00Z`.
fn score_date(bytes: &[u8]) -> Option<String> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.trim().strip_prefix('#')?;
    line.split(',').find_map(|field| field.strip_prefix("score_date:")).map(str::to_owned)
}

impl Snapshot {
    /// Newer snapshots are greater.
    pub(super) fn order(&self) -> (Option<&str>, &str) {
        (self.scored.as_deref(), &self.file)
    }

    pub(super) fn describe(&self) -> FeedSnapshot {
        FeedSnapshot { feed: "epss", file: self.file.clone(), version: self.scored.clone() }
    }

    pub(super) fn to_json(&self) -> Value {
        let entries: Map<String, Value> = self.entries.clone().into_iter().collect();
        document("epss", &[("scored", self.scored.as_deref())], entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CVES: [&str; 1] = ["CVE-2026-1"];

    fn read_text(text: &str) -> Result<Snapshot, Diagnostic> {
        read(text.as_bytes(), &"epss.csv".into(), &CVES.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn scores_are_read_with_their_date() {
        let snapshot = read_text(
            "#model_version:v2025.03.14,score_date:2026-11-19T12:55:00Z\ncve,epss,percentile\nCVE-2026-1,0.42,0.97\nCVE-2026-2,0.1,0.9\n",
        )
        .unwrap();
        assert_eq!(
            snapshot.to_json(),
            json!({"name": "epss", "scored": "2026-11-19T12:55:00Z", "entries": {"CVE-2026-1": {"epss": 0.42, "percentile": 0.97}}})
        );
    }

    #[test]
    fn a_score_out_of_range_is_refused() {
        let problem = read_text("cve,epss,percentile\nCVE-2026-1,42,0.97\n").unwrap_err();
        assert_eq!(problem.message, "`epss.csv` cannot be used: the score of CVE-2026-1 is not between 0 and 1");
    }
}
