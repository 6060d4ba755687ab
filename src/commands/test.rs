//! `test`: runs the Rego tests of policies and the cases of case files, counts the lines that are evaluated, and judges
//! mutants.

mod cases;
mod watch;

use std::{
    io::{self, Write},
    path::Path,
};

use super::{Environment, check::pool, output};
use crate::{
    cli::{TestArgs, TestFormat},
    diagnostic::{Code, Diagnostic, FileName},
    engine::{
        Data,
        mutation::Mutant,
        testing::{Suite, Test},
    },
    exit::Exit,
    files,
    org::{Config, Profile},
    policy::{self, Tested},
    report::{self, Human},
    testing::{CaseFile, TestRun},
};

pub(super) fn run(
    args: &TestArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let pool = match pool(args.jobs) {
        Ok(pool) => pool,
        Err(error) => {
            writeln!(stderr, "error: could not start threads: {error}")?;
            return Ok(Exit::Error);
        }
    };
    if args.watch {
        return watch::run(args, environment, &pool, stdout, stderr);
    }
    let (exit, run) = once(args, environment, &pool, stdout)?;
    // The process is about to end; to take the syntax trees apart first costs time and helps nobody.
    std::mem::forget(run);
    Ok(exit)
}

/// Runs the tests, and writes the reports.
fn once(
    args: &TestArgs,
    environment: &Environment,
    pool: &rayon::ThreadPool,
    stdout: &mut dyn Write,
) -> io::Result<(Exit, TestRun)> {
    let mut run = pool.install(|| test(args, environment));
    for output in &args.output {
        let written = render(&run, output.format, false, args, environment)
            .map_err(|error| files::failure("write", &output.file, &error))
            .and_then(|text| files::write(&output.file, text.as_bytes()));
        if let Err(problem) = written {
            run.problems.push(problem);
        }
    }
    let color = output::use_color(args.color, environment);
    stdout.write_all(render(&run, args.format, color, args, environment)?.as_bytes())?;
    stdout.flush()?;
    Ok((run.exit(), run))
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
        TestFormat::Junit => report::tests_junit(run).map_err(io::Error::other),
        TestFormat::Lcov => Ok(report::tests_lcov(run)),
    }
}

/// What tests and cases run over.
struct Loaded {
    config: Config,
    suite: Suite,
    tested: Tested,
    case_files: Vec<CaseFile>,
}

fn test(args: &TestArgs, environment: &Environment) -> TestRun {
    let mut run = TestRun { threshold: args.threshold, ..TestRun::default() };
    match load(args, environment, &mut run) {
        Ok(loaded) => {
            if let Err(problems) = evaluate(args, environment, &loaded, &mut run) {
                run.problems.extend(problems);
            }
            if !args.mutate
                && let Err(problems) = cases::judge(args, &loaded, &mut run)
            {
                run.problems.extend(problems);
            }
            if !args.watch {
                // See `run`.
                std::mem::forget(loaded);
            }
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

fn load(args: &TestArgs, environment: &Environment, run: &mut TestRun) -> Result<Loaded, Vec<Diagnostic>> {
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
    let (case_files, problems) = cases::read(paths, run);
    // A case file that cannot be read hides nothing of the rest.
    run.problems.extend(problems);
    let suite = Suite::load(tested.sources.clone(), Data::object([("params", profile.to_data())]))?;
    Ok(Loaded { config, suite, tested, case_files })
}

fn evaluate(
    args: &TestArgs,
    environment: &Environment,
    loaded: &Loaded,
    run: &mut TestRun,
) -> Result<(), Vec<Diagnostic>> {
    let Loaded { suite, tested, .. } = loaded;
    if args.mutate {
        return mutate(args, environment, loaded, run);
    }
    let tests: Vec<&Test> = suite.tests().iter().filter(|test| is_chosen(test, args, tested)).collect();
    let with_coverage = args.wants_coverage();
    let (results, coverage) = suite.run(&tests, with_coverage)?;
    run.results = results;
    suite.explain(&mut run.results);
    if with_coverage {
        let files = tested.named.iter().filter(|name| !policy::is_test_file(name));
        run.coverage = Some(files.filter_map(|name| Some((name.clone(), suite.lines_of(name, &coverage)?))).collect());
    }
    Ok(())
}

/// Judges mutants, if every test holds that may notice one: also one that stands elsewhere.
fn mutate(
    args: &TestArgs,
    environment: &Environment,
    loaded: &Loaded,
    run: &mut TestRun,
) -> Result<(), Vec<Diagnostic>> {
    let Loaded { suite, tested, .. } = loaded;
    let is_named = |file: &FileName| tested.named.contains(file);
    run.warnings.extend(suite.comments_without_effect(&is_named));
    let mutants = sample(suite.mutants(&is_named), args.mutate_sample);
    let baseline = suite.baseline(&mutants, &|test| tested.is_meant(&test.file))?;
    run.results = baseline.results().to_vec();
    suite.explain(&mut run.results);
    let ends = run.ends();
    if ends.failed + ends.errors > 0 || run.results.is_empty() {
        return Ok(());
    }
    let progress = &environment.progress;
    progress.begin("mutants judged:", mutants.len());
    run.mutants = Some(environment.watched(args.quiet, || suite.judge(&baseline, mutants, &|| progress.advance())));
    Ok(())
}

fn is_chosen(test: &Test, args: &TestArgs, tested: &Tested) -> bool {
    is_filtered(args, &test.file, &test.name) && tested.is_meant(&test.file)
}

/// Whether the filter lets something through.
fn is_filtered(args: &TestArgs, file: &FileName, name: &str) -> bool {
    args.filter.as_deref().is_none_or(|text| format!("{file}::{name}").contains(text))
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
        Diagnostic::warning(Code::NothingToTest, format!("no test and no case has `{text}` in its file or name"))
            .help("leave `--filter` out to run them all")
    } else {
        Diagnostic::warning(Code::NothingToTest, "no test was found").help(
            "a test is a rule whose name begins with `test_` in a file whose name ends in `_test.rego`, or a case in one that \
             ends in `_test.yaml`",
        )
    }
}
