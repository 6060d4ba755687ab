//! The kinds of document that are judged, and what decides which rules can speak of one.

use serde::{Deserialize, Serialize};

/// The kind of a document that rules judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A finding and everything that was done about it.
    Finding,
    /// A review of who has access.
    AccessReview,
    /// The organization data as a whole.
    Organization,
    /// A waiver, or a level that the configuration sets for a rule.
    Waiver,
    /// A finding or a review that a branch deletes, as it was before.
    Deletion,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Finding, Self::AccessReview, Self::Organization, Self::Waiver, Self::Deletion];

    /// The word for it, as it stands in manifests and METADATA.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finding => "Finding",
            Self::AccessReview => "AccessReview",
            Self::Organization => "Organization",
            Self::Waiver => "Waiver",
            Self::Deletion => "Deletion",
        }
    }

    /// A kind by its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What is judged, as far as it decides which rules can speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its state; organization data has none.
    pub state: Option<&'a str>,
    /// The type of a finding.
    pub finding_type: Option<&'a str>,
}

impl Subject<'_> {
    /// The organization data.
    pub const ORGANIZATION: Self = Self { kind: Kind::Organization, state: None, finding_type: None };

    /// A waiver.
    pub const WAIVER: Self = Self { kind: Kind::Waiver, state: None, finding_type: None };
}
