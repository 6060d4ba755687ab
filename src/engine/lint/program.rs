//! The loaded policies by name: which rules there are, in which file each clause stands, and what each file imports.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use regorus::unstable::{Module, Ref, Rule, RuleHead};

use crate::{
    diagnostic::FileName,
    engine::{
        clauses::{is_test_package, package_of},
        rewrite,
        walk::{self, Visit},
    },
    policy::{MetadataBlock, PolicySource, metadata_blocks},
};

/// A file.
pub(super) struct Unit<'a> {
    pub(super) file: FileName,
    pub(super) text: &'a str,
    pub(super) module: &'a Module,
    /// Components joined by dots, without `data`.
    pub(super) package: String,
    /// Full paths by name, components joined by dots.
    pub(super) imports: BTreeMap<String, String>,
    pub(super) blocks: Vec<MetadataBlock>,
    /// Whether what is found in it is told.
    pub(super) is_reported: bool,
}

/// A clause of a rule: the number of its file, and its tree.
pub(super) type Clause<'a> = (usize, &'a Rule);

/// A rule or function, all clauses of all files together.
#[derive(Default)]
pub(super) struct Definition<'a> {
    pub(super) clauses: Vec<Clause<'a>>,
    pub(super) is_function: bool,
}

/// All files that take part in decisions; tests do not.
pub(super) struct Program<'a> {
    pub(super) units: Vec<Unit<'a>>,
    /// By full path, `data.` included.
    pub(super) rules: BTreeMap<String, Definition<'a>>,
    /// Packages and the packages above them, `data.` included.
    pub(super) packages: BTreeSet<String>,
}

impl<'a> Program<'a> {
    pub(super) fn new(modules: &'a [Ref<Module>], sources: &'a [PolicySource], reported: &BTreeSet<FileName>) -> Self {
        let mut program = Self { units: Vec::new(), rules: BTreeMap::new(), packages: BTreeSet::new() };
        for (module, source) in modules.iter().zip(sources) {
            let package = package_of(module).join(".");
            if is_test_package(&package) {
                continue;
            }
            let number = program.units.len();
            for rule in &module.policy {
                let Some(name) = head_name(rule) else { continue };
                let definition = program.rules.entry(format!("data.{package}.{name}")).or_default();
                definition.clauses.push((number, rule));
                definition.is_function |= matches!(rule.as_ref(), Rule::Spec { head: RuleHead::Func { .. }, .. });
            }
            let mut path = String::from("data");
            for component in package.split('.') {
                path = format!("{path}.{component}");
                program.packages.insert(path.clone());
            }
            let is_reported = reported.contains(&source.name);
            program.units.push(Unit {
                file: Arc::clone(&source.name),
                text: &source.text,
                module,
                package,
                imports: rewrite::imports_of(module),
                blocks: if is_reported { metadata_blocks(source) } else { Vec::new() },
                is_reported,
            });
        }
        program
    }

    /// Whether any rule refers to one of a package.
    pub(super) fn is_asked(&self, package: &str, name: &str) -> bool {
        let full = format!("data.{package}.{name}");
        self.units.iter().any(|unit| {
            let mut found = false;
            for rule in &unit.module.policy {
                walk::rule(rule, &mut |visit| {
                    let (Visit::Reference(reference) | Visit::Call(reference)) = visit else { return };
                    let (path, _) = walk::static_prefix(reference);
                    let Some((first, rest)) = path.split_first() else { return };
                    let start = match unit.imports.get(first) {
                        Some(import) => import.clone(),
                        None if first == "data" => first.clone(),
                        None => format!("data.{}.{first}", unit.package),
                    };
                    let path = rest.iter().fold(start, |path, name| format!("{path}.{name}"));
                    found |= path == full || path.starts_with(&format!("{full}."));
                });
            }
            found
        })
    }

    /// The names that can follow a path: rules of that package, and packages below it.
    pub(super) fn names_below(&self, path: &str) -> BTreeSet<&str> {
        let start = format!("{path}.");
        self.rules
            .keys()
            .chain(&self.packages)
            .filter_map(|known| known.strip_prefix(start.as_str()))
            .filter_map(|rest| rest.split('.').next())
            .collect()
    }
}

/// The first name of a rule's head.
pub(super) fn head_name(rule: &Rule) -> Option<&str> {
    let head = match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    walk::root(head).map(|span| span.text())
}
