//! The checker: reads rules with types in place of values. This file has its state and what its parts share; the parts are
//! beside it, one a file.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use regorus::unstable::Expr;

use super::{
    document::Documents,
    program::{Program, Unit},
    scope::{Path, Root, Scope, Step, Value, Variable},
    sites::Sites,
    types::Type,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    engine::clauses::span_of,
    suggest::nearest,
};

/// What a rule or function is for those who use it.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    pub(super) kind: Type,
    /// The way to the one value that it stands for.
    pub(super) path: Option<Path>,
    /// What must be there for it to be defined.
    pub(super) requires: BTreeSet<Path>,
    /// All that it looks at, whether it must be there or not.
    pub(super) touches: BTreeSet<Path>,
    /// Paths among its arguments that lead nowhere.
    pub(super) refused: Vec<Refusal>,
}

/// A path that was given as an argument, and that leads nowhere.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The number of the argument; while the function is being read, that of its variable.
    pub(super) argument: usize,
    /// The number of the key in it.
    pub(super) step: usize,
    pub(super) problem: Diagnostic,
}

/// A reference in a place where its absence is not seen: the parts of its path that may be absent.
pub(super) struct Candidate {
    pub(super) span: Span,
    /// Each part that may be absent: its path, where its parent's text ends, and the keys from it on.
    pub(super) optional: Vec<(Path, u32, Vec<Rc<str>>)>,
}

