//! References: where a path of names and brackets leads, and what is not there.

use std::{collections::BTreeSet, rc::Rc};

use regorus::unstable::Expr;

use super::{
    checker::{Candidate, Checker, advice, constant_text, item_of, key_step},
    scope::{Path, Root, Step, Value},
    types::{Object, Type},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    engine::clauses::span_of,
};

/// A part of a reference after its first name.
enum Part<'e> {
    /// A name, where it stands, and where what is before it ends.
    Key(Rc<str>, Span, u32),
    /// Something computed in brackets.
    Index(&'e Expr, Span),
}

/// Takes a reference apart: what it begins with, and the parts after that.
fn parts<'e>(reference: &'e Expr, into: &mut Vec<Part<'e>>) -> &'e Expr {
    match reference {
        Expr::RefDot { refr, field, .. } => {
            let root = parts(refr, into);
            into.push(Part::Key(Rc::from(field.0.text()), span_of(&field.0), refr.span().end));
            root
        }
        Expr::RefBrack { refr, index, .. } => {
            let root = parts(refr, into);
            into.push(match constant_text(index) {
                Some(key) => Part::Key(key, span_of(index.span()), refr.span().end),
                None => Part::Index(index, span_of(index.span())),
            });
            root
        }
        other => other,
    }
}

impl<'a> Checker<'a> {
    /// The value that a reference leads to.
    pub(super) fn reference(&mut self, reference: &'a Expr) -> Value {
        let mut all = Vec::new();
        let root = parts(reference, &mut all);
        let Expr::Var { span, .. } = root else {
            let start = self.value(root);
            return self.walk(Value { path: None, ..start }, all, span_of(reference.span()));
        };
        let name = span.text();
        let whole = span_of(reference.span());
        if let Some(variable) = self.scope.variables.get(name) {
            let value = variable.value.clone();
            return self.walk(value, all, whole);
        }
        let Some(unit) = self.unit() else { return Value::any() };
        let path = if let Some(path) = unit.imports.get(name) {
            path.clone()
        } else if name == "input" || name == "data" {
            name.to_owned()
        } else if self.program.rules.contains_key(&format!("data.{}.{name}", unit.package)) {
            format!("data.{}.{name}", unit.package)
        } else {
            if self.is_head && !self.is_apart && name != "_" {
                let problem =
                    Diagnostic::error(Code::PolicyUnknownReference, format!("nothing gives `{name}` a value"))
                        .label("always undefined")
                        .help("give it a value in the body with `:=` or `some`, or correct its name");
                self.wrong(span_of(span), problem);
            } else if name != "_" {
                self.declare(name);
            }
            return Value::any();
        };
        // What stands in the import or the package is not written here: it is looked at where it is.
        let nowhere = Span { start: whole.start, end: whole.start };
        let mut names = path.split('.');
        let first = names.next();
        let written: Vec<Part<'a>> = names.map(|name| Part::Key(Rc::from(name), nowhere, nowhere.end)).collect();
        let all: Vec<Part<'a>> = written.into_iter().chain(all).collect();
        if first == Some("input") {
            let kind = self.documents.input.clone();
            let input = Value { kind, path: Some(Path::new(Root::Input)), is_raw: true };
            return self.walk(input, all, whole);
        }
        self.below_data(all, whole)
    }

    /// A reference below `data`: a document, or a rule of a package.
    fn below_data(&mut self, all: Vec<Part<'a>>, whole: Span) -> Value {
        let names: Vec<(Rc<str>, Span)> = all
            .iter()
            .map_while(|part| match part {
                Part::Key(name, span, _) => Some((Rc::clone(name), *span)),
                Part::Index(..) => None,
            })
            .collect();
        let Some((first, _)) = names.first() else { return Value::any() };
        if let Some((name, kind)) = self.documents.data.get_key_value(&**first) {
            let (name, kind) = (*name, kind.clone());
            let rest = all.into_iter().skip(1).collect();
            let document = Value { kind, path: Some(Path::keys(Root::Data, [name])), is_raw: true };
            return self.walk(document, rest, whole);
        }
        let mut path = String::from("data");
        for (number, (name, span)) in names.iter().enumerate() {
            let longer = format!("{path}.{name}");
            if self.program.rules.contains_key(&longer) {
                self.right(*span, Code::PolicyUnknownReference);
                let rest: Vec<Part<'a>> = all.into_iter().skip(number + 1).collect();
                let value = self.rule(&longer);
                return self.walk(value, rest, whole);
            }
            if !self.program.packages.contains(&longer) {
                if span.start < span.end {
                    let problem = self.unknown_name(&path, name);
                    self.wrong(*span, problem);
                }
                return Value::any();
            }
            path = longer;
        }
        Value::any()
    }

    /// A name below `data` that is neither a document nor a package nor a rule.
    pub(super) fn unknown_name(&self, path: &str, name: &str) -> Diagnostic {
        let program = self.program;
        let mut names = program.names_below(path);
        let is_root = path == "data";
        if is_root {
            names.extend(self.documents.data.keys());
        }
        let what = if is_root {
            format!("there is no `data.{name}`")
        } else if program.rules.keys().any(|rule| rule.rsplit_once('.').is_some_and(|(package, _)| package == path)) {
            format!("the package `{}` has no rule `{name}`", path.trim_start_matches("data."))
        } else {
            format!("there is no package `{}.{name}`", path.trim_start_matches("data."))
        };
        let problem = Diagnostic::error(Code::PolicyUnknownReference, what).label("always undefined");
        match advice(name, names.iter().copied(), "there are") {
            Some(help) => problem.help(help),
            None => problem.help("load the policy that defines it"),
        }
    }

