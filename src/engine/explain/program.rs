//! The loaded policies as definitions: which rule or function a name stands for, which files it needs, and where in the
//! documents a reference leads.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use regorus::unstable::{Expr, Module, Ref, Rule, RuleHead};

use super::{
    body::{Bodies, Body},
    explainer::Site,
    names::Names,
};
use crate::{
    diagnostic::FileName,
    document::Span,
    engine::{
        clauses::{is_test_package, package_of, span_of},
        rewrite,
        walk::{self, Visit},
    },
    policy::PolicySource,
};

/// A policy file, taken apart.
pub(super) struct File {
    pub(super) name: FileName,
    pub(super) text: Arc<str>,
    pub(super) package: String,
    pub(super) imports: BTreeMap<String, String>,
    /// The package line and the imports.
    pub(super) header: String,
    pub(super) bodies: Bodies,
}

/// A clause of a definition.
#[derive(Clone)]
pub(super) struct DefinedClause {
    pub(super) file: usize,
    pub(super) rule: Ref<Rule>,
    /// Its bodies, `else` included, in the order in which they are tried.
    pub(super) bodies: Vec<usize>,
}

impl DefinedClause {
    /// The bytes of the clause.
    pub(super) fn span(&self) -> Span {
        span_of(self.rule.span())
    }
}

/// A rule or function by its full name, `data.remedy.lib.finding.is_repair`.
#[derive(Clone, Default)]
pub(super) struct Definition {
    pub(super) clauses: Vec<DefinedClause>,
    pub(super) has_default: bool,
    /// Whether it is a set to which each clause adds.
    pub(super) is_set: bool,
    pub(super) is_function: bool,
    package: String,
}

impl Definition {
    /// The bodies of its clauses, in the order in which they are tried.
    pub(super) fn sites(&self) -> impl Iterator<Item = Site> {
        let of_clause = |clause: &DefinedClause| {
            let file = clause.file;
            clause.bodies.clone().into_iter().map(move |body| Site { file, body })
        };
        self.clauses.iter().flat_map(of_clause)
    }
}

/// Policies, taken apart; tests among them only where a test is explained.
pub(super) struct Program {
    /// Whether the two values are wanted that a condition compares by `==`.
    pub(super) with_sides: bool,
    pub(super) files: Vec<File>,
    pub(super) definitions: BTreeMap<String, Definition>,
    /// For each definition, those that it names.
    uses: BTreeMap<String, BTreeSet<String>>,
    /// Definitions that read by themselves what people wrote: the manifest, the data.
    reads_documents: BTreeSet<String>,
    /// Definitions that read by themselves the evaluation time.
    reads_time: BTreeSet<String>,
}

impl Program {
    pub(super) fn new(modules: &[Ref<Module>], sources: &[PolicySource]) -> Self {
        let policies: Vec<(&Ref<Module>, &PolicySource)> =
            modules.iter().zip(sources).filter(|(module, _)| !is_test_package(&package_of(module).join("."))).collect();
        Self::of(&policies, false)
    }

    /// The given modules, tests or not. `with_sides` gathers what is compared by `==`, too.
    pub(super) fn of(policies: &[(&Ref<Module>, &PolicySource)], with_sides: bool) -> Self {
        let mut program = Self {
            with_sides,
            files: Vec::new(),
            definitions: BTreeMap::new(),
            uses: BTreeMap::new(),
            reads_documents: BTreeSet::new(),
            reads_time: BTreeSet::new(),
        };
        let mut globals: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (module, _) in policies {
            let names = module.policy.iter().filter_map(|rule| name_of(rule)?.first().cloned());
            globals.entry(package_of(module).join(".")).or_default().extend(names);
        }
        for (module, source) in policies {
            let package = package_of(module).join(".");
            let imports = rewrite::imports_of(module);
            let mut global = globals.get(&package).cloned().unwrap_or_default();
            global.extend(imports.keys().cloned());
            program.add(module, source, package, imports, &global);
        }
        program.connect(policies);
        program
    }

