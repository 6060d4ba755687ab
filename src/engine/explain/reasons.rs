//! Why a condition holds or not: the rule, function, comprehension or `every` that it rests on.

use regorus::{
    Value,
    unstable::{Expr, Literal, Ref},
};

use super::{
    Explainer, Explanation,
    explainer::{Site, Wanted},
    places,
    probe::Row,
};
use crate::engine::walk;

impl Explainer<'_> {
    /// Why a step came out as it did: the rule, function, comprehension or `every` that it rests on.
    pub(super) fn lead(
        &mut self,
        site: Site,
        step: usize,
        row: &Row,
        holds: bool,
        depth: usize,
    ) -> Option<Explanation> {
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
                    let element = bound(&value, row)?;
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
    pub(super) fn counted(
        &mut self,
        site: Site,
        step: usize,
        expr: &Expr,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
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
    pub(super) fn established(
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
    pub(super) fn refuted(
        &mut self,
        site: Site,
        step: usize,
        expr: &Ref<Expr>,
        row: &Row,
        depth: usize,
    ) -> Option<Explanation> {
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

    /// The first element for which the body of an `every` holds or does not.
    #[expect(clippy::too_many_arguments, reason = "the parts of an `every`, and where it stands")]
    pub(super) fn instance(
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
}

/// The value that a pattern of names was bound to.
fn bound(pattern: &Expr, row: &Row) -> Option<Value> {
    match pattern {
        Expr::Var { span, .. } => row.values.get(span.text()).cloned(),
        Expr::Array { items, .. } => {
            items.iter().map(|item| bound(item, row)).collect::<Option<Vec<_>>>().map(Value::from)
        }
        _ => None,
    }
}