    /// A rule that is named as a value.
    fn rule(&mut self, path: &str) -> Value {
        let summary = self.summary(path, &[]);
        if !self.is_silent {
            for required in summary.requires.iter().filter(|required| required.is_global()) {
                self.scope.learn(required);
            }
            self.borrowed.extend(summary.touches.iter().filter(|path| path.is_global()).cloned());
        }
        Value { kind: summary.kind, is_raw: summary.path.is_some(), path: summary.path }
    }

    /// Follows the parts of a reference.
    fn walk(&mut self, start: Value, parts: Vec<Part<'a>>, whole: Span) -> Value {
        let mut here = start;
        let mut optional: Vec<(Path, u32, Vec<Rc<str>>)> = Vec::new();
        for part in parts {
            match part {
                Part::Key(key, span, before) => {
                    let path = here.path.as_ref().map(|path| path.with(key_step(&key)));
                    let field = here.kind.object.as_ref().and_then(|object| object.fields.get(&key));
                    let is_certain = field.is_none_or(|field| field.is_required);
                    optional.iter_mut().for_each(|(_, _, keys)| keys.push(Rc::clone(&key)));
                    if let (false, true, Some(path)) = (is_certain, here.is_raw, &path) {
                        optional.push((path.clone(), before, vec![Rc::clone(&key)]));
                    }
                    here = Value { kind: self.key_of(&here, &key, span, whole), path, ..here };
                }
                Part::Index(index, span) => {
                    // Advice for a path with a computed part would be wrong more often than right.
                    optional.clear();
                    here = self.index(&here, index, span);
                }
            }
        }
        let Some(path) = &here.path else { return here };
        self.touched.insert(path.clone());
        if self.is_silent {
            if !optional.is_empty() {
                self.candidates.push(Candidate { span: whole, optional });
            }
        } else {
            self.scope.learn(path);
        }
        here.kind = self.scope.narrowed(&here.kind, path);
        here
    }

    /// What stands under a computed key.
    fn index(&mut self, here: &Value, index: &'a Expr, span: Span) -> Value {
        if let Expr::Var { span: name, .. } = index
            && self.is_free(name.text())
        {
            let (keys, values) = here.kind.entries();
            self.bind(name.text(), Value::new(keys));
            let number = self.scope.variables.get(name.text()).map(|variable| variable.number);
            let path = here.path.as_ref().zip(number).map(|(path, number)| path.with(Step::Local(number)));
            return Value { kind: values, path, is_raw: here.is_raw };
        }
        let key = self.value(index);
        let step = match index {
            Expr::Number { span, .. } => Some(Step::Index(Rc::from(span.text()))),
            Expr::Var { span, .. } => {
                self.scope.variables.get(span.text()).map(|variable| Step::Local(variable.number))
            }
            _ => None,
        };
        let path = here.path.as_ref().zip(step).map(|(path, step)| path.with(step));
        let is_raw = here.is_raw;
        if here.kind.any {
            return Value { kind: Type::any(), path, is_raw };
        }
        if let Expr::Number { span, .. } = index
            && here.kind.array.is_some()
        {
            let number = span.text().parse().unwrap_or(usize::MAX);
            return Value { kind: item_of(&here.kind, number), path, is_raw };
        }
        let words = self.limited_words(&key);
        if let (Some(object), Some(words)) = (&here.kind.object, words) {
            if object.is_table && !self.is_apart && !self.is_asked {
                self.table_entries(object, &words, index, span);
            }
            if let Some(here) = &here.path {
                self.touched.extend(words.iter().map(|word| here.with(Step::Key(Rc::clone(word)))));
            }
            let found = words.iter().filter_map(|word| object.fields.get(word));
            let found = found.fold(Type::default(), |all, field| all.join(&field.value));
            let kind = object.rest.as_ref().map_or_else(|| found.clone(), |rest| found.join(rest));
            return Value { kind: if kind.is_never() { Type::any() } else { kind }, path, is_raw };
        }
        let (_, values) = here.kind.entries();
        Value { kind: if values.is_never() { Type::any() } else { values }, path, is_raw }
    }

    /// A table of the profile that is looked up by a word: does it have an entry for each?
    fn table_entries(&mut self, object: &Object, words: &BTreeSet<Rc<str>>, index: &Expr, span: Span) {
        let is_there = |word: &&Rc<str>| object.fields.get(*word).is_some_and(|field| field.is_required);
        let missing: Vec<String> =
            words.iter().filter(|word| !is_there(word)).map(|word| format!("`{word}`")).collect();
        if missing.is_empty() {
            self.right(span, Code::PolicyMissingTableEntry);
            return;
        }
        let problem = Diagnostic::warning(
            Code::PolicyMissingTableEntry,
            format!("the table of the profile has no entry for {}", missing.join(", ")),
        )
        .label(format!("undefined if {} is one of these", self.name(index)))
        .help("add the entries to the profile, or give a default with `object.get`");
        self.wrong(span, problem);
    }

    /// The words that a value can be, less those that a condition has ruled out.
    fn limited_words(&self, value: &Value) -> Option<BTreeSet<Rc<str>>> {
        let words = value.kind.only_words()?;
        let limit = value.path.as_ref().and_then(|path| self.scope.limits.get(path));
        Some(match limit {
            Some(limit) => words.intersection(&limit.words).cloned().collect(),
            None => words.clone(),
        })
    }
}
