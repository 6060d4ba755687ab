//! How cost and memory grow with the number of findings: as files, and as lines on standard input.

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    time::Duration,
};

use super::folder;
use crate::{
    corpus::{AT, Corpus, write_lines},
    process::{Cost, Run},
    table::{self, microseconds_each, progress, ratio, seconds},
};

const HEAD: &[&str] = &["run", "findings", "wall s", "computing s", "µs a finding", "ratio", "peak RSS MiB"];

/// Prints what runs over a tenth, the whole and ten times of the findings cost.
pub(crate) fn growth(out: &mut dyn Write, count: usize, rounds: usize) -> Result<(), Box<dyn Error>> {
    let times = rounds.min(3);
    let small = Corpus::write(&folder().join("corpus-50"), 50)?;
    let lonely = folder().join("one");
    small.copy_one(&lonely)?;
    let start = Run::check(&lonely, &["--format", "ndjson"], 0).measure(2 * rounds + 1)?;
    let (mut files, mut lines) = (Rows::after(start), Rows::after(start));
    for findings in [count / 10, count, count * 10] {
        progress(&format!("writing {findings} findings"));
        let root = folder().join(format!("corpus-{findings}"));
        let corpus = Corpus::write(&root, findings)?;
        let file = root.join("findings.ndjson");
        let mut buffered = BufWriter::new(File::create(&file)?);
        write_lines(&mut buffered, findings)?;
        buffered.flush()?;
        let of_files = Run::check(&corpus.root, &["--format", "ndjson"], 1);
        files.add(findings, &of_files, times);
        let of_lines = Run::check(&corpus.root, &["-", "--format", "ndjson"], 1).reading(&file);
        lines.add(findings, &of_lines, times);
    }
    let rows: Vec<Vec<String>> = files.rows.into_iter().chain(lines.rows).collect();
    let how = format!(
        "`remedy-policy check --at {AT} …`, whole process, as many threads as cores; median of {times}. Computing time is that of \
         all threads; a run over one finding takes {} s of it and {} MiB. Beyond that start: what a finding costs, and the ratio \
         to the smallest number of findings in the same form. 1.00 throughout is linear.",
        seconds(start.computing),
        start.peak_mib()
    );
    table::print(out, "Growth", &how, HEAD, &rows)?;
    Ok(())
}

/// Rows of one form of the findings.
struct Rows {
    start: Cost,
    /// What a finding costs in the first row.
    first: Option<Duration>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// None yet, after a start that costs so much.
    fn after(start: Cost) -> Self {
        Self { start, first: None, rows: Vec::new() }
    }

    /// A run that does not end as it should gets a row that says so: the others are worth seeing.
    fn add(&mut self, findings: usize, run: &Run<'_>, times: usize) {
        let mut row = vec![run.options(), findings.to_string()];
        match run.measure(times) {
            Ok(cost) => {
                // Where the system does not count computing time, the clock on the wall has to do.
                let beyond = if cost.computing.is_zero() {
                    cost.wall.saturating_sub(self.start.wall)
                } else {
                    cost.computing.saturating_sub(self.start.computing)
                };
                let each = beyond.div_f64(findings.max(1) as f64);
                let first = *self.first.get_or_insert(each);
                row.extend([seconds(cost.wall), seconds(cost.computing), microseconds_each(beyond, findings)]);
                row.extend([ratio(each, first), cost.peak_mib()]);
            }
            Err(error) => {
                progress(&error.to_string());
                row.push("failed".to_owned());
                row.resize(HEAD.len(), String::new());
            }
        }
        self.rows.push(row);
    }
}
