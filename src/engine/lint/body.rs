//! Bodies: statement after statement.

use regorus::unstable::{Expr, Literal, LiteralStmt, Query};

use super::{checker::Checker, scope::Value, types::Type};
use crate::{
    diagnostic::{Code, Diagnostic},
    engine::clauses::span_of,
};

impl<'a> Checker<'a> {
    /// Reads the statements of a body. False if it cannot hold for values of these kinds, which is no mistake: functions
    /// tell kinds apart in this way.
    pub(super) fn query(&mut self, query: &'a Query) -> bool {
        query.stmts.iter().all(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &'a LiteralStmt) -> bool {
        if !statement.with_mods.is_empty() {
            return true;
        }
        match &statement.literal {
            Literal::SomeVars { vars, .. } => vars.iter().for_each(|name| self.declare(name.text())),
            Literal::SomeIn { key, value, collection, .. } => {
                let Value { kind, is_raw, .. } = self.collection(collection);
                let (keys, values) = kind.entries();
                if let Some(key) = key {
                    self.bind_pattern(key, Value::new(keys));
                }
                self.bind_pattern(value, Value { kind: values, path: None, is_raw });
            }
            Literal::Expr { expr, .. } => return self.condition(expr),
            Literal::NotExpr { expr, .. } => {
                self.apart(|checker| checker.value(expr));
            }
            Literal::Every { key, value, domain, query, .. } => {
                let (keys, values) = self.collection(domain).kind.entries();
                self.apart(|checker| {
                    if let Some(key) = key {
                        checker.bind(key.text(), Value::new(keys));
                    }
                    checker.bind(value.text(), Value::new(values));
                    checker.query(query);
                });
            }
        }
        true
    }

    /// An expression that must hold.
    fn condition(&mut self, expression: &'a Expr) -> bool {
        if let Expr::Bool { span, .. } = expression
            && span.text() == "false"
        {
            self.wrong(
                span_of(span),
                Diagnostic::error(Code::PolicyNeverFires, "`false` never holds, so this never fires")
                    .label("never true")
                    .help("remove the condition, or the rule"),
            );
            return true;
        }
        if let Expr::Call { fcn, params, .. } = expression
            && let [Expr::Var { span, .. }] = params.iter().map(AsRef::as_ref).collect::<Vec<_>>().as_slice()
        {
            let kind = self.value(expression).kind;
            return !kind.is_never() && self.narrow(span_of(fcn.span()).slice(self.all_text()), span.text());
        }
        self.is_asked = matches!(expression, Expr::RefBrack { .. } | Expr::RefDot { .. });
        let holds = !self.value(expression).kind.is_never();
        self.is_asked = false;
        holds
    }

    /// A test of a variable's kind holds only for values of that kind.
    fn narrow(&mut self, test: &str, name: &str) -> bool {
        let Some(variable) = self.scope.variables.get_mut(name) else { return true };
        let kind = &variable.value.kind;
        let known = !kind.any;
        let narrowed = match test {
            "is_string" if known => Type { text: kind.text.clone(), ..Type::default() },
            "is_array" if known => Type { array: kind.array.clone(), ..Type::default() },
            "is_set" if known => Type { set: kind.set.clone(), ..Type::default() },
            "is_object" if known => Type { object: kind.object.clone(), ..Type::default() },
            "is_number" if known => Type { number: kind.number, ..Type::default() },
            "is_boolean" if known => Type { boolean: kind.boolean, ..Type::default() },
            "is_null" if known => Type { null: kind.null, ..Type::default() },
            "is_string" => Type::text(),
            "is_number" => Type::number(),
            "is_boolean" => Type::boolean(),
            "is_null" => Type::null(),
            "is_array" => Type::array(Type::any()),
            _ => return true,
        };
        let holds = !narrowed.is_never();
        variable.value.kind = narrowed;
        holds
    }

    /// The text of the file that is being read.
    fn all_text(&self) -> &'a str {
        self.unit().map(|unit| unit.text).unwrap_or_default()
    }
}
