//! Writes the reports of a run: one to standard output, others to files, and says how the run ended.

use std::io::{self, Write};

use super::Environment;
use crate::{
    cli::{Color, Format, ReportArgs},
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    files,
    report::{self, Forge, Human, Markdown, Run},
};

/// Writes what the arguments ask for.
pub(super) fn write(
    args: &ReportArgs,
    environment: &Environment,
    run: &mut Run,
    stdout: &mut dyn Write,
) -> io::Result<Exit> {
    write_files(args, environment, run);
    if args.format == Format::Github || args.output.iter().any(|output| output.format == Format::Github) {
        append_summary(args, environment, run);
    }
    let color = use_color(args.color, environment);
    let mut out = io::BufWriter::new(stdout);
    render(run, args.format, color, args.quiet, environment, &mut out)?;
    out.flush()?;
    Ok(run.exit())
}

/// Whether what goes to standard output is coloured.
pub(super) fn use_color(color: Color, environment: &Environment) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => environment.stdout_is_terminal && !environment.no_color,
    }
}

/// Says on standard error why a command could not do its work.
pub(super) fn complain(
    problems: Vec<Diagnostic>,
    environment: &Environment,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    complain_of(&Run { problems, ..Run::default() }, environment, stderr)
}

/// The same for a run that was loaded, with the lines of its files.
pub(super) fn complain_of(run: &Run, environment: &Environment, stderr: &mut dyn Write) -> io::Result<Exit> {
    let style = Human { color: false, width: environment.width, quiet: true };
    report::human(run, style, stderr)?;
    Ok(Exit::Error)
}

/// Writes the reports that go to files. One that cannot be written is a problem of the run, and the others are written.
fn write_files(args: &ReportArgs, environment: &Environment, run: &mut Run) {
    for output in &args.output {
        let written =
            files::write_with(&output.file, |out| render(run, output.format, false, args.quiet, environment, out));
        if let Err(problem) = written {
            run.problems.push(problem);
        }
    }
    run.problems.extend(same_target(args));
}

/// What is wrong if two reports go to the same file.
pub(super) fn same_target(args: &ReportArgs) -> Option<Diagnostic> {
    let mut targets: Vec<_> = args.output.iter().map(|output| &output.file).collect();
    targets.sort();
    targets.windows(2).any(|pair| pair.first() == pair.last()).then(|| {
        Diagnostic::error(Code::Usage, "two reports go to the same file").help("give each `--output` a file of its own")
    })
}

/// Appends the report to the summary of the step, as far as there is room for it.
fn append_summary(args: &ReportArgs, environment: &Environment, run: &mut Run) {
    let Some(file) = &environment.step_summary else { return };
    let forge = forge(run, args.quiet, environment);
    let written = files::append_with(file, |used, out| {
        let limit = Markdown::STEP_SUMMARY.limit.saturating_sub(usize::try_from(used).unwrap_or(usize::MAX));
        if limit < Markdown::COMMENT.limit {
            return Err(io::Error::other("the summary of the step is full"));
        }
        report::markdown(run, Markdown { limit }, &forge, out)
    });
    if let Err(problem) = written {
        run.problems.push(problem);
    }
}

fn forge(run: &Run, quiet: bool, environment: &Environment) -> Forge {
    let mut forge = Forge::at(environment.workspace.as_deref(), &environment.current_dir).with_commits(run);
    forge.quiet = quiet;
    forge.has_summary = environment.step_summary.is_some();
    forge
}

fn render(
    run: &Run,
    format: Format,
    color: bool,
    quiet: bool,
    environment: &Environment,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => report::human(run, Human { color, width: environment.width, quiet }, out),
        Format::Json => report::json(run, out),
        Format::Ndjson => report::ndjson(run, out),
        Format::Sarif => report::sarif(run, out),
        Format::Junit => report::junit(run, out),
        Format::Tap => report::tap(run, out),
        Format::Github => report::github(run, &forge(run, quiet, environment), out),
        Format::Gitlab => report::gitlab(run, &forge(run, quiet, environment), out),
        Format::Azure => report::azure(run, &forge(run, quiet, environment), out),
        Format::Markdown => report::markdown(run, Markdown::COMMENT, &forge(run, quiet, environment), out),
        Format::Html => report::html(run, out),
    }
}
