//! Evaluates small policies by both evaluators.

use std::collections::BTreeSet;

use remedy_policy::{
    diagnostic::Diagnostic,
    engine::{Data, Engine, Evaluation, Evaluator, RuleSet},
    policy::PolicySource,
};
use serde_json::Value;

use super::compare::difference_of_evaluations;

/// Evaluates policies over inputs, one after the other, and those again in the opposite order: nothing of one may stay for
/// the next. Gives what the interpreter answered.
///
/// # Errors
///
/// The policies do not load.
///
/// # Panics
///
/// The evaluators differ.
pub(super) fn evaluate(texts: &[&str], data: &Value, inputs: &[Value]) -> Result<Vec<Evaluation>, Vec<Diagnostic>> {
    let named = texts.iter().enumerate();
    let sources = named.map(|(number, text)| PolicySource::new(&format!("own/{number}.rego"), text)).collect();
    let mut engine = Engine::load(sources)?;
    let asked: BTreeSet<RuleSet> =
        engine.clauses().iter().map(|clause| (clause.package.clone(), clause.level)).collect();
    let always = asked.iter().map(|set| (set.clone(), vec!["true".to_owned()])).collect();
    engine.ask(&always).map_err(|problem| vec![problem])?;
    engine.add_data(Data::from_json(data)).map_err(|problem| vec![problem])?;
    let by = |evaluator| {
        let mut engine = engine.clone();
        engine.set_evaluator(evaluator);
        engine
    };
    let (machine, interpreter) = (by(Evaluator::Machine), by(Evaluator::Interpreter));
    let (mut machine, mut interpreter) = (machine.session(), interpreter.session());
    let expected: Vec<Evaluation> =
        inputs.iter().map(|input| interpreter.evaluate(Data::from_json(input), &asked)).collect();
    let both = inputs.iter().zip(&expected);
    for (input, expected) in both.clone().chain(both.rev()) {
        let found = machine.evaluate(Data::from_json(input), &asked);
        if let Some(difference) = difference_of_evaluations(&found, expected) {
            panic!("{}\n\ninput: {input}\n\n{difference}", texts.join("\n---\n"));
        }
    }
    Ok(expected)
}

#[test]
fn what_a_snippet_answers_is_seen() {
    let policy = "package own\ndeny contains x if { x := input.a / input.b }\nwarn contains \"w\" if print(input.a)\n";
    let inputs = [serde_json::json!({"a": 4, "b": 2}), serde_json::json!({"a": 4, "b": 0})];
    let answered = evaluate(&[policy], &Value::Null, &inputs).unwrap_or_default();
    assert!(answered.is_empty(), "data is an object");
    let answered = evaluate(&[policy], &serde_json::json!({}), &inputs).unwrap();
    assert_eq!(answered[0].results.len(), 2);
    assert_eq!(answered[0].prints, ["own/0.rego:3: 4"]);
    assert_eq!(answered[1].failures.len(), 1);
    assert!(answered[1].failures[0].diagnostic.message.contains("zero"), "{:?}", answered[1].failures);
    let mut other = answered[0].clone();
    other.prints.clear();
    assert!(difference_of_evaluations(&other, &answered[0]).unwrap().starts_with("`prints`"));
    other = answered[0].clone();
    other.results.pop();
    assert!(difference_of_evaluations(&other, &answered[0]).unwrap().starts_with("`results`"));
    other = answered[1].clone();
    other.failures.clear();
    assert!(difference_of_evaluations(&other, &answered[1]).unwrap().starts_with("`failures`"));
}
