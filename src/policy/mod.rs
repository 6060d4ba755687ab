//! Policies as texts and as a catalogue of rules: where they come from, and what their METADATA says.

mod blocks;
mod catalogue;
mod metadata;
mod reference;
mod scope;
mod source;
mod tested;

pub(crate) use blocks::{MetadataBlock, metadata_blocks, metadata_problems};
pub(crate) use catalogue::fallback_id;
pub use catalogue::{Catalogue, RuleClause, RuleEntry};
pub use reference::{Control, Framework, Reference};
pub use scope::Scope;
pub(crate) use source::is_test_file;
pub use source::{
    Origin, PolicySource, WorkingCopy, read_policies, read_working_copy, shipped_policies, shipped_profile,
    shipped_profile_names,
};

pub use tested::{Tested, read_tested};

use serde::Serialize;

/// The keys that a result of a rule can have.
pub(crate) const RESULT_KEYS: &[&str] = &[
    "rule",
    "path",
    "message",
    "expected",
    "found",
    "unblock",
    "who",
    "earliest",
    "related",
    "facts",
    "flag",
    "unavailable",
];

/// What a result does to the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It blocks.
    Deny,
    /// It is shown and does not block.
    Warn,
}

impl Level {
    /// The name of the rule set: `deny` or `warn`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Warn => "warn",
        }
    }

    /// The level of a rule set by its name; nothing for a rule that does not judge.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "deny" => Some(Self::Deny),
            "warn" => Some(Self::Warn),
            _ => None,
        }
    }
}
