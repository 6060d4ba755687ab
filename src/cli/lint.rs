//! Arguments of `lint`.

use std::path::PathBuf;

use clap::Args;

use super::{PolicyArgs, ReportArgs};

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy lint                           policies and data of the nearest remedy-policy.yaml
  remedy-policy lint policies                  every policy below a folder
  remedy-policy lint policies/freeze.rego      one policy
  remedy-policy lint org/controls.yaml         one file of organization data
  remedy-policy lint --output json=lint.json   the report on the screen, the document in a file

Exit codes:
  0  nothing is wrong; warnings are allowed
  1  a policy that cannot be right, or data that would make findings undecidable or closures hollow
  2  something could not be checked: a policy or file that does not parse (2 wins over 1)
  3  nothing to check";

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Policies (`.rego`) and organization data, files or folders [default: those of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// By what it is judged.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
}
