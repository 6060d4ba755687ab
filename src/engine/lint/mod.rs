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

/// What came of checking policies.
#[derive(Clone, Debug, Default)]
pub struct Linted {
    /// What is wrong with them, and what could be better.
    pub found: Vec<Diagnostic>,
    /// Why they could not be checked, or not be compiled: of policies that do not parse nothing else can be said.
    pub problems: Vec<Diagnostic>,
}

/// Checks policies without judging anything: everything that loading them refuses, and what can never be right.
#[must_use]
pub fn lint(inputs: LintInputs<'_>) -> Linted {
    let (modules, tests) = match (parse(inputs.policies), parse(inputs.tests)) {
        (Ok(modules), Ok(tests)) => (modules, tests),
        (modules, tests) => {
            let problems = modules.err().into_iter().chain(tests.err()).flatten().collect();
            return Linted { found: Vec::new(), problems };
        }
    };
    let clauses = clauses::find(&modules);
    let mut found = calls::check(&modules);
    found.extend(calls::check(&tests));
    if let Err(of_catalogue) = Catalogue::build(inputs.policies, &clauses) {
        found.extend(of_catalogue);
    }
    // Those of own policies are checked with the catalogue.
    let of_library = inputs.policies.iter().filter(|source| source.origin == Origin::Shipped);
    found.extend(of_library.filter(|source| inputs.reported.contains(&source.name)).flat_map(metadata_problems));
    let mut problems = super::compile(inputs.policies.to_vec()).err().unwrap_or_default();
    problems.retain(|problem| !found.contains(problem));
    let program = program::Program::new(&modules, inputs.policies, inputs.reported);
    let documents = document::Documents::new(inputs.params);
    let mut checker = checker::Checker::new(&program, &documents);
    checker.check_all();
    found.extend(checker.sites.into_problems());
    found.extend(presence::check(&program, &clauses, &tests, inputs.test_files));
    found.retain(|problem| problem.file.as_ref().is_none_or(|file| inputs.reported.contains(file)));
    found.sort_by(Diagnostic::order);
    found.dedup();
    Linted { found, problems }
}
