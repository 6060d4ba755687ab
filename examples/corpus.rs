//! Writes a made-up tree of findings, with organisation, feed and configuration, to try things out at a size of one's own.
//!
//! ```text
//! cargo run --release --example corpus -- DIR                       10,000 findings, a YAML file each
//! cargo run --release --example corpus -- --count 100000 DIR
//! cargo run --release --example corpus -- --ndjson --count 100000 DIR   one file, a finding a line: DIR/findings.ndjson
//! ```
//!
//! The same number of findings gives the same bytes, everywhere and always. They are made to be judged as of
//! `--at 2026-11-20T12:00:00Z`; a fifth of them is blocked.

#[expect(dead_code, reason = "the benches need more of it")]
#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str = "usage: cargo run --release --example corpus -- [--count N] [--ndjson] DIR";

/// What the command line asks for.
struct Arguments {
    folder: PathBuf,
    count: usize,
    is_lines: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| write(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let (mut folder, mut count, mut is_lines) = (None, 10_000, false);
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--count" => {
                let number = given.next().ok_or_else(|| format!("`--count` needs a number\n{USAGE}"))?;
                count = number.parse().map_err(|_| format!("`--count {number}` is no number of findings\n{USAGE}"))?;
            }
            "--ndjson" => is_lines = true,
            option if option.starts_with('-') => return Err(format!("unknown option `{option}`\n{USAGE}").into()),
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => return Err(format!("one folder is enough, `{path}` is a second one\n{USAGE}").into()),
        }
    }
    Ok(Arguments { folder: folder.ok_or(format!("which folder?\n{USAGE}"))?, count, is_lines })
}

fn write(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let Arguments { folder, count, is_lines } = arguments;
    if is_used(folder)? {
        return Err(
            format!("`{}` is not empty; name a folder that is, or that is not there yet", folder.display()).into()
        );
    }
    if *is_lines {
        corpus::write_organization(folder, *count)?;
        let mut file = BufWriter::new(File::create(folder.join("findings.ndjson"))?);
        corpus::write_lines(&mut file, *count)?;
        file.flush()?;
    } else {
        corpus::Corpus::write(folder, *count)?;
    }
    let (from, to) = if *is_lines { (" -", " < findings.ndjson") } else { ("", "") };
    writeln!(io::stdout(), "{count} findings in {}. Judge them with", folder.display())?;
    writeln!(
        io::stdout(),
        "\n    cd {}\n    remedy-policy check{from} --at {} --quiet{to}",
        folder.display(),
        corpus::AT
    )?;
    Ok(())
}

/// Whether something is in a folder. Nothing of anybody's is ever overwritten.
fn is_used(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
