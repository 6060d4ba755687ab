//! Arguments of `man`.

use std::path::PathBuf;

use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy man | man -l -                     read the main page
  remedy-policy man /usr/local/share/man/man1      install a page for each command, created if need be
  remedy-policy man man && man man/remedy-policy-check.1

Exit codes:
  0  the pages were written
  2  the folder or a page could not be written";

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write a page for each command into this folder, over older versions [default: print the main page]
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
}
