//! What of a branch is judged, and whose word counts: arguments of `check`.

use clap::Args;

/// What of a branch is judged, and by whose policies.
#[derive(Clone, Debug, Default, Args)]
pub struct BranchArgs {
    /// Judge only what the branch changes: compare the working tree with where it left REF
    ///
    /// Findings and reviews are compared by their id and content: one that only moved, or whose comments changed, is not
    /// judged. One that is deleted is judged by the rules on deletions. Uncommitted and untracked files count.
    #[arg(long, value_name = "REF", help_heading = "Branch")]
    pub changed_since: Option<String>,

    /// Judge by the configuration, policies, profile, data, waivers and baseline of REF instead of those of the working tree
    ///
    /// So a pull request cannot soften the gate that it must pass. What it changes of them is reported.
    #[arg(long, value_name = "REF", help_heading = "Branch")]
    pub policy_from: Option<String>,
}
