//! The commands: each wires the layers for one thing that a user wants.

mod changed;
mod check;
mod completions;
mod explain;
mod export_opa;
mod index;
mod init;
mod lint;
mod lint_policies;
mod load;
mod man;
mod output;
mod policy_from;
mod rules;
mod schema;
mod stream;
mod test;
mod tree;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use crate::{
    cli::{Cli, Command, ExportFormat},
    exit::Exit,
    progress::Progress,
};

/// What the machine has that a run may use. Nothing below reads it from elsewhere.
pub struct Environment {
    /// The current folder.
    pub current_dir: PathBuf,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether the user wants no colour anywhere.
    pub no_color: bool,
    /// Columns of a line.
    pub width: usize,
    /// The folder into which a forge checked the repository out, if the program runs there.
    pub workspace: Option<PathBuf>,
    /// The file to which GitHub Actions wants the summary of a step appended.
    pub step_summary: Option<PathBuf>,
    /// Whether the program runs in a pipeline, where nobody watches.
    pub is_ci: bool,
    /// The folder in which the user wants remembered what files hold, if the environment names one.
    pub cache: Option<PathBuf>,
    /// The user's folder for caches of all programs, if there is one.
    pub user_cache: Option<PathBuf>,
    /// How far the run is.
    pub progress: Progress,
    /// Standard input.
    pub stdin: fn() -> Box<dyn io::Read>,
}

impl Environment {
    /// Works, and shows meanwhile how far that is, if somebody watches.
    fn watched<T>(&self, quiet: bool, work: impl FnOnce() -> T) -> T {
        if self.stderr_is_terminal && !self.is_ci && !quiet { self.progress.shown_while(work) } else { work() }
    }
}

/// Runs a command. Results go to `stdout`, complaints that are not part of a result to `stderr`.
///
/// # Errors
///
/// Standard output or standard error cannot be written.
pub fn run(cli: &Cli, environment: &Environment, stdout: &mut dyn Write, stderr: &mut dyn Write) -> io::Result<Exit> {
    match &cli.command {
        Command::Check(args) => check::run(args, environment, stdout, stderr),
        Command::Explain(args) => explain::run(args, environment, stdout, stderr),
        Command::Lint(args) => lint::run(args, environment, stdout),
        Command::Init(args) => init::run(args, environment, stdout, stderr),
        Command::Rules(args) => rules::run(args, environment, stdout, stderr),
        Command::Schema(args) => schema::run(args, environment, stdout, stderr),
        Command::Test(args) => test::run(args, environment, stdout, stderr),
        Command::Index(args) => index::run(args, environment, stdout, stderr),
        Command::Export(export) => match &export.format {
            ExportFormat::Opa(args) => export_opa::run(args, environment, stdout, stderr),
        },
        Command::Completions(args) => completions::run(args, stdout),
        Command::Man(args) => man::run(args, environment, stdout, stderr),
    }
}
