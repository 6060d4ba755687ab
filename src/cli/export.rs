//! Arguments of `export`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::InputArgs;

const EXAMPLES: &str = "\
Examples:
  remedy-policy export opa decision
  opa eval --strict-builtin-errors -d decision/policies -d decision/data.json \\
    -i decision/inputs/NHI-2026-0042.json \"$(cat decision/query.txt)\"";

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to write.
    #[command(subcommand)]
    pub format: ExportFormat,
}

/// The forms of an export.
#[derive(Debug, Subcommand)]
pub enum ExportFormat {
    /// Policies, data and the input of each finding, ready for `opa eval`
    #[command(after_help = EXAMPLES)]
    Opa(ExportOpaArgs),
}

/// Arguments of `export opa`.
#[derive(Debug, Args)]
pub struct ExportOpaArgs {
    /// The folder to write; it must not exist, or be empty
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,

    /// What is judged, and by what.
    #[command(flatten)]
    pub inputs: InputArgs,
}
