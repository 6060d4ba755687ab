//! Walks every expression of a rule that the engine evaluates: values, keys, and the statements of bodies.

use regorus::unstable::{Expr, Literal, Query, Ref, Rule, RuleHead};

/// What a head gives: its value, or what it adds to a set.
pub(super) fn of_head(head: &RuleHead) -> Option<&Ref<Expr>> {
    match head {
        RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => assign.as_ref().map(|assign| &assign.value),
        RuleHead::Set { key, .. } => key.as_ref(),
    }
}

/// Shows each expression of a rule, from the outside in.
pub(super) fn of_rule<'a>(rule: &'a Rule, visit: &mut dyn FnMut(&'a Expr)) {
    match rule {
        Rule::Spec { head, bodies, .. } => {
            for value in
                of_head(head).into_iter().chain(bodies.iter().filter_map(|body| Some(&body.assign.as_ref()?.value)))
            {
                within(value, visit);
            }
            bodies.iter().for_each(|body| of_query(&body.query, visit));
        }
        Rule::Default { value, .. } => within(value, visit),
    }
}

fn of_query<'a>(query: &'a Query, visit: &mut dyn FnMut(&'a Expr)) {
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => within(collection, visit),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => within(expr, visit),
            Literal::Every { domain, query, .. } => {
                within(domain, visit);
                of_query(query, visit);
            }
        }
    }
}

/// Shows an expression and all that it is made of. Of a comprehension those are its statements: the engine keeps no account
/// of the lines of its term.
pub(super) fn within<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    if let Expr::ArrayCompr { query, .. } | Expr::SetCompr { query, .. } | Expr::ObjectCompr { query, .. } = expression
    {
        of_query(query, visit);
        return;
    }
    visit(expression);
    parts(expression, &mut |part| within(part, visit));
}

/// The expressions that an expression is directly made of, without the statements of a comprehension.
pub(super) fn parts<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match expression {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| visit(item)),
        Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
            visit(key);
            visit(value);
        }),
        Expr::ArrayCompr { term, .. } | Expr::SetCompr { term, .. } => visit(term),
        Expr::ObjectCompr { key, value, .. } => {
            visit(key);
            visit(value);
        }
        Expr::Call { params, .. } => params.iter().for_each(|param| visit(param)),
        Expr::UnaryExpr { expr, .. } => visit(expr),
        Expr::RefDot { refr, .. } => visit(refr),
        Expr::RefBrack { refr, index, .. } => {
            visit(refr);
            visit(index);
        }
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => {
            visit(lhs);
            visit(rhs);
        }
        Expr::Membership { key, value, collection, .. } => {
            key.iter().for_each(|key| visit(key));
            visit(value);
            visit(collection);
        }
    }
}
