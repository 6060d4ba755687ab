//! Calls of builtins and of functions of the policies.

use std::{collections::BTreeMap, rc::Rc};

use regorus::unstable::{BUILTINS, Expr, Ref};

use super::{
    builtins::{self, Builtin},
    checker::{Checker, Refusal, constant_text},
    scope::{Path, Root, Value},
    types::{Field, Object, Type},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    engine::walk,
};

impl<'a> Checker<'a> {
    /// The value that a call gives.
    pub(super) fn call(&mut self, whole: &'a Expr, function: &'a Expr, params: &'a [Ref<Expr>]) -> Value {
        let name = walk::components(function).map(|components| components.join(".")).unwrap_or_default();
        if let ("object.get", [object, key, default]) = (name.as_str(), params) {
            return self.object_get(object, key, default);
        }
        match self.function_path(&name) {
            Some(path) => self.own_call(&path, params),
            None if BUILTINS.contains_key(name.as_str()) => Value::new(self.builtin_call(&name, whole, params)),
            None => {
                params.iter().for_each(|param| drop(self.value(param)));
                Value::any()
            }
        }
    }

    /// The full path of a function of the policies.
    pub(super) fn function_path(&self, name: &str) -> Option<String> {
        let unit = self.unit()?;
        let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
        let start = match unit.imports.get(first) {
            Some(path) => path.clone(),
            None if first == "data" => "data".to_owned(),
            None => format!("data.{}.{first}", unit.package),
        };
        let path = rest.map_or_else(|| start.clone(), |rest| format!("{start}.{rest}"));
        self.program.rules.contains_key(&path).then_some(path)
    }

    fn own_call(&mut self, path: &str, params: &'a [Ref<Expr>]) -> Value {
        let arguments: Vec<Value> = params.iter().map(|param| self.value(param)).collect();
        let kinds: Vec<Type> = arguments.iter().map(|argument| argument.kind.clone()).collect();
        let summary = self.summary(path, &kinds);
        let here = |path: &Path| match &path.root {
            Root::Argument(number) => {
                let argument = arguments.get(*number).and_then(|argument| argument.path.as_ref());
                argument.map(|argument| path.moved(argument))
            }
            Root::Local(_) => None,
            Root::Input | Root::Data => Some(path.clone()),
        };
        if !self.is_silent {
            for known in summary.requires.iter().filter_map(here) {
                self.scope.learn(&known);
            }
            self.borrowed.extend(summary.touches.iter().filter_map(here));
        }
        for Refusal { argument, step, problem } in summary.refused {
            if let Some(Expr::Array { items, .. }) = params.get(argument).map(AsRef::as_ref)
                && let Some(key) = items.get(step)
            {
                self.wrong(Self::span(key), problem);
            }
        }
        Value::new(summary.kind)
    }

    fn builtin_call(&mut self, name: &str, whole: &'a Expr, params: &'a [Ref<Expr>]) -> Type {
        if let ("sprintf", [format, values]) = (name, params) {
            self.value(format);
            let was_silent = self.is_silent;
            self.is_silent = was_silent || self.is_judging;
            let kind = self.value(values).kind;
            self.is_silent = was_silent;
            self.sprintf(format, values, &kind, whole);
            return Type::text();
        }
        let kinds: Vec<Type> = params.iter().map(|param| self.value(param).kind).collect();
        let Some(builtin) = builtins::find(name) else { return Type::any() };
        self.arguments(&builtin, params, &kinds);
        match (name, kinds.as_slice(), params) {
            ("object.union", [one, other], _) => union(one, other),
            ("object.remove", [object, _], [_, keys]) => removed(object, keys),
            _ => builtin.result(&kinds),
        }
    }

    fn arguments(&mut self, builtin: &Builtin, params: &'a [Ref<Expr>], kinds: &[Type]) {
        for ((param, kind), wanted) in params.iter().zip(kinds).zip(builtin.arguments.chars()) {
            if kind.any || kind.is_never() {
                continue;
            }
            let span = Self::span(param);
            if builtins::fits(kind, wanted) {
                self.right(span, Code::PolicyTypeMismatch);
            } else {
                let problem = self.mismatch(param, kind, builtins::describe(wanted));
                self.wrong(span, problem.help(format!("`{}` takes {} here", builtin.name, builtins::describe(wanted))));
            }
        }
    }

    /// The number of values must be that of the verbs.
    fn sprintf(&mut self, format: &'a Expr, values: &'a Expr, kind: &Type, whole: &'a Expr) {
        if !kind.any && !kind.is_never() && kind.array.is_none() {
            let problem = self.mismatch(values, kind, "a list");
            self.wrong(Self::span(values), problem.help("write the values in brackets: `sprintf(\"…\", [a, b])`"));
            return;
        }
        let (Some(text), Expr::Array { items, .. }) = (constant_text(format), values) else { return };
        let Some(verbs) = builtins::verbs(&text) else { return };
        if verbs != items.len() {
            self.wrong(
                Self::span(whole),
                Diagnostic::error(
                    Code::PolicyTypeMismatch,
                    format!("the text of `sprintf` has {verbs} verbs, and {} values are given", items.len()),
                )
                .label("the numbers differ")
                .help("give one value for each `%`; a percent sign itself is `%%`"),
            );
        }
    }
}

/// `object.union`: the fields of the second win.
fn union(one: &Type, other: &Type) -> Type {
    let (Some(one), Some(other)) = (&one.object, &other.object) else { return Type::any() };
    let mut fields: BTreeMap<Rc<str>, Field> = one.fields.clone();
    for (key, field) in &other.fields {
        let merged = match fields.get(key) {
            Some(under) if !field.is_required => {
                Field { value: under.value.join(&field.value), is_required: under.is_required }
            }
            Some(under) if under.value.object.is_some() && field.value.object.is_some() => {
                Field { value: union(&under.value, &field.value), is_required: true }
            }
            _ => field.clone(),
        };
        fields.insert(Rc::clone(key), merged);
    }
    let rest = match (&one.rest, &other.rest) {
        (Some(one), Some(other)) => Some(one.join(other)),
        (one, other) => one.as_ref().or(other.as_ref()).cloned(),
    };
    Type::object(Object { fields, rest, is_table: false })
}

/// `object.remove`: without the keys that are named.
fn removed(object: &Type, keys: &Expr) -> Type {
    let Some(object) = &object.object else { return Type::any() };
    let (Expr::Array { items, .. } | Expr::Set { items, .. }) = keys else { return Type::any() };
    let mut left = Object::clone(object);
    for key in items.iter().filter_map(|item| constant_text(item)) {
        left.fields.remove(&key);
    }
    Type::object(left)
}

/// The paths that hold outside a body, with those of its arguments by their number.
pub(super) fn outward(path: &Path, arguments: &[Option<u32>]) -> Option<Path> {
    let path = match &path.root {
        Root::Local(number) => {
            let argument = arguments.iter().position(|argument| *argument == Some(*number))?;
            Path { root: Root::Argument(argument), steps: path.steps.clone() }
        }
        _ => path.clone(),
    };
    path.is_global().then_some(path)
}
