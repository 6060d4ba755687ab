//! Walks the clauses of a rule, and finds the condition that decided.

use std::collections::{BTreeMap, BTreeSet};

use regorus::{
    Value,
    unstable::{Expr, Literal, Module, Ref},
};

use super::{
    Attempt, Explanation, Seen, Step, StepResult,
    body::{Operand, Statement},
    places,
    probe::{ARGUMENTS, Probe, Row},
    program::{Definition, Program},
};
use crate::{
    diagnostic::Diagnostic,
    document::Span,
    engine::{
        Data, Engine, clauses,
        testing::{PackagePath, Suite, Test},
        value::to_json,
        walk,
    },
    policy::PolicySource,
};

/// How many rows a statement is evaluated for.
const MOST_ROWS: usize = 2000;

/// How many definitions deep a reason is followed.
const MOST_DEPTH: usize = 16;

/// How many definitions deep values are explained that are no reason by themselves.
const VALUE_DEPTH: usize = 4;

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
    program: Program,
    probes: BTreeMap<usize, Probe>,
    input: Value,
    depth: Depth,
    /// What has been explained already, so that it is explained once.
    explained: BTreeSet<String>,
}

/// A body of a file.
#[derive(Clone, Copy)]
struct Site {
    file: usize,
    body: usize,
}

/// Which of a body's results is meant.
enum Wanted<'w> {
    Any,
    Value(&'w Value),
    Matching(&'w dyn Fn(&serde_json::Value) -> bool),
}

impl Wanted<'_> {
    fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Value(wanted) => *wanted == value,
            Self::Matching(fits) => fits(&to_json(value)),
        }
    }
}

