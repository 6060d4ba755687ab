//! `check`: judges findings and reports.

use std::io::{self, Write};

use super::{Environment, load, output};
use crate::{
    cli::CheckArgs,
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    report::Run,
};

pub(super) fn run(
    args: &CheckArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let mut run = match pool(args.inputs.jobs) {
        Ok(pool) => pool.install(|| judge(args, environment)),
        Err(error) => {
            writeln!(stderr, "error: could not start threads: {error}")?;
            return Ok(Exit::Error);
        }
    };
    output::write(&args.report, environment, &mut run, stdout)
}

/// As many threads as asked for; one a core otherwise.
pub(super) fn pool(jobs: Option<u16>) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).build()
}

fn judge(args: &CheckArgs, environment: &Environment) -> Run {
    let loaded = load::load(&args.inputs, load::Reads::Everything, environment);
    let mut run = loaded.run;
    if let Some(gate) = loaded.gate {
        run.decisions = gate.judge_all(&loaded.documents);
        // The process is about to end. To take the engine's syntax trees apart first costs a third of what loading them does.
        std::mem::forget(gate);
        if run.exit() == Exit::Nothing {
            run.warnings.push(nothing_to_judge(&run));
        }
    }
    run
}

/// Says why there is nothing, for those who expected something.
fn nothing_to_judge(run: &Run) -> Diagnostic {
    if run.decisions.is_empty() {
        Diagnostic::warning(Code::NothingToJudge, "no finding was found")
            .help("findings are files that end in .yaml, .yml, .json or .ndjson, by default in the folder `findings`")
    } else {
        Diagnostic::warning(Code::NothingToJudge, "no rule applies to any finding")
            .help("look at `states` and `types` in the METADATA of your rules")
    }
}
