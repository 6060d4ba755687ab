//! The Rego engine: loads policies, checks what they call, evaluates them within limits.
//!
//! This is the only module that names `regorus`. Everybody else sees [`Data`] (a value for the engine), [`Engine`] and
//! [`Session`] (one thread's evaluator) and gets plain results and diagnostics back.

mod calls;
mod clauses;
mod culprit;
mod error;
pub mod explain;
mod expressions;
mod lint;
mod machine;
pub mod mutation;
mod prepared;
mod prints;
mod rewrite;
pub mod testing;
mod value;
mod walk;

pub use clauses::{Clause, rule_path, rule_sets};
pub use lint::{LintInputs, Linted, lint};
pub use value::Data;

use error::from_engine;
use machine::{Answer, Limit, Machine, Runners};
use prepared::Prepared;
use rewrite::Written;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    num::{NonZeroU32, NonZeroUsize},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use cpu_time::ThreadTime;
use rayon::prelude::*;
use regorus::{
    PolicyLengthConfig,
    unstable::{Module, Ref},
    utils::limits::ExecutionTimerConfig,
};

use crate::{
    diagnostic::{Code, Diagnostic},
    policy::{Level, PolicySource},
};

/// The longest time that one finding may take, all rules together.
const TIME_LIMIT: Duration = Duration::from_millis(500);

/// The longest time that one rule set may take when a finding is evaluated a second time, after a failure.
const RETRY_TIME_LIMIT: Duration = Duration::from_millis(100);

/// The longest time that one clause may take while the one that failed is looked for.
const CULPRIT_TIME_LIMIT: Duration = Duration::from_millis(50);

/// A rule set is empty when no rule fires, never undefined. If it is, the engine lost it, and with it every denial in it.
const UNDEFINED_SET: &str = "the rule set became undefined, and every result in it was lost";

/// What is said when the engine itself gives up.
const ENGINE_PANICKED: &str =
    "the engine gave up on a builtin function that was called with arguments it did not expect";

/// How long the joined text of a package may be. Each file by itself is held to the engine's own limits.
const PACKAGE_LENGTH: PolicyLengthConfig = PolicyLengthConfig {
    max_col: NonZeroU32::new(8 * 1024).unwrap(),
    max_file_bytes: NonZeroUsize::new(64 << 20).unwrap(),
    max_lines: NonZeroUsize::new(1_000_000).unwrap(),
};

/// How many times longer than its limit a rule may take on a busy machine, by the clock on the wall.
const MOST_PATIENCE: u32 = 64;

/// After how many steps the engine looks at the clock.
const TIME_CHECK_INTERVAL: NonZeroU32 = NonZeroU32::new(1024).unwrap();

/// The package of the one generated module, which asks every loaded package for its results.
const ENTRY_PACKAGE: &str = "remedy_policy_entry";

/// A rule of that package that is always true. The engine compiles at its first evaluation; asking for this one at load
/// tells complaints of the compiler from failures of a finding.
const COMPILED: &str = "compiled";

/// What evaluates the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evaluator {
    /// The fast path; whatever it cannot do with certainty is left to the interpreter, finding by finding.
    #[default]
    Machine,
    /// The engine's interpreter alone.
    Interpreter,
}

/// A rule set: its package, and `deny` or `warn`.
pub type RuleSet = (String, Level);

/// Loaded policies, ready to be given data.
#[derive(Clone)]
pub struct Engine {
    sources: Arc<Vec<PolicySource>>,
    clauses: Arc<Vec<Clause>>,
    /// The rule sets that are sets: undefined is a failure of theirs.
    sets: Arc<BTreeSet<RuleSet>>,
    /// The generated module that asks every rule set.
    entry: Arc<str>,
    data: Vec<regorus::Value>,
    evaluator: Evaluator,
    /// Made at once from policies that nobody has checked before, and else when it is asked for.
    interpreter: Arc<OnceLock<Result<Interpreter, Diagnostic>>>,
    /// What is known of the policies from another start.
    prepared: Option<Arc<Prepared>>,
    /// Where to remember what loading came to.
    remember_in: Option<Arc<Path>>,
    /// Made when the first session asks for it.
    machine: Arc<OnceLock<Option<Machine>>>,
}

