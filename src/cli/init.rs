//! Arguments of `init`.

use std::path::PathBuf;

use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy init                                   a start in the current folder
  remedy-policy init audit --name acme                 in `audit`; rules of your own: ACME-01, …
  remedy-policy init --time-zone Europe/Berlin         where a day ends

Nothing is overwritten: if one of the files is there already, it is named, and nothing is written.

Exit codes:
  0  everything was written
  2  a file was in the way, or could not be written";

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to write into; it is created if it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,

    /// The short name of your organization, in small letters: it names the profile, the package and the ids of own rules
    #[arg(long, value_name = "NAME", default_value = "house")]
    pub name: String,

    /// The IANA name of your time zone
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub time_zone: String,

    /// The day or instant from which the dates of the first finding are counted [default: now]
    #[arg(long, value_name = "DATE|RFC3339")]
    pub at: Option<String>,
}