    fn add(
        &mut self,
        module: &Module,
        source: &PolicySource,
        package: String,
        imports: BTreeMap<String, String>,
        global: &BTreeSet<String>,
    ) {
        let names = Names::new(&source.text, global);
        let mut bodies = Bodies::default();
        for rule in &module.policy {
            let Some(path) = name_of(rule) else { continue };
            let full = format!("data.{package}.{}", path.join("."));
            let numbers = bodies.add_rule(rule, &names);
            let definition = self.definitions.entry(full).or_default();
            definition.package.clone_from(&package);
            match rule.as_ref() {
                Rule::Default { args, .. } => {
                    definition.has_default = true;
                    definition.is_function |= !args.is_empty();
                }
                Rule::Spec { head, .. } => {
                    definition.is_set |= matches!(head, RuleHead::Set { .. });
                    definition.is_function |= matches!(head, RuleHead::Func { .. });
                    definition.clauses.push(DefinedClause {
                        file: self.files.len(),
                        rule: rule.clone(),
                        bodies: numbers,
                    });
                }
            }
        }
        let end = rewrite::after_header(module, &source.text) as usize;
        let start = module.package.span.start as usize;
        self.files.push(File {
            name: Arc::clone(&source.name),
            text: Arc::clone(&source.text),
            package,
            imports,
            header: source.text.get(start..end).unwrap_or_default().to_owned(),
            bodies,
        });
    }

    /// Finds what each definition uses.
    fn connect(&mut self, policies: &[(&Ref<Module>, &PolicySource)]) {
        for (number, (module, _)) in policies.iter().enumerate() {
            for rule in &module.policy {
                let Some(path) = name_of(rule) else { continue };
                let Some(file) = self.files.get(number) else { continue };
                let from = format!("data.{}.{}", file.package, path.join("."));
                let mut uses = BTreeSet::new();
                let (mut documents, mut time) = (false, false);
                walk::rule(rule, &mut |visit| {
                    if let Visit::Call(reference) | Visit::Reference(reference) = visit {
                        match self.definition_of(number, reference) {
                            Some((name, _)) => drop(uses.insert(name)),
                            None => match self.full_path(number, reference).as_slice() {
                                [input, at, ..] if input == "input" && (at == "at" || at == "kind") => time = true,
                                [root, ..] => documents |= root == "input" || root == "data",
                                [] => {}
                            },
                        }
                    }
                });
                if documents {
                    self.reads_documents.insert(from.clone());
                }
                if time {
                    self.reads_time.insert(from.clone());
                }
                self.uses.entry(from).or_default().extend(uses);
            }
        }
    }

    /// The full path of a reference as far as it is written out, imports resolved: `data.org.people`, `input.finding.id`.
    pub(super) fn full_path(&self, file: usize, reference: &Expr) -> Vec<String> {
        self.files.get(file).map_or_else(Vec::new, |file| rewrite::full_path(&file.imports, reference))
    }

    /// The rule or function that a reference begins with, and how many of its components belong to that name.
    pub(super) fn definition_of(&self, file: usize, reference: &Expr) -> Option<(String, bool)> {
        let path = self.full_path(file, reference);
        let package = &self.files.get(file)?.package;
        let is_rooted = path.first().is_some_and(|first| first == "data");
        let full: Vec<String> = if is_rooted {
            path
        } else {
            std::iter::once("data".to_owned()).chain(package.split('.').map(str::to_owned)).chain(path).collect()
        };
        let (_, is_static) = walk::static_prefix(reference);
        (1..=full.len()).rev().find_map(|length| {
            let name = full.get(..length)?.join(".");
            self.definitions.contains_key(&name).then_some((name, length == full.len() && is_static))
        })
    }

