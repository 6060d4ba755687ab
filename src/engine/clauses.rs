//! Finds the rules that judge: every clause of `deny` and `warn`, by package and place.

use std::sync::Arc;

use regorus::unstable::{Expr, Module, Ref, Rule, RuleHead};

use super::walk;
use crate::{diagnostic::FileName, document::Span, policy::Level};

/// One clause of a rule that judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The file it stands in.
    pub file: FileName,
    /// Its package, components joined by dots.
    pub package: String,
    /// `deny` or `warn`.
    pub level: Level,
    /// Whether it adds to a set (`deny contains …`), which is never undefined, only empty.
    pub is_set: bool,
    /// The bytes of its name, `deny` or `warn`.
    pub name: Span,
    /// The bytes of the whole clause.
    pub span: Span,
}

/// The clauses of all modules, in the order of the modules and of their text.
pub(super) fn find(modules: &[Ref<Module>]) -> Vec<Clause> {
    modules.iter().flat_map(|module| of_module(module)).collect()
}

fn of_module(module: &Module) -> Vec<Clause> {
    let package = package_of(module).join(".");
    if is_test_package(&package) {
        return Vec::new();
    }
    let file: FileName = Arc::from(module.package.span.source.get_path().as_str());
    module
        .policy
        .iter()
        .filter_map(|rule| {
            let head = head_of(rule)?;
            let (level, name) = first_name(head)?;
            Some(Clause {
                file: Arc::clone(&file),
                package: package.clone(),
                level,
                is_set: matches!(rule.as_ref(), Rule::Spec { head: RuleHead::Set { .. }, .. }),
                name,
                span: span_of(rule.span()),
            })
        })
        .collect()
}

/// The components of a module's package, without `data`.
pub(super) fn package_of(module: &Module) -> Vec<String> {
    walk::components(&module.package.refr).unwrap_or_default()
}

/// A package whose last component ends in `_test` holds tests; they are not part of a decision.
pub(super) fn is_test_package(package: &str) -> bool {
    package.ends_with("_test")
}

fn head_of(rule: &Rule) -> Option<&Expr> {
    match rule {
        Rule::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. }, .. }
        | Rule::Default { refr, .. } => Some(refr),
        Rule::Spec { head: RuleHead::Func { .. }, .. } => None,
    }
}

/// The first name of a rule's head, if it is one of those that judge.
fn first_name(head: &Expr) -> Option<(Level, Span)> {
    match head {
        Expr::Var { span, .. } => Level::parse(span.text()).map(|level| (level, span_of(span))),
        Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => first_name(refr),
        _ => None,
    }
}

pub(super) fn span_of(span: &regorus::unstable::Span) -> Span {
    Span { start: span.start, end: span.end }
}

/// Each pair of package and level that has a clause, sorted.
#[must_use]
pub fn rule_sets(clauses: &[Clause]) -> Vec<(String, Level)> {
    let mut sets: Vec<(String, Level)> = clauses.iter().map(|clause| (clause.package.clone(), clause.level)).collect();
    sets.sort();
    sets.dedup();
    sets
}

/// The path under which the engine evaluates a rule set.
#[must_use]
pub fn rule_path(package: &str, level: Level) -> String {
    path_of(package.split('.'), level.as_str())
}

/// The path under which the engine evaluates a rule of a package.
pub(super) fn path_of<'a>(package: impl Iterator<Item = &'a str>, rule: &str) -> String {
    let mut path = String::from("data");
    for component in package {
        if is_identifier(component) {
            path.push('.');
            path.push_str(component);
        } else {
            path.push_str(&format!("[{}]", serde_json::Value::from(component)));
        }
    }
    path.push('.');
    path.push_str(rule);
    path
}

fn is_identifier(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
