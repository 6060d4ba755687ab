//! `check`: judges findings and reports.

use std::io::{self, Write};

use super::{Environment, load};
use crate::{
    cli::{CheckArgs, Color, Format},
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    files,
    report::{self, Human, Run},
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
    write_files(args, environment, &mut run);
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => environment.stdout_is_terminal && !environment.no_color,
    };
    stdout.write_all(render(&run, args.format, color, args.quiet, environment)?.as_bytes())?;
    Ok(run.exit())
}

/// As many threads as asked for; one a core otherwise.
pub(super) fn pool(jobs: Option<u16>) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).build()
}

fn judge(args: &CheckArgs, environment: &Environment) -> Run {
    let loaded = load::load(&args.inputs, environment);
    let mut run = loaded.run;
    if let Some(gate) = loaded.gate {
        run.decisions = gate.judge_all(&loaded.findings);
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

/// Writes the reports that go to files. One that cannot be written is a problem of the run, and the others are written.
fn write_files(args: &CheckArgs, environment: &Environment, run: &mut Run) {
    for output in &args.output {
        let written = render(run, output.format, false, args.quiet, environment)
            .map_err(|error| files::failure("write", &output.file, &error))
            .and_then(|text| files::write(&output.file, text.as_bytes()));
        if let Err(problem) = written {
            run.problems.push(problem);
        }
    }
    let mut targets: Vec<_> = args.output.iter().map(|output| &output.file).collect();
    targets.sort();
    if targets.windows(2).any(|pair| pair.first() == pair.last()) {
        run.problems.push(
            Diagnostic::error(Code::Usage, "two reports go to the same file")
                .help("give each `--output` a file of its own"),
        );
    }
}

fn render(run: &Run, format: Format, color: bool, quiet: bool, environment: &Environment) -> io::Result<String> {
    match format {
        Format::Human => Ok(report::human(run, Human { color, width: environment.width, quiet })),
        Format::Json => report::json(run).map_err(io::Error::other),
    }
}
