//! The tables, each in a file of its own.

mod changed;
mod cores;
mod evaluators;
mod growth;
mod library_size;
mod one;
mod phases;

pub(crate) use changed::changed;
pub(crate) use cores::cores;
pub(crate) use evaluators::evaluators;
pub(crate) use growth::growth;
pub(crate) use library_size::library_size;
pub(crate) use one::{one_finding, startup};
pub(crate) use phases::phases;

use std::path::{Path, PathBuf};

/// `bench` in the target folder.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench")
}
