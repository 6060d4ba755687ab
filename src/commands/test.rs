//! `test`: runs the Rego tests of policies, counts the lines that they evaluate, and judges mutants.

use std::{
    io::{self, Write},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{Environment, check::pool};
use crate::{
    cli::{Color, TestArgs, TestFormat},
    diagnostic::{Code, Diagnostic},
    engine::{
        Data,
        mutation::Mutant,
        testing::{Outcome, Suite, Test},
    },
    exit::Exit,
    files,
    org::{Config, Profile},
    policy::{self, Tested},
    report::{self, Human},
    testing::TestRun,
};

pub(super) fn run(
    args: &TestArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let mut run = match pool(args.jobs) {
        Ok(pool) => pool.install(|| test(args, environment)),
        Err(error) => {
            writeln!(stderr, "error: could not start threads: {error}")?;
            return Ok(Exit::Error);
        }
    };
    for output in &args.output {
        let written = render(&run, output.format, false, args, environment)
            .map_err(|error| files::failure("write", &output.file, &error))
            .and_then(|text| files::write(&output.file, text.as_bytes()));
        if let Err(problem) = written {
            run.problems.push(problem);
        }
    }
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => environment.stdout_is_terminal && !environment.no_color,
    };
    stdout.write_all(render(&run, args.format, color, args, environment)?.as_bytes())?;
    let exit = run.exit();
    // The process is about to end; to take the syntax trees apart first costs time and helps nobody.
    std::mem::forget(run);
    Ok(exit)
}

fn render(
    run: &TestRun,
    format: TestFormat,
    color: bool,
    args: &TestArgs,
    environment: &Environment,
) -> io::Result<String> {
    match format {
        TestFormat::Human => Ok(report::tests_human(run, Human { color, width: environment.width, quiet: args.quiet })),
        TestFormat::Json => report::tests_json(run).map_err(io::Error::other),
    }
}

fn test(args: &TestArgs, environment: &Environment) -> TestRun {
    let mut run = TestRun { threshold: args.threshold, ..TestRun::default() };
    match load(args, environment, &mut run) {
        Ok((suite, tested)) => {
            if let Err(problems) = evaluate(args, environment, &suite, &tested, &mut run) {
                run.problems.extend(problems);
            }
            // See `run`.
            std::mem::forget(suite);
        }
        Err(problems) => run.problems.extend(problems),
    }
    run.problems.sort_by(Diagnostic::order);
    run.problems.dedup();
    if run.exit() == Exit::Nothing {
        run.warnings.push(nothing_to_run(args, &run));
    }
    run
}

fn load(args: &TestArgs, environment: &Environment, run: &mut TestRun) -> Result<(Suite, Tested), Vec<Diagnostic>> {
    let config = Config::find(
        args.config.as_deref(),
        &args.paths,
        &environment.current_dir,
        &mut run.sources,
        &mut run.warnings,
    )?;
    let profile_name = args.profile.as_deref().unwrap_or(&config.profile);
    // A profile that is named on the command line is a path from the current folder, not from the configuration.
    let profile_base = if args.profile.is_some() { Path::new("") } else { config.base.as_path() };
    let profile = Profile::load(profile_name, profile_base, &mut run.sources, &mut run.warnings)?;
    let others = if args.policy.is_empty() { &config.policies } else { &args.policy };
    let paths = if args.paths.is_empty() { others } else { &args.paths };
    let tested = policy::read_tested(paths, others)?;
    for source in &tested.sources {
        run.sources.insert(source.name.clone(), source.text.clone());
    }
    let suite = Suite::load(tested.sources.clone(), Data::object([("params", profile.to_data())]))?;
    Ok((suite, tested))
}

fn evaluate(
    args: &TestArgs,
    environment: &Environment,
    suite: &Suite,
    tested: &Tested,
    run: &mut TestRun,
) -> Result<(), Vec<Diagnostic>> {
    // A mutant may be noticed by any test, also by one that stands elsewhere.
    let tests: Vec<&Test> = suite.tests().iter().filter(|test| args.mutate || is_chosen(test, args, tested)).collect();
    let with_coverage = !args.mutate && (args.coverage || args.threshold.is_some());
    let (results, coverage) = suite.run(&tests, with_coverage)?;
    run.results = results;
    if with_coverage {
        let files = tested.named.iter().filter(|name| !policy::is_test_file(name));
        run.coverage = Some(files.filter_map(|name| Some((name.clone(), suite.lines_of(name, &coverage)?))).collect());
    }
    let is_sound = run.count(|outcome| matches!(outcome, Outcome::Failed(_) | Outcome::Error(_))) == 0;
    if args.mutate && is_sound && !run.results.is_empty() {
        let mutants = sample(suite.mutants(&|file| tested.named.contains(file)), args.mutate_sample);
        let (all, done) = (mutants.len(), AtomicUsize::new(0));
        let tick = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if environment.stderr_is_terminal {
                let _ = write!(io::stderr(), "\r{done} of {all} mutants");
            }
        };
        run.mutants = Some(suite.judge(mutants, &tick)?);
        if environment.stderr_is_terminal {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
    Ok(())
}

fn is_chosen(test: &Test, args: &TestArgs, tested: &Tested) -> bool {
    let is_named = args.filter.as_deref().is_none_or(|text| format!("{}::{}", test.file, test.name).contains(text));
    is_named && tested.is_meant(&test.file)
}

/// As many mutants as asked for, spread evenly.
fn sample(mutants: Vec<Mutant>, count: Option<usize>) -> Vec<Mutant> {
    let all = mutants.len();
    match count {
        Some(count) if count < all => mutants
            .into_iter()
            .enumerate()
            .filter(|(index, _)| (index + 1) * count / all > index * count / all)
            .map(|(_, mutant)| mutant)
            .collect(),
        _ => mutants,
    }
}

/// Says why there is nothing, for those who expected something.
fn nothing_to_run(args: &TestArgs, run: &TestRun) -> Diagnostic {
    if run.mutants.is_some() {
        Diagnostic::warning(Code::NothingToTest, "the policies hold nothing that can be changed")
            .help("name policies as PATH; tests have no mutants")
    } else if let Some(text) = &args.filter {
        Diagnostic::warning(Code::NothingToTest, format!("no test has `{text}` in its file or name"))
            .help("leave `--filter` out to see the names of all tests")
    } else {
        Diagnostic::warning(Code::NothingToTest, "no test was found")
            .help("a test is a rule whose name begins with `test_` in a file whose name ends in `_test.rego`")
    }
}
