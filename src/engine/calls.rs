//! Checks what policies call and refer to, in every branch, before anything is evaluated.
//!
//! The engine reports an unknown function when a branch that calls it is taken, and never otherwise. It has functions that
//! would make decisions depend on the clock, chance or the machine. And it evaluates a package that is named as a whole in
//! a way that can leave rules undefined (see [`super::rewrite`]). All three are refused at load.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use regorus::unstable::{BUILTINS, Expr, Module, Ref, Rule, RuleHead};

use super::{
    clauses::{is_test_package, package_of, span_of},
    rewrite,
    walk::{self, Visit},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    suggest::nearest,
};

/// Functions that no gate may call, and what to use instead.
const FORBIDDEN: &[(&str, &str)] = &[
    ("time.now_ns", "use `input.at.ns`, the evaluation time of the run"),
    ("http.send", "put what you need into organisation data or a feed; policies see no network"),
    ("rand.intn", "decisions are repeatable; derive what you need from the finding"),
    ("opa.runtime", "policies see no environment; put the setting into the profile"),
    ("uuid.rfc4122", "decisions are repeatable; use the id of the finding"),
];

/// All forbidden and unknown calls of the modules, and references to whole packages.
pub(super) fn check(modules: &[Ref<Module>]) -> Vec<Diagnostic> {
    let functions: BTreeSet<String> = modules.iter().flat_map(|module| functions_of(module)).collect();
    let packages: BTreeSet<Vec<String>> =
        modules.iter().map(|module| std::iter::once("data".to_owned()).chain(package_of(module)).collect()).collect();
    let mut problems = Vec::new();
    for module in modules {
        let checker = Checker::new(module, &functions, &packages);
        for rule in &module.policy {
            walk::rule(rule, &mut |visit| match visit {
                Visit::Call(function) => problems.extend(checker.call(function)),
                Visit::Reference(reference) => problems.extend(checker.reference(reference)),
                Visit::Local(_) | Visit::Miscompiled => {}
            });
        }
    }
    problems
}

/// The full names of what a module defines, so that a call can be matched: `data.remedy.lib.org.person`.
fn functions_of(module: &Module) -> Vec<String> {
    let package = package_of(module).join(".");
    module
        .policy
        .iter()
        .filter_map(|rule| {
            let head = match rule.as_ref() {
                Rule::Spec {
                    head: RuleHead::Func { refr, .. } | RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. },
                    ..
                }
                | Rule::Default { refr, .. } => refr,
            };
            Some(format!("data.{package}.{}", walk::components(head)?.join(".")))
        })
        .collect()
}

struct Checker<'a> {
    file: FileName,
    package: String,
    imports: BTreeMap<String, String>,
    functions: &'a BTreeSet<String>,
    packages: &'a BTreeSet<Vec<String>>,
    is_test: bool,
}

impl<'a> Checker<'a> {
    fn new(module: &Module, functions: &'a BTreeSet<String>, packages: &'a BTreeSet<Vec<String>>) -> Self {
        let package = package_of(module).join(".");
        Self {
            file: Arc::from(module.package.span.source.get_path().as_str()),
            is_test: is_test_package(&package),
            imports: rewrite::imports_of(module),
            package,
            functions,
            packages,
        }
    }

    fn call(&self, function: &Expr) -> Option<Diagnostic> {
        let components = walk::components(function)?;
        let name = components.join(".");
        let span = span_of(function.span());
        if let Some((_, instead)) = FORBIDDEN.iter().find(|(forbidden, _)| *forbidden == name) {
            return Some(
                Diagnostic::error(Code::PolicyForbiddenCall, format!("a policy may not call `{name}`"))
                    .in_file(&self.file)
                    .at(span)
                    .label("this would make the decision depend on more than its inputs")
                    .help(*instead),
            );
        }
        if self.is_test || self.is_known(&name, &components) {
            return None;
        }
        // A name that begins with an import is looked for as it is written.
        let imported = self.imports.iter().flat_map(|(alias, path)| {
            let start = format!("{path}.");
            let of_import = self.functions.iter().filter_map(move |name| name.strip_prefix(&start).map(str::to_owned));
            of_import.map(move |name| format!("{alias}.{name}"))
        });
        let imported: Vec<String> = imported.collect();
        let known = BUILTINS.keys().copied().chain(imported.iter().map(String::as_str));
        let known = known.chain(self.functions.iter().map(String::as_str));
        let problem = Diagnostic::error(Code::PolicyUnknownCall, format!("unknown function `{name}`"))
            .in_file(&self.file)
            .at(span)
            .label("neither a function of the engine nor of a loaded policy");
        Some(match nearest(&name, known) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("define it, or load the policy that does"),
        })
    }

    fn is_known(&self, name: &str, components: &[String]) -> bool {
        if BUILTINS.contains_key(name) || name == "print" || self.functions.contains(name) {
            return true;
        }
        let Some((first, rest)) = components.split_first() else { return false };
        let start = self.imports.get(first).cloned().unwrap_or_else(|| format!("data.{}.{first}", self.package));
        self.functions.contains(&rest.iter().fold(start, |path, component| format!("{path}.{component}")))
    }

    /// A reference that ends at a package, or goes on from one by a computed name.
    fn reference(&self, reference: &Expr) -> Option<Diagnostic> {
        let path = rewrite::full_path(&self.imports, reference);
        let is_data = path.first().is_some_and(|first| first == "data");
        let names_package = self.packages.iter().any(|package| package.starts_with(&path));
        (is_data && names_package && !self.is_test).then(|| {
            Diagnostic::error(Code::PolicyPackageReference, format!("`{}` names a package, not a rule", path.join(".")))
                .in_file(&self.file)
                .at(span_of(reference.span()))
                .help("name the rule that you need: a package taken as a whole can lose rules in the engine")
        })
    }
}
