//! Runs the `git` program in a folder, and turns its refusals into diagnostics.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use crate::diagnostic::{Code, Diagnostic};

/// Variables that tie git to one repository, which is not that of a submodule.
const OF_ONE_REPOSITORY: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// Git in a folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
    variables: Vec<(&'static str, OsString)>,
    is_submodule: bool,
}

/// How a command of git ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) succeeded: bool,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: String,
}

impl Git {
    pub(super) fn in_folder(folder: &Path) -> Self {
        // `git -C ""` is the folder of the caller, and so is this.
        let folder = if folder == Path::new("") { PathBuf::from(".") } else { folder.to_path_buf() };
        Self { folder, variables: Vec::new(), is_submodule: false }
    }

    /// Git in the working tree of a submodule.
    pub(super) fn in_submodule(folder: &Path) -> Self {
        Self { is_submodule: true, ..Self::in_folder(folder) }
    }

    /// The same with a variable of the environment.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Runs a command that must succeed.
    pub(super) fn run<A: AsRef<OsStr>>(&self, args: &[A]) -> Result<Vec<u8>, Diagnostic> {
        self.feed(args, &[])
    }

    /// Runs a command that must succeed, with bytes on its standard input.
    pub(super) fn feed<A: AsRef<OsStr>>(&self, args: &[A], input: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        let ended = self.end(args, input)?;
        if ended.succeeded { Ok(ended.stdout) } else { Err(refusal(&ended.stderr)) }
    }

    /// Runs a command and says how it ended.
    pub(super) fn end<A: AsRef<OsStr>>(&self, args: &[A], input: &[u8]) -> Result<Ended, Diagnostic> {
        self.spawn(args, input).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Diagnostic::error(Code::Git, "the `git` program is not there")
                .help("install git, or put it on the PATH"),
            _ => Diagnostic::error(Code::Git, format!("the `git` program could not be run: {error}")),
        })
    }

    fn spawn<A: AsRef<OsStr>>(&self, args: &[A], input: &[u8]) -> io::Result<Ended> {
        let mut command = Command::new("git");
        if self.is_submodule {
            for name in OF_ONE_REPOSITORY {
                command.env_remove(name);
            }
        }
        command
            .arg("-C")
            .arg(&self.folder)
            .args(args)
            // No lock for what only speeds up the next call, plain names, messages of one language, no question.
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let stdin = child.stdin.take();
        thread::scope(|scope| {
            scope.spawn(move || {
                if let Some(mut stdin) = stdin {
                    // Git that ends early says why on standard error.
                    let _ = stdin.write_all(input);
                }
            });
            let output = child.wait_with_output()?;
            Ok(Ended {
                succeeded: output.status.success(),
                stdout: output.stdout,
                stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            })
        })
    }
}

/// What git said when it refused: its first line, and what it advises.
pub(super) fn refusal(stderr: &str) -> Diagnostic {
    let mut lines = stderr.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("it gave no reason");
    let first = first.strip_prefix("fatal: ").or_else(|| first.strip_prefix("error: ")).unwrap_or(first);
    let rest: Vec<&str> = lines.collect();
    let problem = Diagnostic::error(Code::Git, format!("git refused: {first}"));
    if rest.is_empty() { problem } else { problem.help(rest.join(" ")) }
}
