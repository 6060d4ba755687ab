//! Runs the tests again whenever a file changes.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::once;
use crate::{
    cli::TestArgs,
    commands::{Environment, output},
    diagnostic::{Code, Diagnostic, Sources},
    exit::Exit,
    org::Config,
};

/// How long nothing may change before the tests run: an editor writes a file in several steps, a checkout many files.
const QUIET: Duration = Duration::from_millis(200);

/// The extensions of files that tests depend on.
const EXTENSIONS: &[&str] = &["rego", "yaml", "yml", "json", "ndjson", "csv", "gz"];

pub(super) fn run(
    args: &TestArgs,
    environment: &Environment,
    pool: &rayon::ThreadPool,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let (sender, changes) = mpsc::channel();
    let watcher = notify::recommended_watcher(move |event| drop(sender.send(event)));
    let mut watcher = match watcher {
        Ok(watcher) => watcher,
        Err(error) => return cannot_watch(&error, environment, stderr),
    };
    let outputs: Vec<PathBuf> = args.output.iter().map(|output| absolute(&output.file, environment)).collect();
    let mut watched = Vec::new();
    loop {
        // What is watched is looked up each time: a configuration that changes names other folders.
        if let Err(error) = follow(&mut watcher, &mut watched, folders(args, environment)) {
            return cannot_watch(&error, environment, stderr);
        }
        once(args, environment, pool, stdout)?;
        let number = watched.len();
        let places = if number == 1 { "1 place".to_owned() } else { format!("{number} places") };
        writeln!(stderr, "watching {places} for changes; Ctrl-C ends")?;
        if !wait(&changes, &outputs) {
            return Ok(Exit::Passed);
        }
        writeln!(stdout)?;
    }
}

/// Waits until something has changed, and then until nothing does. False if nothing can change any more.
fn wait(changes: &Receiver<notify::Result<Event>>, outputs: &[PathBuf]) -> bool {
    loop {
        match changes.recv() {
            Ok(Ok(event)) if !is_of_interest(&event, outputs) => {}
            Ok(_) => break,
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    true
}

/// Whether an event changes a file that tests depend on. To read one is an event, too, and so is a report that is written.
fn is_of_interest(event: &Event, outputs: &[PathBuf]) -> bool {
    let is_input = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        !outputs.contains(path) && extension.is_none_or(|extension| EXTENSIONS.contains(&extension))
    };
    let is_change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    is_change && event.paths.iter().any(is_input)
}

/// The files and folders that a run reads, as far as they are there: those that are named, and those of the configuration.
fn folders(args: &TestArgs, environment: &Environment) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = args.paths.iter().chain(&args.policy).cloned().collect();
    paths.extend(args.profile.iter().map(PathBuf::from));
    let (mut sources, mut warnings) = (Sources::default(), Vec::new());
    let found =
        Config::find(args.config.as_deref(), &args.paths, &environment.current_dir, &mut sources, &mut warnings);
    match found {
        Ok(config) => {
            paths.extend(config.file);
            paths.extend([config.findings, config.org, config.feeds, config.policies].concat());
            paths.push(config.base.join(config.profile));
        }
        // It will be right again some time.
        Err(problems) => paths.extend(problems.iter().filter_map(|problem| problem.file.as_deref()).map(PathBuf::from)),
    }
    let mut folders: Vec<PathBuf> = paths
        .iter()
        .map(|path| absolute(path, environment))
        .filter(|path| path.exists())
        // A file that an editor replaces is another one afterwards: its folder is what stays.
        .map(|path| if path.is_file() { path.parent().map_or(path.clone(), Path::to_path_buf) } else { path })
        .collect();
    folders.sort();
    folders.dedup();
    folders
}

fn absolute(path: &Path, environment: &Environment) -> PathBuf {
    let path = environment.current_dir.join(path);
    // A file that does not exist yet is named by its folder.
    match (path.canonicalize(), path.parent().map(Path::canonicalize), path.file_name()) {
        (Ok(whole), ..) => whole,
        (_, Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// Watches what is new, and no longer what is gone.
fn follow(watcher: &mut RecommendedWatcher, watched: &mut Vec<PathBuf>, folders: Vec<PathBuf>) -> notify::Result<()> {
    for gone in watched.iter().filter(|folder| !folders.contains(folder)) {
        // One that was removed is not watched any more.
        let _ = watcher.unwatch(gone);
    }
    for new in folders.iter().filter(|folder| !watched.contains(folder)) {
        watcher.watch(new, RecursiveMode::Recursive)?;
    }
    *watched = folders;
    Ok(())
}

fn cannot_watch(error: &notify::Error, environment: &Environment, stderr: &mut dyn Write) -> io::Result<Exit> {
    let problem = Diagnostic::error(Code::Io, format!("could not watch for changes: {error}"))
        .help("run it without `--watch`, or raise the limit of watched files of the system");
    output::complain(vec![problem], environment, stderr)
}
