//! The command line: types and help, nothing else. A file a command, and one for each group of arguments that commands
//! share.

mod check;
mod export;
mod inputs;
mod lint;
mod report;

pub use check::CheckArgs;
pub use export::{ExportArgs, ExportFormat, ExportOpaArgs};
pub use inputs::{InputArgs, PolicyArgs};
pub use lint::LintArgs;
pub use report::{Color, Format, Output, ReportArgs};

use clap::{Parser, Subcommand};

/// A gate for the closure of security and audit findings.
///
/// Judges YAML finding manifests by Rego policies, and says of each closure that is blocked which line is wrong, by which
/// rule, what unblocks it, who can, and when at the earliest.
#[derive(Debug, Parser)]
#[command(name = "remedy-policy", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge findings and access reviews
    #[command(after_help = check::EXAMPLES)]
    Check(CheckArgs),
    /// Check policies and organization data on their own, without any finding
    #[command(after_help = lint::EXAMPLES)]
    Lint(LintArgs),
    /// Write what was judged in a form that other programs can repeat
    Export(ExportArgs),
}
