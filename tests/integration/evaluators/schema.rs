//! Strategies for documents, read from their JSON Schema: a field that is added there is generated here.

use std::{cell::RefCell, collections::BTreeSet};

use proptest::{collection::vec, prelude::*, sample::select, strategy::Union};
use serde_json::{Map, Value};

use super::{leaves, pool::Pool};

/// How deep a document gets, should a schema refer to itself.
const DEEPEST: usize = 12;

/// A place of a document by its schema, `plan.actions[].type`, and the values that fit it.
pub(super) type Field = (String, BoxedStrategy<Value>);

/// A schema, being turned into strategies.
pub(super) struct Walk<'a> {
    root: Value,
    pool: &'a Pool,
    fields: RefCell<Vec<Field>>,
}

/// The documents that fit a schema, and each field that they can have with its values.
pub(super) fn strategies(schema: &str, pool: &Pool) -> (BoxedStrategy<Value>, Vec<Field>) {
    let root: Value = serde_json::from_str(schema).unwrap();
    let walk = Walk { root, pool, fields: RefCell::default() };
    let documents = walk.of(&walk.root, "", 0);
    let mut fields = walk.fields.into_inner();
    let mut seen = BTreeSet::new();
    fields.retain(|(path, _)| seen.insert(path.clone()));
    (documents, fields)
}

impl Walk<'_> {
    /// Puts what a reference leads to, and all of `allOf`, into the schema itself; what stands beside it wins.
    fn resolved(&self, schema: &Value) -> Map<String, Value> {
        let own = schema.as_object().cloned().unwrap_or_default();
        let mut resolved = Map::new();
        if let Some(reference) = own.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(reference.trim_start_matches('#'));
            let target = target.unwrap_or_else(|| panic!("`{reference}` leads nowhere"));
            resolved = self.resolved(target);
        }
        for part in own.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            merge(&mut resolved, self.resolved(part));
        }
        merge(&mut resolved, own);
        for done in ["$ref", "allOf"] {
            resolved.remove(done);
        }
        resolved
    }

    fn of(&self, schema: &Value, path: &str, depth: usize) -> BoxedStrategy<Value> {
        if schema.is_boolean() || depth > DEEPEST {
            return leaves::anything();
        }
        let mut schema = self.resolved(schema);
        for name in ["anyOf", "oneOf"] {
            if let Some(Value::Array(choices)) = schema.remove(name) {
                let choices = choices.iter().map(|choice| {
                    let mut one = schema.clone();
                    merge(&mut one, self.resolved(choice));
                    self.of(&one.into(), path, depth)
                });
                return Union::new(choices.collect::<Vec<_>>()).boxed();
            }
        }
        if let (Some(condition), Some(then)) = (schema.remove("if"), schema.remove("then")) {
            let mut with = schema.clone();
            merge(&mut with, self.resolved(&condition));
            merge(&mut with, self.resolved(&then));
            schema.remove("else");
            self.rule_out(&condition, &mut schema);
            let (without, with) = (self.of(&schema.into(), path, depth), self.of(&with.into(), path, depth));
            return prop_oneof![4 => without, 1 => with].boxed();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return select(values.clone()).boxed();
        }
        if let Some(value) = schema.get("const") {
            return Just(value.clone()).boxed();
        }
        match schema.get("type").cloned() {
            Some(Value::String(kind)) => self.of_type(&kind, &schema, path, depth),
            Some(Value::Array(kinds)) => {
                let kinds = kinds.iter().map(|kind| self.of_type(kind.as_str().unwrap(), &schema, path, depth));
                Union::new(kinds.collect::<Vec<_>>()).boxed()
            }
            _ if schema.contains_key("properties") => self.object(&schema, path, depth),
            _ => leaves::anything(),
        }
    }

    /// Takes the words that a condition asks for out of the words of a schema, so that the condition does not hold.
    fn rule_out(&self, condition: &Value, schema: &mut Map<String, Value>) {
        for (name, asked) in condition["properties"].as_object().into_iter().flatten() {
            let Some(property) = schema.get_mut("properties").and_then(|properties| properties.get_mut(name)) else {
                continue;
            };
            let mut resolved = self.resolved(property);
            if let (Some(Value::Array(words)), Some(asked)) = (resolved.get_mut("enum"), asked["enum"].as_array()) {
                words.retain(|word| !asked.contains(word));
                *property = resolved.into();
            }
        }
    }

    fn of_type(&self, kind: &str, schema: &Map<String, Value>, path: &str, depth: usize) -> BoxedStrategy<Value> {
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
        match kind {
            "object" => self.object(schema, path, depth),
            "array" => self.array(schema, path, depth),
            "string" => self.text(schema, path),
            "integer" | "number" => {
                let own = leaves::number(kind == "integer", bound("minimum"), bound("maximum"));
                self.or_known(own, path, |known| known.is_number())
            }
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "null" => Just(Value::Null).boxed(),
            other => panic!("`{path}` has the type `{other}`"),
        }
    }

    fn object(&self, schema: &Map<String, Value>, path: &str, depth: usize) -> BoxedStrategy<Value> {
        let required: BTreeSet<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut names = Vec::new();
        let mut values: Vec<BoxedStrategy<Option<Value>>> = Vec::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let strategy = self.of(property, &path, depth + 1);
            self.fields.borrow_mut().push((path, strategy.clone()));
            names.push(name.clone());
            values.push(if required.contains(name.as_str()) {
                strategy.prop_map(Some).boxed()
            } else {
                prop::option::weighted(if depth == 0 { 0.35 } else { 0.6 }, strategy).boxed()
            });
        }
        let known = values.prop_map(move |values| {
            let fields = names.iter().cloned().zip(values);
            fields.filter_map(|(name, value)| Some((name, value?))).collect::<Map<_, _>>()
        });
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => known.prop_map(Value::Object).boxed(),
            None if schema.contains_key("properties") => known.prop_map(Value::Object).boxed(),
            others => {
                let values = self.of(others.unwrap_or(&Value::Bool(true)), &format!("{path}.*"), depth + 1);
                let others = vec(("[a-z]{1,4}", values), 0..3);
                (known, others)
                    .prop_map(|(mut known, others)| {
                        known.extend(others);
                        Value::Object(known)
                    })
                    .boxed()
            }
        }
    }

    fn array(&self, schema: &Map<String, Value>, path: &str, depth: usize) -> BoxedStrategy<Value> {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
        let least = bound("minItems").unwrap_or(0);
        let most = bound("maxItems").unwrap_or(least + 3).max(least);
        let is_unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let path = format!("{path}[]");
        let item = self.of(schema.get("items").unwrap_or(&Value::Bool(true)), &path, depth + 1);
        self.fields.borrow_mut().push((path, item.clone()));
        let items = vec(item.clone(), least..=most);
        let items = if bound("maxItems").is_none() && depth < 3 {
            prop_oneof![40 => items, 1 => vec(item, 12..25)].boxed()
        } else {
            items.boxed()
        };
        items
            .prop_map(move |items| {
                let mut kept: Vec<Value> = Vec::new();
                for item in items {
                    if !is_unique || !kept.contains(&item) {
                        kept.push(item);
                    }
                }
                kept.into()
            })
            .boxed()
    }

    fn text(&self, schema: &Map<String, Value>, path: &str) -> BoxedStrategy<Value> {
        let length =
            |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|length| usize::try_from(length).ok());
        let (shortest, longest) = (length("minLength").unwrap_or(0), length("maxLength"));
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            let own = leaves::matching(pattern, longest);
            return self.or_known(own, path, Value::is_string);
        }
        match schema.get("format").and_then(Value::as_str) {
            Some("date") => self.or_known(leaves::day(), path, is_day),
            Some("date-time") => self.or_known(leaves::instant(), path, |known| known.is_string() && !is_day(known)),
            _ => {
                let names: Vec<Value> = self.pool.names().iter().map(|name| name.as_str().into()).collect();
                let own = prop_oneof![3 => select(names), 2 => leaves::text(shortest, longest)].boxed();
                self.or_known(own, path, |known| known.as_str().is_some_and(|text| text.chars().count() >= shortest))
            }
        }
    }

    /// Values of the fixtures at this path as often as others.
    fn or_known(&self, own: BoxedStrategy<Value>, path: &str, fits: impl Fn(&Value) -> bool) -> BoxedStrategy<Value> {
        let known: Vec<Value> = self.pool.at(path).iter().filter(|value| fits(value)).cloned().collect();
        if known.is_empty() { own } else { prop_oneof![1 => select(known), 1 => own].boxed() }
    }
}

