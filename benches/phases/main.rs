//! How long a run takes, where the time goes, and how much memory it needs. `docs/performance.md` has the numbers.
//!
//! ```text
//! cargo bench --bench phases                   10,000 findings
//! cargo bench --bench phases -- --count 1000   a quick look
//! cargo bench --bench phases -- --startup      one finding alone
//! ```
//!
//! Whole processes read all findings. The phases are measured over a thousand of them, spread over the tree: what one
//! finding costs does not depend on how many there are.

mod corpus;
mod library;
mod process;
mod table;

use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use corpus::Corpus;
use library::Phase;
use process::Run;
use table::{milliseconds, percent};

/// How many findings the phases are measured with.
const SAMPLE: usize = 1000;

/// What the command line asks for.
struct Arguments {
    count: usize,
    rounds: usize,
    is_startup_alone: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let out = &mut io::stdout().lock();
    let root = folder().join(format!("corpus-{}", arguments.count));
    let corpus = Corpus::write(&root, arguments.count)?;
    writeln!(
        out,
        "{} findings of {} lines and {} bytes each; median of {} rounds",
        arguments.count,
        corpus.lines / arguments.count,
        corpus.bytes / arguments.count,
        arguments.rounds
    )?;
    startup(out, &corpus, arguments.rounds)?;
    one_finding(out, &corpus, arguments.rounds)?;
    if !arguments.is_startup_alone {
        let read_and_parsed = phases(out, &corpus, arguments.rounds)?;
        all_findings(out, &corpus, arguments.rounds, read_and_parsed)?;
    }
    Ok(())
}

/// Reads the command line. Cargo adds `--bench`; without it (`cargo test --all-targets`) this only shows that it runs.
fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let is_bench = given.iter().any(|argument| argument == "--bench");
    let mut arguments = Arguments {
        count: if is_bench { 10_000 } else { 50 },
        rounds: if is_bench { 5 } else { 1 },
        is_startup_alone: false,
    };
    let mut given = given.into_iter();
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--bench" => {}
            "--startup" => arguments.is_startup_alone = true,
            "--count" => arguments.count = given.next().ok_or("--count needs a number")?.parse::<usize>()?.max(50),
            other => return Err(format!("unknown argument `{other}`").into()),
        }
    }
    Ok(arguments)
}

/// `bench` in the target folder.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench")
}

fn startup(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<(), Box<dyn Error>> {
    let rows: Vec<Vec<String>> = library::startup(&corpus.root, &corpus.one, 4 * rounds)?
        .into_iter()
        .map(|(name, duration)| vec![name.to_owned(), milliseconds(duration)])
        .collect();
    table::print(out, "One finding, step by step", &["step", "ms"], &rows)?;
    Ok(())
}

fn one_finding(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<(), Box<dyn Error>> {
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
        let ratio = wall.as_secs_f64() / floor.get_or_insert(wall).as_secs_f64();
        rows.push(vec![name.to_owned(), milliseconds(wall), format!("{ratio:.1}")]);
    }
    table::print(out, "One finding, whole process", &["run", "wall ms", "ratio"], &rows)?;
    Ok(())
}

/// Prints the phases, and gives back how long reading and parsing took for all findings.
fn phases(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<Duration, Box<dyn Error>> {
    let mut loaded = library::load(&corpus.root, &corpus.root.join("findings"))?;
    let all = loaded.findings.len();
    let step = all.div_ceil(SAMPLE).max(1);
    loaded.findings = loaded.findings.into_iter().step_by(step).collect();
    let count = loaded.findings.len();
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
    // One report is written in a run.
    let whole: Duration =
        phases.iter().filter(|(name, _)| *name != "print (json)").map(|(_, duration)| *duration).sum();
    let row = |(name, duration): &Phase| {
        let each = duration.as_secs_f64() * 1e6 / count as f64;
        vec![(*name).to_owned(), format!("{each:.1}"), percent(*duration, whole)]
    };
    let mut rows: Vec<Vec<String>> = phases.iter().map(row).collect();
    rows.push(row(&("sum with one report", whole)));
    table::print(out, "Phases, one thread", &["phase", "µs a finding", "share"], &rows)?;
    let read_and_parsed: Duration =
        phases.iter().filter(|(name, _)| matches!(*name, "read" | "parse")).map(|(_, duration)| *duration).sum();
    Ok(read_and_parsed.mul_f64(all as f64 / count as f64))
}

fn counts(counted: &BTreeMap<&str, usize>) -> String {
    counted.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

fn all_findings(
    out: &mut dyn Write,
    corpus: &Corpus,
    rounds: usize,
    read_and_parsed: Duration,
) -> Result<(), Box<dyn Error>> {
    let mut rows = Vec::new();
    for jobs in ["1", "2"] {
        let cost = Run::check(&corpus.root, &["--jobs", jobs], 1).measure(rounds.min(3))?;
        rows.push(vec![
            format!("`check --jobs {jobs}`"),
            format!("{:.2}", cost.wall.as_secs_f64()),
            cost.peak.map_or_else(|| "unknown".to_owned(), |peak| format!("{:.0}", peak as f64 / 1024.0)),
            format!("{:.1}", cost.wall.as_secs_f64() / read_and_parsed.as_secs_f64()),
        ]);
    }
    rows.push(vec![
        "reading and parsing alone, one thread".to_owned(),
        format!("{:.2}", read_and_parsed.as_secs_f64()),
        String::new(),
        "1.0".to_owned(),
    ]);
    table::print(out, "All findings, whole process", &["run", "wall s", "peak RSS MiB", "ratio"], &rows)?;
    Ok(())
}
