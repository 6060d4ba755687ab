//! What git knows: which commit a name stands for, what differs from it, and its files.
//!
//! The `git` program is run, with its plumbing commands, and no library takes its place: so linked worktrees, shallow and
//! partial clones, `safe.directory`, sparse checkouts, submodules, line endings and filters such as LFS are what they are for
//! the user's own git. Nothing is written into the repository.

mod changes;
mod path;
mod program;
mod repository;
mod snapshot;

pub(crate) use path::plain;

pub use changes::{Change, Changes};
pub use repository::{Commit, Repository};
pub use snapshot::Snapshot;
