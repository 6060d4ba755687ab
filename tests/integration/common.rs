//! Runs the program with a known environment, and gives folders to work in.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use remedy_policy::{
    diagnostic::Sources,
    engine::Engine,
    org::Profile,
    policy::{Catalogue, shipped_policies},
};

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The document on standard output.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A run of the program in a folder. Environment variables that could change its output are taken away.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_remedy-policy"));
    command.current_dir(folder).args(args);
    for name in ["CI", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM"] {
        command.env_remove(name);
    }
    for name in
        ["REMEDY_POLICY_CACHE", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"]
    {
        command.env_remove(name);
    }
    command.env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/user"));
    command
}

/// Runs the program in the root of the repository.
pub(crate) fn run(args: &[&str]) -> Outcome {
    run_in(root(), args, "")
}

/// Runs the program in a folder, with a text on standard input.
pub(crate) fn run_in(folder: &Path, args: &[&str], stdin: &str) -> Outcome {
    let mut child =
        command(folder, args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The rules of the shipped policies.
pub(crate) fn catalogue() -> Catalogue {
    let sources = shipped_policies();
    let engine = Engine::load(sources.clone()).unwrap();
    Catalogue::build(&sources, engine.clauses()).unwrap()
}

/// The merged numbers of a shipped profile.
pub(crate) fn params(name: &str) -> serde_json::Value {
    Profile::load(name, "".as_ref(), &mut Sources::default(), &mut Vec::new()).unwrap().to_data().to_json()
}

/// A folder that is removed at the end of a test, with files in it.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Writes a file and the folders above it.
    pub(crate) fn with(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
        self
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program in it.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        run_in(self.path(), args, "")
    }
}