/// The engine's interpreter with policies in the form that it evaluates right.
#[derive(Clone)]
struct Interpreter {
    inner: regorus::Engine,
    written: Arc<Vec<Written>>,
}

/// What one rule set of one package returned.
#[derive(Clone, Debug)]
pub struct RawResult {
    /// The package, for example `remedy.ownership`.
    pub package: String,
    /// Whether it came from `deny` or `warn`.
    pub level: Level,
    /// The result as the rule built it.
    pub value: serde_json::Value,
}

/// What an evaluation gave: results, and what could not be evaluated.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// Results of all packages, in no particular order.
    pub results: Vec<RawResult>,
    /// Rules that failed.
    pub failures: Vec<Failure>,
    /// What the policies printed, each line with its place.
    pub prints: Vec<String>,
}

/// A rule that failed while it was evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The package.
    pub package: String,
    /// `deny` or `warn`.
    pub level: Level,
    /// What happened, where in the policy, and what to do.
    pub diagnostic: Diagnostic,
}

impl Engine {
    /// Parses and compiles policies, and refuses calls that are unknown or would make decisions depend on clock, chance,
    /// network or environment.
    ///
    /// # Errors
    ///
    /// All problems of all files: syntax errors, unsafe variables, forbidden and unknown calls.
    pub fn load(sources: Vec<PolicySource>) -> Result<Self, Vec<Diagnostic>> {
        let modules = parse(&sources)?;
        let problems = calls::check(&modules);
        if !problems.is_empty() {
            return Err(problems);
        }
        let clauses = clauses::find(&modules);
        let interpreter = interpreter(&sources, &modules)?;
        let engine = Self::of(sources, clauses);
        let _ = engine.interpreter.set(Ok(interpreter));
        Ok(engine)
    }

    /// The same, and remembers in a folder what it came to: policies of the same content are then loaded without being parsed.
    ///
    /// # Errors
    ///
    /// As [`Self::load`]. A folder that cannot be read or written is none.
    pub fn load_remembered(sources: Vec<PolicySource>, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let file: Arc<Path> = prepared::file_of(&sources, folder).into();
        if let Some(prepared) = Prepared::read(&file) {
            let engine = Self::of(sources, prepared.clauses.clone());
            return Ok(Self { prepared: Some(Arc::new(prepared)), ..engine });
        }
        Ok(Self { remember_in: Some(file), ..Self::load(sources)? })
    }

    fn of(sources: Vec<PolicySource>, clauses: Vec<Clause>) -> Self {
        let sets = clauses.iter().filter(|clause| clause.is_set).map(|clause| (clause.package.clone(), clause.level));
        Self {
            sets: Arc::new(sets.collect()),
            sources: Arc::new(sources),
            clauses: Arc::new(clauses),
            entry: Arc::from(entry_module(&BTreeMap::new())),
            data: Vec::new(),
            evaluator: Evaluator::default(),
            interpreter: Arc::default(),
            prepared: None,
            remember_in: None,
            machine: Arc::default(),
        }
    }

    /// Every `deny` and `warn` clause of the loaded policies, in the order of the files.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Says when each rule set is asked: if one of its conditions holds, Rego over the input document. This comes once, before
    /// the data.
    ///
    /// # Errors
    ///
    /// A condition does not parse.
    pub fn ask(&mut self, conditions: &BTreeMap<RuleSet, Vec<String>>) -> Result<(), Diagnostic> {
        self.entry = Arc::from(entry_module(conditions));
        let entry = Arc::clone(&self.entry);
        self.change(|interpreter, sources| interpreter.ask(&entry, sources))
    }

