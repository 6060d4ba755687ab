//! `object.get`: a key, or a path of keys, with a default for what is absent.

use std::rc::Rc;

use regorus::unstable::Expr;

use super::{
    checker::{Checker, Refusal, constant_text, key_step},
    field::no_key,
    scope::{Root, Step, Value},
    types::Type,
};
use crate::{document::Span, engine::clauses::span_of};

impl<'a> Checker<'a> {
    /// `object.get(object, key, default)`: the key, or the path of keys, must be one that can be there.
    pub(super) fn object_get(&mut self, object: &'a Expr, key: &'a Expr, default: &'a Expr) -> Value {
        let start = self.value(object);
        let key_value = self.value(key);
        let default = self.value(default).kind;
        let whole = span_of(object.span());
        let steps: Option<Vec<(Option<Rc<str>>, Span)>> = match key {
            Expr::Array { items, .. } => {
                Some(items.iter().map(|item| (constant_text(item), span_of(item.span()))).collect())
            }
            _ if constant_text(key).is_some() => Some(vec![(constant_text(key), span_of(key.span()))]),
            _ => None,
        };
        let is_raw = start.is_raw;
        let (steps, is_written) = match steps {
            Some(steps) => (steps, true),
            None => match words_of_path(&key_value.kind) {
                Some(words) => (words.into_iter().map(|word| (Some(word), whole)).collect(), false),
                None => return Value { kind: self.by_word(&start, &key_value, &default), path: None, is_raw },
            },
        };
        let mut here = start;
        let mut owner = self.name(object);
        for (number, (name, span)) in steps.into_iter().enumerate() {
            let path = here.path.as_ref().zip(name.as_ref()).map(|(path, name)| path.with(key_step(name)));
            let kind = match &name {
                Some(_) if here.kind.object.is_none() && here.kind.array.is_some() => here.kind.entries().1,
                Some(name) if is_written => self.get_key(&here.kind, name, span, &owner),
                Some(name) => self.get_argument(&here.kind, name, (&key_value, number)),
                None => match here.kind.entries().1 {
                    values if values.is_never() => Type::any(),
                    values => values,
                },
            };
            owner = name.map_or_else(|| "an entry".to_owned(), |name| format!("`{name}`"));
            here = Value { kind, path, is_raw };
        }
        self.touched.extend(here.path);
        Value { kind: here.kind.join(&default), path: None, is_raw }
    }

    /// A key that is computed.
    fn by_word(&mut self, start: &Value, key: &Value, default: &Type) -> Type {
        let is_text = key.kind.text.is_some() && key.kind.array.is_none();
        if start.kind.any || key.kind.any || !is_text {
            self.touched.extend(start.path.as_ref().map(|path| path.with(Step::Every)));
            return Type::any();
        }
        let (Some(object), Some(words)) = (&start.kind.object, key.kind.only_words()) else {
            self.touched.extend(start.path.as_ref().map(|path| path.with(Step::Every)));
            return start.kind.entries().1.join(default);
        };
        if let Some(path) = &start.path {
            self.touched.extend(words.iter().map(|word| path.with(key_step(word))));
        }
        let known = words.iter().filter_map(|word| object.fields.get(word));
        let known = known.fold(default.clone(), |all, field| all.join(&field.value));
        object.rest.as_ref().map_or_else(|| known.clone(), |rest| known.join(rest))
    }

    /// A table of the profile may lack any key here: there is a default.
    fn get_key(&mut self, kind: &Type, name: &str, span: Span, owner: &str) -> Type {
        if let Some(object) = kind.object.as_ref().filter(|object| object.is_table)
            && let (None, Some(rest)) = (object.fields.get(name), &object.rest)
        {
            return rest.clone();
        }
        self.key(kind, name, span, owner, "always the default")
    }

    /// A key in a path that the function was given: whoever calls it wrote it.
    fn get_argument(&mut self, kind: &Type, name: &str, (path, step): (&Value, usize)) -> Type {
        let Some(object) = kind.object.as_ref().filter(|_| !kind.any) else { return Type::any() };
        if let Some(known) = object.fields.get(name).map(|field| &field.value).or(object.rest.as_ref()) {
            return known.clone();
        }
        if let Some(Root::Local(number)) = path.path.as_ref().map(|path| &path.root)
            && let Ok(argument) = usize::try_from(*number)
            && !object.fields.is_empty()
        {
            let problem = no_key(object, name, "what the function looks at", "always the default");
            self.refused.push(Refusal { argument, step, problem });
        }
        Type::any()
    }
}

/// The words of a path whose type leaves only one.
fn words_of_path(kind: &Type) -> Option<Vec<Rc<str>>> {
    let one = |kind: &Type| {
        let words = kind.only_words()?;
        words.first().filter(|_| words.len() == 1).cloned()
    };
    if kind.any || kind.text.is_some() {
        return one(kind).map(|word| vec![word]);
    }
    kind.array.as_ref()?.tuple.as_ref()?.iter().map(one).collect()
}
