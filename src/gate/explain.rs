//! Explains what a rule says of a document, or why it is silent.

use serde_json::Value;

use super::{DecidedBy, Decision, Denial, Gate, SeenValue};
use crate::{
    diagnostic::{Diagnostic, FileName},
    document::{Found, Span},
    engine::explain::{Attempt, Depth, DocumentPath, Explainer, Root, StepResult},
    manifest::Manifest,
    org::Organization,
    policy::{Level, RuleEntry},
};

/// A rule and a document: what the rule says of it, and the conditions that led there.
#[derive(Clone, Debug)]
pub struct ExplainedRule {
    /// The id of the rule.
    pub rule: String,
    /// What it asks for.
    pub title: String,
    /// Whether it can block.
    pub level: Level,
    /// The denial or warning; nothing if the rule is silent.
    pub denial: Option<Denial>,
    /// The clause that gave it, or all clauses of a rule that is silent.
    pub attempts: Vec<Attempt>,
}

/// The documents that conditions read, to find lines in.
#[derive(Clone, Copy)]
pub struct Documents<'a> {
    /// The finding or review.
    pub manifest: &'a Manifest,
    /// The organization data.
    pub organization: &'a Organization,
}

impl<'a> Documents<'a> {
    /// The file and the bytes that a path leads to; nothing if a part of the path is missing at its very root.
    #[must_use]
    pub fn find(&self, place: &DocumentPath) -> Option<(&'a FileName, Span)> {
        let document = match place.root {
            Root::Manifest => self.manifest,
            Root::Organization => {
                let number = self.organization.document_of(&place.path);
                self.organization.documents().get(number)?
            }
        };
        let location = document.root.locate(&place.path);
        let is_lost = match &location.found {
            Found::Exact => false,
            Found::Parent { missing } => place.root == Root::Organization || missing.len() == place.path.len(),
        };
        (!is_lost).then(|| (&document.file, location.label_span(&document.text)))
    }
}

/// Explains decisions of a gate. It keeps what it has compiled, so one is taken for many decisions.
pub struct DecisionExplainer<'a> {
    gate: &'a Gate,
    explainer: Explainer<'a>,
}

impl Gate {
    /// Makes ready to explain.
    ///
    /// # Errors
    ///
    /// The engine does not take the policies again.
    pub fn explainer(&self) -> Result<DecisionExplainer<'_>, Vec<Diagnostic>> {
        Ok(DecisionExplainer { gate: self, explainer: self.engine.explainer()? })
    }
}

impl DecisionExplainer<'_> {
    /// The clause that gave a denial or warning, condition by condition. Nothing if it cannot be told which one it was.
    ///
    /// # Errors
    ///
    /// The engine refuses what it is asked.
    pub fn denial(
        &mut self,
        document: &Manifest,
        denial: &Denial,
        depth: Depth,
    ) -> Result<Option<Attempt>, Vec<Diagnostic>> {
        let Some(entry) = self.gate.catalogue.get(&denial.rule) else { return Ok(None) };
        let gave = |value: &Value| is_of(value, denial);
        let mut failed = None;
        for clause in entry.clauses.iter().filter(|clause| clause.level == denial.rule_set) {
            let input = self.gate.input(document);
            let attempts = self.explainer.clause(input, &entry.file, clause.span, &gave, depth)?;
            for attempt in attempts {
                if attempt.value.as_ref().is_some_and(gave) {
                    return Ok(Some(attempt));
                }
                if attempt.steps.iter().any(|step| step.result == StepResult::Error) {
                    failed = failed.or(Some(attempt));
                }
            }
        }
        // A clause that cannot be stepped through says so, rather than nothing.
        Ok(failed)
    }

    /// Notes at each denial of a decision the condition that decided.
    ///
    /// # Errors
    ///
    /// The engine refuses what it is asked.
    pub fn annotate(&mut self, decision: &mut Decision, documents: Documents<'_>) -> Result<(), Vec<Diagnostic>> {
        for denial in &mut decision.denials {
            let attempt = self.denial(documents.manifest, denial, Depth::Deciding)?;
            denial.decided_by = attempt.and_then(|attempt| decided_by(&attempt, documents));
        }
        Ok(())
    }

    /// Every clause of a rule that contributes to a level, condition by condition, whether it speaks or not.
    ///
    /// # Errors
    ///
    /// The engine refuses what it is asked.
    pub fn rule(
        &mut self,
        document: &Manifest,
        entry: &RuleEntry,
        level: Level,
        depth: Depth,
    ) -> Result<Vec<Attempt>, Vec<Diagnostic>> {
        let mut attempts = Vec::new();
        for clause in entry.clauses.iter().filter(|clause| clause.level == level) {
            let input = self.gate.input(document);
            attempts.extend(self.explainer.clause(input, &entry.file, clause.span, &|_| true, depth)?);
        }
        Ok(attempts)
    }
}

/// The condition that decided, with the values that tell something.
fn decided_by(attempt: &Attempt, documents: Documents<'_>) -> Option<DecidedBy> {
    let (of, step) = attempt.deciding()?;
    let values = step
        .worth_seeing()
        .into_iter()
        .map(|seen| SeenValue {
            expression: seen.expression.clone(),
            value: seen.value.clone(),
            place: seen.place.as_ref().and_then(|place| documents.find(place)).map(|(file, span)| (file.clone(), span)),
        })
        .collect();
    Some(DecidedBy {
        condition: step.text.clone(),
        file: of.file.clone(),
        span: step.span,
        holds: step.result == StepResult::Holds,
        values,
    })
}

/// Whether what a clause gave is this denial.
fn is_of(value: &Value, denial: &Denial) -> bool {
    match value {
        Value::String(message) => *message == denial.message,
        Value::Object(fields) => {
            let message = fields.get("message").or_else(|| fields.get("msg")).and_then(Value::as_str);
            let is_there = fields.get("path").is_none_or(|path| super::result::path_in(path) == denial.path);
            message == Some(denial.message.as_str()) && is_there
        }
        _ => false,
    }
}
