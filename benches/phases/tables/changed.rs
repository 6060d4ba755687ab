//! What a branch costs that changes five findings of many.

use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::folder;
use crate::{
    corpus::{AT, Corpus, id},
    process::Run,
    table::{self, milliseconds, progress, ratio},
};

/// How many findings the branch changes.
const CHANGED: usize = 5;

/// Prints what `--changed-since` costs in a repository of its own.
pub(crate) fn changed(out: &mut dyn Write, count: usize, rounds: usize) -> Result<(), Box<dyn Error>> {
    progress(&format!("committing {count} findings to a repository of their own"));
    let root = folder().join(format!("repository-{count}"));
    let corpus = Corpus::write(&root, count)?;
    git(&root, &["init", "--quiet", "--initial-branch", "main"])?;
    git(&root, &["add", "."])?;
    git(&root, &["commit", "--quiet", "--message", "all findings"])?;
    git(&root, &["checkout", "--quiet", "-b", "branch"])?;
    let files = manifests(&corpus.root)?;
    for number in 0..CHANGED {
        let name = format!("{}.yaml", id(number * count / CHANGED));
        let file = files.iter().find(|file| file.ends_with(&name)).ok_or_else(|| format!("no `{name}`"))?;
        let text = fs::read_to_string(file)?;
        fs::write(file, text.replace("in daily use", "in use every day"))?;
    }
    git(&root, &["commit", "--quiet", "--all", "--message", "five of them"])?;
    let exit = first_exit(&root)?;
    let version = Run::new(&root, &["--version"], 0).measure(rounds)?.wall;
    let arguments: [&[&str]; 2] = [&["--changed-since", "main"], &["--changed-since", "main", "--policy-from", "main"]];
    let mut rows = vec![vec![
        "`--version`: the program starts and ends".to_owned(),
        milliseconds(version),
        "1.00".to_owned(),
        String::new(),
    ]];
    for arguments in arguments {
        let run = Run::check(&root, &[&["--quiet"], arguments].concat(), exit);
        // Once without being counted, so that everything that is kept from run to run is there.
        run.once()?;
        let cost = run.measure(rounds)?;
        rows.push(vec![run.options(), milliseconds(cost.wall), ratio(cost.wall, version), cost.peak_mib()]);
    }
    let how = format!(
        "`remedy-policy check --at {AT} …`, {CHANGED} changed files among {count}, whole process, warm; median of {rounds}."
    );
    table::print(out, "Changed files", &how, &["run", "wall ms", "ratio to the first", "peak RSS MiB"], &rows)?;
    Ok(())
}

/// The files of all findings.
fn manifests(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for folder in fs::read_dir(root.join("findings"))? {
        for file in fs::read_dir(folder?.path())? {
            files.push(file?.path());
        }
    }
    Ok(files)
}

/// Whether the changed findings are blocked follows from the corpus; whether the run could judge does not.
fn first_exit(root: &Path) -> Result<i32, Box<dyn Error>> {
    let run = |exit| Run::check(root, &["--quiet", "--changed-since", "main"], exit).once();
    match run(0) {
        Ok(_) => Ok(0),
        Err(_) => run(1).map(|_| 1),
    }
}

/// Runs git without what the user has configured.
fn git(folder: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new("git")
        .args(["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("`git {}` ended with {status}", arguments.join(" ")).into()) }
}
