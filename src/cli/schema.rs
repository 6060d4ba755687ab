//! Arguments of `schema`.

use std::path::PathBuf;

use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy schema                               the names, with a line each
  remedy-policy schema finding                       the schema of a finding
  remedy-policy schema --dir .remedy-policy/schemas  all of them as files, for editors

Exit codes:
  0  done
  2  no schema has that name, or a file could not be written";

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The schema to print [default: a list of all]
    #[arg(value_name = "NAME", conflicts_with = "dir")]
    pub name: Option<String>,

    /// Write all schemas into a folder, over older versions of the same files
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}
