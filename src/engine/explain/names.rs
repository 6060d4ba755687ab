//! Which names in a body are locals, and which of them an expression mentions.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, Query, Ref};

use super::body::Written;
use crate::{document::Span, engine::clauses::span_of};

/// What is known of the names of a file.
pub(super) struct Names<'a> {
    text: &'a str,
    /// Names that are no locals: rules of the package and imports.
    global: &'a BTreeSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(text: &'a str, global: &'a BTreeSet<String>) -> Self {
        Self { text, global }
    }

    /// Whether a name, where nothing declares it, is a local variable.
    pub(super) fn is_local(&self, name: &str) -> bool {
        name != "_" && name != "input" && name != "data" && !self.global.contains(name)
    }

    /// The bytes of an expression. The engine's span of an object begins at its last field.
    pub(super) fn span(&self, expr: &Expr) -> Span {
        let mut span = self.widened(span_of(expr.span()));
        if let Expr::Object { fields, .. } = expr
            && let Some((_, key, _)) = fields.first()
        {
            let before = self.text.get(..key.span().start as usize).unwrap_or_default();
            span.start = before.rfind('{').map_or(span.start, |brace| Span::new(brace, brace).start);
        }
        span
    }

    /// Expressions with their bytes.
    pub(super) fn written(&self, exprs: &[Ref<Expr>]) -> Vec<Written> {
        exprs.iter().map(|expr| Written { span: self.span(expr), expr: expr.clone() }).collect()
    }

    /// The engine's span of a text literal leaves its quotes out, and so does that of what begins or ends with one.
    pub(super) fn widened(&self, span: Span) -> Span {
        let is_quote = |c: u8| matches!(c, b'"' | b'`');
        let byte = |at: u32| self.text.as_bytes().get(at as usize).copied().unwrap_or_default();
        let opens = span.start > 0 && is_quote(byte(span.start - 1));
        Span { start: span.start - u32::from(opens), end: span.end + u32::from(is_quote(byte(span.end))) }
    }

    /// The text of some bytes.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// All names in an expression, those of comprehensions too.
    pub(super) fn mentioned(&self, expr: &Expr) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        mention(expr, true, &mut found);
        found
    }

    /// All names in a query.
    pub(super) fn mentioned_in(&self, query: &Query) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        mention_query(query, &mut found);
        found
    }

    /// The names in an expression outside of its comprehensions.
    pub(super) fn outside(&self, expr: &Expr) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        mention(expr, false, &mut found);
        found
    }

    /// The names in a statement outside of its comprehensions and the body of its `every`.
    pub(super) fn outside_of(&self, literal: &Literal) -> BTreeSet<String> {
        expressions(literal).into_iter().flat_map(|expr| self.outside(expr)).collect()
    }
}

/// The names that a statement declares: `some x`, `some x in …`, `x := …`.
pub(super) fn declared_by(literal: &Literal) -> BTreeSet<String> {
    let mut declared = BTreeSet::new();
    match literal {
        Literal::SomeVars { vars, .. } => declared.extend(vars.iter().map(|name| name.text().to_owned())),
        Literal::SomeIn { key, value, .. } => {
            key.iter().chain([value]).for_each(|pattern| pattern_names(pattern, &mut declared));
        }
        Literal::Expr { expr, .. } => {
            if let Expr::AssignExpr { op: AssignOp::ColEq, lhs, .. } = expr.as_ref() {
                pattern_names(lhs, &mut declared);
            }
        }
        Literal::NotExpr { .. } | Literal::Every { .. } => {}
    }
    declared.remove("_");
    declared
}

/// The names that a pattern binds: `[a, b]`, `{"k": a}`.
pub(super) fn pattern_names(pattern: &Expr, declared: &mut BTreeSet<String>) {
    match pattern {
        Expr::Var { span, .. } => drop(declared.insert(span.text().to_owned())),
        Expr::Array { items, .. } => items.iter().for_each(|item| pattern_names(item, declared)),
        Expr::Object { fields, .. } => fields.iter().for_each(|(_, _, value)| pattern_names(value, declared)),
        _ => {}
    }
}

/// The expressions of a statement, but not those in the body of an `every`.
pub(super) fn expressions(literal: &Literal) -> Vec<&Ref<Expr>> {
    match literal {
        Literal::SomeVars { .. } => Vec::new(),
        Literal::SomeIn { key, value, collection, .. } => key.iter().chain([value, collection]).collect(),
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => vec![expr],
        Literal::Every { domain, .. } => vec![domain],
    }
}

/// The expressions directly below one; nothing of a comprehension, and of a reference only what stands in its brackets and
/// what it begins with, if that is no name.
pub(super) fn children(expr: &Expr) -> Vec<&Ref<Expr>> {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().collect(),
        Expr::Object { fields, .. } => fields.iter().flat_map(|(_, key, value)| [key, value]).collect(),
        Expr::Call { params, .. } => params.iter().collect(),
        Expr::UnaryExpr { expr, .. } => vec![expr],
        Expr::RefDot { refr, .. } => below_reference(refr),
        Expr::RefBrack { refr, index, .. } => below_reference(refr).into_iter().chain([index]).collect(),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => vec![lhs, rhs],
        Expr::Membership { key, value, collection, .. } => key.iter().chain([value, collection]).collect(),
        _ => Vec::new(),
    }
}

fn below_reference(reference: &Ref<Expr>) -> Vec<&Ref<Expr>> {
    match reference.as_ref() {
        Expr::Var { .. } => Vec::new(),
        Expr::RefDot { .. } | Expr::RefBrack { .. } => children(reference),
        _ => vec![reference],
    }
}

fn mention(expr: &Expr, with_nested: bool, found: &mut BTreeSet<String>) {
    match expr {
        Expr::Var { span, .. } => drop(found.insert(span.text().to_owned())),
        Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => {
            if let Some(root) = crate::engine::walk::root(refr) {
                found.insert(root.text().to_owned());
            }
            children(expr).into_iter().for_each(|child| mention(child, with_nested, found));
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } if with_nested => {
            mention(term, true, found);
            mention_query(query, found);
        }
        Expr::ObjectCompr { key, value, query, .. } if with_nested => {
            mention(key, true, found);
            mention(value, true, found);
            mention_query(query, found);
        }
        other => children(other).into_iter().for_each(|child| mention(child, with_nested, found)),
    }
}

fn mention_query(query: &Query, found: &mut BTreeSet<String>) {
    for statement in &query.stmts {
        expressions(&statement.literal).into_iter().for_each(|expr| mention(expr, true, found));
        if let Literal::Every { query: inner, .. } = &statement.literal {
            mention_query(inner, found);
        }
        statement.with_mods.iter().for_each(|modifier| mention(&modifier.r#as, true, found));
    }
}
