//! `index`: lists findings and reviews, an entry a line.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Environment, check, load, output, tree};
use crate::{
    cli::IndexArgs,
    diagnostic::Diagnostic,
    exit::Exit,
    manifest::{self, Entry, Unlisted},
    org::Config,
    report::Run,
};

pub(super) fn run(
    args: &IndexArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let pool = match check::pool(args.jobs) {
        Ok(pool) => pool,
        Err(error) => {
            writeln!(stderr, "error: could not start threads: {error}")?;
            return Ok(Exit::Error);
        }
    };
    let mut run = load::nothing();
    let mut out = io::BufWriter::new(stdout);
    let mut sink = |entry: &Entry| {
        serde_json::to_writer(&mut out, entry)?;
        out.write_all(b"\n")
    };
    let is_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let unlisted = match paths(args, is_stdin, environment, &mut run) {
        Err(problems) => Unlisted { problems, ..Unlisted::default() },
        Ok(_) if is_stdin => manifest::list_stdin(&mut io::BufReader::new((environment.stdin)()), &pool, &mut sink)?,
        Ok(paths) => manifest::list_files(&paths, &pool, &mut sink)?,
    };
    out.flush()?;
    run.problems.extend(unlisted.problems);
    run.warnings.extend(unlisted.warnings);
    run.sources.extend(unlisted.sources);
    let exit = if run.problems.is_empty() { Exit::Passed } else { Exit::Error };
    if !(run.problems.is_empty() && run.warnings.is_empty()) {
        output::complain_of(&run, environment, stderr)?;
    }
    Ok(exit)
}

/// The files and folders to list.
fn paths(
    args: &IndexArgs,
    is_stdin: bool,
    environment: &Environment,
    run: &mut Run,
) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    if is_stdin && args.paths.len() > 1 {
        return Err(vec![tree::only_stdin()]);
    }
    if is_stdin {
        return Ok(Vec::new());
    }
    let named = args.config.as_deref();
    let config = Config::find(named, &args.paths, &environment.current_dir, &mut run.sources, &mut run.warnings)?;
    Ok(load::either_within(&args.paths, &config.findings))
}
