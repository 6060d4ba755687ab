//! The whole tree on one thread and on several.

use std::{error::Error, io::Write, thread::available_parallelism, time::Duration};

use crate::{
    corpus::{AT, Corpus},
    process::Run,
    table::{self, ratio, seconds},
};

/// Prints what a run costs by threads, beside reading and parsing alone.
pub(crate) fn cores(
    out: &mut dyn Write,
    corpus: &Corpus,
    rounds: usize,
    reading_and_parsing: Duration,
) -> Result<(), Box<dyn Error>> {
    let available = available_parallelism().map_or(1, usize::from);
    // Two are measured on a single core, too: that is what they then cost.
    let threads: Vec<usize> = [1, 2, 4, 8, 16, 32].into_iter().filter(|threads| *threads <= available.max(2)).collect();
    let mut rows = Vec::new();
    let mut one = None;
    let times = rounds.min(3);
    for jobs in threads {
        let jobs = jobs.to_string();
        let run = Run::check(&corpus.root, &["--quiet", "--jobs", &jobs], 1);
        let cost = run.measure(times)?;
        let one = *one.get_or_insert(cost.wall);
        rows.push(vec![
            run.options(),
            seconds(cost.wall),
            seconds(cost.computing),
            cost.peak_mib(),
            ratio(one, cost.wall),
            ratio(cost.wall, reading_and_parsing),
        ]);
    }
    rows.push(vec![
        "reading and parsing alone, one thread".to_owned(),
        seconds(reading_and_parsing),
        seconds(reading_and_parsing),
        String::new(),
        String::new(),
        "1.00".to_owned(),
    ]);
    let how = format!(
        "`remedy-policy check --at {AT} …`, whole process, all findings, {available} cores; median of {times}. Computing time is \
         that of all threads."
    );
    let head = ["run", "wall s", "computing s", "peak RSS MiB", "times as fast", "ratio to reading and parsing"];
    table::print(out, "Cores", &how, &head, &rows)?;
    Ok(())
}
