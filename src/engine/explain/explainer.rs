//! Walks the clauses of a rule over an input, statement by statement.

use std::collections::{BTreeMap, BTreeSet};

use regorus::{
    Value,
    unstable::{Module, Ref},
};

use super::{
    Attempt,
    body::Statement,
    places,
    probe::{Probe, Row},
    program::Program,
};
use crate::{
    diagnostic::Diagnostic,
    document::Span,
    engine::{
        Data, Engine, clauses,
        testing::{PackagePath, Suite, Test},
        value::to_json,
    },
    policy::PolicySource,
};

/// How many rows a statement is evaluated for.
const MOST_ROWS: usize = 2000;

/// How many files' probes are kept. Each takes some megabytes, and most explanations need the same few.
const MOST_PROBES: usize = 12;

/// How much is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The condition that decided, and the way to it.
    Deciding,
    /// Also how the values came about that it compared.
    Values,
}

/// Explains what rules say of inputs.
pub struct Explainer<'a> {
    sources: &'a [PolicySource],
    data: &'a [Value],
    pub(super) program: Program,
    probes: BTreeMap<usize, Probe>,
    /// The files of the probes, the one that was not needed for the longest time first.
    needed: Vec<usize>,
    input: Value,
    pub(super) depth: Depth,
    /// What has been explained already, so that it is explained once.
    pub(super) explained: BTreeSet<String>,
}

/// A body of a file.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub(super) file: usize,
    pub(super) body: usize,
}

/// Which of a body's results is meant.
pub(super) enum Wanted<'w> {
    Any,
    Value(&'w Value),
    Matching(&'w dyn Fn(&serde_json::Value) -> bool),
}

impl Wanted<'_> {
    pub(super) fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Value(wanted) => *wanted == value,
            Self::Matching(fits) => fits(&to_json(value)),
        }
    }
}

/// What walking a body gave: the rows before each statement, and after the last if all hold.
pub(super) struct Walk {
    pub(super) rows: Vec<Vec<Row>>,
    pub(super) failure: Option<String>,
}

impl Engine {
    /// Makes ready to explain.
    ///
    /// # Errors
    ///
    /// The policies do not parse, which they did before.
    pub fn explainer(&self) -> Result<Explainer<'_>, Vec<Diagnostic>> {
        let modules = crate::engine::parse(&self.sources)?;
        Ok(Explainer::new(&self.sources, &self.data, Program::new(&modules, &self.sources)))
    }
}

impl Suite {
    /// Makes ready to explain why tests of a package do not hold.
    pub(in crate::engine) fn explainer(&self, package: &PackagePath) -> Explainer<'_> {
        let reached = self.packages.get(package).map(|package| &package.reaches);
        let is_reached =
            |module: &Ref<Module>| reached.is_some_and(|reached| reached.contains(&clauses::package_of(module)));
        let modules: Vec<_> = self.modules.iter().zip(&self.sources).filter(|(module, _)| is_reached(module)).collect();
        Explainer::new(&self.sources, std::slice::from_ref(&self.data), Program::of(&modules, true))
    }
}

impl<'a> Explainer<'a> {
    pub(super) fn new(sources: &'a [PolicySource], data: &'a [Value], program: Program) -> Self {
        Self {
            sources,
            data,
            program,
            probes: BTreeMap::new(),
            needed: Vec::new(),
            input: Value::Undefined,
            depth: Depth::Values,
            explained: BTreeSet::new(),
        }
    }

    /// Explains why a test does not hold: of its clauses the one that came farthest.
    pub(in crate::engine) fn test(&mut self, test: &Test) -> Option<Attempt> {
        self.input = Value::Undefined;
        self.depth = Depth::Deciding;
        self.explained.clear();
        let name = format!("data.{}.{}", test.package.join("."), test.name);
        let clauses = self.program.definitions.get(&name)?.clauses.clone();
        let mut attempts = Vec::new();
        for clause in clauses {
            self.compile(clause.file).ok()?;
            for body in clause.bodies {
                attempts.push(self.attempt(Site { file: clause.file, body }, Row::default(), &Wanted::Any, 0));
            }
        }
        attempts.into_iter().rev().filter(|attempt| !attempt.holds).max_by_key(|attempt| attempt.decided)
    }

