//! How cost and memory grow with the number of findings: as files, and as lines on standard input.

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
};

use super::folder;
use crate::{
    corpus::{Corpus, write_lines},
    process::{Cost, Run},
    table::{self, microseconds_each, progress, seconds},
};

/// Prints what runs over a tenth, the whole and ten times of the findings cost.
pub(crate) fn growth(out: &mut dyn Write, count: usize, rounds: usize) -> Result<(), Box<dyn Error>> {
    let times = rounds.min(3);
    let (mut files, mut lines) = (Rows::default(), Rows::default());
    for findings in [count / 10, count, count * 10] {
        progress(&format!("writing {findings} findings"));
        let root = folder().join(format!("corpus-{findings}"));
        let corpus = Corpus::write(&root, findings)?;
        let run = Run::check(&corpus.root, &["--format", "ndjson"], 1);
        files.add(findings, &run.command(), run.measure(times)?);
        let file = root.join("findings.ndjson");
        let mut buffered = BufWriter::new(File::create(&file)?);
        write_lines(&mut buffered, findings)?;
        buffered.flush()?;
        let run = Run::check(&corpus.root, &["-", "--format", "ndjson"], 1).reading(&file);
        match run.measure(times) {
            Ok(cost) => lines.add(findings, &run.command(), cost),
            Err(error) => lines.rows.push(vec![format!("{error}"), findings.to_string()]),
        }
    }
    let rows: Vec<Vec<String>> = files.rows.into_iter().chain(lines.rows).collect();
    let how = format!(
        "Whole process, as many threads as cores; median of {times}. The ratio is that of the computing time a finding to the \
         one of the smallest tree in the same form: 1.00 throughout is linear."
    );
    let head = ["run", "findings", "wall s", "computing s", "µs a finding, computing", "ratio", "peak RSS MiB"];
    table::print(out, "Growth", &how, &head, &rows)?;
    Ok(())
}

/// Rows of one form of the findings.
#[derive(Default)]
struct Rows {
    /// Seconds a finding in the first row.
    first: Option<f64>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn add(&mut self, findings: usize, command: &str, cost: Cost) {
        // Where the system does not count computing time, the clock on the wall has to do.
        let computing = if cost.computing.is_zero() { cost.wall } else { cost.computing };
        let each = computing.as_secs_f64() / findings.max(1) as f64;
        let first = *self.first.get_or_insert(each);
        self.rows.push(vec![
            format!("`{command}`"),
            findings.to_string(),
            seconds(cost.wall),
            seconds(computing),
            microseconds_each(computing, findings),
            format!("{:.2}", each / first),
            cost.peak_mib(),
        ]);
    }
}
