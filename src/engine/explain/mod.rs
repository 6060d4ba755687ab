//! Explains a decision: the conditions of a rule in their order, the values that each saw, and the one that decided.
//!
//! The engine has no trace. So the policies are given a second time with one rule more for each statement of a file (see
//! `probe`), and the body is walked statement by statement, each over the values that the ones before it gave.

mod attempt;
mod body;
mod collections;
mod definitions;
mod explainer;
mod names;
mod places;
mod probe;
mod program;
mod reasons;

pub use explainer::{Depth, Explainer};
pub use places::{DocumentPath, Root};

use serde::Serialize;

use crate::{diagnostic::FileName, document::Span};

/// How a rule, a function, a comprehension or an `every` came out as it did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// What is explained, as the policy names it.
    pub name: String,
    /// What it gave; nothing if it is undefined.
    pub value: Option<serde_json::Value>,
    /// Whether no clause held and the default counts.
    pub by_default: bool,
    /// The clauses that were tried: the one that gave the value, or, if there is none, all.
    pub attempts: Vec<Attempt>,
}

/// One clause, condition by condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attempt {
    /// The file it stands in.
    pub file: FileName,
    /// The bytes of the clause.
    #[serde(skip)]
    pub span: Span,
    /// Whether all its conditions hold.
    pub holds: bool,
    /// What it gives, if they do.
    pub value: Option<serde_json::Value>,
    /// The conditions, in the order in which they were evaluated; what comes after the first that fails is not reached.
    pub steps: Vec<Step>,
    /// The step that decided.
    pub decided: Option<usize>,
}

/// How a condition came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepResult {
    /// It holds.
    Holds,
    /// It is false or undefined.
    Fails,
    /// One before it failed.
    Unreached,
    /// The engine could not evaluate it.
    Error,
    /// No condition: what the clause gives.
    Gives,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Its text.
    pub text: String,
    /// The bytes of it.
    #[serde(skip)]
    pub span: Span,
    /// How it came out.
    pub result: StepResult,
    /// The values that it saw.
    pub values: Vec<Seen>,
    /// For how many entries it was tried, if it is the one that failed.
    pub tried: usize,
    /// What it rests on, the reason for its result first.
    pub because: Vec<Explanation>,
    /// Whether the first of `because` is the reason for the result.
    pub leads_on: bool,
    /// The two values that a condition of a test compares by `==`.
    #[serde(skip)]
    pub sides: Option<Box<(serde_json::Value, serde_json::Value)>>,
}

/// A value that a condition saw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// The expression.
    pub expression: String,
    /// Its value; nothing if it is undefined.
    pub value: Option<serde_json::Value>,
    /// Where a document holds it, or should.
    pub place: Option<DocumentPath>,
}

/// An object with more fields than this is a document, or a part of one that nobody reads on one line.
const MOST_FIELDS: usize = 12;

impl Step {
    /// The values that tell something beyond the text of the condition.
    #[must_use]
    pub fn worth_seeing(&self) -> Vec<&Seen> {
        let named = self.values.first().filter(|first| self.text.starts_with(&format!("{} :=", first.expression)));
        let mut worth = Vec::new();
        for (number, seen) in self.values.iter().enumerate() {
            let is_document = seen.place.as_ref().is_some_and(|place| place.path.is_empty())
                || matches!(&seen.value, Some(serde_json::Value::Object(fields)) if fields.len() > MOST_FIELDS);
            let is_whole = self.text == seen.expression && matches!(seen.value, Some(serde_json::Value::Bool(true)));
            // What was computed from others that are shown, and came to nothing, says nothing more; nor does what got a name.
            let is_undefined_call = seen.value.is_none() && seen.place.is_none();
            let has_name = number > 0
                && named.is_some_and(|named| {
                    named.value == seen.value && (seen.place.is_none() || named.place == seen.place)
                });
            if !is_document && !is_whole && !is_undefined_call && !has_name {
                worth.push(seen);
            }
        }
        worth
    }
}

impl Attempt {
    /// The step that decided, and the clause it stands in: followed through the rules that it rests on.
    #[must_use]
    pub fn deciding(&self) -> Option<(&Self, &Step)> {
        let step = self.steps.get(self.decided?)?;
        if step.leads_on
            && let Some(deeper) = step.because.first().and_then(Explanation::deciding)
        {
            return Some(deeper);
        }
        Some((self, step))
    }
}

impl Explanation {
    /// The step that decided. Of several clauses that failed it is the one that came farthest.
    #[must_use]
    pub fn deciding(&self) -> Option<(&Attempt, &Step)> {
        let farthest = self.attempts.iter().rev().max_by_key(|attempt| attempt.decided)?;
        farthest.deciding()
    }
}
