//! Expressions: the type of what they give.

use std::{collections::BTreeMap, rc::Rc};

use regorus::unstable::{ArithOp, BinOp, Expr};

use super::{
    checker::{Checker, constant_text},
    scope::Value,
    types::{Field, Object, Type},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    engine::clauses::span_of,
};

impl<'a> Checker<'a> {
    /// The value of an expression.
    pub(super) fn value(&mut self, expression: &'a Expr) -> Value {
        Value::new(match expression {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => return self.reference(expression),
            Expr::String { .. } | Expr::RawString { .. } => {
                constant_text(expression).map_or_else(Type::text, |text| Type::words([&*text]))
            }
            Expr::Number { .. } => Type::number(),
            Expr::Bool { .. } => Type::boolean(),
            Expr::Null { .. } => Type::null(),
            Expr::Array { items, .. } => Type::tuple(items.iter().map(|item| self.value(item).kind).collect()),
            Expr::Set { items, .. } => {
                Type::set(items.iter().fold(Type::default(), |all, item| all.join(&self.value(item).kind)))
            }
            Expr::Object { fields, .. } => {
                let mut known: BTreeMap<Rc<str>, Field> = BTreeMap::new();
                let mut rest: Option<Type> = None;
                for (_, key, value) in fields {
                    let value = self.value(value).kind;
                    match constant_text(key) {
                        Some(key) => {
                            known.insert(key, Field { value, is_required: true });
                        }
                        None => {
                            self.value(key);
                            rest = Some(rest.map_or_else(|| value.clone(), |rest| rest.join(&value)));
                        }
                    }
                }
                Type::object(Object { fields: known, rest, is_table: false })
            }
            Expr::ArrayCompr { term, query, .. } => Type::array(self.apart(|checker| {
                checker.query(query);
                checker.value(term).kind
            })),
            Expr::SetCompr { term, query, .. } => Type::set(self.apart(|checker| {
                checker.query(query);
                checker.value(term).kind
            })),
            Expr::ObjectCompr { key, value, query, .. } => {
                let (key, value) = self.apart(|checker| {
                    checker.query(query);
                    (checker.value(key).kind, checker.value(value).kind)
                });
                match key.only_words() {
                    Some(words) => Type::object(Object {
                        fields: words
                            .iter()
                            .map(|word| (Rc::clone(word), Field { value: value.clone(), is_required: false }))
                            .collect(),
                        ..Object::default()
                    }),
                    None => Type::map(value),
                }
            }
            Expr::Call { fcn, params, .. } => return self.call(expression, fcn, params),
            Expr::UnaryExpr { expr, .. } => {
                let operand = self.value(expr).kind;
                self.arithmetic(&operand, false, expr);
                Type::number()
            }
            Expr::BinExpr { op, lhs, rhs, .. } => self.set_operation(op, lhs, rhs),
            Expr::ArithExpr { op, lhs, rhs, .. } => {
                let (one, other) = (self.value(lhs).kind, self.value(rhs).kind);
                if one.any || other.any {
                    return Value::any();
                }
                let may_be_sets = *op == ArithOp::Sub && (one.set.is_some() || other.set.is_some());
                self.arithmetic(&one, may_be_sets, lhs);
                self.arithmetic(&other, may_be_sets, rhs);
                match (&one.set, may_be_sets) {
                    (Some(members), true) => Type { set: Some(Rc::clone(members)), ..Type::default() },
                    _ => Type::number(),
                }
            }
            Expr::BoolExpr { op, lhs, rhs, span, .. } => {
                self.comparison(op, lhs, rhs, span_of(span));
                Type::boolean()
            }
            Expr::AssignExpr { op, lhs, rhs, span, .. } => {
                self.assignment(op, lhs, rhs, span_of(span));
                Type::boolean()
            }
            Expr::Membership { key, value, collection, .. } => {
                if let Some(key) = key {
                    self.value(key);
                }
                self.membership(value, collection);
                Type::boolean()
            }
        })
    }

    /// An operand of arithmetic.
    fn arithmetic(&mut self, kind: &Type, may_be_set: bool, operand: &Expr) {
        let span = span_of(operand.span());
        if kind.any || kind.is_never() {
            return;
        }
        if kind.number || (may_be_set && kind.set.is_some()) {
            self.right(span, Code::PolicyTypeMismatch);
            return;
        }
        let wanted = if may_be_set { "a set" } else { "a number" };
        let problem = self.mismatch(operand, kind, wanted);
        let problem = if kind.text.is_some() {
            problem.help("join texts with `concat` or `sprintf`; make a number of one with `to_number`")
        } else {
            problem
        };
        self.wrong(span, problem);
    }

    fn set_operation(&mut self, op: &BinOp, lhs: &'a Expr, rhs: &'a Expr) -> Type {
        let (one, other) = (self.value(lhs).kind, self.value(rhs).kind);
        for (kind, operand) in [(&one, lhs), (&other, rhs)] {
            let span = span_of(operand.span());
            if kind.any || kind.is_never() {
                continue;
            }
            if kind.set.is_some() {
                self.right(span, Code::PolicyTypeMismatch);
            } else {
                let problem = self.mismatch(operand, kind, "a set");
                self.wrong(span, problem.help("make a set of a list: `{x | some x in list}`"));
            }
        }
        match (&one.set, &other.set, op) {
            (Some(one), Some(other), BinOp::Union) => Type::set(one.join(other)),
            (Some(one), Some(_), BinOp::Intersection) => Type { set: Some(Rc::clone(one)), ..Type::default() },
            _ => Type::set(Type::any()),
        }
    }

    /// Something is of another kind than it must be.
    pub(super) fn mismatch(&self, expression: &Expr, found: &Type, wanted: &str) -> Diagnostic {
        Diagnostic::error(
            Code::PolicyTypeMismatch,
            format!("{} is {}, where {wanted} must stand", self.name(expression), found.describe()),
        )
        .label("the rule fails, or never fires")
    }

    /// The span of an expression.
    pub(super) fn span(expression: &Expr) -> Span {
        span_of(expression.span())
    }
}
