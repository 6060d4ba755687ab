//! An explanation for people: the conditions of each rule, the values that they saw with their lines, and the one that
//! decided.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{Human, human, printable::printable, values};
use crate::{
    diagnostic::Sources,
    engine::explain::{Attempt, Explanation, Step, StepResult},
    gate::{Decision, Documents, ExplainedRule},
    policy::Level,
    wording::count,
};

/// A document, what was decided of it, and why.
pub struct ExplainedDocument<'a> {
    /// The decision.
    pub decision: Decision,
    /// Where the values stand that conditions saw.
    pub documents: Documents<'a>,
    /// The rules that are explained, those that speak first.
    pub rules: Vec<ExplainedRule>,
    /// Whether the one rule that was asked for cannot speak of this document at all.
    pub is_outside: bool,
    /// Whether one rule was asked for.
    pub is_one_rule: bool,
}

/// Renders explanations.
#[must_use]
pub fn render(explained: &[ExplainedDocument<'_>], sources: &Sources, style: Human) -> String {
    let mut out = String::new();
    for document in explained {
        let page = Page { document, sources, style };
        page.write(&mut out);
    }
    out
}

struct Page<'a> {
    document: &'a ExplainedDocument<'a>,
    sources: &'a Sources,
    style: Human,
}

/// The marks before a condition, and their colours.
const MARKS: [(StepResult, &str, &str); 5] = [
    (StepResult::Holds, "✓", "32"),
    (StepResult::Fails, "✗", "31"),
    (StepResult::Error, "!", "31"),
    (StepResult::Unreached, "·", "2"),
    (StepResult::Gives, "=", "36"),
];

