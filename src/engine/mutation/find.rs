//! Finds the mutants of a policy file. What a result says (its messages, values and advice) is left alone: a mutant changes
//! what is decided.

use std::{collections::BTreeMap, sync::Arc};

use regorus::unstable::{Expr, Literal, LiteralStmt, Module, Query, Ref, Rule, RuleHead};

use super::{Mutant, Operator, text};
use crate::{
    diagnostic::FileName,
    document::Span,
    engine::{
        clauses::{package_of, span_of},
        expressions,
        testing::{Suite, is_test_module},
        walk,
    },
    policy::Level,
};

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

/// Gathers the mutants of one rule.
pub(super) struct Finder<'a> {
    file: &'a FileName,
    pub(super) text: &'a str,
    rule: Span,
    found: &'a mut Vec<Mutant>,
}

impl Finder<'_> {
    pub(super) fn put(&mut self, operator: Operator, span: Span, replacement: impl Into<String>) {
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
                if !is_judging {
                    expressions::of_head(head).into_iter().for_each(|value| self.rule_value(value));
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

    pub(super) fn query(&mut self, query: &Query) {
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
}

/// Whether a statement is a condition that `not` can stand before: a comparison is turned round by its operator.
fn is_condition(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } | Expr::Membership { .. }
    )
}
