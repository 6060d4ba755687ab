//! Takes the bodies of a policy file apart: the statements in an order in which each can be evaluated, what it reads and
//! binds, and the expressions whose values tell what it saw.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead};

use super::names::{self, Names};
use crate::{
    document::Span,
    engine::{clauses::span_of, expressions},
};

/// A list of statements that can be stepped through: of a rule's clause, a comprehension, or an `every`.
pub(super) struct Body {
    /// What a function takes.
    pub(super) arguments: Vec<Written>,
    pub(super) statements: Vec<Statement>,
    /// What it gives when all statements hold; nothing stands for `true`.
    pub(super) outcome: Option<Outcome>,
    /// The bytes of the clause or comprehension.
    pub(super) span: Span,
}

/// One statement of a body.
pub(super) struct Statement {
    query: Ref<Query>,
    index: usize,
    pub(super) span: Span,
    /// Locals that it needs.
    pub(super) reads: BTreeSet<String>,
    /// Locals that it gives a value.
    pub(super) binds: BTreeSet<String>,
    /// Those of them that it does not declare itself.
    pub(super) undeclared: BTreeSet<String>,
    pub(super) operands: Vec<Operand>,
    /// What is compared, if this is `left == right`.
    pub(super) sides: Vec<Operand>,
    /// The bytes of its `with` modifiers, which hold for its operands, too.
    pub(super) modifiers: Option<Span>,
}

impl Statement {
    /// The statement in the syntax tree.
    pub(super) fn literal(&self) -> Option<&Literal> {
        self.query.stmts.get(self.index).map(|statement| &statement.literal)
    }

    /// Whether it says something that may or may not be so; a name for a value does not.
    pub(super) fn is_condition(&self) -> bool {
        match self.literal() {
            Some(Literal::Expr { expr, .. }) => !matches!(expr.as_ref(), Expr::AssignExpr { .. }),
            Some(Literal::SomeVars { .. }) | None => false,
            Some(_) => true,
        }
    }

