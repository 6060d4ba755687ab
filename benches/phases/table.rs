//! Medians, and tables as Markdown.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

/// The middle one of several durations.
pub(crate) fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied().unwrap_or_default()
}

/// The median of several runs of something, after one that does not count. What it returns is dropped outside the clock.
pub(crate) fn time<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    drop(std::hint::black_box(run()));
    let durations = (0..times.max(1)).map(|_| {
        let start = Instant::now();
        let result = std::hint::black_box(run());
        let elapsed = start.elapsed();
        drop(result);
        elapsed
    });
    median(durations.collect())
}

/// Says on standard error what is measured now: some of it takes minutes.
pub(crate) fn progress(what: &str) {
    let _ = writeln!(io::stderr(), "… {what}");
}

/// A table with one column of text and the rest numbers, below how it was measured.
pub(crate) fn print(
    out: &mut dyn Write,
    title: &str,
    how: &str,
    head: &[&str],
    rows: &[Vec<String>],
) -> io::Result<()> {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([name.chars().count()]).max().unwrap_or_default()
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| -> String {
        let padded = cells.zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column == 0 { format!(" {cell:<width$} ") } else { format!(" {cell:>width$} ") }
        });
        format!("|{}|", padded.collect::<Vec<_>>().join("|"))
    };
    writeln!(out, "\n## {title}\n\n{how}\n\n{}", line(&mut head.iter().copied()))?;
    let rules: Vec<String> = widths
        .iter()
        .enumerate()
        .map(|(column, width)| if column == 0 { "-".repeat(*width) } else { format!("{}:", "-".repeat(width - 1)) })
        .collect();
    writeln!(out, "{}", line(&mut rules.iter().map(String::as_str)))?;
    for row in rows {
        writeln!(out, "{}", line(&mut row.iter().map(String::as_str)))?;
    }
    out.flush()
}

/// Milliseconds with two decimals.
pub(crate) fn milliseconds(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64() * 1e3)
}

/// Seconds with two decimals.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64())
}

/// Microseconds a finding.
pub(crate) fn microseconds_each(duration: Duration, findings: usize) -> String {
    format!("{:.1}", duration.as_secs_f64() * 1e6 / findings.max(1) as f64)
}

/// How many times one thing is another.
pub(crate) fn ratio(one: Duration, other: Duration) -> String {
    let ratio = one.as_secs_f64() / other.as_secs_f64();
    if ratio < 1.0 { format!("{ratio:.3}") } else { format!("{ratio:.2}") }
}
