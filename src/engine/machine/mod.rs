//! The fast path: the engine compiles policies to its bytecode, and the machine runs that.
//!
//! The engine has a virtual machine of its own for it, which drops errors of builtins inside rules, lets the last of two values
//! of a rule win, and computes anew for each finding what does not depend on it. This one is strict: what would be an error,
//! and what it does not know, is left to the interpreter ([`Runners::evaluate`] gives nothing). So it decides nothing that the
//! interpreter would not decide, and needs no words for errors. What does not depend on the finding it computes once.
//!
//! [`compile`] has policies compiled, [`lower`] and [`fuse`] make [`code`] of the program, [`run`] runs it, [`memo`] remembers what
//! functions gave, [`limits`] counts, and [`foresee`] looks at calls that could ask for any amount of memory.

mod code;
mod compile;
mod foresee;
mod fuse;
mod limits;
mod lower;
mod memo;
mod run;

use std::collections::{BTreeMap, BTreeSet};

use regorus::{
    Value,
    unstable::{Expr, Module, Ref, Rule, RuleHead},
};

use super::{
    Clause, RuleSet,
    clauses::{package_of, path_of},
    prepared::Prepared,
    walk::{self, Visit},
};
use code::Code;
pub(super) use compile::Compiled;
pub(crate) use limits::{Limit, Limits};
use run::{Dummies, Runner, Stop};

/// Rule sets in the form that the machine runs.
pub(super) struct Machine {
    codes: Vec<Code>,
    /// Where each rule set is: the number of its code, and of its rule there.
    places: BTreeMap<RuleSet, (usize, usize)>,
    /// The rule sets that run in the interpreter, and why.
    interpreted: BTreeMap<RuleSet, String>,
    dummies: Dummies,
    limits: Limits,
}

/// Has rule sets of an engine compiled that has its data.
pub(super) fn prepare(
    mut engine: regorus::Engine,
    entry: &str,
    rule_sets: &[RuleSet],
    clauses: &[Clause],
) -> Option<Prepared> {
    let miscompiled = miscompiled_rules(engine.get_modules());
    let policy = engine.compile_with_entrypoint(&entry.into()).ok()?;
    let compile::Outcome { programs, refused } = compile::compile(&policy, rule_sets);
    Some(Prepared { clauses: clauses.to_vec(), miscompiled, programs, refused })
}

impl Machine {
    /// The machine for compiled rule sets, over a data document.
    pub(super) fn new(prepared: &Prepared, data: &Value) -> Option<Self> {
        let mut machine = Self {
            codes: Vec::new(),
            places: BTreeMap::new(),
            interpreted: prepared.refused.iter().cloned().collect(),
            dummies: dummies()?,
            limits: Limits::default(),
        };
        for (number, compiled) in prepared.programs.iter().enumerate() {
            let code = lower::lower(&compiled.program, data, &prepared.miscompiled);
            for (rule_set, rule) in &compiled.rule_sets {
                let rule_set = rule_set.clone();
                match code.rules.get(*rule).map(|rule| rule.unsupported) {
                    Some(None) => drop(machine.places.insert(rule_set, (number, *rule))),
                    Some(Some(why)) => drop(machine.interpreted.insert(rule_set, why.to_owned())),
                    None => drop(machine.interpreted.insert(rule_set, "it was not compiled".to_owned())),
                }
            }
            machine.codes.push(code);
        }
        Some(machine)
    }

    /// The rule sets that run in the interpreter, and why.
    pub(super) fn interpreted(&self) -> &BTreeMap<RuleSet, String> {
        &self.interpreted
    }

    /// What runs on one thread.
    pub(super) fn runners(&self) -> Runners<'_> {
        let runners = self.codes.iter().map(|code| Runner::new(code, &self.dummies)).collect();
        Runners { machine: self, runners }
    }
}

/// Runs the machine on one thread.
pub(super) struct Runners<'a> {
    machine: &'a Machine,
    runners: Vec<Runner<'a>>,
}

/// What a rule set gave.
pub(super) enum Answer {
    /// Its value.
    Value(Value),
    /// It took too much.
    Limit(Limit),
    /// The interpreter has to be asked, about the whole finding.
    Unsure,
    /// The interpreter has to be asked about this rule set.
    Interpreted,
}

impl Runners<'_> {
    /// Takes the next finding.
    pub(super) fn begin(&mut self, input: &Value) {
        for runner in &mut self.runners {
            runner.begin(input.clone(), &self.machine.limits);
        }
    }

    /// Evaluates a rule set over it.
    pub(super) fn evaluate(&mut self, rule_set: &RuleSet) -> Answer {
        let Some((code, rule)) = self.machine.places.get(rule_set) else { return Answer::Interpreted };
        let Some(runner) = self.runners.get_mut(*code) else { return Answer::Unsure };
        match runner.evaluate(*rule) {
            Ok(value) => Answer::Value(value),
            Err(Stop::Limit(limit)) => Answer::Limit(limit),
            Err(Stop::Fails | Stop::Unsure) => Answer::Unsure,
        }
    }
}

/// The paths of the rules with something that the compiler gets wrong.
fn miscompiled_rules(modules: &[Ref<Module>]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for module in modules {
        let package = package_of(module);
        for rule in &module.policy {
            let mut has_one = false;
            walk::rule(rule, &mut |visit| has_one |= matches!(visit, Visit::Miscompiled));
            if has_one && let Some(name) = name_of(rule) {
                paths.insert(path_of(package.iter().map(String::as_str), name));
            }
        }
    }
    paths
}

/// The name of a rule: the first one of its head.
fn name_of(rule: &Rule) -> Option<&str> {
    match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => walk::root(refr).map(|name| name.text()),
    }
}

/// A span and an expression for each argument of a builtin, which only errors name.
fn dummies() -> Option<Dummies> {
    let mut engine = regorus::Engine::new();
    engine.add_policy("arguments".to_owned(), "package arguments\nlist := [0, 0, 0, 0, 0, 0, 0, 0]".to_owned()).ok()?;
    let modules = engine.get_modules();
    let rule = modules.first()?.policy.first()?;
    let Rule::Spec { head: RuleHead::Compr { assign: Some(assign), .. }, span, .. } = rule.as_ref() else {
        return None;
    };
    let Expr::Array { items, .. } = assign.value.as_ref() else { return None };
    Some(Dummies { span: span.clone(), expressions: items.clone() })
}
