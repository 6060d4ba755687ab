//! What is judged, and by what: arguments of every command that judges.

use std::path::PathBuf;

use clap::Args;

use super::CacheArgs;

/// What is judged, and by what.
#[derive(Clone, Debug, Args)]
pub struct InputArgs {
    /// Files and folders with findings and reviews, or `-` for standard input [default: those of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// By what it is judged.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// What it is compared with.
    #[command(flatten)]
    pub data: DataArgs,

    /// What is remembered.
    #[command(flatten)]
    pub cache: CacheArgs,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Inputs")]
    pub jobs: Option<u16>,
}

/// By what something is judged, and as of when.
#[derive(Clone, Debug, Args)]
pub struct PolicyArgs {
    /// The evaluation time: a day, meaning its end, or an instant with a zone [default: now]
    #[arg(long, value_name = "DATE|RFC3339", help_heading = "Inputs")]
    pub at: Option<String>,

    /// A shipped profile or a profile file [default: that of the configuration, else `default`]
    #[arg(long, value_name = "NAME|FILE", help_heading = "Inputs")]
    pub profile: Option<String>,

    /// Own policies beside the shipped ones, instead of those of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub policy: Vec<PathBuf>,

    /// The configuration [default: the nearest remedy-policy.yaml from the first PATH upward]
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub config: Option<PathBuf>,
}

/// What findings and reviews are compared with.
#[derive(Clone, Debug, Default, Args)]
pub struct DataArgs {
    /// Organisation data, instead of that of the configuration; may be given several times
    #[arg(long = "data", value_name = "PATH", help_heading = "Inputs")]
    pub org: Vec<PathBuf>,

    /// Feeds (KEV, EPSS, CVE records), instead of those of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub feeds: Vec<PathBuf>,

    /// Waivers, instead of those of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub waivers: Vec<PathBuf>,

    /// A baseline: the denials that it holds do not block
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub baseline: Option<PathBuf>,

    /// Findings that are elsewhere, as `index` lists them, for rules that look others up; may be given several times
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub index: Vec<PathBuf>,
}
