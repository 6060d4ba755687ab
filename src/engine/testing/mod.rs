//! Runs the Rego tests of policies: each over the packages that it can reach, in the form in which the gate evaluates them.

mod lines;
mod reach;
mod run;

pub use lines::{Coverage, FileCoverage};
pub use run::{Outcome, TestResult};

pub(super) use lines::WrittenLines;
pub(super) use reach::PackagePath;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use regorus::unstable::{Module, Ref, Rule, RuleHead};

use super::{
    Data, PACKAGE_LENGTH, calls, clauses,
    clauses::{package_of, span_of},
    error::from_engine,
    parse, rewrite,
    rewrite::Written,
    walk,
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::Span,
    policy::PolicySource,
};

/// The package of the one generated module; its rule is always true. Asking for it tells what the compiler complains of from
/// the failure of a test.
const ENTRY_MODULE: &str = "package remedy_policy_test_entry\n\ncompiled := true\n";
const ENTRY_RULE: &str = "data.remedy_policy_test_entry.compiled";

/// A rule whose name begins with `test_`, or with `todo_test_`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The file it stands in.
    pub file: FileName,
    /// The bytes of its name.
    pub span: Span,
    /// The components of its package.
    pub package: Vec<String>,
    /// The name of the rule.
    pub name: String,
}

impl Test {
    /// Whether it is written down and not yet meant to hold.
    #[must_use]
    pub fn is_todo(&self) -> bool {
        self.name.starts_with("todo_")
    }

    /// The path of its rule under `data`.
    pub(super) fn path(&self) -> String {
        clauses::path_of(self.package.iter().map(String::as_str), &self.name)
    }
}

/// Policies with their tests, ready to be run.
pub struct Suite {
    pub(super) sources: Vec<PolicySource>,
    pub(super) modules: Vec<Ref<Module>>,
    pub(super) written: Vec<Written>,
    pub(super) packages: BTreeMap<PackagePath, Package>,
    pub(super) data: regorus::Value,
    tests: Vec<Test>,
}

/// A package of a suite.
pub(super) struct Package {
    /// Which of the suite's texts is its own.
    pub(super) written: usize,
    /// All packages that it can reach, itself included.
    pub(super) reaches: BTreeSet<PackagePath>,
}

impl Suite {
    /// Parses policies and tests, checks what they call, and finds the tests. `data` is the document that every test sees
    /// under `data`, where it replaces nothing by `with`.
    ///
    /// # Errors
    ///
    /// All problems of all files, as [`super::Engine::load`] has them.
    pub fn load(sources: Vec<PolicySource>, data: Data) -> Result<Self, Vec<Diagnostic>> {
        let modules = parse(&sources)?;
        let problems = calls::check(&modules);
        if !problems.is_empty() {
            return Err(problems);
        }
        let written = rewrite::rewrite(&modules, &sources)?;
        // Both are in the order of the packages.
        let packages = reach::closures(&modules)
            .into_iter()
            .enumerate()
            .map(|(index, (path, reaches))| (path, Package { written: index, reaches }))
            .collect();
        let tests = modules.iter().flat_map(tests_of).collect();
        Ok(Self { sources, modules, written, packages, data: data.into_inner(), tests })
    }

    /// All tests, in the order of the files and of their text. A test of several clauses stands where its first one does.
    #[must_use]
    pub fn tests(&self) -> &[Test] {
        &self.tests
    }

    /// An interpreter with the given packages.
    pub(super) fn interpreter<'a>(
        &self,
        packages: impl IntoIterator<Item = &'a PackagePath>,
    ) -> Result<regorus::Engine, Diagnostic> {
        let mut interpreter = regorus::Engine::new();
        interpreter.set_strict_builtin_errors(true);
        interpreter.set_gather_prints(true);
        interpreter.set_policy_length_config(PACKAGE_LENGTH);
        interpreter
            .add_policy("remedy_policy_test_entry.rego".to_owned(), ENTRY_MODULE.to_owned())
            .map_err(|complaint| self.complain(&complaint, Code::PolicySyntax))?;
        let packages = packages.into_iter().filter_map(|path| self.packages.get(path));
        for package in packages.filter_map(|package| self.written.get(package.written)) {
            interpreter
                .add_policy(package.name.clone(), package.text.clone())
                .map_err(|complaint| self.complain(&complaint, Code::PolicySyntax))?;
        }
        interpreter
            .add_data(self.data.clone())
            .map_err(|complaint| self.complain(&complaint, Code::PolicyEvaluation))?;
        Ok(interpreter)
    }

    /// A diagnostic for a complaint of the engine.
    pub(super) fn complain(&self, complaint: &impl ToString, code: Code) -> Diagnostic {
        from_engine(complaint, code, &self.sources, &self.written)
    }
}

/// Compiles what an interpreter was given.
pub(super) fn compile(interpreter: &mut regorus::Engine) -> Result<(), String> {
    interpreter.eval_rule(ENTRY_RULE.to_owned()).map(drop).map_err(|complaint| complaint.to_string())
}

/// Whether a module holds tests: by the name of its file, or by that of its package.
pub(super) fn is_test_module(module: &Module) -> bool {
    module.package.span.source.get_path().ends_with("_test.rego")
        || package_of(module).last().is_some_and(|last| clauses::is_test_package(last))
}

fn tests_of(module: &Ref<Module>) -> Vec<Test> {
    if !is_test_module(module) {
        return Vec::new();
    }
    let file: FileName = Arc::from(module.package.span.source.get_path().as_str());
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut tests = Vec::new();
    for rule in &module.policy {
        let Rule::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. }, .. } = rule.as_ref() else {
            continue;
        };
        let Some(name) = walk::root(refr) else { continue };
        let is_test = name.text().starts_with("test_") || name.text().starts_with("todo_test_");
        if is_test && known.insert(name.text()) {
            tests.push(Test {
                file: Arc::clone(&file),
                span: span_of(name),
                package: package_of(module),
                name: name.text().to_owned(),
            });
        }
    }
    tests
}
