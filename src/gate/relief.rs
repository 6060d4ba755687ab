//! What keeps a denial from blocking: a waiver, the baseline, a level that the configuration sets, or a rule that blocks from a
//! later day on. And what was meant to keep it from blocking, and does not hold.

use serde::Serialize;

use crate::{diagnostic::FileName, document::Span, org::Concession};

/// What keeps a denial from blocking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relief {
    /// A waiver that holds.
    Waiver(Concession),
    /// The baseline: it was blocked before the gate was adopted.
    Baseline,
    /// The configuration sets a lower level for its rule, `warn` or `off`.
    Level(Concession),
    /// Its rule blocks from this day on (`YYYY-MM-DD`), and warns until then.
    EffectiveOn(String),
}

impl Relief {
    /// The lowercase word for it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiver(_) => "waiver",
            Self::Baseline => "baseline",
            Self::Level(_) => "level",
            Self::EffectiveOn(_) => "effective-on",
        }
    }

    /// In a few words: `waived by WVR-2026-3 until 2027-01-31`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Waiver(waiver) => format!("waived by {} until {}", waiver.id, waiver.expires),
            Self::Baseline => "in the baseline".to_owned(),
            Self::Level(level) => format!("{} until {}", level.id, level.expires),
            Self::EffectiveOn(date) => format!("blocks from {date}"),
        }
    }
}

/// A waiver or level that names a denial and does not hold: often the reason why something blocks today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapsed {
    /// The id of the waiver; for a level, `level warn of SLA-02`.
    pub id: String,
    /// Why it does not hold.
    pub state: WaiverState,
    /// One line: what is wrong with it.
    pub message: String,
    /// What to do.
    pub unblock: Option<String>,
    /// The file it stands in.
    pub file: FileName,
    /// The bytes there that are wrong.
    pub span: Span,
}

/// What a message calls a waiver: `waiver WVR-3`. The name of a level says what it is; it has blanks, an id has none.
pub(crate) fn named(id: &str) -> String {
    if id.contains(' ') { id.to_owned() } else { format!("waiver {id}") }
}

/// What came of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// It holds, and covers a denial.
    Waived,
    /// It holds, covers a denial, and ends soon.
    WaiverExpiring,
    /// Its last day is over.
    WaiverExpired,
    /// It was granted for longer than the profile allows.
    WaiverTooLong,
    /// Who granted it may not grant it.
    WaiverUnauthorised,
    /// Its rule is `hard`: nobody can waive it.
    WaiverHard,
    /// It covers nothing.
    WaiverUnused,
}

impl WaiverState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Waived,
        Self::WaiverExpiring,
        Self::WaiverExpired,
        Self::WaiverTooLong,
        Self::WaiverUnauthorised,
        Self::WaiverHard,
        Self::WaiverUnused,
    ];

    /// The lowercase word for it, as reports print it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waived => "waived",
            Self::WaiverExpiring => "waiver-expiring",
            Self::WaiverExpired => "waiver-expired",
            Self::WaiverTooLong => "waiver-too-long",
            Self::WaiverUnauthorised => "waiver-unauthorised",
            Self::WaiverHard => "waiver-hard",
            Self::WaiverUnused => "waiver-unused",
        }
    }
}

/// How a denial compares with the baseline of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BaselineState {
    /// The baseline does not hold it.
    New,
    /// The baseline holds it.
    Unchanged,
}

/// An entry of a baseline: a denial that was there when the gate was adopted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BaselineEntry {
    /// The id of the finding or review.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// The path of the manifest, in words.
    pub path: String,
    /// What makes it the same denial from run to run.
    pub fingerprint: String,
}

/// What a run made of its baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaselineUse {
    /// Its file.
    pub file: String,
    /// How many of its entries still deny.
    pub unchanged: usize,
    /// Entries that deny no longer, among those that were judged.
    pub absent: Vec<BaselineEntry>,
}

/// A waiver of the organization and what came of it in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverUse {
    /// The rule that it waives.
    pub rule: String,
    /// The waiver.
    pub concession: Concession,
    /// What came of it.
    pub state: WaiverState,
    /// How many denials it covers.
    pub covers: usize,
}
