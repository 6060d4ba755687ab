//! The lines that tests evaluate in the LCOV format, which viewers of coverage read.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::testing::{Share, TestRun};

/// Renders the coverage of a run. A line counts once, however often it was evaluated.
#[must_use]
pub fn render(run: &TestRun) -> String {
    let mut out = String::new();
    for (file, lines) in run.coverage.iter().flatten() {
        let Share { good, all } = TestRun::covered(lines);
        let numbered: BTreeMap<u32, u8> = lines
            .covered
            .iter()
            .map(|line| (*line, 1))
            .chain(lines.not_covered.iter().map(|line| (*line, 0)))
            .collect();
        let _ = writeln!(out, "TN:\nSF:{file}");
        for (line, count) in numbered {
            let _ = writeln!(out, "DA:{line},{count}");
        }
        let _ = writeln!(out, "LF:{all}\nLH:{good}\nend_of_record");
    }
    out
}