    /// Gives the policies their document under `data`, and compiles them. New data makes the engine compile again, so this
    /// comes once, before any session.
    ///
    /// # Errors
    ///
    /// A policy does not compile, or the document conflicts with one that was added before.
    pub fn add_data(&mut self, data: Data) -> Result<(), Diagnostic> {
        let value = data.into_inner();
        self.data.push(value.clone());
        self.machine = Arc::default();
        self.change(|interpreter, sources| interpreter.add_data(value, sources))
    }

    /// Changes the interpreter, if there is one already.
    fn change(
        &mut self,
        change: impl FnOnce(&mut Interpreter, &[PolicySource]) -> Result<(), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let held = match Arc::get_mut(&mut self.interpreter) {
            Some(own) => own.take(),
            None => self.interpreter.get().cloned(),
        };
        let Some(Ok(mut interpreter)) = held else { return Ok(()) };
        change(&mut interpreter, &self.sources)?;
        self.interpreter = Arc::new(OnceLock::from(Ok(interpreter)));
        Ok(())
    }

    /// The interpreter.
    fn interpreter(&self) -> Result<&Interpreter, &Diagnostic> {
        let new = || {
            let first = |problems: Vec<Diagnostic>| {
                let unknown = || Diagnostic::error(Code::PolicyEvaluation, "the policies cannot be loaded any more");
                problems.into_iter().next().unwrap_or_else(unknown)
            };
            let modules = parse(&self.sources).map_err(first)?;
            let mut interpreter = interpreter(&self.sources, &modules).map_err(first)?;
            interpreter.ask(&self.entry, &self.sources)?;
            for data in &self.data {
                interpreter.add_data(data.clone(), &self.sources)?;
            }
            Ok(interpreter)
        };
        self.interpreter.get_or_init(new).as_ref()
    }

    /// The texts that the interpreter evaluates.
    fn written(&self) -> &[Written] {
        self.interpreter().map_or(&[], |interpreter| interpreter.written.as_slice())
    }

    /// Chooses what evaluates the rules.
    pub fn set_evaluator(&mut self, evaluator: Evaluator) {
        self.evaluator = evaluator;
    }

    /// An evaluator for one thread.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        let runners = match self.evaluator {
            Evaluator::Machine => self.machine().map(Machine::runners),
            Evaluator::Interpreter => None,
        };
        Session { inner: None, runners, input: regorus::Value::Undefined, engine: self }
    }

    /// The rule sets that run in the interpreter alone, and why.
    #[must_use]
    pub fn interpreted(&self) -> BTreeMap<RuleSet, String> {
        self.machine().map(|machine| machine.interpreted().clone()).unwrap_or_default()
    }

    /// The fast path; nothing if the engine does not compile for it, or has no data yet.
    fn machine(&self) -> Option<&Machine> {
        let new = || {
            let data = self.data.last()?;
            if let Some(prepared) = &self.prepared {
                return Machine::new(prepared, data);
            }
            let rule_sets: BTreeSet<RuleSet> =
                self.clauses.iter().map(|clause| (clause.package.clone(), clause.level)).collect();
            let rule_sets: Vec<RuleSet> = rule_sets.into_iter().collect();
            let entry = format!("data.{ENTRY_PACKAGE}.{COMPILED}");
            let inner = self.interpreter().ok()?.inner.clone();
            let prepared = machine::prepare(inner, &entry, &rule_sets, &self.clauses)?;
            if let Some(file) = &self.remember_in {
                // Who cannot write there starts as slowly the next time.
                let _ = prepared.write(file);
            }
            Machine::new(&prepared, data)
        };
        self.machine.get_or_init(new).as_ref()
    }
}

impl Interpreter {
    fn ask(&mut self, entry: &str, sources: &[PolicySource]) -> Result<(), Diagnostic> {
        self.inner
            .add_policy(format!("{ENTRY_PACKAGE}.rego"), entry.to_owned())
            .map(drop)
            .map_err(|complaint| from_engine(&complaint, Code::PolicySyntax, sources, &self.written))
    }

