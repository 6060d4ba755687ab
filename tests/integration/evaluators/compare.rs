//! Says in what two decisions on one document differ.

use std::fmt::Debug;

use remedy_policy::{diagnostic::Code, engine::Evaluation, gate::Decision};
use similar::TextDiff;

/// How many lines of a difference are shown.
const MOST_LINES: usize = 60;

/// The first field in which two decisions differ, with both values; nothing if they are the same. It names every field, so
/// that a new one does not compile until it is compared.
pub(super) fn difference(machine: &Decision, interpreter: &Decision) -> Option<String> {
    macro_rules! first_difference {
        ($($field:ident),*) => {{
            let Decision { $($field: _),* } = machine;
            [$(of_field(stringify!($field), &machine.$field, &interpreter.$field)),*].into_iter().flatten().next()
        }};
    }
    first_difference!(
        kind,
        id,
        title,
        finding_type,
        severity,
        state,
        file,
        document,
        span,
        verdict,
        errors,
        denials,
        warnings,
        suppressed,
        flags,
        due,
        acceptance,
        rules_applied
    )
}

/// The same for what the rules of snippets answered.
pub(super) fn difference_of_evaluations(machine: &Evaluation, interpreter: &Evaluation) -> Option<String> {
    let Evaluation { results: _, failures: _, prints: _ } = machine;
    let results = |evaluation: &Evaluation| -> Vec<_> {
        let results = evaluation.results.iter();
        results.map(|result| (result.package.clone(), result.level, result.value.clone())).collect()
    };
    of_field("failures", &machine.failures, &interpreter.failures)
        .or_else(|| of_field("results", &results(machine), &results(interpreter)))
        .or_else(|| of_field("prints", &machine.prints, &interpreter.prints))
}

fn of_field<T: PartialEq + Debug>(name: &str, machine: &T, interpreter: &T) -> Option<String> {
    if machine == interpreter {
        return None;
    }
    let (interpreter, machine) = (format!("{interpreter:#?}\n"), format!("{machine:#?}\n"));
    let lines = TextDiff::from_lines(&interpreter, &machine).unified_diff().context_radius(4).to_string();
    let shown: Vec<&str> = lines.lines().take(MOST_LINES).collect();
    Some(format!("`{name}` differs (- interpreter, + machine):\n{}", shown.join("\n")))
}

/// Whether a limit ended the evaluation. The evaluators count in units of their own: one by the clock, one by steps.
pub(super) fn reached_a_limit(decision: &Decision) -> bool {
    decision.errors.iter().any(|error| matches!(error.code, Code::TimeLimit | Code::MemoryLimit))
}

#[cfg(test)]
mod tests {
    use remedy_policy::{diagnostic::Diagnostic, engine::Evaluator, gate::Flag};

    use super::*;
    use crate::evaluators::settings::Setting;

    /// A decision with several denials, warnings and an error.
    fn decision() -> Decision {
        let setting = Setting::acme();
        let mut decision = setting.gate(Evaluator::Interpreter).judge(&setting.documents[0]);
        let denials: Vec<_> = setting
            .documents
            .iter()
            .filter(|document| document.file.contains("/blocked/"))
            .take(3)
            .flat_map(|document| setting.gate(Evaluator::Interpreter).judge(document).denials)
            .collect();
        decision.warnings.clone_from(&denials);
        decision.denials = denials;
        decision.errors.push(Diagnostic::error(Code::PolicyEvaluation, "an error"));
        decision
    }

    #[test]
    fn equal_decisions_do_not_differ() {
        let decision = decision();
        assert!(decision.denials.len() >= 2);
        assert_eq!(difference(&decision, &decision.clone()), None);
    }

    #[test]
    fn every_change_of_a_decision_is_noticed() {
        type Change = (&'static str, fn(&mut Decision));
        let changes: [Change; 15] = [
            ("`denials`", |decision| drop(decision.denials.remove(0))),
            ("`denials`", |decision| decision.denials.swap(0, 1)),
            ("`denials`", |decision| decision.denials[0].message.push('!')),
            ("`denials`", |decision| decision.denials[1].found = Some(serde_json::json!("other"))),
            ("`denials`", |decision| decision.denials[1].facts = Some(serde_json::json!({"days": 1.0}))),
            ("`denials`", |decision| decision.denials[0].who.push("somebody".to_owned())),
            ("`denials`", |decision| decision.denials[0].earliest = Some("2026-11-21".to_owned())),
            ("`denials`", |decision| decision.denials[0].place.span.start += 1),
            ("`warnings`", |decision| decision.warnings.truncate(1)),
            ("`errors`", |decision| decision.errors.clear()),
            ("`errors`", |decision| decision.errors[0].help = Some("other".to_owned())),
            ("`errors`", |decision| decision.errors[0].file = Some("other.rego".into())),
            ("`flags`", |decision| decision.flags.extend([Flag::Baseline])),
            ("`verdict`", |decision| decision.verdict = remedy_policy::gate::Verdict::Closable),
            ("`suppressed`", |decision| decision.suppressed = decision.denials.clone()),
        ];
        let decision = decision();
        for (number, (field, change)) in changes.into_iter().enumerate() {
            let mut other = decision.clone();
            change(&mut other);
            let said = difference(&other, &decision).unwrap_or_else(|| panic!("change {number} goes unnoticed"));
            assert!(said.starts_with(field), "change {number}: {said}");
        }
    }
}
