//! What each phase costs a finding.

use std::{collections::BTreeMap, error::Error, io::Write, time::Duration};

use crate::{
    corpus::Corpus,
    library::{self, Phase},
    table::{self, microseconds_each, ratio},
};

/// How many findings the phases are measured with.
const SAMPLE: usize = 1000;

/// Measures the phases over some findings of the tree. With something to write to it prints them; gives back how long reading
/// and parsing all findings takes on one thread.
pub(crate) fn phases(out: Option<&mut dyn Write>, corpus: &Corpus, rounds: usize) -> Result<Duration, Box<dyn Error>> {
    let mut loaded = library::load(&corpus.root, &corpus.root.join("findings"))?;
    let all = loaded.keep(SAMPLE);
    let count = loaded.findings.len();
    let Some(out) = out else {
        let reading = library::reading(&loaded, rounds);
        return Ok(of_all(&reading, all, count));
    };
    let (phases, decisions) = library::phases(&loaded, rounds)?;
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for decision in &decisions {
        *verdicts.entry(decision.verdict.as_str()).or_default() += 1;
        for denial in &decision.denials {
            *rules.entry(&denial.rule).or_default() += 1;
        }
    }
    writeln!(out, "\nverdicts on {count} findings: {}", counts(&verdicts))?;
    writeln!(out, "denials by rule: {}", counts(&rules))?;
    let floor: Duration = reading_and_parsing(&phases);
    let row = |(name, duration): &Phase| {
        vec![(*name).to_owned(), microseconds_each(*duration, count), ratio(*duration, floor)]
    };
    let mut rows: Vec<Vec<String>> = phases.iter().map(row).collect();
    // One report is written in a run.
    let is_other_report = |name: &str| matches!(name, "print (json)" | "print (ndjson)");
    let whole = phases.iter().filter(|(name, _)| !is_other_report(name)).map(|(_, duration)| *duration).sum();
    rows.push(row(&("sum with one report", whole)));
    let how = format!("Through the library, one thread, {count} findings spread over the tree; median of {rounds}.");
    let head = ["phase", "µs a finding", "ratio to reading and parsing"];
    table::print(out, "Phases", &how, &head, &rows)?;
    Ok(of_all(&phases, all, count))
}

fn reading_and_parsing(phases: &[Phase]) -> Duration {
    phases.iter().filter(|(name, _)| matches!(*name, "read" | "parse")).map(|(_, duration)| *duration).sum()
}

/// Reading and parsing all findings, by those that were measured.
fn of_all(phases: &[Phase], all: usize, count: usize) -> Duration {
    reading_and_parsing(phases).mul_f64(all as f64 / count.max(1) as f64)
}

fn counts(counted: &BTreeMap<&str, usize>) -> String {
    counted.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
