//! One finding: what a start costs, step by step and as a whole process.

use std::{error::Error, io::Write};

use super::folder;
use crate::{
    corpus::{AT, Corpus},
    library,
    process::Run,
    table::{self, milliseconds, progress, ratio},
};

/// The steps of a start, through the library.
pub(crate) fn startup(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<(), Box<dyn Error>> {
    progress("one finding, step by step");
    let steps = library::startup(&corpus.root, &corpus.one, 4 * rounds)?;
    let floor = steps.iter().find(|step| step.0 == library::PARSE_AND_VALIDATE).map(|step| step.1).unwrap_or_default();
    let rows: Vec<Vec<String>> = steps
        .into_iter()
        .map(|(name, duration)| vec![name.to_owned(), milliseconds(duration), ratio(duration, floor)])
        .collect();
    let how = format!("Through the library, one thread; median of {}.", 4 * rounds);
    table::print(out, "One finding, step by step", &how, &["step", "ms", "ratio to parse and validate"], &rows)?;
    Ok(())
}

/// Whole processes over one finding.
pub(crate) fn one_finding(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<(), Box<dyn Error>> {
    let lonely = folder().join("one");
    let alone = corpus.copy_one(&lonely)?;
    let in_the_tree = corpus.one.to_string_lossy();
    let times = 4 * rounds;
    let runs = [
        ("`--version`: the program starts and ends", Run::new(&lonely, &["--version"], 0)),
        // Without an organisation nobody can be known to own a finding: that is exit code 2.
        ("one finding, no organisation", Run::check(&alone, &["."], 2)),
        ("one finding, `--jobs 1`", Run::check(&lonely, &["--jobs", "1"], 0)),
        ("one finding", Run::check(&lonely, &[], 0)),
        ("one finding of the tree", Run::check(&corpus.root, &[&*in_the_tree], 0)),
    ];
    let mut rows = Vec::new();
    let mut floor = None;
    for (name, run) in runs {
        let wall = run.measure(times)?.wall;
        rows.push(vec![name.to_owned(), milliseconds(wall), ratio(wall, *floor.get_or_insert(wall))]);
    }
    let how = format!("`remedy-policy check --at {AT} …`, whole process; median of {times}.");
    table::print(out, "One finding, whole process", &how, &["run", "wall ms", "ratio to the first"], &rows)?;
    Ok(())
}
