//! Explains one clause: its steps with the values that they saw, and the one that decided.

use std::collections::BTreeSet;

use regorus::{
    Value,
    unstable::{BoolOp, Expr, Literal, Ref},
};

use super::{
    Attempt, Depth, Explainer, Explanation, Seen, Step, StepResult,
    body::{Operand, Statement},
    definitions::MOST_DEPTH,
    explainer::{Site, Walk, Wanted, chain},
    places,
    probe::Row,
};
use crate::{document::Span, engine::value::to_json};

/// How many definitions deep values are explained that are no reason by themselves.
const VALUE_DEPTH: usize = 4;

impl Explainer<'_> {
    /// Walks a body from a row, and explains how it ended.
    pub(super) fn attempt(&mut self, site: Site, start: Row, wanted: &Wanted<'_>, depth: usize) -> Attempt {
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
    pub(super) fn outcome(&mut self, site: Site, walk: &Walk, wanted: &Wanted<'_>) -> Option<(usize, Value)> {
        let rows = walk.rows.last()?;
        let outcomes = self.probe(site.file, |probe, input| probe.outcomes(input, site.body, rows)).ok()?;
        let meant = outcomes.iter().position(|(_, value)| wanted.fits(value)).unwrap_or_default();
        outcomes.into_iter().nth(meant)
    }

    /// The condition that decided when all hold: the last one. Those before it say of what the rule speaks, and when it
    /// is to be silent.
    pub(super) fn last_condition(&self, site: Site) -> Option<usize> {
        let count = self.body_statements(site).len();
        let decides = |number: &usize| self.is_condition(site, *number) && !self.is_choice(site, *number);
        (0..count).rfind(decides).or_else(|| count.checked_sub(1))
    }

    /// Whether a statement only chooses among the entries that the one before it goes through: `some [j, x] in entries; j == i`.
    /// What made the entry decides.
    fn is_choice(&self, site: Site, number: usize) -> bool {
        let literal = |number: usize| self.body_statements(site).get(number).and_then(Statement::literal);
        let is_local = |side: &Expr| matches!(side, Expr::Var { .. });
        let compares = matches!(literal(number), Some(Literal::Expr { expr, .. })
            if matches!(expr.as_ref(), Expr::BoolExpr { op: BoolOp::Eq, lhs, rhs, .. } if is_local(lhs) && is_local(rhs)));
        compares && number.checked_sub(1).is_some_and(|before| matches!(literal(before), Some(Literal::SomeIn { .. })))
    }

    /// Whether a statement asks for a member of a collection. That it is one says what was compared; why it is one is a
    /// matter of its own.
    pub(super) fn is_membership(&self, site: Site, number: usize) -> bool {
        let literal = self.body_statements(site).get(number).and_then(Statement::literal);
        matches!(literal, Some(Literal::Expr { expr, .. }) if matches!(expr.as_ref(), Expr::Membership { .. }))
    }

    /// Whether a statement can fail where the ones before it hold: a condition, or a name for what may be undefined.
    pub(super) fn is_condition(&self, site: Site, number: usize) -> bool {
        let Some(statement) = self.body_statements(site).get(number) else { return false };
        let Some(Literal::Expr { expr, .. }) = statement.literal() else { return statement.is_condition() };
        let Expr::AssignExpr { rhs, .. } = expr.as_ref() else { return statement.is_condition() };
        let named = match rhs.as_ref() {
            Expr::Call { fcn, .. } => self.program.definition_of(site.file, fcn),
            reference => self.program.definition_of(site.file, reference),
        };
        named.is_some_and(|(name, _)| self.program.is_partial(&name)) || self.program.is_entry(site.file, rhs)
    }

    pub(super) fn step(&mut self, site: Site, number: usize, chain: &[Row], result: StepResult, tried: usize) -> Step {
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
    pub(super) fn sides(
        &mut self,
        site: Site,
        number: usize,
        row: &Row,
    ) -> Option<(serde_json::Value, serde_json::Value)> {
        let statement = self.body_statements(site).get(number)?;
        if !self.program.with_sides || statement.sides.is_empty() {
            return None;
        }
        let found = self.probe(site.file, |probe, input| probe.sides(input, site.body, number, row)).ok()?;
        let value = |side| found.get(&side).and_then(|values| values.first()).map(to_json);
        Some((value(0)?, value(1)?))
    }

    /// The values of the operands of a statement, or of the outcome.
    pub(super) fn seen(&mut self, site: Site, statement: Option<usize>, row: &Row) -> Vec<Seen> {
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

    pub(super) fn operands(&self, site: Site, statement: Option<usize>) -> &[Operand] {
        let Some(body) = self.program.files.get(site.file).and_then(|file| file.bodies.all.get(site.body)) else {
            return &[];
        };
        match statement {
            Some(number) => body.statements.get(number).map_or(&[], |statement| statement.operands.as_slice()),
            None => body.outcome.as_ref().map_or(&[], |outcome| outcome.operands.as_slice()),
        }
    }

    /// What the clause gives, as a last step.
    pub(super) fn gives(&mut self, site: Site, row: &Row, depth: usize) -> Option<Step> {
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
    pub(super) fn explain_values(
        &mut self,
        site: Site,
        chain: &[Row],
        steps: &mut [Step],
        decided: Option<usize>,
        depth: usize,
    ) {
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
    pub(super) fn because_of(
        &mut self,
        site: Site,
        statement: Option<usize>,
        row: &Row,
        depth: usize,
    ) -> Vec<Explanation> {
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
}