/// What walking a body gave: the rows before each statement, and after the last if all hold.
struct Walk {
    rows: Vec<Vec<Row>>,
    failure: Option<String>,
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
    fn new(sources: &'a [PolicySource], data: &'a [Value], program: Program) -> Self {
        Self {
            sources,
            data,
            program,
            probes: BTreeMap::new(),
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

    fn compile(&mut self, file: usize) -> Result<(), Vec<Diagnostic>> {
        if !self.probes.contains_key(&file) {
            let probe = Probe::compile(self.sources, self.data, &self.program, file)?;
            self.probes.insert(file, probe);
        }
        Ok(())
    }

    /// Asks the probe of a file.
    fn probe<T>(
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
    fn walk(&mut self, site: Site, start: Row) -> Walk {
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

    fn body_statements(&self, site: Site) -> &[Statement] {
        self.program
            .files
            .get(site.file)
            .and_then(|file| file.bodies.all.get(site.body))
            .map_or(&[], |body| body.statements.as_slice())
    }

    fn slice(&self, site: Site, span: Span) -> String {
        self.program.files.get(site.file).map_or_else(String::new, |file| span.slice(&file.text).to_owned())
    }

    /// Walks a body from a row, and explains how it ended.
    fn attempt(&mut self, site: Site, start: Row, wanted: &Wanted<'_>, depth: usize) -> Attempt {
        let walk = self.walk(site, start);
        let count = self.body_statements(site).len();
        let held = walk.rows.len().saturating_sub(1);
        let is_through =
            walk.failure.is_none() && held == count && walk.rows.last().is_some_and(|rows| !rows.is_empty());
        let outcome = if is_through { self.outcome(site, &walk, wanted) } else { None };
        // The rows that led to the result that is meant, or to where it failed, one for each statement.
        let last = match (&outcome, is_through) {
            (Some((row, _)), _) => (count, *row),
            (None, true) => (count, 0),
            (None, false) => {
                let failed = if walk.failure.is_some() { held } else { held.saturating_sub(1) };
                (failed, 0)
            }
        };
        let chain = chain(&walk, last);
        let failed_at = (!is_through).then_some(last.0);
        let mut steps: Vec<Step> = (0..count)
            .map(|number| {
                let result = match failed_at {
                    Some(failed) if number > failed => StepResult::Unreached,
                    Some(failed) if number == failed && walk.failure.is_some() => StepResult::Error,
                    Some(failed) if number == failed => StepResult::Fails,
                    _ => StepResult::Holds,
                };
                let tried = if result == StepResult::Fails { walk.rows.get(number).map_or(0, Vec::len) } else { 0 };
                self.step(site, number, &chain, result, tried)
            })
            .collect();
        if let (Some(failure), Some(step)) = (&walk.failure, failed_at.and_then(|at| steps.get_mut(at))) {
            step.values.push(Seen { expression: failure.clone(), value: None, place: None });
        }
        let decided = failed_at.or_else(|| self.last_condition(site));
        if let Some(at) = decided {
            let holds = failed_at.is_none();
            let row = chain.get(at + usize::from(holds)).or_else(|| chain.last()).cloned().unwrap_or_default();
            let lead = if depth < MOST_DEPTH { self.lead(site, at, &row, holds, depth + 1) } else { None };
            let is_followed = !(holds && self.is_membership(site, at));
            if let Some(step) = steps.get_mut(at) {
                step.leads_on = is_followed && lead.is_some();
                step.because.extend(lead);
            }
        }
        if self.depth == Depth::Values {
            self.explain_values(site, &chain, &mut steps, decided, depth);
            if is_through && depth > 0 {
                let row = chain.last().cloned().unwrap_or_default();
                steps.extend(self.gives(site, &row, depth));
            }
        }
        let span = self.program.files.get(site.file).and_then(|file| file.bodies.all.get(site.body));
        Attempt {
            file: self.program.files.get(site.file).map_or_else(|| "".into(), |file| file.name.clone()),
            span: span.map_or(Span { start: 0, end: 0 }, |body| body.span),
            holds: is_through,
            value: outcome.map(|(_, value)| to_json(&value)),
            steps,
            decided,
        }
    }

    /// The row whose outcome is meant, and that outcome.
    fn outcome(&mut self, site: Site, walk: &Walk, wanted: &Wanted<'_>) -> Option<(usize, Value)> {
        let rows = walk.rows.last()?;
        let outcomes = self.probe(site.file, |probe, input| probe.outcomes(input, site.body, rows)).ok()?;
        let meant = outcomes.iter().position(|(_, value)| wanted.fits(value)).unwrap_or_default();
        outcomes.into_iter().nth(meant)
    }

    /// The condition that decided when all hold: the last one. Those before it say of what the rule speaks, and when it
    /// is to be silent.
    fn last_condition(&self, site: Site) -> Option<usize> {
        let count = self.body_statements(site).len();
        (0..count).rfind(|number| self.is_condition(site, *number)).or_else(|| count.checked_sub(1))
    }

    /// Whether a statement asks for a member of a collection. That it is one says what was compared; why it is one is a
    /// matter of its own.
    fn is_membership(&self, site: Site, number: usize) -> bool {
        let literal = self.body_statements(site).get(number).and_then(Statement::literal);
        matches!(literal, Some(Literal::Expr { expr, .. }) if matches!(expr.as_ref(), Expr::Membership { .. }))
    }

    /// Whether a statement can fail where the ones before it hold: a condition, or a name for what may be undefined.
    fn is_condition(&self, site: Site, number: usize) -> bool {
        let Some(statement) = self.body_statements(site).get(number) else { return false };
        let Some(Literal::Expr { expr, .. }) = statement.literal() else { return statement.is_condition() };
        let Expr::AssignExpr { rhs, .. } = expr.as_ref() else { return statement.is_condition() };
        let named = match rhs.as_ref() {
            Expr::Call { fcn, .. } => self.program.definition_of(site.file, fcn),
            reference => self.program.definition_of(site.file, reference),
        };
        named.is_some_and(|(name, _)| self.program.is_partial(&name)) || self.program.is_entry(site.file, rhs)
    }

    fn step(&mut self, site: Site, number: usize, chain: &[Row], result: StepResult, tried: usize) -> Step {
        let span = self.body_statements(site).get(number).map_or(Span { start: 0, end: 0 }, |statement| statement.span);
        let row = match result {
            StepResult::Holds => chain.get(number + 1),
            StepResult::Fails => chain.get(number),
            _ => None,
        };
        let values = row.cloned().map_or_else(Vec::new, |row| self.seen(site, Some(number), &row));
        let sides = row.cloned().and_then(|row| self.sides(site, number, &row)).map(Box::new);
        Step { text: self.slice(site, span), span, result, values, tried, because: Vec::new(), leads_on: false, sides }
    }

    /// The two values that a condition of a test compares.
    fn sides(&mut self, site: Site, number: usize, row: &Row) -> Option<(serde_json::Value, serde_json::Value)> {
        let statement = self.body_statements(site).get(number)?;
        if !self.program.with_sides || statement.sides.is_empty() {
            return None;
        }
        let found = self.probe(site.file, |probe, input| probe.sides(input, site.body, number, row)).ok()?;
        let value = |side| found.get(&side).and_then(|values| values.first()).map(to_json);
        Some((value(0)?, value(1)?))
    }

    /// The values of the operands of a statement, or of the outcome.
    fn seen(&mut self, site: Site, statement: Option<usize>, row: &Row) -> Vec<Seen> {
        let found = self.probe(site.file, |probe, input| probe.operands(input, site.body, statement, row));
        let values = found.unwrap_or_default();
        let file = site.file;
        self.operands(site, statement)
            .iter()
            .enumerate()
            .map(|(number, operand)| Seen {
                expression: self.slice(site, operand.span),
                value: values.get(&number).and_then(|values| values.first()).map(to_json),
                place: places::of(&self.program, file, &operand.expr, row),
            })
            .collect()
    }

    fn operands(&self, site: Site, statement: Option<usize>) -> &[Operand] {
        let Some(body) = self.program.files.get(site.file).and_then(|file| file.bodies.all.get(site.body)) else {
            return &[];
        };
        match statement {
            Some(number) => body.statements.get(number).map_or(&[], |statement| statement.operands.as_slice()),
            None => body.outcome.as_ref().map_or(&[], |outcome| outcome.operands.as_slice()),
        }
    }

    /// What the clause gives, as a last step.
    fn gives(&mut self, site: Site, row: &Row, depth: usize) -> Option<Step> {
        let body = self.program.files.get(site.file)?.bodies.all.get(site.body)?;
        let outcome = body.outcome.as_ref()?;
        let is_built = matches!(outcome.expr.as_ref(), Expr::Object { .. } | Expr::Array { .. } | Expr::Var { .. });
        if outcome.operands.is_empty() || is_built {
            return None;
        }
        let span = outcome.span;
        let values = self.seen(site, None, row);
        let because = self.because_of(site, None, row, depth);
        Some(Step {
            text: self.slice(site, span),
            span,
            result: StepResult::Gives,
            values,
            tried: 0,
            because,
            leads_on: false,
            sides: None,
        })
    }

    /// Explains the values that the deciding step compared, and those of the assignments that it reads from.
    fn explain_values(&mut self, site: Site, chain: &[Row], steps: &mut [Step], decided: Option<usize>, depth: usize) {
        let Some(decided) = decided else { return };
        let mut needed: BTreeSet<String> =
            self.body_statements(site).get(decided).map(|statement| statement.reads.clone()).unwrap_or_default();
        for number in (0..=decided).rev() {
            let Some(statement) = self.body_statements(site).get(number) else { continue };
            let is_needed = number == decided || statement.binds.iter().any(|name| needed.contains(name));
            if !is_needed {
                continue;
            }
            needed.extend(statement.reads.iter().cloned());
            let Some(row) = chain.get(number + 1).or_else(|| chain.get(number)).cloned() else { continue };
            let because = self.because_of(site, Some(number), &row, depth);
            if let Some(step) = steps.get_mut(number) {
                step.because.extend(because);
            }
        }
    }

    /// How the values of a statement's operands came about, where a definition gives them that reads a document.
    fn because_of(&mut self, site: Site, statement: Option<usize>, row: &Row, depth: usize) -> Vec<Explanation> {
        let is_modified = statement
            .and_then(|number| self.body_statements(site).get(number))
            .is_some_and(|statement| statement.modifiers.is_some());
        if depth >= VALUE_DEPTH || is_modified {
            return Vec::new();
        }
        let Ok(values) = self.probe(site.file, |probe, input| probe.operands(input, site.body, statement, row)) else {
            return Vec::new();
        };
        let operands: Vec<(usize, Ref<Expr>)> =
            self.operands(site, statement).iter().map(|operand| operand.expr.clone()).enumerate().collect();
        let mut because = Vec::new();
        for (number, expr) in operands {
            let value = values.get(&number).and_then(|values| values.first()).cloned();
            let is_told =
                matches!(value, None | Some(Value::Bool(_) | Value::Object(_) | Value::Array(_) | Value::Set(_)));
            if is_told || places::of(&self.program, site.file, &expr, row).is_some() {
                continue;
            }
            // One entry of a comprehension, `[x | …][0]`: why it is in there.
            if let (Expr::RefBrack { refr, .. }, Some(value)) = (expr.as_ref(), &value)
                && matches!(refr.as_ref(), Expr::ArrayCompr { .. })
            {
                because.extend(self.produced(site, statement, refr, value, row, depth + 1));
                continue;
            }
            because.extend(self.definition(site, statement, &expr, row, value.as_ref(), depth + 1));
        }
        because
    }

    /// Why a step came out as it did: the rule, function, comprehension or `every` that it rests on.
    fn lead(&mut self, site: Site, step: usize, row: &Row, holds: bool, depth: usize) -> Option<Explanation> {
        let statement = self.body_statements(site).get(step)?;
        // What it rests on is evaluated with another input there.
        if statement.modifiers.is_some() {
            return None;
        }
        match statement.literal()? {
            Literal::Expr { expr, .. } => {
                let expr = expr.clone();
                if holds {
                    self.established(site, step, &expr, row, depth)
                } else {
                    self.refuted(site, step, &expr, row, depth)
                }
            }
            Literal::NotExpr { expr, .. } => {
                let expr = expr.clone();
                if holds {
                    self.refuted(site, step, &expr, row, depth)
                } else {
                    self.established(site, step, &expr, row, depth)
                }
            }
            Literal::SomeIn { value, collection, .. } => {
                let (value, collection) = (value.clone(), collection.clone());
                if holds {
                    let Expr::Var { span, .. } = value.as_ref() else { return None };
                    let element = row.values.get(span.text())?.clone();
                    self.produced(site, Some(step), &collection, &element, row, depth)
                } else {
                    self.emptied(site, Some(step), &collection, row, depth)
                }
            }
            Literal::Every { span, key, value, domain, .. } => {
                let (start, key, value) =
                    (span.start, key.as_ref().map(|key| key.text().to_owned()), value.text().to_owned());
                let domain = domain.clone();
                self.instance(site, step, start, key, &value, &domain, row, holds, depth)
            }
            Literal::SomeVars { .. } => None,
        }
    }

    /// Why a comparison with the size of a collection came out as it did: why an entry is in it, or why none is.
    fn counted(&mut self, site: Site, step: usize, expr: &Expr, row: &Row, depth: usize) -> Option<Explanation> {
        let Expr::BoolExpr { lhs, rhs, .. } = expr else { return None };
        let collection = [lhs, rhs].into_iter().find_map(|side| match side.as_ref() {
            Expr::Call { fcn, params, .. } if walk::components(fcn)? == ["count"] => params.first().cloned(),
            _ => None,
        })?;
        let value = self.value_of(site, Some(step), &collection, row)?;
        let first = match &value {
            Value::Array(items) => items.first().cloned(),
            Value::Set(items) => items.iter().next().cloned(),
            _ => return None,
        };
        match first {
            Some(element) => self.produced(site, Some(step), &collection, &element, row, depth),
            None => self.emptied(site, Some(step), &collection, row, depth),
        }
    }

    /// Why an expression holds.
    fn established(
        &mut self,
        site: Site,
        step: usize,
        expr: &Ref<Expr>,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
        match expr.as_ref() {
            Expr::BoolExpr { .. } => self.counted(site, step, expr, row, depth),
            Expr::AssignExpr { rhs, .. } => self.established(site, step, rhs, row, depth),
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } => {
                if places::of(&self.program, site.file, expr, row).is_some() {
                    return None;
                }
                let value = self.value_of(site, Some(step), expr, row)?;
                if let Expr::RefBrack { refr, .. } = expr.as_ref()
                    && self.program.is_entry(site.file, expr)
                {
                    return self.produced(site, Some(step), refr, &value, row, depth);
                }
                self.definition(site, Some(step), expr, row, Some(&value), depth)
            }
            Expr::Membership { value, collection, .. } => {
                let element = match value.as_ref() {
                    Expr::String { value, .. } | Expr::RawString { value, .. } | Expr::Number { value, .. } => {
                        value.clone()
                    }
                    _ => self.value_of(site, Some(step), value, row)?,
                };
                self.produced(site, Some(step), collection, &element, row, depth)
            }
            _ => None,
        }
    }

    /// Why an expression is false or undefined: the first definition in it that gives nothing.
    fn refuted(&mut self, site: Site, step: usize, expr: &Ref<Expr>, row: &Row, depth: usize) -> Option<Explanation> {
        match expr.as_ref() {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } => {
                if let Expr::RefBrack { refr, .. } = expr.as_ref()
                    && self.program.is_entry(site.file, expr)
                {
                    return self.emptied(site, Some(step), refr, row, depth);
                }
                if let Some(explanation) = self.definition(site, Some(step), expr, row, None, depth) {
                    return Some(explanation);
                }
            }
            Expr::AssignExpr { rhs, .. } => {
                let rhs = rhs.clone();
                return self.refuted(site, step, &rhs, row, depth);
            }
            Expr::Membership { collection, .. } => {
                let collection = collection.clone();
                return self.emptied(site, Some(step), &collection, row, depth);
            }
            Expr::BoolExpr { .. } => {
                if let Some(explanation) = self.counted(site, step, expr, row, depth) {
                    return Some(explanation);
                }
            }
            _ => {}
        }
        let operands: Vec<Ref<Expr>> =
            self.operands(site, Some(step)).iter().map(|operand| operand.expr.clone()).collect();
        operands.into_iter().find_map(|operand| {
            if operand == *expr || self.value_of(site, Some(step), &operand, row).is_some() {
                return None;
            }
            self.definition(site, Some(step), &operand, row, None, depth)
        })
    }

    /// Why an element is in a collection.
    fn produced(
        &mut self,
        site: Site,
        statement: Option<usize>,
        collection: &Ref<Expr>,
        element: &Value,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
        if depth >= MOST_DEPTH || places::of(&self.program, site.file, collection, row).is_some() {
            return None;
        }
        match collection.as_ref() {
            Expr::ArrayCompr { span, .. } | Expr::SetCompr { span, .. } | Expr::ObjectCompr { span, .. } => {
                let inner = self.nested(site, span.start)?;
                let attempt = self.attempt(inner, row.clone(), &Wanted::Value(element), depth);
                Some(self.alone(site, collection, Some(element), attempt))
            }
            Expr::BinExpr { lhs, rhs, .. } => [lhs.clone(), rhs.clone()]
                .iter()
                .find_map(|side| self.produced_if_there(site, statement, side, element, row, depth)),
            Expr::Call { fcn, params, .. } if self.program.definition_of(site.file, fcn).is_none() => params
                .clone()
                .iter()
                .find_map(|param| self.produced_if_there(site, statement, param, element, row, depth)),
            Expr::Var { span, .. } if row.values.contains_key(span.text()) => {
                let name = span.text().to_owned();
                let (number, assigned) = self
                    .body_statements(site)
                    .iter()
                    .enumerate()
                    .find_map(|(number, statement)| Some((number, statement.assigned(&name)?.clone())))?;
                self.produced(site, Some(number), &assigned, element, row, depth + 1)
            }
            _ => self.produced_by_definition(site, statement, collection, element, row, depth),
        }
    }

    fn produced_if_there(
        &mut self,
        site: Site,
        statement: Option<usize>,
        collection: &Ref<Expr>,
        element: &Value,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
        let value = self.value_of(site, statement, collection, row)?;
        contains(&value, element).then(|| self.produced(site, statement, collection, element, row, depth)).flatten()
    }

    fn produced_by_definition(
        &mut self,
        site: Site,
        statement: Option<usize>,
        collection: &Ref<Expr>,
        element: &Value,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
        let (name, definition, arguments) = self.target(site, statement, collection, row)?;
        for clause in &definition.clauses {
            for body in &clause.bodies {
                let inner = Site { file: clause.file, body: *body };
                let Some(start) = self.start(inner, arguments.as_ref()) else { continue };
                if definition.is_set {
                    let found = self.attempt(inner, start, &Wanted::Value(element), depth + 1);
                    if found.holds && self.gives_value(inner, arguments.as_ref(), |value| value == element) {
                        return Some(self.of_definition(&name, Some(element), vec![found], false));
                    }
                } else if self.gives_value(inner, arguments.as_ref(), |value| contains(value, element)) {
                    let mut found = self.attempt(inner, start.clone(), &Wanted::Any, depth + 1);
                    let last = self.last_row(inner, start);
                    let deeper = self
                        .outcome_expr(inner)
                        .and_then(|expr| self.produced(inner, None, &expr, element, &last, depth + 1));
                    self.lead_on_by_outcome(&mut found, inner, deeper);
                    return Some(self.of_definition(&name, Some(element), vec![found], false));
                }
            }
        }
        None
    }

    /// The first row that is left when all statements of a body hold.
    fn last_row(&mut self, site: Site, start: Row) -> Row {
        let rows = self.walk(site, start).rows;
        rows.last().and_then(|rows| rows.first()).cloned().unwrap_or_default()
    }

    /// Lets what a clause gives decide, if a condition beneath it did.
    fn lead_on_by_outcome(&self, found: &mut Attempt, site: Site, deeper: Option<Explanation>) {
        let Some(deeper) = deeper.filter(|deeper| deeper.deciding().is_some()) else { return };
        let span = self.span_of_outcome(site);
        found.steps.retain(|step| step.result != StepResult::Gives);
        found.decided = Some(found.steps.len());
        found.steps.push(Step {
            text: self.slice(site, span),
            span,
            result: StepResult::Gives,
            values: Vec::new(),
            tried: 0,
            because: vec![deeper],
            leads_on: true,
            sides: None,
        });
    }

    /// Why a clause without conditions gives what it gives: the entry of a comprehension that it takes, or the definition
    /// that it names.
    fn by_outcome(&mut self, site: Site, start: Row, value: &Value, depth: usize) -> Option<Explanation> {
        let expr = self.outcome_expr(site)?;
        let row = self.last_row(site, start);
        match expr.as_ref() {
            Expr::RefBrack { refr, .. } if self.program.is_entry(site.file, &expr) => {
                self.produced(site, None, refr, value, &row, depth)
            }
            _ => self.definition(site, None, &expr, &row, Some(value), depth),
        }
    }

    /// Why a collection is empty or undefined.
    fn emptied(
        &mut self,
        site: Site,
        statement: Option<usize>,
        collection: &Ref<Expr>,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
        if depth >= MOST_DEPTH {
            return None;
        }
        match collection.as_ref() {
            Expr::ArrayCompr { span, .. } | Expr::SetCompr { span, .. } | Expr::ObjectCompr { span, .. } => {
                let inner = self.nested(site, span.start)?;
                let attempt = self.attempt(inner, row.clone(), &Wanted::Any, depth);
                (!attempt.holds).then(|| self.alone(site, collection, None, attempt))
            }
            Expr::Var { span, .. } if row.values.contains_key(span.text()) => {
                let name = span.text().to_owned();
                let (number, assigned) = self
                    .body_statements(site)
                    .iter()
                    .enumerate()
                    .find_map(|(number, statement)| Some((number, statement.assigned(&name)?.clone())))?;
                self.emptied(site, Some(number), &assigned, row, depth + 1)
            }
            _ => {
                let value = self.value_of(site, statement, collection, row);
                match value {
                    None => self.definition(site, statement, collection, row, None, depth),
                    Some(value) if is_empty(&value) => {
                        let (name, definition, arguments) = self.target(site, statement, collection, row)?;
                        self.explain_empty(&name, &definition, arguments.as_ref(), depth)
                    }
                    Some(_) => None,
                }
            }
        }
    }

    fn explain_empty(
        &mut self,
        name: &str,
        definition: &Definition,
        arguments: Option<&Arguments>,
        depth: usize,
    ) -> Option<Explanation> {
        let mut attempts = Vec::new();
        for clause in &definition.clauses {
            for body in &clause.bodies {
                let inner = Site { file: clause.file, body: *body };
                let Some(start) = self.start(inner, arguments) else { continue };
                if definition.is_set {
                    attempts.push(self.attempt(inner, start, &Wanted::Any, depth + 1));
                } else if let Some(expr) = self.outcome_expr(inner) {
                    let rows = self.walk(inner, start).rows;
                    let last = rows.last().and_then(|rows| rows.first()).cloned().unwrap_or_default();
                    return self.emptied(inner, None, &expr, &last, depth + 1);
                }
            }
        }
        attempts.retain(|attempt| !attempt.holds);
        (!attempts.is_empty()).then(|| self.of_definition(name, None, attempts, false))
    }

    /// The first element for which the body of an `every` holds or does not.
    #[expect(clippy::too_many_arguments, reason = "the parts of an `every`, and where it stands")]
    fn instance(
        &mut self,
        site: Site,
        step: usize,
        start: u32,
        key: Option<String>,
        value: &str,
        domain: &Ref<Expr>,
        row: &Row,
        holds: bool,
        depth: usize,
    ) -> Option<Explanation> {
        let inner = self.nested(site, start)?;
        let elements = match self.value_of(site, Some(step), domain, row)? {
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, item)| (Value::from(at as u64), item.clone())).collect()
            }
            Value::Set(items) => items.iter().map(|item| (item.clone(), item.clone())).collect(),
            Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            _ => Vec::new(),
        };
        let place = places::of(&self.program, site.file, domain, row);
        for (at, element) in elements {
            let mut bound = row.clone();
            if let Some(place) = place.clone().and_then(|place| place.entry(&at)) {
                bound.places.insert(value.to_owned(), place);
            }
            if let Some(key) = &key {
                bound.values.insert(key.clone(), at);
            }
            bound.values.insert(value.to_owned(), element.clone());
            let attempt = self.attempt(inner, bound, &Wanted::Any, depth);
            if attempt.holds == holds {
                let mut explanation = self.alone(site, domain, Some(&element), attempt);
                explanation.name = format!("for {value} in {}", explanation.name);
                return Some(explanation);
            }
        }
        None
    }

    /// Explains the rule or function that an expression names. `value` is what it gave; without one it is undefined or
    /// false.
    fn definition(
        &mut self,
        site: Site,
        statement: Option<usize>,
        expr: &Ref<Expr>,
        row: &Row,
        value: Option<&Value>,
        depth: usize,
    ) -> Option<Explanation> {
        if depth >= MOST_DEPTH {
            return None;
        }
        let (name, definition, arguments) = self.target(site, statement, expr, row)?;
        let is_truth = value.is_none_or(|value| *value == Value::Bool(true));
        if self.program.is_of_time(&name) || (!is_truth && !self.program.reads(&name)) {
            return None;
        }
        let key = format!("{name} {:?} {value:?}", arguments.as_ref().map(|arguments| &arguments.values));
        if value.is_some_and(|value| *value != Value::Bool(true)) && !self.explained.insert(key) {
            return None;
        }
        let is_whole = self.is_whole(site, expr);
        let mut attempts = Vec::new();
        for clause in &definition.clauses {
            for body in &clause.bodies {
                let inner = Site { file: clause.file, body: *body };
                let Some(start) = self.start(inner, arguments.as_ref()) else { continue };
                let wanted = value.filter(|_| is_whole).map_or(Wanted::Any, Wanted::Value);
                let mut attempt = self.attempt(inner, start.clone(), &wanted, depth);
                if let Some(value) = value
                    && attempt.holds
                {
                    if attempt.decided.is_none() {
                        let deeper = self.by_outcome(inner, start, value, depth + 1);
                        self.lead_on_by_outcome(&mut attempt, inner, deeper);
                    }
                    return Some(self.of_definition(&name, Some(value), vec![attempt], false));
                }
                let gave_false =
                    attempt.holds && self.gives_value(inner, arguments.as_ref(), |v| *v == Value::Bool(false));
                let is_else_next = attempt.holds;
                if !attempt.holds || gave_false {
                    attempts.push(attempt);
                }
                if is_else_next {
                    break;
                }
            }
        }
        let by_default = value.is_some() && definition.has_default;
        if attempts.is_empty() && !by_default {
            return None;
        }
        Some(self.of_definition(&name, value, attempts, by_default))
    }

    /// Whether an expression names a definition itself, and not something in its value.
    fn is_whole(&self, site: Site, expr: &Expr) -> bool {
        match expr {
            Expr::Call { .. } => true,
            other => self.program.definition_of(site.file, other).is_some_and(|(_, is_whole)| is_whole),
        }
    }

    fn of_definition(
        &self,
        name: &str,
        value: Option<&Value>,
        attempts: Vec<Attempt>,
        by_default: bool,
    ) -> Explanation {
        let name = name.strip_prefix("data.").unwrap_or(name).to_owned();
        Explanation { name, value: value.map(to_json), by_default, attempts }
    }

    fn alone(&self, site: Site, expr: &Expr, value: Option<&Value>, attempt: Attempt) -> Explanation {
        let span = crate::engine::clauses::span_of(expr.span());
        Explanation {
            name: self.slice(site, span),
            value: value.map(to_json),
            by_default: false,
            attempts: vec![attempt],
        }
    }

    fn nested(&self, site: Site, start: u32) -> Option<Site> {
        let body = self.program.files.get(site.file)?.bodies.nested(start)?;
        Some(Site { file: site.file, body })
    }

    fn outcome_expr(&self, site: Site) -> Option<Ref<Expr>> {
        let body = self.program.files.get(site.file)?.bodies.all.get(site.body)?;
        Some(body.outcome.as_ref()?.expr.clone())
    }

    fn span_of_outcome(&self, site: Site) -> Span {
        let body = self.program.files.get(site.file).and_then(|file| file.bodies.all.get(site.body));
        body.and_then(|body| body.outcome.as_ref()).map_or(Span { start: 0, end: 0 }, |outcome| outcome.span)
    }

    /// Whether a body gives, from the start, a value that fits.
    fn gives_value(&mut self, site: Site, arguments: Option<&Arguments>, fits: impl Fn(&Value) -> bool) -> bool {
        let Some(start) = self.start(site, arguments) else { return false };
        let walk = self.walk(site, start);
        let is_through = walk.rows.len() == self.body_statements(site).len() + 1;
        let Some(rows) = walk.rows.last().filter(|_| is_through) else { return false };
        let outcomes = self.probe(site.file, |probe, input| probe.outcomes(input, site.body, rows));
        outcomes.is_ok_and(|outcomes| outcomes.iter().any(|(_, value)| fits(value)))
    }

    /// The definition that an expression names, and the arguments of a call. Nothing if an argument has no value.
    fn target(
        &mut self,
        site: Site,
        statement: Option<usize>,
        expr: &Ref<Expr>,
        row: &Row,
    ) -> Option<(String, Definition, Option<Arguments>)> {
        match expr.as_ref() {
            Expr::Call { fcn, params, .. } => {
                let (name, _) = self.program.definition_of(site.file, fcn)?;
                let definition = self.program.definitions.get(&name)?.clone();
                let number = self.operands(site, statement).iter().position(|operand| operand.expr == *expr)?;
                let found =
                    self.probe(site.file, |probe, input| probe.operands(input, site.body, statement, row)).ok()?;
                let values: Option<Vec<Value>> = (0..params.len())
                    .map(|position| found.get(&(ARGUMENTS * (position + 1) + number))?.first().cloned())
                    .collect();
                let places = params.iter().map(|param| places::of(&self.program, site.file, param, row)).collect();
                Some((name, definition, Some(Arguments { values: values?, places })))
            }
            Expr::Var { span, .. } if row.values.contains_key(span.text()) => None,
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                let (name, _) = self.program.definition_of(site.file, expr)?;
                let definition = self.program.definitions.get(&name)?.clone();
                (!definition.is_function).then_some((name, definition, None))
            }
            _ => None,
        }
    }

    /// The row with which a body begins: the names that the arguments of a call get.
    fn start(&mut self, site: Site, arguments: Option<&Arguments>) -> Option<Row> {
        let Some(arguments) = arguments else { return Some(Row::default()) };
        let values = arguments.values.clone();
        let bound = self.probe(site.file, |probe, input| probe.arguments(input, site.body, values)).ok()??;
        let patterns = &self.program.files.get(site.file)?.bodies.all.get(site.body)?.arguments;
        let places = patterns
            .iter()
            .zip(&arguments.places)
            .filter_map(|(pattern, place)| match pattern.expr.as_ref() {
                Expr::Var { span, .. } => Some((span.text().to_owned(), place.clone()?)),
                _ => None,
            })
            .collect();
        Some(Row { values: bound, places, parent: 0 })
    }

    /// The value of an operand of a statement.
    fn value_of(&mut self, site: Site, statement: Option<usize>, expr: &Ref<Expr>, row: &Row) -> Option<Value> {
        if let Expr::Var { span, .. } = expr.as_ref()
            && let Some(value) = row.values.get(span.text())
        {
            return Some(value.clone());
        }
        let number = self.operands(site, statement).iter().position(|operand| operand.expr == *expr)?;
        let found = self.probe(site.file, |probe, input| probe.operands(input, site.body, statement, row)).ok()?;
        found.get(&number)?.first().cloned()
    }
}

/// The arguments of a call, and where the documents hold them.
struct Arguments {
    values: Vec<Value>,
    places: Vec<Option<places::DocumentPath>>,
}

/// For each statement, the row before it on the way to a row; the last is that row itself.
fn chain(walk: &Walk, (statement, row): (usize, usize)) -> Vec<Row> {
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

fn contains(collection: &Value, element: &Value) -> bool {
    match collection {
        Value::Array(items) => items.contains(element),
        Value::Set(items) => items.contains(element),
        Value::Object(fields) => fields.values().any(|value| value == element),
        _ => false,
    }
}

fn is_empty(collection: &Value) -> bool {
    match collection {
        Value::Array(items) => items.is_empty(),
        Value::Set(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
