//! Finds the clause that failed.
//!
//! The engine's failures often have no place. So the rule set is evaluated once more for each of its clauses alone: the
//! names of all the others are replaced in the text, and the clause that still fails is the one.

use std::fmt::Write as _;

use super::{CULPRIT_TIME_LIMIT, Clause, Engine, error, limited, rule_path};
use crate::{
    diagnostic::{Code, Diagnostic},
    policy::{Level, PolicySource},
};

/// A diagnostic for a failed rule set that points at the clause that failed, or at the first one of the set if none fails
/// alone.
pub(super) fn find(
    engine: &Engine,
    input: &regorus::Value,
    package: &str,
    level: Level,
    complaint: &str,
) -> Diagnostic {
    let diagnostic = error::from_engine(&complaint, Code::PolicyEvaluation, &engine.sources, engine.written());
    if diagnostic.file.is_some() {
        return diagnostic;
    }
    let set: Vec<&Clause> =
        engine.clauses.iter().filter(|clause| clause.package == package && clause.level == level).collect();
    let culprit = match set.as_slice() {
        [only] => Some(*only),
        several => several.iter().copied().find(|clause| fails_alone(engine, input, clause)),
    };
    match culprit.or_else(|| set.first().copied()) {
        Some(clause) => diagnostic.in_file(&clause.file).at(clause.name).label("while this rule was evaluated"),
        None => diagnostic,
    }
}

fn fails_alone(engine: &Engine, input: &regorus::Value, clause: &Clause) -> bool {
    let alone: Vec<PolicySource> = engine
        .sources
        .iter()
        .map(|source| {
            let others = engine
                .clauses
                .iter()
                .filter(|other| other.file == source.name && other.package == clause.package && *other != clause);
            PolicySource { text: with_names_replaced(&source.text, others).into(), ..source.clone() }
        })
        .collect();
    let Ok(interpreter) = super::parse(&alone).and_then(|modules| super::interpreter(&alone, &modules)) else {
        return false;
    };
    let mut interpreter = interpreter.inner;
    for data in &engine.data {
        if interpreter.add_data(data.clone()).is_err() {
            return false;
        }
    }
    interpreter.set_input(input.clone());
    match limited(&mut interpreter, &rule_path(&clause.package, clause.level), CULPRIT_TIME_LIMIT) {
        Ok(value) => clause.is_set && value == regorus::Value::Undefined,
        Err(_) => true,
    }
}

/// The text with the name of each given clause, `deny` or `warn`, replaced by one that no rule has.
fn with_names_replaced<'a>(text: &str, others: impl Iterator<Item = &'a Clause>) -> String {
    let mut replaced = String::with_capacity(text.len() + 64);
    let mut end = 0;
    for (number, clause) in others.enumerate() {
        replaced.push_str(text.get(end..clause.name.start as usize).unwrap_or_default());
        let _ = write!(replaced, "set_aside_{number}");
        end = clause.name.end as usize;
    }
    replaced.push_str(text.get(end..).unwrap_or_default());
    replaced
}