    fn add_data(&mut self, data: regorus::Value, sources: &[PolicySource]) -> Result<(), Diagnostic> {
        self.inner
            .add_data(data)
            .map_err(|complaint| from_engine(&complaint, Code::PolicyEvaluation, sources, &self.written))?;
        self.inner
            .eval_rule(format!("data.{ENTRY_PACKAGE}.{COMPILED}"))
            .map(drop)
            .map_err(|complaint| from_engine(&complaint, Code::PolicySyntax, sources, &self.written))
    }
}

/// One thread's evaluator. It carries no state from one evaluation to the next.
pub struct Session<'a> {
    /// Made when the interpreter is needed.
    inner: Option<regorus::Engine>,
    runners: Option<Runners<'a>>,
    input: regorus::Value,
    engine: &'a Engine,
}

impl Session<'_> {
    /// Evaluates rule sets over one input document: those that [`Engine::ask`] was told to ask about it.
    pub fn evaluate(&mut self, input: Data, asked: &BTreeSet<RuleSet>) -> Evaluation {
        self.input = input.into_inner();
        let mut evaluation = match self.evaluate_fast(asked) {
            Some(evaluation) => evaluation,
            None => {
                // What it printed it prints again.
                self.take_prints();
                self.evaluate_with_care(asked)
            }
        };
        let prints = self.take_prints();
        if !prints.is_empty() {
            let (written, sources) = (self.engine.written(), &self.engine.sources);
            evaluation.prints = prints.iter().map(|print| prints::with_place(print, written, sources)).collect();
        }
        evaluation
    }

    fn take_prints(&mut self) -> Vec<String> {
        self.inner.as_mut().and_then(|inner| inner.take_prints().ok()).unwrap_or_default()
    }

    /// Evaluates a rule in the interpreter, over the input that is set.
    fn interpret(&mut self, rule: &str, limit: Duration) -> Result<regorus::Value, String> {
        if self.inner.is_none() {
            let mut inner = self.engine.interpreter().map_err(|problem| problem.message.clone())?.inner.clone();
            inner.set_gather_prints(true);
            self.inner = Some(inner);
        }
        let Some(inner) = &mut self.inner else { return Err(ENGINE_PANICKED.to_owned()) };
        inner.set_input(self.input.clone());
        limited(inner, rule, limit)
    }

    /// Evaluates in the machine. Nothing if any rule set needs the interpreter's words.
    fn evaluate_fast(&mut self, asked: &BTreeSet<RuleSet>) -> Option<Evaluation> {
        let mut runners = self.runners.take()?;
        runners.begin(&self.input);
        let evaluation = self.evaluate_in(&mut runners, asked);
        self.runners = Some(runners);
        evaluation
    }

    fn evaluate_in(&mut self, runners: &mut Runners<'_>, asked: &BTreeSet<RuleSet>) -> Option<Evaluation> {
        let mut evaluation = Evaluation::default();
        let mut left = asked.clone();
        let mut is_sure = true;
        for rule_set in asked {
            let (package, level) = rule_set;
            let value = match runners.evaluate(rule_set) {
                Answer::Value(value) => Some(value),
                Answer::Interpreted => self.interpret(&rule_path(package, *level), TIME_LIMIT).ok(),
                Answer::Limit(limit) => {
                    left.remove(rule_set);
                    let diagnostic = self.engine.too_much(rule_set, limit);
                    evaluation.failures.push(Failure { package: package.clone(), level: *level, diagnostic });
                    continue;
                }
                Answer::Unsure => None,
            };
            match value.filter(|value| *value != regorus::Value::Undefined || !self.engine.sets.contains(rule_set)) {
                Some(value) => evaluation.results.extend(members(package, *level, &value)),
                None => is_sure = false,
            }
        }
        match (is_sure, evaluation.failures.is_empty()) {
            (true, _) => Some(evaluation),
            (false, true) => None,
            // The interpreter has no limit for what is built: it is not asked about what has taken too much.
            (false, false) => {
                self.take_prints();
                let mut rest = self.evaluate_each(&left);
                rest.failures.extend(evaluation.failures);
                Some(rest)
            }
        }
    }

    /// Evaluates in the interpreter, all at once; if that fails, one rule set after the other.
    fn evaluate_with_care(&mut self, asked: &BTreeSet<RuleSet>) -> Evaluation {
        let entry = format!("data.{ENTRY_PACKAGE}.results");
        let answered = self.interpret(&entry, TIME_LIMIT).ok().map(|value| read_entry(&value));
        match answered {
            Some(sets) if asked.iter().all(|set| sets.contains_key(set) || !self.engine.sets.contains(set)) => {
                Evaluation { results: sets.into_values().flatten().collect(), ..Evaluation::default() }
            }
            _ => {
                self.take_prints();
                self.evaluate_each(asked)
            }
        }
    }

    /// Evaluates one rule set after the other, so that one that fails does not hide what the others have to say. The
    /// time that is left for each is shorter: the finding has cost its share already.
    fn evaluate_each(&mut self, asked: &BTreeSet<RuleSet>) -> Evaluation {
        let mut evaluation = Evaluation::default();
        for (package, level) in asked.iter().cloned() {
            let complaint = match self.interpret(&rule_path(&package, level), RETRY_TIME_LIMIT) {
                Ok(regorus::Value::Undefined) if self.engine.sets.contains(&(package.clone(), level)) => {
                    UNDEFINED_SET.to_owned()
                }
                Ok(value) => {
                    evaluation.results.extend(members(&package, level, &value));
                    continue;
                }
                Err(complaint) => complaint,
            };
            let diagnostic = culprit::find(self.engine, &self.input, &package, level, &complaint);
            evaluation.failures.push(Failure { package, level, diagnostic });
        }
        evaluation
    }
}

