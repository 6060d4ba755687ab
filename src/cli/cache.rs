//! Where what files hold is remembered: arguments of commands that look findings up which they do not judge.

use std::path::PathBuf;

use clap::Args;

/// Where what files hold is remembered from one run to the next.
#[derive(Clone, Debug, Default, Args)]
pub struct CacheArgs {
    /// Remember in DIR what files hold, so that one that is only looked up is parsed once [default: the variable
    /// REMEDY_POLICY_CACHE, else from 500 files on the user's folder for caches, but none where CI is set]
    ///
    /// A record is found by the digest of a file's content. What is judged is read from its file in any case. What
    /// policies compile to is remembered there, too, but never where CI is set.
    #[arg(long = "cache", value_name = "DIR", help_heading = "Cache")]
    pub folder: Option<PathBuf>,

    /// Read every file, and remember nothing
    #[arg(long, conflicts_with = "folder", help_heading = "Cache")]
    pub no_cache: bool,
}
