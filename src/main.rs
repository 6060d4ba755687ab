//! The program: reads the arguments, hands over what the machine has, and turns the outcome into an exit code.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use etcetera::BaseStrategy as _;
use remedy_policy::{
    cli::Cli,
    commands::{self, Environment},
    exit::Exit,
    progress::Progress,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let environment = Environment {
        current_dir: std::env::current_dir().unwrap_or_default(),
        stdout_is_terminal: io::stdout().is_terminal(),
        stderr_is_terminal: io::stderr().is_terminal(),
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        width: terminal_width(),
        is_ci: std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false"),
        progress: Progress::default(),
        cache: path_from(&"REMEDY_POLICY_CACHE"),
        user_cache: etcetera::choose_base_strategy().ok().map(|user| user.cache_dir()),
        workspace: WORKSPACES.iter().find_map(path_from),
        step_summary: path_from(&"GITHUB_STEP_SUMMARY"),
        stdin: || Box::new(io::stdin()),
    };
    let mut stdout = io::stdout().lock();
    // Not locked: other threads write there, too, what a policy prints and how far a run is.
    match commands::run(&cli, &environment, &mut stdout, &mut io::stderr()) {
        Ok(exit) => match stdout.flush() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Error.into(),
            _ => exit.into(),
        },
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Passed.into(),
        Err(_) => Exit::Error.into(),
    }
}

/// Where GitHub Actions, GitLab and Azure Pipelines say into which folder they checked the repository out.
const WORKSPACES: [&str; 3] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"];

/// The path that an environment variable holds.
fn path_from(name: &&str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The width of the terminal in columns, at most what reads well; 100 where there is none.
fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(60, 120))
}