    /// The expression that gives a local its value, if this is `local := expression`.
    pub(super) fn assigned(&self, local: &str) -> Option<&Ref<Expr>> {
        match self.literal()? {
            Literal::Expr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { lhs, rhs, .. } => {
                    matches!(lhs.as_ref(), Expr::Var { span, .. } if span.text() == local).then_some(rhs)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// What a body gives.
pub(super) struct Outcome {
    pub(super) expr: Ref<Expr>,
    pub(super) span: Span,
    pub(super) reads: BTreeSet<String>,
    pub(super) operands: Vec<Operand>,
}

/// An expression, and the bytes of it.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) expr: Ref<Expr>,
    pub(super) span: Span,
}

/// An expression in a statement whose value is worth seeing.
pub(super) struct Operand {
    pub(super) expr: Ref<Expr>,
    pub(super) span: Span,
    pub(super) reads: BTreeSet<String>,
    /// What a call is given.
    pub(super) parameters: Vec<Written>,
}

/// The bodies of a file, and where each stands.
#[derive(Default)]
pub(super) struct Bodies {
    pub(super) all: Vec<Body>,
    /// Comprehensions and the bodies of `every`, by the first byte of the expression or statement.
    nested: BTreeMap<u32, usize>,
}

impl Bodies {
    /// The body of a comprehension or an `every`.
    pub(super) fn nested(&self, start: u32) -> Option<usize> {
        self.nested.get(&start).copied()
    }

    /// Adds the bodies of a rule, and gives their numbers.
    pub(super) fn add_rule(&mut self, rule: &Rule, names: &Names<'_>) -> Vec<usize> {
        let Rule::Spec { span, head, bodies } = rule else { return Vec::new() };
        let value = expressions::of_head(head).cloned();
        let arguments = match head {
            RuleHead::Func { args, .. } => args.clone(),
            RuleHead::Compr { .. } | RuleHead::Set { .. } => Vec::new(),
        };
        let outer: BTreeSet<String> =
            arguments.iter().flat_map(|argument| names.outside(argument)).filter(|name| names.is_local(name)).collect();
        let span = span_of(span);
        let arguments = names.written(&arguments);
        if bodies.is_empty() {
            return vec![self.add(names, &outer, arguments, None, value, span)];
        }
        bodies
            .iter()
            .map(|body| {
                let value = match (&body.assign, body.is_else) {
                    (Some(assign), _) => Some(assign.value.clone()),
                    (None, true) => None,
                    (None, false) => value.clone(),
                };
                let query = Some(&body.query);
                self.add(names, &outer, arguments.clone(), query, value, span)
            })
            .collect()
    }

    fn add(
        &mut self,
        names: &Names<'_>,
        outer: &BTreeSet<String>,
        arguments: Vec<Written>,
        query: Option<&Ref<Query>>,
        value: Option<Ref<Expr>>,
        span: Span,
    ) -> usize {
        let mut bound = outer.clone();
        let mut statements = Vec::new();
        for index in query.into_iter().flat_map(|query| order(query, names, outer)) {
            let Some((query, statement)) = query.and_then(|query| Some((query, query.stmts.get(index)?))) else {
                continue;
            };
            if matches!(statement.literal, Literal::SomeVars { .. }) {
                continue;
            }
            let taken = self.statement(query, index, statement, names, &bound);
            bound.extend(taken.binds.iter().cloned());
            statements.push(taken);
        }
        let outcome = value.map(|expr| {
            self.add_nested(&expr, names, &bound);
            Outcome {
                span: names.span(&expr),
                reads: names.mentioned(&expr).intersection(&bound).cloned().collect(),
                operands: operands_of(&expr, names, &bound),
                expr,
            }
        });
        self.all.push(Body { arguments, statements, outcome, span });
        self.all.len() - 1
    }

    fn statement(
        &mut self,
        query: &Ref<Query>,
        index: usize,
        statement: &LiteralStmt,
        names: &Names<'_>,
        bound: &BTreeSet<String>,
    ) -> Statement {
        let mut binds = names::declared_by(&statement.literal);
        let declared = binds.clone();
        binds.extend(names.outside_of(&statement.literal).into_iter().filter(|name| names.is_local(name)));
        binds.retain(|name| !bound.contains(name) || declared.contains(name));
        if matches!(statement.literal, Literal::NotExpr { .. } | Literal::Every { .. }) {
            binds.clear();
        }
        let undeclared = binds.difference(&declared).cloned().collect();
        let mut reads = BTreeSet::new();
        let mut operands = Vec::new();
        let after: BTreeSet<String> = bound.union(&binds).cloned().collect();
        for expr in names::expressions(&statement.literal) {
            self.add_nested(expr, names, bound);
            reads.extend(names.mentioned(expr).intersection(bound).cloned());
            operands.extend(operands_of(expr, names, &after));
        }
        if let Literal::Every { span, key, value, query: inner, .. } = &statement.literal {
            let mut outer = bound.clone();
            outer.extend(key.iter().chain([value]).map(|name| name.text().to_owned()));
            reads.extend(names.mentioned_in(inner).intersection(bound).cloned());
            let number = self.add(names, &outer, Vec::new(), Some(inner), None, span_of(span));
            self.nested.insert(span.start, number);
        }
        for modifier in &statement.with_mods {
            reads.extend(names.mentioned(&modifier.r#as).intersection(bound).cloned());
        }
        reads.retain(|name| !declared.contains(name));
        let span = names.widened(span_of(&statement.span));
        let mut sides = match &statement.literal {
            Literal::Expr { expr, .. } => sides_of(expr, names, bound),
            _ => Vec::new(),
        };
        let modified: BTreeSet<String> = statement
            .with_mods
            .iter()
            .flat_map(|modifier| names.mentioned(&modifier.r#as))
            .filter(|name| bound.contains(name))
            .collect();
        for operand in operands.iter_mut().chain(&mut sides) {
            operand.reads.extend(modified.iter().cloned());
        }
        let modifiers = statement.with_mods.first().map(|first| Span { start: first.span.start, end: span.end });
        Statement { query: query.clone(), index, span, reads, binds, undeclared, operands, sides, modifiers }
    }

    /// Adds the comprehensions in an expression.
    fn add_nested(&mut self, expr: &Ref<Expr>, names: &Names<'_>, bound: &BTreeSet<String>) {
        match expr.as_ref() {
            Expr::ArrayCompr { span, term, query, .. } | Expr::SetCompr { span, term, query, .. } => {
                let value = Some(term.clone());
                let number = self.add(names, bound, Vec::new(), Some(query), value, span_of(span));
                self.nested.insert(span.start, number);
            }
            Expr::ObjectCompr { span, value, query, .. } => {
                let value = Some(value.clone());
                let number = self.add(names, bound, Vec::new(), Some(query), value, span_of(span));
                self.nested.insert(span.start, number);
            }
            other => names::children(other).into_iter().for_each(|child| self.add_nested(child, names, bound)),
        }
    }
}

/// The two sides of `left == right`.
fn sides_of(expr: &Ref<Expr>, names: &Names<'_>, bound: &BTreeSet<String>) -> Vec<Operand> {
    let Expr::BoolExpr { op: BoolOp::Eq, lhs, rhs, .. } = expr.as_ref() else { return Vec::new() };
    names
        .written(&[lhs.clone(), rhs.clone()])
        .into_iter()
        .map(|Written { expr, span }| {
            let reads = names.mentioned(&expr).intersection(bound).cloned().collect();
            Operand { expr, span, reads, parameters: Vec::new() }
        })
        .collect()
}

/// The expressions in an expression whose values are worth seeing: references, calls, computed values; each once, outer ones
/// first.
fn operands_of(expr: &Ref<Expr>, names: &Names<'_>, bound: &BTreeSet<String>) -> Vec<Operand> {
    let mut operands = Vec::new();
    gather(expr, names, bound, &mut operands);
    operands
}

fn gather(expr: &Ref<Expr>, names: &Names<'_>, bound: &BTreeSet<String>, operands: &mut Vec<Operand>) {
    let is_shown = match expr.as_ref() {
        Expr::Var { span, .. } => span.text() != "_",
        Expr::Call { fcn, .. } => names.slice(names.span(fcn)) != "print",
        Expr::RefDot { .. }
        | Expr::RefBrack { .. }
        | Expr::ArithExpr { .. }
        | Expr::BinExpr { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => true,
        _ => false,
    };
    let mentioned = names.mentioned(expr);
    let is_known = names.outside(expr).iter().all(|name| !names.is_local(name) || bound.contains(name));
    if is_shown && is_known {
        let span = names.span(expr);
        if operands.iter().all(|known| names.slice(known.span) != names.slice(span)) {
            let parameters: &[Ref<Expr>] = match expr.as_ref() {
                Expr::Call { params, .. } => params,
                _ => &[],
            };
            operands.push(Operand {
                expr: expr.clone(),
                span,
                reads: mentioned.intersection(bound).cloned().collect(),
                parameters: names.written(parameters),
            });
        }
    }
    match expr.as_ref() {
        Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => {}
        other => names::children(other).into_iter().for_each(|child| gather(child, names, bound, operands)),
    }
}

/// An order in which each statement finds the locals that it needs: that of the text, unless a statement reads what a later
/// one declares.
fn order(query: &Query, names: &Names<'_>, outer: &BTreeSet<String>) -> Vec<usize> {
    let declared: Vec<BTreeSet<String>> =
        query.stmts.iter().map(|statement| names::declared_by(&statement.literal)).collect();
    let mut bound = outer.clone();
    let mut waiting: Vec<usize> = (0..query.stmts.len()).collect();
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let later: BTreeSet<&String> = waiting.iter().filter_map(|index| declared.get(*index)).flatten().collect();
        let ready = waiting.iter().position(|index| {
            let Some(statement) = query.stmts.get(*index) else { return true };
            let own = declared.get(*index);
            names
                .outside_of(&statement.literal)
                .iter()
                .all(|name| bound.contains(name) || !later.contains(name) || own.is_some_and(|own| own.contains(name)))
        });
        let index = waiting.remove(ready.unwrap_or_default());
        bound.extend(declared.get(index).into_iter().flatten().cloned());
        ordered.push(index);
    }
    ordered
}
