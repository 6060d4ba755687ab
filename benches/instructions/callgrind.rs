//! Counts the instructions of a process with callgrind, a tool of valgrind.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::compare::Tools;

/// The function inside of which instructions are counted, as callgrind names it.
const COUNTED: &str = "*instructions*scenario*counted*";

/// What is counted of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// What happens inside of [`crate::scenario::counted`].
    Counted,
}

/// Runs a program in a folder, and gives back how many instructions it took. Its environment is empty, so that nothing of the
/// machine gets into the count. The exit code has to be the one that is expected: what fails early takes few instructions.
pub(crate) fn count(
    program: &Path,
    arguments: &[&str],
    folder: &Path,
    out: &Path,
    part: Part,
    exit: i32,
) -> Result<u64, String> {
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", out.display()));
    if part == Part::Counted {
        command.arg(format!("--toggle-collect={COUNTED}"));
    }
    command.arg(program).args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let output = command.output().map_err(|error| missing(&error))?;
    if output.status.code() != Some(exit) {
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        return Err(format!("ended with {}, not {exit}\n{said}", output.status));
    }
    let text = fs::read_to_string(out).map_err(|error| format!("{}: {error}", out.display()))?;
    total(&text).ok_or_else(|| format!("{}: no instructions were counted", out.display()))
}

/// The total that an output file of callgrind has.
fn total(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("totals:").or_else(|| line.strip_prefix("summary:")))?;
    line.trim().parse().ok().filter(|total| *total > 0)
}

/// What counts and what was compiled with.
pub(crate) fn tools() -> Result<Tools, String> {
    let valgrind = first_line(Command::new("valgrind").arg("--version")).map_err(|error| missing(&error))?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let rustc = first_line(Command::new(rustc).arg("--version")).map_err(|error| format!("rustc: {error}"))?;
    Ok(Tools { rustc, valgrind, processor: processor() })
}

fn first_line(command: &mut Command) -> std::io::Result<String> {
    let output = command.stdin(Stdio::null()).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned())
}

fn missing(error: &std::io::Error) -> String {
    format!("valgrind does not run: {error}\n  help: install it, for example with `apt-get install valgrind`")
}

/// The processor as valgrind shows it to programs: by what this one has, it makes up one of few.
#[cfg(target_arch = "x86_64")]
fn processor() -> String {
    let widest = if is_x86_feature_detected!("avx2") {
        "AVX2"
    } else if is_x86_feature_detected!("avx") {
        "AVX"
    } else {
        "SSE"
    };
    format!("x86_64 with {widest}")
}

/// The processor as valgrind shows it to programs.
#[cfg(not(target_arch = "x86_64"))]
fn processor() -> String {
    std::env::consts::ARCH.to_owned()
}
