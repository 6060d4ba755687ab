//! Why a Rego test does not hold: the condition that fails, the values that it saw, and what it rests on.

use super::{tests_cases::lines, values};
use crate::{
    diagnostic::LineColumn,
    engine::explain::{Attempt, Seen, Step, StepResult},
    testing::TestRun,
};

/// The length from which two values that were compared are shown below each other.
const LONG: usize = 60;

/// How much of a condition and of a value is shown.
const WIDTH: usize = 100;

/// The condition of a test's own body that fails.
pub(super) fn condition(why: &Attempt) -> Option<&Step> {
    why.steps.get(why.decided?)
}

/// The values that it saw, and, if it rests on another condition, that one and its values.
pub(super) fn evidence(run: &TestRun, why: &Attempt) -> String {
    let Some(step) = condition(why) else { return String::new() };
    let mut lines = seen(step);
    if let Some((attempt, deeper)) = why.deciding()
        && !std::ptr::eq(deeper, step)
    {
        let verb = match deeper.result {
            StepResult::Holds => "holds",
            StepResult::Error => "could not be evaluated",
            _ => "does not hold",
        };
        let place = place(run, attempt, deeper);
        lines.push(format!("because `{}` {verb} ({place})", values::shortened(&values::one_line(&deeper.text), WIDTH)));
        lines.extend(seen(deeper).into_iter().map(|line| format!("  {line}")));
    }
    lines.join("\n")
}

/// All of it in one text, with the condition and its place.
pub(super) fn in_words(run: &TestRun, why: &Attempt) -> String {
    let Some(step) = condition(why) else { return "a condition does not hold".to_owned() };
    let condition = values::shortened(&values::one_line(&step.text), WIDTH);
    let evidence = evidence(run, why);
    let first = format!("`{condition}` does not hold ({})", place(run, why, step));
    if evidence.is_empty() { first } else { format!("{first}\n{evidence}") }
}

fn place(run: &TestRun, attempt: &Attempt, step: &Step) -> String {
    let line = run.sources.line_column(&attempt.file, step.span).map_or(0, |LineColumn { line, .. }| line);
    format!("{}:{line}", attempt.file)
}

fn seen(step: &Step) -> Vec<String> {
    if let Some((left, right)) = step.sides.as_deref().filter(|_| step.result == StepResult::Fails) {
        let is_long = [left, right].into_iter().any(|value| values::written(value).chars().count() > LONG);
        if is_long && left != right {
            let text = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
            let mut out = vec!["`-` is left of `==`, `+` is right of it:".to_owned()];
            out.extend(lines(&text(left), &text(right)).lines().map(|line| format!("  {line}")));
            return out;
        }
    }
    let mut lines = Vec::new();
    if step.tried > 1 {
        lines.push(format!("for none of {} entries; of the first:", step.tried));
    }
    let worth = step.worth_seeing();
    // A reference without a value says something here, also where no document is read.
    let is_missing = |seen: &Seen| seen.value.is_none() && !seen.expression.contains(['(', '{', '[', ' ']);
    for seen in step.values.iter().filter(|seen| is_missing(seen) || worth.iter().any(|one| std::ptr::eq(*one, *seen)))
    {
        let expression = values::shortened(&values::one_line(&seen.expression), LONG);
        lines.push(match &seen.value {
            Some(value) => format!("{expression} = {}", values::shortened(&values::written(value), WIDTH)),
            None => format!("{expression} is undefined"),
        });
    }
    lines
}
