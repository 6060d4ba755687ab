//! Arguments of `index`.

use std::path::PathBuf;

use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy index > index.ndjson             the findings of the nearest remedy-policy.yaml
  remedy-policy index archive >> index.ndjson    and those of another folder
  cat part-*.ndjson | remedy-policy index -      one JSON document a line, listed as it arrives
  remedy-policy check new.ndjson --index index.ndjson
                                                 duplicates and repeats are found among all of them

Exit codes:
  0  every document is listed
  2  something could not be read; the others are listed";

/// Arguments of `index`.
#[derive(Debug, Args)]
pub struct IndexArgs {
    /// Files and folders with findings and reviews, or `-` for standard input [default: those of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The configuration [default: the nearest remedy-policy.yaml from the first PATH upward]
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub config: Option<PathBuf>,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Inputs")]
    pub jobs: Option<u16>,
}
