//! The fast path: the engine compiles policies to its bytecode, and the machine runs that.
//!
//! The engine has a virtual machine of its own for it, which drops errors of builtins inside rules, lets the last of two values
//! of a rule win, and computes anew for each finding what does not depend on it. This one is strict: what would be an error,
//! and what it does not know, is left to the interpreter ([`Runners::evaluate`] gives nothing). So it decides nothing that the
//! interpreter would not decide, and needs no words for errors. What does not depend on the finding it computes once.
//!
//! [`compile`] has policies compiled, [`lower`] makes [`code`] of the program, [`run`] runs it, [`memo`] remembers what
//! functions gave, and [`limits`] counts.

mod code;
mod compile;
mod limits;
mod lower;
mod memo;
mod run;

use std::collections::BTreeMap;

use regorus::{
    Value,
    unstable::{Expr, Module, Ref, Rule, RuleHead},
};

use super::{
    RuleSet,
    clauses::{package_of, path_of},
    walk::{self, Visit},
};
use code::Code;
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

impl Machine {
    /// Compiles rule sets of an engine that has its data.
    pub(super) fn new(mut engine: regorus::Engine, entry: &str, rule_sets: &[RuleSet], data: &Value) -> Option<Self> {
        let miscompiled = packages_miscompiled(engine.get_modules());
        let policy = engine.compile_with_entrypoint(&entry.into()).ok()?;
        let compile::Outcome { programs, refused } = compile::compile(&policy, rule_sets);
        let mut machine = Self {
            codes: Vec::new(),
            places: BTreeMap::new(),
            interpreted: refused.into_iter().collect(),
            dummies: dummies()?,
            limits: Limits::default(),
        };
        for (number, compiled) in programs.into_iter().enumerate() {
            let code = lower::lower(&compiled.program, data, &miscompiled);
            for (rule_set, rule) in compiled.rule_sets {
                match code.rules.get(rule).map(|rule| rule.unsupported) {
                    Some(None) => drop(machine.places.insert(rule_set, (number, rule))),
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

/// The packages with something that the compiler gets wrong, by how the paths of their rules begin.
fn packages_miscompiled(modules: &[Ref<Module>]) -> Vec<String> {
    let mut packages = Vec::new();
    for module in modules {
        let mut has_one = false;
        let mut visit = |visit: Visit<'_>| has_one |= matches!(visit, Visit::Miscompiled);
        module.policy.iter().for_each(|rule| walk::rule(rule, &mut visit));
        if has_one {
            packages.push(path_of(package_of(module).iter().map(String::as_str), ""));
        }
    }
    packages
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
