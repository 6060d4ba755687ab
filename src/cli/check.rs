//! Arguments of `check`.

use clap::{Args, ValueEnum};

use super::{BranchArgs, InputArgs, ReportArgs};

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy check                              the findings of the nearest remedy-policy.yaml
  remedy-policy check findings/NHI-2026-0042.yaml  one finding
  remedy-policy check --at 2026-12-31              what will be blocked at the end of the year
  remedy-policy check --explain                    which condition decided, with its values
  remedy-policy check --baseline baseline.yaml     new denials block, known ones do not
  remedy-policy check --output json=result.json    the report on the screen, the document in a file
  remedy-policy check --changed-since origin/main  what this branch changes or deletes
  remedy-policy check --changed-since origin/main --policy-from origin/main
                                                   by the policies of main: for pull requests
  remedy-policy check --changed-since main --cache .cache
                                                   for large trees: remember what files hold
  remedy-policy check --format github              annotations on the lines of a pull request
  cat findings.ndjson | remedy-policy check -      one JSON document a line
  cat findings.ndjson | remedy-policy check - --format ndjson
                                                   the same for millions: findings are not kept

Exit codes:
  0  every finding was judged, none is blocked
  1  at least one finding is blocked
  2  something could not be judged (2 wins over 1)
  3  nothing to judge";

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Below each denial, the condition of the policy that decided, with the values it saw
    #[arg(long)]
    pub explain: bool,

    /// Write the baseline if there is none yet; else take out what is no longer blocked, and add nothing
    #[arg(long, requires = "baseline", conflicts_with = "policy_from", help_heading = "Adoption")]
    pub update_baseline: bool,

    /// Exit with 1 also for this, which does not block
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Adoption")]
    pub fail_on: Option<FailOn>,

    /// What is judged, and by what.
    #[command(flatten)]
    pub inputs: InputArgs,

    /// What of a branch is judged, and by whose policies.
    #[command(flatten)]
    pub branch: BranchArgs,

    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// What fails a run although it does not block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Warnings: of rules, of waivers that end soon or cover nothing, of files
    Warn,
}
