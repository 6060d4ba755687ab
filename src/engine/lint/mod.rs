//! Static checks of policies: an interpreter that has types where the engine has values.
//!
//! The types come from the schemas (`schema`), from what the program derives (`document`) and from the policies themselves:
//! a rule is what its clauses give, a function is read for each kind of arguments that it is called with (`rules`). Where a
//! type is not known nothing is claimed: what is reported is wrong for every value that a checked manifest can have.

mod body;
mod builtins;
mod call;
mod checker;
mod compare;
mod document;
mod field;
mod judge;
mod lookup;
mod presence;
mod program;
mod reference;
mod results;
mod rules;
mod schema;
mod scope;
mod sites;
mod types;
mod value;

use std::collections::BTreeSet;

use super::{calls, clauses, parse};
use crate::{
    diagnostic::{Diagnostic, FileName},
    policy::{Catalogue, Origin, PolicySource, metadata_problems},
};

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct LintInputs<'a> {
    /// All policies that judge together, the shipped ones included.
    pub policies: &'a [PolicySource],
    /// Tests written in Rego.
    pub tests: &'a [PolicySource],
    /// The names of all files with tests, also of those that are not Rego.
    pub test_files: &'a BTreeSet<FileName>,
    /// The files of which problems are told.
    pub reported: &'a BTreeSet<FileName>,
    /// The tables of the profile; those of its schema if none is loaded.
    pub params: Option<&'a serde_json::Value>,
}

/// Checks policies without judging anything: everything that loading them refuses, and what can never be right.
///
/// # Errors
///
/// Policies that do not parse or compile: nothing else can be said of them.
pub fn lint(inputs: LintInputs<'_>) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let modules = parse(inputs.policies);
    let tests = parse(inputs.tests);
    let (modules, tests) = match (modules, tests) {
        (Ok(modules), Ok(tests)) => (modules, tests),
        (modules, tests) => {
            return Err(modules.err().into_iter().chain(tests.err()).flatten().collect());
        }
    };
    let mut problems = calls::check(&modules);
    problems.extend(calls::check(&tests));
    let found = clauses::find(&modules);
    if let Err(of_catalogue) = Catalogue::build(inputs.policies, &found) {
        problems.extend(of_catalogue);
    }
    // Those of own policies are checked with the catalogue.
    let of_library = inputs.policies.iter().filter(|source| source.origin == Origin::Shipped);
    problems.extend(of_library.filter(|source| inputs.reported.contains(&source.name)).flat_map(metadata_problems));
    if problems.is_empty() {
        super::compile(inputs.policies.to_vec())?;
    }
    let program = program::Program::new(&modules, inputs.policies, inputs.reported);
    let documents = document::Documents::new(inputs.params);
    let mut checker = checker::Checker::new(&program, &documents);
    checker.check_all();
    problems.extend(checker.sites.into_problems());
    problems.extend(presence::check(&program, &found, &tests, inputs.test_files));
    problems.retain(|problem| problem.file.as_ref().is_none_or(|file| inputs.reported.contains(file)));
    problems.sort_by(Diagnostic::order);
    problems.dedup();
    Ok(problems)
}
