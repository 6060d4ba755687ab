//! An explanation as one JSON document.

use serde_json::{Value, json};

use super::{ExplainedDocument, Run, json::Tool};
use crate::{
    diagnostic::{FileName, Sources},
    document::Span,
    engine::explain::{Attempt, Explanation, Seen, Step},
    gate::Documents,
};

/// Name and version of the format.
const FORMAT: &str = "remedy-policy/explanation/v1";

/// Renders explanations.
///
/// # Errors
///
/// The document cannot be written as JSON, which no value here causes.
pub fn render(explained: &[ExplainedDocument<'_>], run: &Run) -> serde_json::Result<String> {
    let documents: Vec<Value> = explained.iter().map(|document| of_document(document, &run.sources)).collect();
    let evaluated_at = run.at.as_ref().map(|at| json!({"time": at.time(), "date": at.date(), "zone": at.zone()}));
    let document = json!({
        "format": FORMAT,
        "tool": Tool::THIS,
        "evaluated_at": evaluated_at,
        "profile": run.profile,
        "explained": documents,
    });
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn of_document(explained: &ExplainedDocument<'_>, sources: &Sources) -> Value {
    let writer = Writer { sources, documents: explained.documents };
    let rules: Vec<Value> = explained
        .rules
        .iter()
        .map(|rule| {
            json!({
                "rule": rule.rule,
                "title": rule.title,
                "level": rule.level,
                "speaks": rule.denial.is_some(),
                "applies": !explained.is_outside,
                "message": rule.denial.as_ref().map(|denial| &denial.message),
                "clauses": rule.attempts.iter().map(|attempt| writer.attempt(attempt)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let decision = &explained.decision;
    json!({"id": decision.id, "file": &*decision.file, "verdict": decision.verdict, "rules": rules})
}

struct Writer<'a> {
    sources: &'a Sources,
    documents: Documents<'a>,
}

impl Writer<'_> {
    fn attempt(&self, attempt: &Attempt) -> Value {
        let deciding = attempt.deciding().map(|(of, step)| {
            json!({
                "condition": step.text,
                "result": step.result,
                "at": self.at(&of.file, step.span),
                "values": step.values.iter().map(|seen| self.seen(seen)).collect::<Vec<_>>(),
            })
        });
        json!({
            "at": self.at(&attempt.file, attempt.span),
            "holds": attempt.holds,
            "decided_by": deciding,
            "conditions": attempt.steps.iter().map(|step| self.step(step, attempt)).collect::<Vec<_>>(),
        })
    }

    fn step(&self, step: &Step, attempt: &Attempt) -> Value {
        json!({
            "text": step.text,
            "result": step.result,
            "at": self.at(&attempt.file, step.span),
            "values": step.values.iter().map(|seen| self.seen(seen)).collect::<Vec<_>>(),
            "because": step.because.iter().map(|explanation| self.explanation(explanation)).collect::<Vec<_>>(),
        })
    }

    fn explanation(&self, explanation: &Explanation) -> Value {
        json!({
            "name": explanation.name,
            "value": explanation.value,
            "by_default": explanation.by_default,
            "clauses": explanation.attempts.iter().map(|attempt| self.attempt(attempt)).collect::<Vec<_>>(),
        })
    }

    fn seen(&self, seen: &Seen) -> Value {
        let place = seen.place.as_ref().and_then(|place| self.documents.find(place));
        json!({
            "expression": seen.expression,
            "is_defined": seen.value.is_some(),
            "value": seen.value,
            "at": place.map(|(file, span)| self.at(file, span)),
        })
    }

    fn at(&self, file: &FileName, span: Span) -> Value {
        let place = self.sources.line_column(file, span);
        json!({
            "file": &**file,
            "line": place.map_or(1, |place| place.line),
            "column": place.map_or(1, |place| place.column),
        })
    }
}
