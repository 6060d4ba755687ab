//! Walks the syntax tree of a policy and tells of what it calls, refers to and names.

use regorus::unstable::{AssignOp, Expr, Literal, Query, Ref, Rule, RuleHead, Span};

/// Something in a policy that the checks care for.
pub(super) enum Visit<'a> {
    /// A call; the reference is the function's name.
    Call(&'a Expr),
    /// A reference or a bare name that is no call. Only the longest one: `data.a.b` is visited, its part `data.a` is not.
    Reference(&'a Expr),
    /// A local variable or argument is named here.
    Local(&'a Span),
    /// What the engine's compiler of bytecode gets wrong: `key, value in collection` as a test loses the key, `_ := value` does
    /// not ask whether the value is defined, a head like `name[key] contains value` loses the key, a default of a function is
    /// forgotten, and in `every i in list { other[i] }` the index is another one.
    Miscompiled,
}

/// Walks a rule.
pub(super) fn rule<'a>(rule: &'a Rule, visit: &mut dyn FnMut(Visit<'a>)) {
    match rule {
        Rule::Spec { head, bodies, .. } => {
            if is_miscompiled(head) {
                visit(Visit::Miscompiled);
            }
            match head {
                RuleHead::Compr { assign, refr, .. } => {
                    indices(refr, visit);
                    each(assign.iter().map(|assign| &assign.value), visit);
                }
                RuleHead::Set { key, refr, .. } => {
                    indices(refr, visit);
                    each(key.iter(), visit);
                }
                RuleHead::Func { args, assign, .. } => {
                    args.iter().for_each(|argument| locals(argument, visit));
                    each(args.iter(), visit);
                    each(assign.iter().map(|assign| &assign.value), visit);
                }
            }
            for body in bodies {
                each(body.assign.iter().map(|assign| &assign.value), visit);
                query(&body.query, visit);
            }
        }
        Rule::Default { args, value, .. } => {
            if !args.is_empty() {
                visit(Visit::Miscompiled);
            }
            each(args.iter(), visit);
            expr(value, visit);
        }
    }
}

fn query<'a>(query_: &'a Query, visit: &mut dyn FnMut(Visit<'a>)) {
    for statement in &query_.stmts {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => vars.iter().for_each(|name| visit(Visit::Local(name))),
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().chain([value]).for_each(|pattern| locals(pattern, visit));
                each(key.iter().chain([value, collection]), visit);
            }
            Literal::Expr { expr: expression, .. } | Literal::NotExpr { expr: expression, .. } => {
                expr(expression, visit)
            }
            Literal::Every { key, value, domain, query: inner, .. } => {
                key.iter().chain([value]).for_each(|name| visit(Visit::Local(name)));
                let mut is_index = false;
                query(inner, &mut |within| {
                    let names = |name: &&Span| key.iter().chain([value]).any(|bound| bound.text() == name.text());
                    is_index |=
                        matches!(within, Visit::Reference(reference) if index_names(reference).iter().any(names));
                });
                if is_index {
                    visit(Visit::Miscompiled);
                }
                expr(domain, visit);
                query(inner, visit);
            }
        }
        for modifier in &statement.with_mods {
            expr(&modifier.refr, visit);
            expr(&modifier.r#as, visit);
        }
    }
}

/// Whether a head is more than a name, `name[key] := value`, `name contains value` or `name(arguments) := value`.
fn is_miscompiled(head: &RuleHead) -> bool {
    let is_name = |reference: &Expr| matches!(reference, Expr::Var { .. });
    match head {
        RuleHead::Compr { refr, assign, .. } => match refr.as_ref() {
            Expr::RefBrack { refr, .. } => !is_name(refr) || assign.is_none(),
            other => !is_name(other),
        },
        RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => !is_name(refr),
    }
}

/// The names that stand alone in the brackets of a reference.
fn index_names(reference: &Expr) -> Vec<&Span> {
    match reference {
        Expr::RefDot { refr, .. } => index_names(refr),
        Expr::RefBrack { refr, index, .. } => {
            let mut names = index_names(refr);
            if let Expr::Var { span, .. } = index.as_ref() {
                names.push(span);
            }
            names
        }
        _ => Vec::new(),
    }
}

/// The names that a pattern binds: arguments, `some x in`, the left side of `:=`.
fn locals<'a>(pattern: &'a Expr, visit: &mut dyn FnMut(Visit<'a>)) {
    match pattern {
        Expr::Var { span, .. } => visit(Visit::Local(span)),
        Expr::Array { items, .. } => items.iter().for_each(|item| locals(item, visit)),
        Expr::Object { fields, .. } => fields.iter().for_each(|(_, _, value)| locals(value, visit)),
        _ => {}
    }
}

fn each<'a>(expressions: impl Iterator<Item = &'a Ref<Expr>>, visit: &mut dyn FnMut(Visit<'a>)) {
    expressions.for_each(|expression| expr(expression, visit));
}

/// Walks what stands in the brackets of a reference; the reference itself is somebody else's.
fn indices<'a>(reference: &'a Expr, visit: &mut dyn FnMut(Visit<'a>)) {
    match reference {
        Expr::RefDot { refr, .. } => indices(refr, visit),
        Expr::RefBrack { refr, index, .. } => {
            indices(refr, visit);
            expr(index, visit);
        }
        Expr::Var { .. } => {}
        other => expr(other, visit),
    }
}

fn expr<'a>(expression: &'a Expr, visit: &mut dyn FnMut(Visit<'a>)) {
    match expression {
        Expr::String { .. } | Expr::RawString { .. } | Expr::Number { .. } | Expr::Bool { .. } | Expr::Null { .. } => {}
        Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
            visit(Visit::Reference(expression));
            indices(expression, visit);
        }
        Expr::Call { fcn, params, .. } => {
            visit(Visit::Call(fcn));
            each(params.iter(), visit);
        }
        Expr::Array { items, .. } | Expr::Set { items, .. } => each(items.iter(), visit),
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                expr(key, visit);
                expr(value, visit);
            }
        }
        Expr::ArrayCompr { term, query: inner, .. } | Expr::SetCompr { term, query: inner, .. } => {
            expr(term, visit);
            query(inner, visit);
        }
        Expr::ObjectCompr { key, value, query: inner, .. } => {
            expr(key, visit);
            expr(value, visit);
            query(inner, visit);
        }
        Expr::UnaryExpr { expr: inner, .. } => expr(inner, visit),
        Expr::AssignExpr { op, lhs, rhs, .. } => {
            if *op == AssignOp::ColEq {
                locals(lhs, visit);
                if matches!(lhs.as_ref(), Expr::Var { span, .. } if span.text() == "_") {
                    visit(Visit::Miscompiled);
                }
            }
            expr(lhs, visit);
            expr(rhs, visit);
        }
        Expr::BinExpr { lhs, rhs, .. } | Expr::BoolExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } => {
            expr(lhs, visit);
            expr(rhs, visit);
        }
        Expr::Membership { key, value, collection, .. } => {
            if key.is_some() {
                visit(Visit::Miscompiled);
            }
            each(key.iter(), visit);
            expr(value, visit);
            expr(collection, visit);
        }
    }
}

