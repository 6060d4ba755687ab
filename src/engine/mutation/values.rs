//! Finds the mutants in the expressions of a policy.

use regorus::unstable::{AssignOp, Expr, Ref};

use super::{Operator, find::Finder, text};
use crate::{
    document::Span,
    engine::{clauses::span_of, walk},
};

/// Keys under which a result holds what it says.
const WORDS: &[&str] =
    &["message", "what", "why", "advice", "unblock", "expected", "found", "who", "facts", "related", "earliest"];

/// What a text that something is compared with becomes.
const OTHER_TEXT: &str = "\"another text\"";

impl Finder<'_> {
    /// A collection in which something is looked for.
    pub(super) fn searched(&mut self, collection: &Expr) {
        match collection {
            Expr::Array { items, .. } => self.elements(items, collection),
            _ => self.expression(collection),
        }
    }

    pub(super) fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::BoolExpr { op, lhs, rhs, .. } => {
                let (written, others) = text::comparison(op);
                if let Some(span) = text::operator(self.text, lhs, rhs, written) {
                    others.iter().for_each(|other| self.put(Operator::Comparison, span, *other));
                }
                for side in [lhs, rhs] {
                    match side.as_ref() {
                        Expr::Number { .. } => self.number(side),
                        Expr::String { .. } | Expr::RawString { .. } => {
                            self.put(Operator::Text, text::whole(self.text, side), OTHER_TEXT);
                        }
                        _ => self.expression(side),
                    }
                }
            }
            Expr::ArithExpr { op, lhs, rhs, .. } => {
                if let Some((written, other)) = text::arithmetic(op)
                    && let Some(span) = text::operator(self.text, lhs, rhs, written)
                {
                    self.put(Operator::Arithmetic, span, other);
                }
                for side in [lhs, rhs] {
                    self.number(side);
                    self.expression(side);
                }
            }
            Expr::BinExpr { op, lhs, rhs, .. } => {
                let (written, other) = text::combination(op);
                if let Some(span) = text::operator(self.text, lhs, rhs, written) {
                    self.put(Operator::Combination, span, other);
                }
                self.expression(lhs);
                self.expression(rhs);
            }
            Expr::Membership { key, value, collection, .. } => {
                key.iter().for_each(|key| self.expression(key));
                self.expression(value);
                self.searched(collection);
            }
            Expr::Set { items, .. } => self.elements(items, expression),
            Expr::Array { items, .. } => items.iter().for_each(|item| self.expression(item)),
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    let is_word = matches!(key.as_ref(), Expr::String { value, .. }
                        if value.as_string().is_ok_and(|key| WORDS.contains(&&**key)));
                    if !is_word {
                        self.expression(value);
                    }
                }
            }
            Expr::Call { fcn, params, .. } => self.call(fcn, params),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expression(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.expression(key);
                self.expression(value);
                self.query(query);
            }
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                if *op == AssignOp::Eq {
                    self.expression(lhs);
                }
                self.expression(rhs);
            }
            Expr::UnaryExpr { expr, .. } => self.expression(expr),
            Expr::RefDot { refr, .. } => self.expression(refr),
            Expr::RefBrack { refr, index, .. } => {
                self.expression(refr);
                self.expression(index);
            }
            Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. }
            | Expr::Var { .. } => {}
        }
    }

    fn call(&mut self, function: &Expr, parameters: &[Ref<Expr>]) {
        let name = walk::static_prefix(function).0.join(".");
        if name == "sprintf" {
            return;
        }
        let other = match name.as_str() {
            "min" => Some("max"),
            "max" => Some("min"),
            _ => None,
        };
        if let Some(other) = other {
            self.put(Operator::Combination, span_of(function.span()), other);
        }
        if let ("object.get", [_, _, fallback]) = (name.as_str(), parameters) {
            let replacement = match fallback.as_ref() {
                Expr::Bool { .. } => {
                    if fallback.span().text() == "true" {
                        "false"
                    } else {
                        "true"
                    }
                }
                Expr::String { .. } | Expr::RawString { .. } | Expr::Null { .. } => OTHER_TEXT,
                Expr::Array { items, .. } if items.is_empty() => "[\"another element\"]",
                Expr::Object { fields, .. } if fields.is_empty() => "{\"another key\": true}",
                _ => "",
            };
            if replacement.is_empty() {
                self.number(fallback);
            } else {
                self.put(Operator::Fallback, text::whole(self.text, fallback), replacement);
            }
        }
        parameters.iter().for_each(|parameter| self.expression(parameter));
    }

    pub(super) fn number(&mut self, expression: &Expr) {
        if let Expr::Number { span, .. } = expression
            && let Some(next) = span.text().parse::<i64>().ok().and_then(|number| number.checked_add(1))
        {
            self.put(Operator::Number, span_of(span), next.to_string());
        }
    }

    pub(super) fn boolean(&mut self, expression: &Expr) {
        let span = expression.span();
        self.put(Operator::Boolean, span_of(span), if span.text() == "true" { "false" } else { "true" });
    }

    /// Each element of a set or list is taken away.
    fn elements(&mut self, items: &[Ref<Expr>], collection: &Expr) {
        let spans: Vec<Span> = items.iter().map(|item| text::whole(self.text, item)).collect();
        for (index, span) in spans.iter().enumerate() {
            let cut = match (spans.get(index + 1), index.checked_sub(1).and_then(|before| spans.get(before))) {
                (Some(next), _) => Span { start: span.start, end: next.start },
                (None, Some(before)) => Span { start: before.end, end: span.end },
                (None, None) if matches!(collection, Expr::Set { .. }) => {
                    self.put(Operator::Element, span_of(collection.span()), "set()");
                    continue;
                }
                (None, None) => *span,
            };
            self.put(Operator::Element, cut, "");
        }
        items.iter().for_each(|item| self.expression(item));
    }
}