impl Engine {
    /// A rule set took more than the machine grants.
    fn too_much(&self, (package, level): &RuleSet, limit: Limit) -> Diagnostic {
        let diagnostic = match limit {
            Limit::Steps => Diagnostic::error(Code::TimeLimit, error::TIME_LIMIT_MESSAGE).help(error::TIME_LIMIT_HELP),
            Limit::Built => Diagnostic::error(Code::MemoryLimit, "the evaluation built more than the limit")
                .help("make the policy smaller: no products of lists, no texts that grow in a loop"),
        };
        match self.clauses.iter().find(|clause| clause.package == *package && clause.level == *level) {
            Some(clause) => diagnostic.in_file(&clause.file).at(clause.name).label("while this rule was evaluated"),
            None => diagnostic,
        }
    }
}

/// Loads policies as a gate does, and compiles them without data.
fn compile(sources: Vec<PolicySource>) -> Result<(), Vec<Diagnostic>> {
    let mut engine = Engine::load(sources)?;
    let one = |problem| vec![problem];
    engine.ask(&BTreeMap::new()).map_err(one)?;
    engine.add_data(Data::object([])).map_err(one)
}

/// Parses all sources; the modules come in their order.
fn parse(sources: &[PolicySource]) -> Result<Vec<Ref<Module>>, Vec<Diagnostic>> {
    let parsed: Vec<Result<Ref<Module>, Diagnostic>> = sources
        .par_iter()
        .map(|source| {
            let mut parser = regorus::Engine::new();
            parser
                .add_policy(source.name.to_string(), source.text.to_string())
                .map_err(|complaint| from_engine(&complaint, Code::PolicySyntax, sources, &[]))?;
            let module = parser.get_modules().first().cloned();
            module.ok_or_else(|| {
                Diagnostic::error(Code::PolicySyntax, "a policy file without a package").in_file(&source.name)
            })
        })
        .collect();
    let (modules, problems): (Vec<_>, Vec<_>) = parsed.into_iter().partition(Result::is_ok);
    let problems: Vec<Diagnostic> = problems.into_iter().filter_map(Result::err).collect();
    if problems.is_empty() { Ok(modules.into_iter().flatten().collect()) } else { Err(problems) }
}

