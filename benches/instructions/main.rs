//! Counts the instructions of small scenarios, and compares them with those in `expected.yaml`: a figure that hardly depends
//! on the machine, so that CI can hold it.
//!
//! ```text
//! cargo bench --profile dev --bench instructions                             compare; fails if one takes over 5 % more
//! cargo bench --profile dev --bench instructions -- --only judge             one scenario; may be given several times
//! cargo bench --profile dev --bench instructions -- --update --note "why"    write down what they take now
//! ```
//!
//! The profile is the one of the tests, so that CI builds nothing twice; counts of a release build are lower, and go up and
//! down with these.

mod callgrind;
mod compare;
#[expect(dead_code, reason = "other benches need more of it")]
#[path = "../corpus/mod.rs"]
mod corpus;
mod scenario;

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
    thread,
    time::Instant,
};

use callgrind::Part;
use compare::{COMMAND, Expected, FILE};
use scenario::{INSIDE, START, START_ARGUMENTS};

/// The program, built with the same profile as this one.
const PROGRAM: &str = env!("CARGO_BIN_EXE_remedy-policy");

/// What the command line asks for.
#[derive(Default)]
struct Arguments {
    is_bench: bool,
    only: Vec<String>,
    update: bool,
    note: Option<String>,
    /// To be one of the processes that are counted: its scenario and its folder.
    inside: Option<(String, PathBuf)>,
}

fn main() -> ExitCode {
    let outcome = arguments().and_then(|arguments| match &arguments.inside {
        Some((name, folder)) => be_counted(name, folder).map(|()| true),
        None if arguments.is_bench => run(&arguments),
        None => Ok(true),
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Reads the command line. Cargo adds `--bench`; without it (`cargo test --all-targets`) nothing is counted.
fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments::default();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--bench" => arguments.is_bench = true,
            "--only" => arguments.only.push(given.next().unwrap_or_default()),
            "--update" => arguments.update = true,
            "--note" => arguments.note = given.next().filter(|note| !note.trim().is_empty()),
            "--inside" => {
                arguments.inside = given.next().zip(given.next().map(PathBuf::from));
            }
            other => return Err(format!("unknown argument `{other}`").into()),
        }
    }
    let names = names();
    if let Some(unknown) = arguments.only.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(format!("no scenario `{unknown}`; there are {}", names.join(", ")).into());
    }
    if arguments.update != arguments.note.is_some() {
        return Err(format!("`--update` and `--note` go together: {COMMAND} -- --update --note \"why\"").into());
    }
    Ok(arguments)
}

/// All scenarios.
fn names() -> Vec<&'static str> {
    INSIDE.iter().map(|(name, _)| *name).chain([START]).collect()
}

/// Counts and compares. Says whether all is well.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let tools = callgrind::tools()?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let mut expected = match fs::read_to_string(&file) {
        Ok(text) => Expected::parse(&text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Expected::default(),
        Err(error) => return Err(format!("{FILE}: {error}").into()),
    };
    let names = names();
    let is_wanted = |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|only| only == name);
    let wanted: Vec<&str> = names.iter().copied().filter(|name| is_wanted(name)).collect();
    let counted = count_all(&wanted)?;
    let out = &mut io::stdout();
    if let Some(note) = &arguments.note {
        if expected.made_with != tools && wanted.len() < names.len() && !expected.scenarios.is_empty() {
            return Err("the other counts were made with other tools; write down all of them, without `--only`".into());
        }
        expected.update(&tools, &counted, &names, note);
        fs::write(&file, expected.to_text()?).map_err(|error| format!("{FILE}: {error}"))?;
        writeln!(out, "wrote {FILE}\n")?;
    }
    let compared = compare::compare(&expected, &tools, &counted, &names);
    write!(out, "{}", compare::report(&expected, &tools, &compared))?;
    Ok(!compared.iter().any(|one| one.verdict.fails()))
}

/// Counts scenarios, as many at a time as there are cores: what one takes does not depend on the others.
fn count_all(names: &[&str]) -> Result<BTreeMap<String, u64>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench").join("instructions");
    scenario::prepare(&folder)?;
    let waiting = Mutex::new(names.to_vec());
    let counted = Mutex::new(BTreeMap::new());
    let problems = Mutex::new(Vec::new());
    let work = || {
        while let Some(name) = waiting.lock().ok().and_then(|mut waiting| waiting.pop()) {
            let start = Instant::now();
            match count_one(name, &folder) {
                Ok(count) => {
                    let _ = writeln!(io::stderr(), "counted {name} in {:.0} s", start.elapsed().as_secs_f64());
                    counted.lock().map(|mut counted| counted.insert(name.to_owned(), count)).ok();
                }
                Err(problem) => drop(problems.lock().map(|mut all| all.push(format!("`{name}`: {problem}")))),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let problems = problems.into_inner().unwrap_or_default();
    if problems.is_empty() { Ok(counted.into_inner().unwrap_or_default()) } else { Err(problems.join("\n").into()) }
}

fn count_one(name: &str, folder: &Path) -> Result<u64, String> {
    let out = folder.join(format!("{name}.callgrind"));
    if name == START {
        return callgrind::count(Path::new(PROGRAM), START_ARGUMENTS, &folder.join("one"), &out, Part::Whole, 0);
    }
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let arguments = ["--inside", name, &folder.to_string_lossy()];
    callgrind::count(&program, &arguments, folder, &out, Part::Counted, 0)
}

/// Does the work of a scenario, all of it on this thread.
fn be_counted(name: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    let scenario = INSIDE.iter().find(|(known, _)| *known == name).map(|(_, scenario)| scenario);
    scenario.ok_or("no such scenario")?(folder)
}