/// The components of a reference: `data.remedy.lib` is `["data", "remedy", "lib"]`. Nothing if one is computed.
pub(super) fn components(reference: &Expr) -> Option<Vec<String>> {
    let (components, is_whole) = static_prefix(reference);
    is_whole.then_some(components)
}

/// The components of a reference up to the first one that is computed, and whether that is all of it.
pub(super) fn static_prefix(reference: &Expr) -> (Vec<String>, bool) {
    match reference {
        Expr::Var { span, .. } => (vec![span.text().to_owned()], true),
        Expr::RefDot { refr, field, .. } => with(static_prefix(refr), Some(field.0.text())),
        Expr::RefBrack { refr, index, .. } => match index.as_ref() {
            Expr::String { value, .. } | Expr::RawString { value, .. } => {
                with(static_prefix(refr), value.as_string().ok().map(|text| &**text))
            }
            _ => with(static_prefix(refr), None),
        },
        _ => (Vec::new(), false),
    }
}

fn with((mut components, is_whole): (Vec<String>, bool), next: Option<&str>) -> (Vec<String>, bool) {
    match next {
        Some(next) if is_whole => {
            components.push(next.to_owned());
            (components, true)
        }
        _ => (components, false),
    }
}

/// The name that a reference begins with.
pub(super) fn root(reference: &Expr) -> Option<&Span> {
    match reference {
        Expr::Var { span, .. } => Some(span),
        Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => root(refr),
        _ => None,
    }
}
