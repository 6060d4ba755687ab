//! Has the engine compile rule sets into programs of its bytecode.
//!
//! A program has limits (65,535 instructions, 4,000 rules), and one rule set that the compiler cannot do fails a program. So
//! what fails is halved until it is known which rule sets fail by themselves; the others are compiled together again.

use std::sync::Arc;

use regorus::{
    CompiledPolicy,
    languages::rego::compiler::Compiler,
    rvm::{Instruction, program::Program},
};

use crate::engine::{RuleSet, error::sentence, rule_path};

/// Rule sets that were compiled together, each with the number of its rule.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Compiled {
    pub(in crate::engine) program: Arc<Program>,
    pub(in crate::engine) rule_sets: Vec<(RuleSet, usize)>,
}

/// What came of compiling.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) programs: Vec<Compiled>,
    /// The rule sets that the compiler cannot do, each with its complaint.
    pub(super) refused: Vec<(RuleSet, String)>,
}

/// Compiles rule sets, in as few programs as it takes.
pub(super) fn compile(policy: &CompiledPolicy, rule_sets: &[RuleSet]) -> Outcome {
    let mut outcome = Outcome::default();
    halve(policy, rule_sets, &mut outcome);
    if outcome.programs.len() > 1 && !outcome.refused.is_empty() {
        // Without those that fail, the others may fit into one.
        let good: Vec<RuleSet> = outcome
            .programs
            .iter()
            .flat_map(|compiled| compiled.rule_sets.iter().map(|(rule_set, _)| rule_set.clone()))
            .collect();
        let mut again = Outcome::default();
        halve(policy, &good, &mut again);
        if again.refused.is_empty() && again.programs.len() < outcome.programs.len() {
            outcome.programs = again.programs;
        }
    }
    outcome
}

fn halve(policy: &CompiledPolicy, rule_sets: &[RuleSet], outcome: &mut Outcome) {
    match (together(policy, rule_sets), rule_sets) {
        (_, []) => {}
        (Ok(compiled), _) => outcome.programs.push(compiled),
        (Err(complaint), [one]) => outcome.refused.push((one.clone(), complaint)),
        (Err(_), several) => {
            let (first, second) = several.split_at(several.len() / 2);
            halve(policy, first, outcome);
            halve(policy, second, outcome);
        }
    }
}

fn together(policy: &CompiledPolicy, rule_sets: &[RuleSet]) -> Result<Compiled, String> {
    let paths: Vec<String> = rule_sets.iter().map(|(package, level)| rule_path(package, *level)).collect();
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let program =
        Compiler::compile_from_policy(policy, &names).map_err(|complaint| sentence(&complaint.to_string()))?;
    let rule_of = |name: &str| match program.instructions.get(program.get_entry_point(name)?)? {
        Instruction::CallRule { rule_index, .. } => Some(usize::from(*rule_index)),
        _ => None,
    };
    let numbered: Option<Vec<(RuleSet, usize)>> =
        rule_sets.iter().zip(&names).map(|(rule_set, name)| Some((rule_set.clone(), rule_of(name)?))).collect();
    let rule_sets = numbered.ok_or("a rule set without a rule")?;
    Ok(Compiled { program, rule_sets })
}
