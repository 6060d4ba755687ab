//! What the gate says of one finding or review.

use std::collections::BTreeSet;

use serde::Serialize;

use super::relief::{BaselineState, Lapsed, Relief};
use crate::{
    diagnostic::{Diagnostic, FileName},
    document::{Path, Segment, Span},
    manifest::{Kind, Manifest},
    policy::Level,
};

/// The verdict on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The closure, or the completion of a review, holds.
    Closable,
    /// The acceptance holds. The finding stays open, and the acceptance expires.
    Acceptable,
    /// It is contained; ownership and fix may be pending.
    Contained,
    /// It is open, and nothing is wrong with that.
    Open,
    /// At least one rule denies what the manifest asks for.
    Blocked,
    /// At least one rule could not judge it.
    Error,
    /// Nothing speaks against this organization data, or this deletion.
    Sound,
}

impl Verdict {
    /// All verdicts on findings and reviews, in the order in which totals list them.
    pub const ALL: [Self; 6] =
        [Self::Closable, Self::Acceptable, Self::Contained, Self::Open, Self::Blocked, Self::Error];

    /// The lowercase word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closable => "closable",
            Self::Acceptable => "acceptable",
            Self::Contained => "contained",
            Self::Open => "open",
            Self::Blocked => "blocked",
            Self::Error => "error",
            Self::Sound => "sound",
        }
    }

    /// The verdict on a document that asks for a state and against which nothing speaks.
    pub(super) fn undisputed(state: &str) -> Self {
        match state {
            "closed" | "completed" => Self::Closable,
            "accepted" => Self::Acceptable,
            "contained" => Self::Contained,
            "" => Self::Sound,
            _ => Self::Open,
        }
    }
}

/// A mark beside the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Flag {
    /// It is still open after its due date.
    Overdue,
    /// It was fixed after its due date.
    Late,
    /// An escalation is on record.
    Escalated,
    /// A breach that cannot be undone was ratified.
    Ratified,
    /// A waiver covers what denied it.
    Waived,
    /// The baseline covers what denied it.
    Baseline,
}

impl Flag {
    /// All flags.
    pub const ALL: [Self; 6] =
        [Self::Overdue, Self::Late, Self::Escalated, Self::Ratified, Self::Waived, Self::Baseline];

    /// Those that a rule sets. The others say what keeps a denial from blocking.
    const SET_BY_RULES: [Self; 4] = [Self::Overdue, Self::Late, Self::Escalated, Self::Ratified];

    /// The lowercase word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Late => "late",
            Self::Escalated => "escalated",
            Self::Ratified => "ratified",
            Self::Waived => "waived",
            Self::Baseline => "baseline",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::SET_BY_RULES.into_iter().find(|flag| flag.as_str() == word)
    }
}

/// Where a path of the manifest leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The bytes to underline: the value, or what is nearest to it.
    pub span: Span,
    /// The rest of the path that does not exist. Empty if the value is there.
    pub missing: Vec<Segment>,
}

/// A second place of the manifest that a denial speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedPlace {
    /// The path.
    pub path: Path,
    /// Where it leads.
    pub place: Place,
    /// What is there, in a few words.
    pub message: String,
}

/// What a rule has to say of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Denial {
    /// The id of the rule.
    pub rule: String,
    /// Whether it blocks.
    pub level: Level,
    /// The rule set that it came from. A relief may have taken from it the power to block, or the configuration given it.
    pub rule_set: Level,
    /// The path of the manifest that it speaks of.
    pub path: Path,
    /// Where that leads.
    pub place: Place,
    /// One line: what is wrong.
    pub message: String,
    /// The value that was found.
    pub found: Option<serde_json::Value>,
    /// The value that was expected.
    pub expected: Option<serde_json::Value>,
    /// What to do.
    pub unblock: Option<String>,
    /// Who can do it: ids of people or teams.
    pub who: Vec<String>,
    /// The earliest day or instant at which it can pass.
    pub earliest: Option<String>,
    /// Other places that were compared.
    pub related: Vec<RelatedPlace>,
    /// Values that the rule computed on the way.
    pub facts: Option<serde_json::Value>,
    /// The mark that it sets.
    pub flag: Option<Flag>,
    /// The condition of the policy that decided, if that was asked for.
    pub decided_by: Option<DecidedBy>,
    /// What makes it the same denial from run to run, wherever its lines move: rule, document and path. Hexadecimal.
    pub fingerprint: String,
    /// What keeps it from blocking.
    pub relief: Option<Relief>,
    /// What was meant to keep it from blocking, and does not hold.
    pub lapsed: Vec<Lapsed>,
    /// How it compares with the baseline, if there is one.
    pub baseline: Option<BaselineState>,
}

/// The condition of a policy that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedBy {
    /// Its text.
    pub condition: String,
    /// The policy file.
    pub file: FileName,
    /// Its bytes there.
    pub span: Span,
    /// Whether it holds; a rule can speak because something does not.
    pub holds: bool,
    /// The values that it saw.
    pub values: Vec<SeenValue>,
}

/// A value that a condition saw.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenValue {
    /// The expression.
    pub expression: String,
    /// Its value; nothing if it is absent or undefined.
    pub value: Option<serde_json::Value>,
    /// The file and the bytes that hold it, or should.
    pub place: Option<(FileName, Span)>,
}

/// The dates of an acceptance that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// When it is looked at next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_at: Option<String>,
}

impl Acceptance {
    /// The dates that a finding gives.
    pub(super) fn of(finding: &Manifest) -> Self {
        let date = |key| finding.text_at(&["risk_acceptance", key]).map(str::to_owned);
        Self { expires_at: date("expires_at"), review_at: date("review_at") }
    }
}

/// The decision on one finding or review.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What was judged: a finding or a review.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The type of a finding.
    pub finding_type: Option<String>,
    /// The severity of a finding.
    pub severity: Option<String>,
    /// What the manifest asks for.
    pub state: String,
    /// The file.
    pub file: FileName,
    /// Its position among the documents of the file, from 0.
    pub document: usize,
    /// The bytes of its id.
    pub span: Span,
    /// The verdict.
    pub verdict: Verdict,
    /// Marks beside it.
    pub flags: BTreeSet<Flag>,
    /// When it is due, as the manifest has it.
    pub due: Option<String>,
    /// The dates of its acceptance, if that is the verdict.
    pub acceptance: Option<Acceptance>,
    /// How many rules could speak of it.
    pub rules_applied: usize,
    /// What blocks it, by place.
    pub denials: Vec<Denial>,
    /// What does not block, by place.
    pub warnings: Vec<Denial>,
    /// What a waiver, the baseline or a level took out, by place. Each has a relief.
    pub suppressed: Vec<Denial>,
    /// What could not be judged.
    pub errors: Vec<Diagnostic>,
}
