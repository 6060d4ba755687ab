//! Explains the rule or function that an expression names, called with the values that it was called with.

use regorus::{
    Value,
    unstable::{Expr, Ref},
};

use super::{
    Attempt, Explainer, Explanation,
    explainer::{Site, Wanted},
    places,
    probe::{ARGUMENTS, Row},
    program::Definition,
};
use crate::{document::Span, engine::value::to_json};

/// How many definitions deep a reason is followed.
pub(super) const MOST_DEPTH: usize = 16;

/// The arguments of a call, and where the documents hold them.
pub(super) struct Arguments {
    values: Vec<Value>,
    places: Vec<Option<places::DocumentPath>>,
}

impl Explainer<'_> {
    /// Explains the rule or function that an expression names. `value` is what it gave; without one it is undefined or
    /// false.
    pub(super) fn definition(
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
    pub(super) fn is_whole(&self, site: Site, expr: &Expr) -> bool {
        match expr {
            Expr::Call { .. } => true,
            other => self.program.definition_of(site.file, other).is_some_and(|(_, is_whole)| is_whole),
        }
    }

    pub(super) fn of_definition(
        &self,
        name: &str,
        value: Option<&Value>,
        attempts: Vec<Attempt>,
        by_default: bool,
    ) -> Explanation {
        let name = name.strip_prefix("data.").unwrap_or(name).to_owned();
        Explanation { name, value: value.map(to_json), by_default, attempts }
    }

    pub(super) fn alone(&self, site: Site, expr: &Expr, value: Option<&Value>, attempt: Attempt) -> Explanation {
        let span = crate::engine::clauses::span_of(expr.span());
        Explanation {
            name: self.slice(site, span),
            value: value.map(to_json),
            by_default: false,
            attempts: vec![attempt],
        }
    }

    pub(super) fn nested(&self, site: Site, start: u32) -> Option<Site> {
        let body = self.program.files.get(site.file)?.bodies.nested(start)?;
        Some(Site { file: site.file, body })
    }

    pub(super) fn outcome_expr(&self, site: Site) -> Option<Ref<Expr>> {
        let body = self.program.files.get(site.file)?.bodies.all.get(site.body)?;
        Some(body.outcome.as_ref()?.expr.clone())
    }

    pub(super) fn span_of_outcome(&self, site: Site) -> Span {
        let body = self.program.files.get(site.file).and_then(|file| file.bodies.all.get(site.body));
        body.and_then(|body| body.outcome.as_ref()).map_or(Span { start: 0, end: 0 }, |outcome| outcome.span)
    }

    /// The definition that an expression names, and the arguments of a call. Nothing if an argument has no value.
    pub(super) fn target(
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
    pub(super) fn start(&mut self, site: Site, arguments: Option<&Arguments>) -> Option<Row> {
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
    pub(super) fn value_of(
        &mut self,
        site: Site,
        statement: Option<usize>,
        expr: &Ref<Expr>,
        row: &Row,
    ) -> Option<Value> {
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
