//! Why something is in a collection, and why a collection is empty.

use regorus::{
    Value,
    unstable::{Expr, Ref},
};

use super::{
    Attempt, Explainer, Explanation, Step, StepResult,
    definitions::{Arguments, MOST_DEPTH},
    explainer::{Site, Wanted},
    places,
    probe::Row,
    program::Definition,
};

impl Explainer<'_> {
    /// Why an element is in a collection.
    pub(super) fn produced(
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
                let (number, assigned) = self.assigned(site, span.text())?;
                self.produced(site, Some(number), &assigned, element, row, depth + 1)
            }
            _ => self.produced_by_definition(site, statement, collection, element, row, depth),
        }
    }

    pub(super) fn produced_if_there(
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

    pub(super) fn produced_by_definition(
        &mut self,
        site: Site,
        statement: Option<usize>,
        collection: &Ref<Expr>,
        element: &Value,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
        let (name, definition, arguments) = self.target(site, statement, collection, row)?;
        for inner in definition.sites() {
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
        None
    }

    /// The statement that gives a local its value, and the expression that it is.
    fn assigned(&self, site: Site, local: &str) -> Option<(usize, Ref<Expr>)> {
        let mut statements = self.body_statements(site).iter().enumerate();
        statements.find_map(|(number, statement)| Some((number, statement.assigned(local)?.clone())))
    }

    /// The first row that is left when all statements of a body hold.
    pub(super) fn last_row(&mut self, site: Site, start: Row) -> Row {
        let rows = self.walk(site, start).rows;
        rows.last().and_then(|rows| rows.first()).cloned().unwrap_or_default()
    }

    /// Lets what a clause gives decide, if a condition beneath it did.
    pub(super) fn lead_on_by_outcome(&self, found: &mut Attempt, site: Site, deeper: Option<Explanation>) {
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
    pub(super) fn by_outcome(&mut self, site: Site, start: Row, value: &Value, depth: usize) -> Option<Explanation> {
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
    pub(super) fn emptied(
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
                let (number, assigned) = self.assigned(site, span.text())?;
                self.emptied(site, Some(number), &assigned, row, depth + 1)
            }
            // Of several lists that are put together none is the reason by itself.
            Expr::Call { fcn, params, .. } if self.program.definition_of(site.file, fcn).is_none() => {
                match params.as_slice() {
                    [only] => {
                        let only = only.clone();
                        self.emptied(site, statement, &only, row, depth)
                    }
                    _ => None,
                }
            }
            _ => {
                if self.value_of(site, statement, collection, row).is_some_and(|value| !is_empty(&value)) {
                    return None;
                }
                let (name, definition, arguments) = self.target(site, statement, collection, row)?;
                let is_given = |explainer: &mut Self, fits: &dyn Fn(&Value) -> bool| {
                    definition.sites().any(|inner| explainer.gives_value(inner, arguments.as_ref(), fits))
                };
                if definition.is_set {
                    if is_given(self, &|_| true) {
                        return None;
                    }
                    self.explain_empty(&name, &definition, arguments.as_ref(), depth)
                } else if is_given(self, &is_empty) {
                    self.explain_empty(&name, &definition, arguments.as_ref(), depth)
                } else {
                    self.definition(site, statement, collection, row, None, depth)
                }
            }
        }
    }

    pub(super) fn explain_empty(
        &mut self,
        name: &str,
        definition: &Definition,
        arguments: Option<&Arguments>,
        depth: usize,
    ) -> Option<Explanation> {
        let mut attempts = Vec::new();
        for inner in definition.sites() {
            let Some(start) = self.start(inner, arguments) else { continue };
            if definition.is_set {
                attempts.push(self.attempt(inner, start, &Wanted::Any, depth + 1));
            } else if let Some(expr) = self.outcome_expr(inner) {
                let last = self.last_row(inner, start);
                return self.emptied(inner, None, &expr, &last, depth + 1);
            }
        }
        attempts.retain(|attempt| !attempt.holds);
        (!attempts.is_empty()).then(|| self.of_definition(name, None, attempts, false))
    }

    /// Whether a body gives, from the start, a value that fits.
    pub(super) fn gives_value(
        &mut self,
        site: Site,
        arguments: Option<&Arguments>,
        fits: impl Fn(&Value) -> bool,
    ) -> bool {
        let Some(start) = self.start(site, arguments) else { return false };
        let walk = self.walk(site, start);
        let is_through = walk.rows.len() == self.body_statements(site).len() + 1;
        let Some(rows) = walk.rows.last().filter(|_| is_through) else { return false };
        let outcomes = self.probe(site.file, |probe, input| probe.outcomes(input, site.body, rows));
        outcomes.is_ok_and(|outcomes| outcomes.iter().any(|(_, value)| fits(value)))
    }
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