/// An interpreter with strict builtin errors and the sources, in the form that it evaluates right.
fn interpreter(sources: &[PolicySource], modules: &[Ref<Module>]) -> Result<Interpreter, Vec<Diagnostic>> {
    let mut inner = regorus::Engine::new();
    inner.set_strict_builtin_errors(true);
    inner.set_policy_length_config(PACKAGE_LENGTH);
    let written = rewrite::rewrite(modules, sources)?;
    let problems: Vec<Diagnostic> = written
        .iter()
        .filter_map(|package| inner.add_policy(package.name.clone(), package.text.clone()).err())
        .map(|complaint| from_engine(&complaint, Code::PolicySyntax, sources, &written))
        .collect();
    if problems.is_empty() { Ok(Interpreter { inner, written: Arc::new(written) }) } else { Err(problems) }
}

/// Evaluates a rule within a limit of computing time. The engine's timer looks at the clock on the wall; when that has run
/// out on a busy machine before the thread has computed for as long, the rule is evaluated again with more patience.
fn limited(interpreter: &mut regorus::Engine, rule: &str, limit: Duration) -> Result<regorus::Value, String> {
    let mut wall = limit;
    loop {
        let config = ExecutionTimerConfig { limit: wall, check_interval: TIME_CHECK_INTERVAL };
        interpreter.set_execution_timer_config(config);
        let started = ThreadTime::now();
        // Some builtins of the engine panic on what they did not expect.
        let evaluated = catch_unwind(AssertUnwindSafe(|| interpreter.eval_rule(rule.to_owned())));
        match evaluated {
            Err(_) => return Err(ENGINE_PANICKED.to_owned()),
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(complaint)) => {
                let complaint = complaint.to_string();
                let was_busy = started.elapsed() < limit / 2 && wall < limit * MOST_PATIENCE;
                if !(error::is_time_limit(&complaint) && was_busy) {
                    return Err(complaint);
                }
                wall *= 4;
            }
        }
    }
}

/// The generated module: a set of `[package, level, results]`. A rule set that is undefined adds nothing, and does not make
/// the others undefined.
fn entry_module(conditions: &BTreeMap<RuleSet, Vec<String>>) -> String {
    let mut text = format!("package {ENTRY_PACKAGE}\n\n{COMPILED} := true\n");
    for ((package, level), conditions) in conditions {
        let path = rule_path(package, *level);
        let package = serde_json::Value::from(package.as_str());
        for condition in conditions {
            let _ =
                write!(text, "\nresults contains [{package}, \"{}\", {path}] if {{ {condition} }}\n", level.as_str());
        }
    }
    text
}

/// What each rule set answered. One that is undefined is not there.
fn read_entry(value: &regorus::Value) -> BTreeMap<(String, Level), Vec<RawResult>> {
    let mut sets = BTreeMap::new();
    for entry in value.as_set().into_iter().flat_map(|entries| entries.iter()) {
        let Ok(fields) = entry.as_array() else { continue };
        let mut fields = fields.iter();
        if let (Some(package), Some(level), Some(set)) = (fields.next(), fields.next(), fields.next())
            && let (Ok(package), Some(level)) =
                (package.as_string(), level.as_string().ok().and_then(|l| Level::parse(l)))
        {
            sets.insert((package.to_string(), level), members(package, level, set));
        }
    }
    sets
}

/// The results in what a `deny` or `warn` evaluated to. A set or list has one result each; `true` is one result without
/// words; `false` and undefined are none; anything else is handed on as it is, and refused where results are read.
fn members(package: &str, level: Level, value: &regorus::Value) -> Vec<RawResult> {
    let result =
        |value: &regorus::Value| RawResult { package: package.to_owned(), level, value: value::to_json(value) };
    match value {
        regorus::Value::Undefined | regorus::Value::Bool(false) => Vec::new(),
        regorus::Value::Set(set) => set.iter().map(result).collect(),
        regorus::Value::Array(list) => list.iter().map(result).collect(),
        other => vec![result(other)],
    }
}
