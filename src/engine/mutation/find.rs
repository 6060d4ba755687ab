//! Finds the mutants of a policy file. What a result says (its messages, values and advice) is left alone: a mutant changes
//! what is decided.

use std::{collections::BTreeMap, sync::Arc};

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Module, Query, Ref, Rule, RuleHead};

use super::{Mutant, Operator, text};
use crate::{
    diagnostic::FileName,
    document::Span,
    engine::{
        clauses::{package_of, span_of},
        testing::{Suite, is_test_module},
        walk,
    },
    policy::Level,
};

/// Keys under which a result holds what it says.
const WORDS: &[&str] =
    &["message", "what", "why", "advice", "unblock", "expected", "found", "who", "facts", "related", "earliest"];

/// What a text that something is compared with becomes.
const OTHER_TEXT: &str = "\"another text\"";

impl Suite {
    /// The mutants of the given files, in the order of the files and of their text. Files of tests have none.
    #[must_use]
    pub fn mutants(&self, is_chosen: &dyn Fn(&FileName) -> bool) -> Vec<Mutant> {
        let clauses = self.clauses_by_name();
        let mut mutants = Vec::new();
        for (module, source) in self.modules.iter().zip(&self.sources) {
            if !is_test_module(module) && is_chosen(&source.name) {
                mutants.extend(of_module(module, &source.name, &source.text, &clauses));
            }
        }
        mutants
    }

    /// How many clauses each rule has, a default included.
    fn clauses_by_name(&self) -> BTreeMap<(Vec<String>, String), usize> {
        let mut count = BTreeMap::new();
        for module in self.modules.iter().filter(|module| !is_test_module(module)) {
            for rule in &module.policy {
                *count.entry((package_of(module), name_of(rule))).or_default() += 1;
            }
        }
        count
    }
}

fn of_module(
    module: &Ref<Module>,
    file: &FileName,
    text: &str,
    clauses: &BTreeMap<(Vec<String>, String), usize>,
) -> Vec<Mutant> {
    let mut found = Vec::new();
    for rule in &module.policy {
        let whole = Span::new(rule.span().start as usize, text::past_quote(text, rule.span().end as usize));
        let mut finder = Finder { file, text, rule: whole, found: &mut found };
        let name = name_of(rule);
        let is_judging = Level::parse(&name).is_some();
        let count = clauses.get(&(package_of(module), name)).copied().unwrap_or_default();
        if matches!(rule.as_ref(), Rule::Spec { .. }) && (is_judging || count > 1) {
            finder.put(Operator::DropClause, text::with_blank_lines(text, whole), "");
        }
        finder.rule(rule, is_judging);
    }
    found.sort_by(|a, b| (a.span, a.operator, &a.replacement).cmp(&(b.span, b.operator, &b.replacement)));
    found
}

fn name_of(rule: &Rule) -> String {
    let head = match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    walk::static_prefix(head).0.join(".")
}

struct Finder<'a> {
    file: &'a FileName,
    text: &'a str,
    rule: Span,
    found: &'a mut Vec<Mutant>,
}

impl Finder<'_> {
    fn put(&mut self, operator: Operator, span: Span, replacement: impl Into<String>) {
        self.found.push(Mutant {
            file: Arc::clone(self.file),
            line: text::line_of(self.text, span.start),
            operator,
            span,
            replacement: replacement.into(),
            rule: self.rule,
        });
    }

    fn rule(&mut self, rule: &Rule, is_judging: bool) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                let value = match head {
                    RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                        assign.as_ref().map(|assign| &assign.value)
                    }
                    RuleHead::Set { key, .. } => key.as_ref(),
                };
                if !is_judging {
                    value.into_iter().for_each(|value| self.rule_value(value));
                }
                for body in bodies {
                    body.assign.iter().for_each(|assign| self.rule_value(&assign.value));
                    self.query(&body.query);
                }
            }
            Rule::Default { value, .. } => self.rule_value(value),
        }
    }

    fn rule_value(&mut self, value: &Expr) {
        match value {
            Expr::Bool { .. } => self.boolean(value),
            Expr::Number { .. } => self.number(value),
            _ => self.expression(value),
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            self.statement(statement, query);
        }
    }

    fn statement(&mut self, statement: &LiteralStmt, query: &Query) {
        let whole = self.whole(statement);
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => self.searched(collection),
            Literal::Expr { expr, .. } => {
                let is_binding = matches!(expr.as_ref(), Expr::AssignExpr { .. });
                if !is_binding && !matches!(expr.as_ref(), Expr::Bool { .. }) {
                    self.put(Operator::DropCondition, whole, "true");
                }
                if is_condition(expr) {
                    self.put(Operator::Negation, Span { end: whole.start, ..whole }, "not ");
                }
                self.expression(expr);
            }
            Literal::NotExpr { expr, .. } => {
                self.put(Operator::DropCondition, whole, "true");
                let inner = text::whole(self.text, expr);
                self.put(Operator::Negation, Span { start: whole.start, end: inner.start.max(whole.start) }, "");
                self.expression(expr);
            }
            Literal::Every { domain, query: inner, .. } => {
                self.put(Operator::DropCondition, whole, "true");
                self.quantifier(statement, inner, query);
                self.searched(domain);
                self.query(inner);
            }
        }
    }

    /// The bytes of a statement; they end where what it is made of ends.
    fn whole(&self, statement: &LiteralStmt) -> Span {
        let span = span_of(&statement.span);
        let starts_with_text = match &statement.literal {
            Literal::Expr { expr, .. } => text::whole(self.text, expr).start.min(span.start),
            _ => span.start,
        };
        Span::new(starts_with_text as usize, text::past_quote(self.text, span.end as usize))
    }

    /// `every x in list { … }` becomes `some x in list`, and its conditions become conditions of the body.
    fn quantifier(&mut self, statement: &LiteralStmt, inner: &Query, query: &Query) {
        let whole = self.whole(statement);
        let (start, brace, end) = (whole.start as usize, inner.span.start as usize, whole.end as usize);
        let Some(header) = self.text.get(start..brace).and_then(|header| header.strip_prefix("every")) else { return };
        let Some(body) = self.text.get(brace + 1..end.saturating_sub(1)) else { return };
        if !statement.with_mods.is_empty() || !self.text.get(..end).is_some_and(|text| text.ends_with('}')) {
            return;
        }
        let replacement = format!("some{}\n{}", header.trim_end(), body.trim_matches(['\n', ' ']));
        // The body of a rule that is one statement may have no braces.
        let has_braces = query.span.start < whole.start;
        self.put(Operator::Quantifier, whole, if has_braces { replacement } else { format!("{{ {replacement} }}") });
    }

    /// A collection in which something is looked for.
    fn searched(&mut self, collection: &Expr) {
        match collection {
            Expr::Array { items, .. } => self.elements(items, collection),
            _ => self.expression(collection),
        }
    }

    fn expression(&mut self, expression: &Expr) {
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

    fn number(&mut self, expression: &Expr) {
        if let Expr::Number { span, .. } = expression
            && let Some(next) = span.text().parse::<i64>().ok().and_then(|number| number.checked_add(1))
        {
            self.put(Operator::Number, span_of(span), next.to_string());
        }
    }

    fn boolean(&mut self, expression: &Expr) {
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

/// Whether a statement is a condition that `not` can stand before: a comparison is turned round by its operator.
fn is_condition(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } | Expr::Membership { .. }
    )
}
