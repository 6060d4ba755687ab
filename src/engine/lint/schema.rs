//! Reads types out of JSON Schemas.

use std::{collections::BTreeMap, rc::Rc};

use serde_json::Value;

use super::types::{Field, Object, Type};

/// A schema, with the types of its definitions that were read already.
pub(super) struct Reader {
    root: Value,
    /// By pointer; nothing while a definition is being read, which ends recursive ones.
    known: BTreeMap<String, Option<Type>>,
}

impl Reader {
    /// Takes a schema's text. One that is no JSON describes anything.
    pub(super) fn new(text: &str) -> Self {
        Self { root: serde_json::from_str(text).unwrap_or(Value::Bool(true)), known: BTreeMap::new() }
    }

    /// The type of a whole document.
    pub(super) fn document(&mut self) -> Type {
        let root = self.root.clone();
        self.read(&root)
    }

    /// The type of a definition in `$defs`.
    pub(super) fn definition(&mut self, name: &str) -> Type {
        self.reference(&format!("#/$defs/{name}"))
    }

    fn reference(&mut self, reference: &str) -> Type {
        match self.known.get(reference) {
            Some(Some(known)) => return known.clone(),
            Some(None) => return Type::any(),
            None => {}
        }
        let Some(target) = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer)).cloned() else {
            return Type::any();
        };
        self.known.insert(reference.to_owned(), None);
        let read = self.read(&target);
        self.known.insert(reference.to_owned(), Some(read.clone()));
        read
    }

    fn read(&mut self, schema: &Value) -> Type {
        let Value::Object(words) = schema else { return Type::any() };
        if let Some(reference) = words.get("$ref").and_then(Value::as_str) {
            return self.reference(reference);
        }
        if let Some(values) = words.get("enum").and_then(Value::as_array) {
            return values.iter().fold(Type::default(), |all, value| all.join(&of_constant(value)));
        }
        if let Some(value) = words.get("const") {
            return of_constant(value);
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(branches) = words.get(key).and_then(Value::as_array) {
                return branches.iter().fold(Type::default(), |all, branch| all.join(&self.read(branch)));
            }
        }
        match words.get("type") {
            Some(Value::String(name)) => self.of_kind(name, schema),
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .fold(Type::default(), |all, name| all.join(&self.of_kind(name, schema))),
            _ if words.contains_key("properties") => self.of_kind("object", schema),
            _ => Type::any(),
        }
    }

    fn of_kind(&mut self, name: &str, schema: &Value) -> Type {
        match name {
            "null" => Type::null(),
            "boolean" => Type::boolean(),
            "number" | "integer" => Type::number(),
            "string" => match schema.get("format").and_then(Value::as_str) {
                Some("date" | "date-time") => Type::moment(),
                _ => Type::text(),
            },
            "array" => Type::array(schema.get("items").map_or_else(Type::any, |items| self.read(items))),
            "object" => self.object(schema),
            _ => Type::any(),
        }
    }

    fn object(&mut self, schema: &Value) -> Type {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let mut fields = BTreeMap::new();
        for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let field = Field { value: self.read(property), is_required: required.contains(&key.as_str()) };
            fields.insert(Rc::from(key.as_str()), field);
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let mut rest = match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) | None => Some(Type::any()),
            Some(schema) => Some(self.read(schema)),
        };
        for (_, pattern) in patterns.into_iter().flatten() {
            let value = self.read(pattern);
            rest = Some(rest.map_or_else(|| value.clone(), |rest| rest.join(&value)));
        }
        Type::object(Object { fields, rest, is_table: false })
    }
}

/// The type that only one value has; of numbers and booleans, their kind.
pub(super) fn of_constant(value: &Value) -> Type {
    match value {
        Value::Null => Type::null(),
        Value::Bool(_) => Type::boolean(),
        Value::Number(_) => Type::number(),
        Value::String(text) => Type::words([text.as_str()]),
        Value::Array(items) => Type::tuple(items.iter().map(of_constant).collect()),
        Value::Object(fields) => Type::record(fields.iter().map(|(key, value)| (key.as_str(), of_constant(value)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_gives_fields_words_moments_and_free_keys() {
        let mut reader = Reader::new(
            r##"{"type": "object", "additionalProperties": false, "required": ["id"], "properties": {
                "id": {"$ref": "#/$defs/id"}, "at": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
                "state": {"enum": ["open", "closed"]},
                "labels": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
                "self": {"$ref": "#/$defs/node"}},
              "$defs": {"id": {"type": "string"}, "node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}}}}"##,
        );
        let document = reader.document();
        let object = document.object.unwrap();
        let field = |name: &str| object.fields.get(name).unwrap().clone();
        assert_eq!((field("id").value, field("id").is_required), (Type::text(), true));
        assert_eq!((field("at").value, field("at").is_required), (Type::moment().join(&Type::null()), false));
        assert_eq!(field("state").value, Type::words(["closed", "open"]));
        assert_eq!(field("labels").value, Type::map(Type::text().join(&Type::number())));
        assert!(object.rest.is_none());
        // A definition that names itself is anything below the first round.
        let node = field("self").value.object.unwrap();
        assert!(node.fields.get("next").unwrap().value.any);
    }
}
