//! Violations in words: what was expected at which bytes, and what to write instead.

use std::cell::Cell;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::names::{format_name, listed, plain, scalar, truth, type_name, types};
use super::{MOST, outline};
use crate::document::node::{Node, Span, Value};
use crate::document::path::{Path, Segment};
use crate::document::problem::{Problem, ProblemCode as Code};
use crate::document::text::{either, shown};

/// The longest list of keys or values that a help names.
const LISTED: usize = 12;

pub(super) struct Words<'a> {
    schema: &'a Json,
    root: &'a Node,
    text: &'a str,
    /// Looking for similar words costs time, which a hostile file must not be able to multiply.
    guesses_left: Cell<u32>,
}

impl<'a> Words<'a> {
    pub(super) fn new(schema: &'a Json, root: &'a Node, text: &'a str) -> Self {
        Self { schema, root, text, guesses_left: Cell::new(200) }
    }

    /// The bytes to underline for the value at a JSON pointer.
    pub(super) fn place(&self, pointer: &str) -> Span {
        self.root.locate(&self.path(pointer)).label_span(self.text)
    }

    /// Turns one violation into problems.
    pub(super) fn translate(&self, error: &ValidationError<'_>, out: &mut Vec<Problem>) {
        let path = self.path(error.instance_path().as_str());
        let Some(node) = self.root.at(&path) else { return };
        match error.kind() {
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                out.extend(unexpected.iter().take(MOST).map(|key| self.unknown_key(error, &path, key)));
            }
            Kind::Required { property } => {
                out.push(self.missing_key(error, &path, property.as_str().unwrap_or_default()))
            }
            Kind::Type { kind } => out.push(self.wrong_type(&path, node, &types(kind))),
            Kind::Enum { options } => {
                out.push(self.not_allowed(&path, node, options.as_array().map_or(&[], Vec::as_slice)));
            }
            Kind::Constant { expected_value } => {
                out.push(self.not_allowed(&path, node, std::slice::from_ref(expected_value)));
            }
            Kind::Format { format } => out.push(self.wrong_format(&path, node, &[format])),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.no_branch(error.instance_path().as_str(), &path, node, context, out);
            }
            Kind::UniqueItems => self.repeated(&path, node, out),
            Kind::PropertyNames { error: inner } => out.push(self.bad_key(&path, node, inner)),
            kind => out.push(self.other(error, &path, node, kind)),
        }
    }

    fn path(&self, pointer: &str) -> Vec<Segment> {
        // Keys that are digits look like positions in a pointer, so the tree has to say what they are.
        let mut node = Some(self.root);
        let mut path = Vec::new();
        for part in pointer.split('/').skip(1) {
            let segment = match (node.map(|node| &node.value), part.parse()) {
                (Some(Value::List(_)), Ok(index)) => Segment::Index(index),
                _ => Segment::Key(part.replace("~1", "/").replace("~0", "~").into()),
            };
            node = node.and_then(|node| node.at(std::slice::from_ref(&segment)));
            path.push(segment);
        }
        path
    }

    pub(super) fn at(&self, code: Code, path: &[Segment], message: impl Into<String>) -> Problem {
        let location = self.root.locate(path);
        let problem = Problem::new(code, location.label_span(self.text), message);
        match location.via {
            Some(via) => problem.with_related(via, "used through this"),
            None => problem,
        }
    }

    /// The schema that has the keyword which was violated.
    fn schema_of(&self, error: &ValidationError<'_>) -> Option<&'a Json> {
        let (parent, _) = error.schema_path().as_str().rsplit_once('/')?;
        self.schema.pointer(parent)
    }

    fn unknown_key(&self, error: &ValidationError<'_>, path: &[Segment], key: &str) -> Problem {
        let mut whole = path.to_vec();
        whole.push(Segment::from(key));
        let mut problem = self.at(Code::SchemaUnknownKey, &whole, format!("unknown key {}", shown(key)));
        if let Some(entry) = self.root.at(path).and_then(Node::as_map).and_then(|map| map.entry(key)) {
            problem.span = entry.key_span;
        }
        let known = self.schema_of(error).map(|schema| outline::keys(self.schema, schema)).unwrap_or_default();
        if known.contains(&key) {
            return Problem { message: format!("the key {} does not belong here", shown(key)), ..problem };
        }
        if let Some(meant) = self.similar(key, &known) {
            return problem.with_help(format!("did you mean {}?", shown(meant)));
        }
        // A key under the wrong parent is the usual slip of indentation.
        let here: String = Path(whole).to_string();
        let mut homes = self.guess(|| outline::homes(self.schema, key)).unwrap_or_default();
        homes.retain(|home| *home != here);
        if (1..=3).contains(&homes.len()) {
            let homes: Vec<String> = homes.iter().map(|home| shown(home)).collect();
            return problem.with_help(format!("did you mean {}?", either(&homes)));
        }
        match known.len() {
            0 => problem.with_help("remove it: no key is allowed here"),
            1..=LISTED => problem.with_help(format!("the keys here are {}", listed(&known))),
            _ => problem,
        }
    }

    fn missing_key(&self, error: &ValidationError<'_>, path: &[Segment], key: &str) -> Problem {
        let mut whole = path.to_vec();
        whole.push(Segment::from(key));
        let problem = self.at(Code::SchemaMissingKey, &whole, format!("missing key {}", shown(key)));
        let near = self.schema_of(error).into_iter().chain(outline::at(self.schema, path));
        let described = near
            .filter_map(|schema| outline::property(self.schema, schema, key))
            .find_map(|property| outline::description(self.schema, property));
        problem.with_help(match described {
            Some(text) => format!("add {}: {text}", shown(key)),
            None => format!("add {}", shown(key)),
        })
    }

    pub(super) fn wrong_type(&self, path: &[Segment], node: &Node, expected: &[&str]) -> Problem {
        let names: Vec<&str> = expected.iter().map(|name| type_name(name)).collect();
        let message = format!("expected {}, found {}", either(&names), node.kind());
        let problem = self.at(Code::SchemaType, path, message);
        let source = node.span.slice(self.text);
        let wants = |name: &str| expected.contains(&name);
        let help = match &node.value {
            Value::Null if node.span.is_empty() => "give it a value, or remove the key".to_owned(),
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) if wants("string") => {
                format!("put it into quotes: {}", shown(&format!("\"{source}\"")))
            }
            Value::String(text) if wants("boolean") && truth(text).is_some() => {
                format!("write `{}` without quotes", truth(text).unwrap_or_default())
            }
            Value::String(text) if (wants("integer") || wants("number")) && text.parse::<f64>().is_ok() => {
                "remove the quotes".to_owned()
            }
            Value::List(_) if wants("object") => "write `key: value` lines without `- `".to_owned(),
            Value::Map(_) if wants("array") => "begin each item with `- `".to_owned(),
            Value::String(_) | Value::Integer(_) if wants("array") => {
                format!("write it as a list: {}", shown(&format!("[{source}]")))
            }
            _ => return problem,
        };
        problem.with_help(help)
    }

    pub(super) fn not_allowed(&self, path: &[Segment], node: &Node, options: &[Json]) -> Problem {
        let words: Vec<String> = options.iter().map(plain).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = scalar(node);
        let named = found.as_deref().map_or_else(|| node.kind().to_owned(), shown);
        if let [only] = *words {
            return self.at(Code::SchemaValue, path, format!("expected {}, found {named}", shown(only)));
        }
        let problem = self.at(Code::SchemaValue, path, format!("{named} is not an allowed value"));
        let meant = found.and_then(|found| self.similar(&found, &words));
        let list = (words.len() <= 2 * LISTED).then(|| format!("the values are {}", listed(&words)));
        match (meant, list) {
            (Some(meant), Some(list)) => problem.with_help(format!("did you mean {}? {list}", shown(meant))),
            (Some(meant), None) => problem.with_help(format!("did you mean {}?", shown(meant))),
            (None, Some(list)) => problem.with_help(list),
            (None, None) => problem,
        }
    }

    pub(super) fn wrong_format(&self, path: &[Segment], node: &Node, formats: &[&str]) -> Problem {
        const DAY: &str = "`2026-11-03`";
        const TIME: &str = "`2026-11-02T09:14:00Z`";
        let text = node.as_str().unwrap_or_default();
        let has = |format: &str| formats.contains(&format);
        let (what, help) = match (has("date"), has("date-time")) {
            (true, true) => {
                let what = if text.contains(':') { "a date and time" } else { "a date" };
                (what.to_owned(), Some(format!("write a day as {DAY}, or a time with its zone as {TIME}")))
            }
            (true, false) => ("a date".to_owned(), Some(format!("write a day of the calendar as {DAY}"))),
            (false, true) => ("a date and time".to_owned(), Some(format!("write a time with its zone as {TIME}"))),
            (false, false) => (either(&formats.iter().map(|name| format_name(name)).collect::<Vec<_>>()), None),
        };
        let problem = self.at(Code::SchemaFormat, path, format!("{} is not {what}", shown(text)));
        Problem { help, ..problem }
    }

    fn repeated(&self, path: &[Segment], node: &Node, out: &mut Vec<Problem>) {
        let mut first_at = std::collections::BTreeMap::new();
        let before = out.len();
        for (index, item) in node.as_list().into_iter().flatten().enumerate() {
            let Some(first) = first_at.insert(item.to_json().to_string(), index) else { continue };
            let place = |index: usize| [path, &[Segment::Index(index)]].concat();
            let named = scalar(item).map_or_else(|| item.kind().to_owned(), |text| shown(&text));
            let first = self.root.locate(&place(first)).label_span(self.text);
            out.push(
                self.at(Code::SchemaValue, &place(index), format!("{named} is in the list twice"))
                    .with_related(first, "first given here")
                    .with_help("remove one of the two"),
            );
        }
        if out.len() == before {
            out.push(self.at(Code::SchemaValue, path, "an item is in the list twice"));
        }
    }

    fn bad_key(&self, path: &[Segment], node: &Node, error: &ValidationError<'_>) -> Problem {
        let key = error.instance().as_str().unwrap_or_default();
        let what = match error.kind() {
            Kind::Pattern { pattern } => format!("does not match {}", shown(pattern)),
            Kind::MinLength { limit } => format!("has fewer than {limit} characters"),
            Kind::MaxLength { limit } => format!("has more than {limit} characters"),
            Kind::Format { format } => format!("is not {}", format_name(format)),
            _ => "is not allowed here".to_owned(),
        };
        let mut problem = self.at(Code::SchemaValue, path, format!("the key {} {what}", shown(key)));
        if let Some(entry) = node.as_map().and_then(|map| map.entry(key)) {
            problem.span = entry.key_span;
        }
        let help = match error.kind() {
            Kind::Enum { options } => {
                let words: Vec<String> = options.as_array().into_iter().flatten().map(plain).collect();
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                match self.similar(key, &words) {
                    Some(meant) => Some(format!("did you mean {}?", shown(meant))),
                    None => (words.len() <= LISTED).then(|| format!("the keys are {}", listed(&words))),
                }
            }
            _ => self.advice(error),
        };
        Problem { help, ..problem }
    }

    fn other(&self, error: &ValidationError<'_>, path: &[Segment], node: &Node, kind: &Kind) -> Problem {
        let value = scalar(node).map_or_else(|| node.kind().to_owned(), |text| shown(&text));
        let items = node.as_list().map_or(0, <[Node]>::len);
        let keys = node.as_map().map_or(0, crate::document::Map::len);
        let message = match kind {
            Kind::Pattern { pattern } => format!("{value} does not match {}", shown(pattern)),
            Kind::MinLength { limit: 1 } => "an empty string is not allowed".to_owned(),
            Kind::MinLength { limit } => format!("{value} has fewer than {limit} characters"),
            Kind::MaxLength { limit } => format!("{value} has more than {limit} characters"),
            Kind::MinItems { limit: 1 } => "an empty list is not allowed".to_owned(),
            Kind::MinItems { limit } => format!("expected at least {limit} items, found {items}"),
            Kind::MaxItems { limit } => format!("expected at most {limit} items, found {items}"),
            Kind::AdditionalItems { limit } => format!("expected at most {limit} items, found {items}"),
            Kind::MinProperties { limit: 1 } => "an empty mapping is not allowed".to_owned(),
            Kind::MinProperties { limit } => format!("expected at least {limit} keys, found {keys}"),
            Kind::MaxProperties { limit } => format!("expected at most {limit} keys, found {keys}"),
            Kind::Minimum { limit } => format!("{value} is less than {limit}"),
            Kind::Maximum { limit } => format!("{value} is more than {limit}"),
            Kind::ExclusiveMinimum { limit } => format!("{value} is not more than {limit}"),
            Kind::ExclusiveMaximum { limit } => format!("{value} is not less than {limit}"),
            Kind::MultipleOf { multiple_of } => format!("{value} is not a multiple of {multiple_of}"),
            Kind::Contains => "no item of the list is one of those it needs".to_owned(),
            Kind::OneOfMultipleValid { .. } => format!("{value} fits more than one of the allowed forms"),
            Kind::FalseSchema | Kind::Not { .. } => match path.last() {
                Some(Segment::Key(key)) => format!("the value of {} is not allowed here", shown(key)),
                _ => format!("{value} is not allowed here"),
            },
            kind => format!("{value} does not fit the schema's {}", shown(kind.keyword())),
        };
        Problem { help: self.advice(error), ..self.at(Code::SchemaValue, path, message) }
    }

    /// An example or a description, from the schema that was violated.
    fn advice(&self, error: &ValidationError<'_>) -> Option<String> {
        let schema = self.schema_of(error)?;
        if let Some(example) = schema.get("examples").and_then(|examples| examples.get(0)) {
            return Some(format!("for example {}", shown(&plain(example))));
        }
        outline::description(self.schema, schema).map(str::to_owned)
    }

    /// The word that was probably meant.
    fn similar<'w>(&self, word: &str, known: &[&'w str]) -> Option<&'w str> {
        const LONGEST: usize = 64;
        if word.len() > LONGEST {
            return None;
        }
        let bare = |word: &str| word.to_lowercase().replace(['_', '-', ' ', '.'], "");
        let word = bare(word);
        let near = |known: &&'w str| {
            let distance = strsim::damerau_levenshtein(&word, &bare(known));
            (distance <= known.len().min(word.len()) / 3).then_some((distance, *known))
        };
        self.guess(|| known.iter().filter_map(near).min_by_key(|(distance, _)| *distance))?.map(|(_, known)| known)
    }

    fn guess<T>(&self, guess: impl FnOnce() -> T) -> Option<T> {
        let left = self.guesses_left.get().checked_sub(1)?;
        self.guesses_left.set(left);
        Some(guess())
    }
}