fn is_day(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() == 10)
}

/// Merges one schema into another: properties one by one, what is required together, all else by the later one.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(known)), Value::Object(new)) if key == "properties" => {
                for (name, new) in new {
                    match (known.get_mut(&name), new) {
                        (Some(Value::Object(known)), Value::Object(new)) => merge(known, new),
                        (_, new) => drop(known.insert(name, new)),
                    }
                }
            }
            (Some(Value::Array(known)), Value::Array(new)) if key == "required" => known.extend(new),
            (_, value) => drop(into.insert(key, value)),
        }
    }
}

#[test]
fn every_keyword_of_the_schemas_is_understood() {
    const UNDERSTOOD: [&str; 24] = [
        "$schema",
        "$id",
        "$defs",
        "$ref",
        "title",
        "description",
        "examples",
        "default",
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "uniqueItems",
        "minItems",
        "maxItems",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
    ];
    const CHOICES: [&str; 5] = ["anyOf", "oneOf", "allOf", "if", "then"];
    fn walk(schema: &Value, is_map: bool) {
        for (key, value) in schema.as_object().into_iter().flatten() {
            assert!(is_map || UNDERSTOOD.contains(&key.as_str()) || CHOICES.contains(&key.as_str()), "`{key}`");
            match key.as_str() {
                _ if is_map => walk(value, false),
                "properties" | "$defs" => walk(value, true),
                "enum" | "const" | "examples" | "default" => {}
                _ => {
                    walk(value, false);
                    value.as_array().into_iter().flatten().for_each(|part| walk(part, false));
                }
            }
        }
    }
    for name in ["finding", "access-review"] {
        let path = crate::common::root().join(format!("schemas/{name}.v1.schema.json"));
        walk(&serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(), false);
    }
}