impl Page<'_> {
    fn write(&self, out: &mut String) {
        let decision = &self.document.decision;
        let _ = writeln!(out, "{}", human::headline(decision, self.style.color));
        let _ = writeln!(out, "{}", self.paint("2", &decision.file));
        for problem in &decision.errors {
            let _ = writeln!(out, "\n! {}: {}", problem.code.as_str(), printable(&problem.message));
        }
        let (speaking, silent): (Vec<_>, Vec<_>) = self.document.rules.iter().partition(|rule| rule.denial.is_some());
        for rule in &speaking {
            self.rule(out, rule);
        }
        if self.document.is_one_rule {
            for rule in &silent {
                self.rule(out, rule);
            }
        } else {
            self.silent(out, &silent);
        }
        self.closing(out, speaking.len(), silent.len());
    }

    /// What is left to say: how many rules are silent, and how to ask about them.
    fn closing(&self, out: &mut String, speaking: usize, silent: usize) {
        let decision = &self.document.decision;
        if self.document.is_one_rule || silent > 0 {
            return;
        }
        let others = decision.rules_applied.saturating_sub(speaking);
        let _ = writeln!(
            out,
            "\n{} say nothing of it. Why one does not: remedy-policy explain {}:RULE; each of them: --all\n",
            count(others, "other rule"),
            decision.id,
        );
    }

    fn rule(&self, out: &mut String, rule: &ExplainedRule) {
        let said = match (&rule.denial, rule.level) {
            (Some(denial), Level::Deny) => format!("{} blocks: {}", rule.rule, printable(&denial.message)),
            (Some(denial), Level::Warn) => format!("{} warns: {}", rule.rule, printable(&denial.message)),
            (None, _) if self.document.is_outside => {
                format!("{} does not apply: its METADATA rules this kind, state or type out", rule.rule)
            }
            (None, Level::Deny) => format!("{} does not block", rule.rule),
            (None, Level::Warn) => format!("{} does not warn", rule.rule),
        };
        let _ = writeln!(out, "\n{}", self.paint("1", &said));
        if !rule.title.is_empty() {
            let _ = writeln!(out, "{}", self.paint("2", &rule.title));
        }
        if rule.attempts.is_empty() {
            let _ = writeln!(out, "\n  The clause that gave this result could not be told.");
        }
        let several = rule.attempts.len() > 1;
        for (number, attempt) in rule.attempts.iter().enumerate() {
            out.push('\n');
            let which =
                if several { format!("clause {} of {}, ", number + 1, rule.attempts.len()) } else { String::new() };
            let _ = writeln!(out, "  {}", self.paint("2", &format!("{which}{}", self.place_of(attempt))));
            self.attempt(out, attempt, 2, attempt.deciding().map(|(_, step)| step));
        }
    }

    fn place_of(&self, attempt: &Attempt) -> String {
        let line = self.sources.line_column(&attempt.file, attempt.span).map_or(0, |place| place.line);
        format!("{}:{line}", attempt.file)
    }

    fn attempt(&self, out: &mut String, attempt: &Attempt, indent: usize, deciding: Option<&Step>) {
        let mut shown = BTreeSet::new();
        for step in &attempt.steps {
            self.step(out, step, indent, deciding, &mut shown);
        }
    }

    fn step<'s>(
        &self,
        out: &mut String,
        step: &'s Step,
        indent: usize,
        deciding: Option<&Step>,
        shown: &mut BTreeSet<&'s str>,
    ) {
        let (_, mark, colour) =
            MARKS.iter().find(|(result, ..)| *result == step.result).copied().unwrap_or((step.result, "?", "0"));
        let decides = deciding.is_some_and(|deciding| std::ptr::eq(deciding, step));
        let pad = " ".repeat(indent);
        let text = values::one_line(&step.text);
        let arrow = if decides { self.paint("1;33", "  ◀ this decided") } else { String::new() };
        let room = self.style.width.saturating_sub(indent + 2 + if decides { 16 } else { 0 });
        let text = values::shortened(&text, room.max(40));
        let text = if step.result == StepResult::Unreached { self.paint("2", &text) } else { text };
        let _ = writeln!(out, "{pad}{} {text}{arrow}", self.paint(colour, mark));
        if step.tried > 1 {
            let _ = writeln!(out, "{pad}    for none of {}; of the first:", count(step.tried, "entry"));
        }
        for seen in values::worth_seeing(step, shown, decides) {
            let place =
                seen.place.as_ref().and_then(|place| self.document.documents.find(place)).map(|(file, span)| {
                    let line = self.sources.line_column(file, span).map_or(0, |place| place.line);
                    // The headline names the file of the document itself.
                    if *file == self.document.decision.file {
                        format!("  line {line}")
                    } else {
                        format!("  {file}:{line}")
                    }
                });
            let place = place.unwrap_or_default();
            let expression = values::shortened(&values::one_line(&seen.expression), 60);
            let value = match &seen.value {
                Some(value) => format!("= {}", values::written(value)),
                None if seen.place.is_some() => "is absent".to_owned(),
                None => "is undefined".to_owned(),
            };
            let room =
                self.style.width.saturating_sub(indent + 4 + expression.chars().count() + 1 + place.chars().count());
            let value = values::shortened(&value, room.max(24));
            let _ = writeln!(out, "{pad}    {expression} {}{}", self.paint("36", &value), self.paint("2", &place));
        }
        for explanation in &step.because {
            self.explanation(out, explanation, indent + 4, deciding);
        }
    }

    fn explanation(&self, out: &mut String, explanation: &Explanation, indent: usize, deciding: Option<&Step>) {
        let pad = " ".repeat(indent);
        let name = values::shortened(&values::one_line(&explanation.name), 70);
        let value = match &explanation.value {
            Some(serde_json::Value::Bool(true)) => " holds".to_owned(),
            Some(value) => format!(" = {}", values::shortened(&values::written(value), 50)),
            None => " does not hold".to_owned(),
        };
        let by_default = if explanation.by_default { ", by default" } else { "" };
        let place = match explanation.attempts.as_slice() {
            [one] => format!("  {}", self.place_of(one)),
            _ => String::new(),
        };
        let _ = writeln!(out, "{pad}└ {name}{value}{by_default}{}", self.paint("2", &place));
        let several = explanation.attempts.len() > 1;
        for attempt in &explanation.attempts {
            if several {
                let _ = writeln!(out, "{pad}  {}", self.paint("2", &self.place_of(attempt)));
            }
            self.attempt(out, attempt, indent + 2, deciding);
        }
    }

    /// The rules that say nothing, each with the condition that decided.
    fn silent(&self, out: &mut String, silent: &[&ExplainedRule]) {
        if !silent.is_empty() {
            let _ = writeln!(out, "\n{}", self.paint("1", "Silent, and the condition that decided"));
        }
        for rule in silent {
            let farthest = rule.attempts.iter().rev().max_by_key(|attempt| attempt.decided);
            let Some((attempt, step)) = farthest.and_then(Attempt::deciding) else { continue };
            let _ = writeln!(out, "\n{} {}", self.paint("1", &rule.rule), rule.title);
            let _ = writeln!(out, "  {}", self.paint("2", &self.place_of(attempt)));
            self.step(out, &Step { because: Vec::new(), ..step.clone() }, 2, None, &mut BTreeSet::new());
        }
    }

    fn paint(&self, codes: &str, text: &str) -> String {
        if self.style.color && !text.is_empty() { format!("\u{1b}[{codes}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