    /// Explains one clause of a rule: why it gave a result that `wanted` accepts, or, if it gave none, where it failed.
    ///
    /// # Errors
    ///
    /// There is no such clause, or the engine refuses what it is asked.
    pub fn clause(
        &mut self,
        input: Data,
        file: &str,
        clause: Span,
        wanted: &dyn Fn(&serde_json::Value) -> bool,
        depth: Depth,
    ) -> Result<Vec<Attempt>, Vec<Diagnostic>> {
        self.input = input.into_inner();
        self.depth = depth;
        self.explained.clear();
        let found = self.program.definitions.values().flat_map(|definition| &definition.clauses).find(|defined| {
            defined.span() == clause
                && self.program.files.get(defined.file).is_some_and(|of_clause| &*of_clause.name == file)
        });
        let Some(clause) = found.cloned() else { return Ok(Vec::new()) };
        self.compile(clause.file)?;
        Ok(clause
            .bodies
            .iter()
            .map(|body| {
                let site = Site { file: clause.file, body: *body };
                self.attempt(site, Row::default(), &Wanted::Matching(wanted), 0)
            })
            .collect())
    }

    pub(super) fn compile(&mut self, file: usize) -> Result<(), Vec<Diagnostic>> {
        self.needed.retain(|other| *other != file);
        self.needed.push(file);
        if !self.probes.contains_key(&file) {
            if self.probes.len() >= MOST_PROBES {
                self.probes.remove(&self.needed.remove(0));
            }
            let probe = Probe::compile(self.sources, self.data, &self.program, file)?;
            self.probes.insert(file, probe);
        }
        Ok(())
    }

    /// Asks the probe of a file.
    pub(super) fn probe<T>(
        &mut self,
        file: usize,
        ask: impl FnOnce(&mut Probe, &Value) -> Result<T, String>,
    ) -> Result<T, String> {
        self.compile(file)
            .map_err(|problems| problems.first().map_or_else(String::new, |problem| problem.message.clone()))?;
        let probe = self.probes.get_mut(&file).ok_or_else(String::new)?;
        ask(probe, &self.input)
    }

    /// Evaluates statement after statement until none of the rows is left.
    pub(super) fn walk(&mut self, site: Site, start: Row) -> Walk {
        let count = self.body_statements(site).len();
        let mut rows = vec![vec![start]];
        for statement in 0..count {
            let before = rows.last().cloned().unwrap_or_default();
            let found = self.probe(site.file, |probe, input| probe.step(input, site.body, statement, &before));
            let mut after = match found {
                Ok(after) => after,
                Err(failure) => return Walk { rows, failure: Some(failure) },
            };
            after.truncate(MOST_ROWS);
            let Some(taken) = self.body_statements(site).get(statement) else { break };
            for row in &mut after {
                places::bind(&self.program, site.file, taken, row);
            }
            let is_empty = after.is_empty();
            rows.push(after);
            if is_empty {
                break;
            }
        }
        Walk { rows, failure: None }
    }

    pub(super) fn body_statements(&self, site: Site) -> &[Statement] {
        self.program
            .files
            .get(site.file)
            .and_then(|file| file.bodies.all.get(site.body))
            .map_or(&[], |body| body.statements.as_slice())
    }

    pub(super) fn slice(&self, site: Site, span: Span) -> String {
        self.program.files.get(site.file).map_or_else(String::new, |file| span.slice(&file.text).to_owned())
    }
}

/// For each statement, the row before it on the way to a row; the last is that row itself.
pub(super) fn chain(walk: &Walk, (statement, row): (usize, usize)) -> Vec<Row> {
    let mut chain = Vec::new();
    let mut at = row;
    for rows in walk.rows.iter().take(statement + 1).rev() {
        let Some(row) = rows.get(at) else { break };
        at = row.parent;
        chain.push(row.clone());
    }
    chain.reverse();
    chain
}
