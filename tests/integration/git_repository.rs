//! A repository of real git, with the findings of `fixtures/clean` on its branch `main`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::common::{Folder, Outcome, command, root};

/// The evaluation time of every check.
const AT: [&str; 2] = ["--at", "2026-11-20"];

/// A repository in a folder that is removed at the end of a test.
pub(crate) struct Repository {
    folder: Folder,
    pub(crate) top: PathBuf,
}

/// Keeps the configuration of the machine out, and names an author.
fn known(command: &mut Command) -> &mut Command {
    for (name, value) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(&name);
        }
        drop(value);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").envs(
        ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"].map(|name| (name, "test")),
    );
    // The ids of commits are the same on every run.
    command.env("GIT_AUTHOR_DATE", "1795176000 +0000").env("GIT_COMMITTER_DATE", "1795176000 +0000")
}

/// Runs git in a folder.
pub(crate) fn git_in(folder: &Path, args: &[&str]) -> String {
    let output = known(Command::new("git").arg("-C").arg(folder).args(["-c", "protocol.file.allow=always"]).args(args))
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Runs the program in a folder with changes to its environment. What a branch changes is asked for twice: what is remembered
/// of the first time must not be seen.
pub(crate) fn check_in(folder: &Path, args: &[&str], change: impl Fn(&mut Command)) -> Outcome {
    let remembers = args.contains(&"--changed-since") && !args.contains(&"--cache") && !args.contains(&"--no-cache");
    if !remembers {
        return check_once(folder, args, change);
    }
    let cached = |command: &mut Command| {
        command.env("REMEDY_POLICY_CACHE", concat!(env!("CARGO_TARGET_TMPDIR"), "/branches"));
        change(command);
    };
    let cold = check_once(folder, args, cached);
    let warm = check_once(folder, args, cached);
    assert_eq!((cold.code, &cold.stdout, &cold.stderr), (warm.code, &warm.stdout, &warm.stderr));
    warm
}

fn check_once(folder: &Path, args: &[&str], change: impl Fn(&mut Command)) -> Outcome {
    let args: Vec<&str> = ["check"].into_iter().chain(AT).chain(args.iter().copied()).collect();
    let mut command = command(folder, &args);
    known(&mut command);
    change(&mut command);
    let output = command.output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

impl Repository {
    /// The findings of `fixtures/clean` in one commit on `main`; a branch `work` is checked out.
    pub(crate) fn new() -> Self {
        let repository = Self::empty();
        copy(&root().join("fixtures/clean"), &repository.top);
        repository.commit("base");
        repository.git(&["checkout", "-q", "-b", "work"]);
        repository
    }

    /// Without any commit.
    pub(crate) fn empty() -> Self {
        let folder = Folder::new();
        let top = folder.path().canonicalize().unwrap().join("repository");
        std::fs::create_dir(&top).unwrap();
        git_in(&top, &["init", "-q", "-b", "main"]);
        Self { folder, top }
    }

    /// The folder around it.
    pub(crate) fn outside(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        git_in(&self.top, args)
    }

    /// The first seven characters of the id of a commit.
    pub(crate) fn short(&self, name: &str) -> String {
        self.git(&["rev-parse", name]).chars().take(7).collect()
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.top.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.top.join(name)).unwrap()
    }

    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.write(name, text.replace(from, to));
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.top.join(name)).unwrap();
    }

    pub(crate) fn check(&self, args: &[&str]) -> Outcome {
        check_in(&self.top, args, |_| ())
    }

    /// The documents of a check, with the ids that were judged and those that are deleted.
    pub(crate) fn changed(&self, args: &[&str]) -> (i32, Vec<String>, Vec<String>) {
        let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
        let outcome = self.check(&args);
        ids(&outcome)
    }

    /// The same, since `main`.
    pub(crate) fn since_main(&self) -> (i32, Vec<String>, Vec<String>) {
        self.changed(&["--changed-since", "main"])
    }
}

/// The exit code, the ids of findings and reviews, and those of deletions.
pub(crate) fn ids(outcome: &Outcome) -> (i32, Vec<String>, Vec<String>) {
    let document = outcome.json();
    let of = |key: &str| -> Vec<String> {
        let decisions = document[key].as_array().into_iter().flatten();
        decisions.map(|decision| decision["id"].as_str().unwrap().to_owned()).collect()
    };
    (outcome.code, [of("findings"), of("reviews")].concat(), of("deletions"))
}

/// What is expected of [`ids`].
pub(crate) fn expect(code: i32, judged: &[&str], deleted: &[&str]) -> (i32, Vec<String>, Vec<String>) {
    let list = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    (code, list(judged), list(deleted))
}
