//! Arguments of `lint`.

use std::path::PathBuf;

use clap::Args;

use super::{PolicyArgs, ReportArgs};

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy lint                           the data of the nearest remedy-policy.yaml
  remedy-policy lint org/controls.yaml         one file
  remedy-policy lint --output json=lint.json   the report on the screen, the document in a file

Exit codes:
  0  nothing speaks against the data
  1  at least one entry would make findings undecidable or closures hollow
  2  something could not be checked (2 wins over 1)
  3  nothing to check";

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Files and folders with organization data [default: those of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// By what it is judged.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
}
