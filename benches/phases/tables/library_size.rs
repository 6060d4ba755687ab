//! What the size of the library costs: the same findings, judged by a part of the shipped families.

use std::{
    error::Error,
    io::Write,
    time::{Duration, Instant},
};

use crate::{
    corpus::Corpus,
    library,
    table::{self, median, microseconds_each, milliseconds, progress, ratio},
};

/// How many findings are judged.
const SAMPLE: usize = 100;

/// Prints what loading and judging cost with a quarter, half and all of the families.
pub(crate) fn library_size(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<(), Box<dyn Error>> {
    let families = library::families();
    let mut rows = Vec::new();
    let (mut floor, mut count) = (None, 0);
    for (name, step) in [("a quarter", 4), ("half", 2), ("all", 1)] {
        let part: Vec<&String> = families.iter().step_by(step).collect();
        progress(&format!("{name} of the families: {} of {}", part.len(), families.len()));
        let policies = library::policies_of(&part);
        let mut loaded = library::load_with(&corpus.root, &corpus.root.join("findings"), policies.clone())?;
        loaded.keep(SAMPLE);
        count = loaded.findings.len();
        let loading = loading(policies, rounds)?;
        let judged = library::judging(&loaded.gate, &loaded.findings, rounds);
        rows.push(vec![
            name.to_owned(),
            part.len().to_string(),
            loaded.gate.catalogue().len().to_string(),
            milliseconds(loading),
            microseconds_each(judged, count),
            ratio(judged, *floor.get_or_insert(judged)),
        ]);
    }
    let how = format!(
        "`Gate::load` with the policies of every fourth, every second and every family; one thread judges {count} findings \
         spread over the tree; median of {rounds}."
    );
    let head = ["library", "families", "rules", "ms to load", "judging, µs a finding", "ratio to a quarter"];
    table::print(out, "Size of the library", &how, &head, &rows)?;
    Ok(())
}

/// How long loading policies takes, on the threads of the machine.
fn loading(policies: Vec<remedy_policy::policy::PolicySource>, rounds: usize) -> Result<Duration, Box<dyn Error>> {
    let mut durations = Vec::new();
    for _ in 0..rounds {
        let policies = policies.clone();
        let start = Instant::now();
        let loaded = remedy_policy::gate::Policies::load(policies);
        durations.push(start.elapsed());
        loaded.map_err(|problems| format!("{} problems with the policies", problems.len()))?;
    }
    Ok(median(durations))
}
