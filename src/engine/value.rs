//! Values for the engine, built directly.
//!
//! `regorus::Value::from(serde_json::Value)` answers `Undefined` on any error and takes a map that begins with the key
//! `$serde_json::private::Number` for a number, so that an input can vanish and no rule denies. Nothing here uses it.

use std::{collections::BTreeMap, sync::Arc};

use regorus::Value;

use crate::document::{Node, Value as DocumentValue};

/// A value that a policy can see.
#[derive(Clone, Debug)]
pub struct Data(Value);

impl Data {
    /// Takes over a node of a YAML or JSON document.
    #[must_use]
    pub fn from_node(node: &Node) -> Self {
        Self(node_value(node))
    }

    /// Takes over a JSON value.
    #[must_use]
    pub fn from_json(json: &serde_json::Value) -> Self {
        Self(json_value(json))
    }

    /// An object of the given fields.
    #[must_use]
    pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let fields: BTreeMap<Value, Value> =
            fields.into_iter().map(|(key, value)| (Value::from(key), value.0)).collect();
        Self(Value::from(fields))
    }

    /// A text that others may share.
    #[must_use]
    pub fn text(text: Arc<str>) -> Self {
        Self(Value::String(text))
    }

    /// A list; it takes no more room than its items.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let mut items: Vec<Value> = items.into_iter().map(|item| item.0).collect();
        items.shrink_to_fit();
        Self(Value::from(items))
    }

    /// An object of keys that others may share; of two that are the same the last one holds.
    #[must_use]
    pub fn map(fields: impl IntoIterator<Item = (Self, Self)>) -> Self {
        Self(Value::from(fields.into_iter().map(|(key, value)| (key.0, value.0)).collect::<BTreeMap<_, _>>()))
    }

    /// The text at a key of an object; nothing if there is none.
    #[must_use]
    pub fn text_at(&self, key: &Self) -> Option<&Arc<str>> {
        self.0.as_object().ok()?.get(&key.0)?.as_string().ok()
    }

    /// The same value as JSON, keys sorted.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        to_json(&self.0)
    }

    pub(super) fn into_inner(self) -> Value {
        self.0
    }
}

fn node_value(node: &Node) -> Value {
    match &node.value {
        DocumentValue::Null => Value::Null,
        DocumentValue::Bool(boolean) => Value::from(*boolean),
        DocumentValue::Integer(integer) => {
            integer.as_i64().map_or_else(|| Value::from(integer.as_u64().unwrap_or_default()), Value::from)
        }
        DocumentValue::Float(float) => Value::from(*float),
        DocumentValue::String(text) => Value::String(Arc::clone(text)),
        DocumentValue::List(items) => Value::from(items.iter().map(node_value).collect::<Vec<_>>()),
        DocumentValue::Map(map) => Value::from(
            map.iter()
                .map(|entry| (Value::String(Arc::clone(&entry.key)), node_value(&entry.value)))
                .collect::<BTreeMap<_, _>>(),
        ),
    }
}

fn json_value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(boolean) => Value::from(*boolean),
        serde_json::Value::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or_else(|| number.as_u64().map(Value::from))
            .or_else(|| number.as_f64().map(Value::from))
            .unwrap_or(Value::Null),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => Value::from(items.iter().map(json_value).collect::<Vec<_>>()),
        serde_json::Value::Object(fields) => Value::from(
            fields
                .iter()
                .map(|(key, value)| (Value::from(key.as_str()), json_value(value)))
                .collect::<BTreeMap<_, _>>(),
        ),
    }
}

/// What a policy returned, as JSON. Sets become lists in the engine's order; a key that is no string becomes its text.
pub(super) fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Undefined => serde_json::Value::Null,
        Value::Bool(boolean) => serde_json::Value::from(*boolean),
        Value::Number(number) => number
            .as_i64()
            .map(serde_json::Value::from)
            .or_else(|| number.as_u64().map(serde_json::Value::from))
            .or_else(|| number.as_f64().map(serde_json::Value::from))
            .unwrap_or_else(|| serde_json::Value::from(number.format_decimal())),
        Value::String(text) => serde_json::Value::from(&**text),
        Value::Array(items) => items.iter().map(to_json).collect(),
        Value::Set(items) => items.iter().map(to_json).collect(),
        Value::Object(fields) => serde_json::Value::Object(
            fields
                .iter()
                .map(|(key, value)| {
                    let key = key.as_string().map_or_else(|_| key.to_string(), |text| text.to_string());
                    (key, to_json(value))
                })
                .collect(),
        ),
    }
}