/// Reads rules with types in place of values.
pub(super) struct Checker<'a> {
    pub(super) program: &'a Program<'a>,
    pub(super) documents: &'a Documents,
    pub(super) sites: Sites,
    /// What is known of rules and functions, by path and arguments.
    pub(super) known: BTreeMap<String, Vec<(Vec<Type>, Summary)>>,
    /// The rules that are being read, to end recursion.
    pub(super) reading: Vec<String>,
    /// The file that is being read.
    pub(super) unit: usize,
    pub(super) scope: Scope,
    pub(super) next_variable: u32,
    /// Whether the body of a rule that judges is being read, and no comprehension in it.
    pub(super) is_judging: bool,
    /// Whether references are in a place where their absence is not seen.
    pub(super) is_silent: bool,
    pub(super) candidates: Vec<Candidate>,
    /// Whether a comprehension or a negation is being read: what is absent there is left out, and does not fail the rule.
    pub(super) is_apart: bool,
    /// Whether a reference is a condition by itself: it asks whether something is there.
    pub(super) is_asked: bool,
    /// Whether a head is being read: nothing gives its variables a value any more.
    pub(super) is_head: bool,
    /// All that the clause looks at.
    pub(super) touched: BTreeSet<Path>,
    /// All that the rules and functions that it uses look at.
    pub(super) borrowed: BTreeSet<Path>,
    pub(super) refused: Vec<Refusal>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(program: &'a Program<'a>, documents: &'a Documents) -> Self {
        Self {
            program,
            documents,
            sites: Sites::default(),
            known: BTreeMap::new(),
            reading: Vec::new(),
            unit: 0,
            scope: Scope::default(),
            next_variable: 0,
            is_judging: false,
            is_silent: false,
            candidates: Vec::new(),
            is_apart: false,
            is_asked: false,
            is_head: false,
            touched: BTreeSet::new(),
            borrowed: BTreeSet::new(),
            refused: Vec::new(),
        }
    }

    pub(super) fn unit(&self) -> Option<&'a Unit<'a>> {
        self.program.units.get(self.unit)
    }

    /// The text of an expression.
    pub(super) fn text(&self, span: Span) -> &'a str {
        self.unit().map(|unit| span.slice(unit.text)).unwrap_or_default()
    }

    /// The text of an expression, if it is short enough for a sentence.
    pub(super) fn name(&self, expression: &Expr) -> String {
        let text = self.text(span_of(expression.span()));
        if constant_text(expression).is_some() {
            return format!("`\"{text}\"`");
        }
        // The bytes of a text leave out its quotes, and so do those of an expression that ends with one.
        let is_open = text.matches('"').count() % 2 == 1;
        let text = if is_open { format!("{text}\"") } else { text.to_owned() };
        if text.len() <= 60 && !text.contains('\n') { format!("`{text}`") } else { "this".to_owned() }
    }

    /// Something is wrong here.
    pub(super) fn wrong(&mut self, span: Span, problem: Diagnostic) {
        if let Some(unit) = self.unit().filter(|unit| unit.is_reported) {
            self.sites.wrong(&unit.file, span, problem);
        }
    }

    /// What could be wrong here is right.
    pub(super) fn right(&mut self, span: Span, code: Code) {
        if let Some(unit) = self.unit().filter(|unit| unit.is_reported) {
            self.sites.right(&unit.file, span, code);
        }
    }

    /// Reads something of which nothing outside it learns: a comprehension, a negation.
    pub(super) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let scope = self.scope.clone();
        let state = (self.is_judging, self.is_silent, self.is_apart);
        (self.is_judging, self.is_silent, self.is_apart) = (false, false, true);
        let value = read(self);
        self.scope = scope;
        (self.is_judging, self.is_silent, self.is_apart) = state;
        value
    }

    /// Gives a variable a value. Its path is that of the value, else its own.
    pub(super) fn bind(&mut self, name: &str, value: Value) {
        if name == "_" {
            return;
        }
        self.next_variable += 1;
        let number = self.next_variable;
        let path = value.path.or_else(|| Some(Path::new(Root::Local(number))));
        let variable = Variable { number, value: Value { path, ..value }, is_bound: true };
        self.scope.variables.insert(Rc::from(name), variable);
    }

    /// A variable that has no value yet.
    pub(super) fn declare(&mut self, name: &str) {
        self.bind(name, Value::any());
        if let Some(variable) = self.scope.variables.get_mut(name) {
            variable.is_bound = false;
        }
    }

    /// Whether a name stands for a variable that something can still bind.
    pub(super) fn is_free(&self, name: &str) -> bool {
        match self.scope.variables.get(name) {
            Some(variable) => !variable.is_bound,
            None => {
                let is_rule = self.unit().is_some_and(|unit| {
                    unit.imports.contains_key(name)
                        || self.program.rules.contains_key(&format!("data.{}.{name}", unit.package))
                });
                !is_rule && name != "input" && name != "data"
            }
        }
    }

    /// Gives the names in a pattern their values.
    pub(super) fn bind_pattern(&mut self, pattern: &Expr, value: Value) {
        match pattern {
            Expr::Var { span, .. } => self.bind(span.text(), value),
            Expr::Array { items, .. } => {
                for (number, item) in items.iter().enumerate() {
                    let kind = item_of(&value.kind, number);
                    self.bind_pattern(item, Value { kind, path: None, is_raw: value.is_raw });
                }
            }
            Expr::Object { fields, .. } => {
                for (_, key, inner) in fields {
                    let field = constant_text(key)
                        .and_then(|key| Some(value.kind.object.as_ref()?.fields.get(&*key)?.value.clone()));
                    self.bind_pattern(inner, Value::new(field.unwrap_or_else(Type::any)));
                }
            }
            _ => {}
        }
    }
}

/// What stands at a place of a list.
pub(super) fn item_of(kind: &Type, number: usize) -> Type {
    let Some(array) = kind.array.as_ref().filter(|_| !kind.any) else { return Type::any() };
    match &array.tuple {
        Some(tuple) => tuple.get(number).cloned().unwrap_or_else(Type::any),
        None => array.items.clone(),
    }
}

/// The text of a literal.
pub(super) fn constant_text(expression: &Expr) -> Option<Rc<str>> {
    match expression {
        Expr::String { value, .. } | Expr::RawString { value, .. } => {
            value.as_string().ok().map(|text| Rc::from(&**text))
        }
        _ => None,
    }
}

/// "did you mean", or else all that there is, if it is not too much.
pub(super) fn advice<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone, what: &str) -> Option<String> {
    if let Some(near) = cut_short(name, names.clone()).or_else(|| nearest(name, names.clone())) {
        return Some(format!("did you mean `{near}`?"));
    }
    let all: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    (!all.is_empty() && all.len() <= 12).then(|| format!("{what}: {}", all.join(", ")))
}

/// The only name that begins with a word: `critical` for `crit`.
fn cut_short<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut fitting = names.filter(|name| word.len() >= 3 && name.starts_with(word));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// A step to a key.
pub(super) fn key_step(key: &str) -> Step {
    Step::Key(Rc::from(key))
}