    /// Whether a definition, or one that it uses, reads a document. What does not follows from its arguments alone.
    pub(super) fn reads(&self, name: &str) -> bool {
        self.reach(name).iter().any(|used| self.reads_documents.contains(used))
    }

    /// Whether a definition computes with moments and reads no document: its arguments and its value say it all.
    pub(super) fn is_of_time(&self, name: &str) -> bool {
        let reach = self.reach(name);
        let reads = |of: &BTreeSet<String>| reach.iter().any(|used| of.contains(used));
        reads(&self.reads_time) && !reads(&self.reads_documents)
    }

    /// Whether a definition may be undefined: each of its clauses has conditions, takes some arguments alone or gives an
    /// entry of a list that may be empty, and there is no default.
    pub(super) fn is_partial(&self, name: &str) -> bool {
        let Some(definition) = self.definitions.get(name) else { return false };
        let may_give_nothing = |clause: &DefinedClause| {
            self.bodies_of(clause).all(|body| {
                let takes_all =
                    body.arguments.iter().all(|argument| matches!(argument.expr.as_ref(), Expr::Var { .. }));
                let gives_entry = body.outcome.as_ref().is_some_and(|given| self.is_entry(clause.file, &given.expr));
                !body.statements.is_empty() || !takes_all || gives_entry
            })
        };
        !definition.has_default && !definition.is_set && definition.clauses.iter().all(may_give_nothing)
    }

    fn bodies_of(&self, clause: &DefinedClause) -> impl Iterator<Item = &Body> {
        let bodies = self.files.get(clause.file).map_or(&[][..], |file| &file.bodies.all);
        clause.bodies.iter().filter_map(|number| bodies.get(*number))
    }

    /// Whether an expression takes one entry of a list that the policy made: of a comprehension, `[x | …][0]`, of a local or
    /// of a rule. The list may be empty.
    pub(super) fn is_entry(&self, file: usize, expr: &Expr) -> bool {
        let Expr::RefBrack { refr, index, .. } = expr else { return false };
        if matches!(refr.as_ref(), Expr::ArrayCompr { .. }) {
            return true;
        }
        let is_position = matches!(index.as_ref(), Expr::Number { .. } | Expr::ArithExpr { .. });
        let is_local = matches!(refr.as_ref(), Expr::Var { .. }) && self.definition_of(file, refr).is_none();
        let is_rule = self.definition_of(file, refr).is_some_and(|(_, is_whole)| is_whole);
        is_position && (is_local || is_rule)
    }

    fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::from([name.to_owned()]);
        let mut waiting = vec![name.to_owned()];
        while let Some(name) = waiting.pop() {
            for used in self.uses.get(&name).into_iter().flatten() {
                if reached.insert(used.clone()) {
                    waiting.push(used.clone());
                }
            }
        }
        reached
    }

    /// The files that the rules of a file need, whole packages.
    pub(super) fn needed_by(&self, file: usize) -> Vec<usize> {
        let Some(package) = self.files.get(file).map(|file| file.package.clone()) else { return Vec::new() };
        let mut packages = BTreeSet::from([package.clone()]);
        let mut waiting = vec![package];
        while let Some(package) = waiting.pop() {
            let names = self.definitions.iter().filter(|(_, definition)| definition.package == package);
            for used in names.filter_map(|(name, _)| self.uses.get(name)).flatten() {
                if let Some(next) = self.definitions.get(used).map(|definition| definition.package.clone())
                    && packages.insert(next.clone())
                {
                    waiting.push(next);
                }
            }
        }
        let of_package = |file: &File| packages.contains(&file.package);
        self.files.iter().enumerate().filter(|(_, file)| of_package(file)).map(|(number, _)| number).collect()
    }
}

/// The name of a rule within its package.
fn name_of(rule: &Rule) -> Option<Vec<String>> {
    match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => {
            let (path, _) = walk::static_prefix(refr);
            (!path.is_empty()).then_some(path)
        }
    }
}
