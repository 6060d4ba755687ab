//! Changes policies in small ways and asks whether a test notices. A change that no test notices shows what is not tested.

mod aside;
mod find;
mod run;
mod text;
mod values;

pub use run::{Baseline, Fate, Judged};

use std::fmt;

use crate::{diagnostic::FileName, document::Span};

/// A way to change a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// A comparison becomes another one.
    Comparison,
    /// A whole number becomes the next one.
    Number,
    /// A condition is replaced by `true`.
    DropCondition,
    /// `not` is put before a condition, or taken away.
    Negation,
    /// An element of a set, or of a list that is searched, is taken away.
    Element,
    /// A text that something is compared with becomes another one.
    Text,
    /// `every` becomes `some`.
    Quantifier,
    /// `|` becomes `&`, `min` becomes `max`, or the other way round.
    Combination,
    /// `+` becomes `-`, `*` becomes `/`, or the other way round.
    Arithmetic,
    /// The value that `object.get` falls back to becomes another one.
    Fallback,
    /// A value `true` becomes `false`, or the other way round.
    Boolean,
    /// A clause of a rule that has several is taken away.
    DropClause,
}

impl Operator {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Comparison,
        Self::Number,
        Self::DropCondition,
        Self::Negation,
        Self::Element,
        Self::Text,
        Self::Quantifier,
        Self::Combination,
        Self::Arithmetic,
        Self::Fallback,
        Self::Boolean,
        Self::DropClause,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Number => "number",
            Self::DropCondition => "drop-condition",
            Self::Negation => "negation",
            Self::Element => "element",
            Self::Text => "text",
            Self::Quantifier => "quantifier",
            Self::Combination => "combination",
            Self::Arithmetic => "arithmetic",
            Self::Fallback => "fallback",
            Self::Boolean => "boolean",
            Self::DropClause => "drop-clause",
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One change of one policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The file.
    pub file: FileName,
    /// The line, from 1, on which the change begins.
    pub line: u32,
    /// What kind of change it is.
    pub operator: Operator,
    /// The bytes that change.
    pub span: Span,
    /// What they become.
    pub replacement: String,
    /// The rule in which it is.
    pub(super) rule: Span,
}

impl Mutant {
    /// The text of the file after the change.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let before = text.get(..self.span.start as usize).unwrap_or_default();
        let after = text.get(self.span.end as usize..).unwrap_or_default();
        format!("{before}{}{after}", self.replacement)
    }
}
