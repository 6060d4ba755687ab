//! The tree as jsonschema sees it, so that no second value is built for it.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{self, JsonNumber, NodeIdentity};
use serde_json::Value as Json;

use crate::document::node::{Entry, Integer, Map, Node, Value};

pub(super) struct Tree;

impl json::Json for Tree {
    type Node<'a> = &'a Node;
    type PreparedKey = Box<str>;
    type StringBuffer = Node;

    // Short mappings are searched through: one pass is cheaper than a search for each key.
    const KEYS_PER_LOOKUP: usize = 4;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut Node, string: &str, f: impl FnOnce(&Node) -> T) -> T {
        buffer.value = Value::String(string.into());
        f(buffer)
    }
}

impl<'a> json::Node<'a, Tree> for &'a Node {
    type Object = &'a Map;
    type Array = &'a [Node];
    type Number = Number;

    fn as_object(&self) -> Option<&'a Map> {
        self.as_map()
    }

    fn as_array(&self) -> Option<&'a [Node]> {
        self.as_list()
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.as_str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Number> {
        match self.value {
            Value::Integer(number) => Some(Number::Integer(number)),
            Value::Float(number) => Some(Number::Float(number)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        if let Value::Bool(value) = self.value { Some(value) } else { None }
    }

    fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    fn json_type(&self) -> JsonType {
        match self.value {
            Value::Null => JsonType::Null,
            Value::Bool(_) => JsonType::Boolean,
            Value::Integer(_) | Value::Float(_) => JsonType::Number,
            Value::String(_) => JsonType::String,
            Value::List(_) => JsonType::Array,
            Value::Map(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Json) -> bool {
        match (&self.value, expected) {
            (Value::String(text), Json::String(expected)) => **text == **expected,
            (Value::Bool(value), Json::Bool(expected)) => value == expected,
            (Value::Null, Json::Null) => true,
            (Value::String(_) | Value::Bool(_) | Value::Null, _) => false,
            _ => json::cmp::equal(&self.to_json(), expected),
        }
    }

    /// What errors carry, and nothing else: `equals_value` and `is_unique` go their own ways. Our words are made from
    /// the tree, but for the names of keys, which are in no tree; and a copy of a whole document for each thing that
    /// it lacks would be a way to fill the memory.
    fn to_value(&self) -> Cow<'a, Json> {
        Cow::Owned(match &self.value {
            Value::String(text) => Json::String(text.chars().take(1024).collect()),
            _ => Json::Null,
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(self).addr()))
    }
}

impl<'a> json::Object<'a, Tree> for &'a Map {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        Map::len(self)
    }

    fn get(&self, key: &Box<str>) -> Option<&'a Node> {
        Map::get(self, key)
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

pub(super) struct Members<'a>(std::slice::Iter<'a, Entry>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|entry| (&*entry.key, &entry.value))
    }
}

impl<'a> json::Array<'a, Tree> for &'a [Node] {
    type Node = &'a Node;
    type ElementsIter = std::slice::Iter<'a, Node>;

    fn len(&self) -> usize {
        <[Node]>::len(self)
    }

    fn elements(&self) -> std::slice::Iter<'a, Node> {
        self.iter()
    }

    fn is_unique(&self) -> bool {
        json::unique::is_unique(&self.iter().map(Node::to_json).collect::<Vec<_>>())
    }
}

pub(super) enum Number {
    Integer(Integer),
    Float(f64),
}

impl JsonNumber for Number {
    fn as_u64(&self) -> Option<u64> {
        if let Self::Integer(number) = self { number.as_u64() } else { None }
    }

    fn as_i64(&self) -> Option<i64> {
        if let Self::Integer(number) = self { number.as_i64() } else { None }
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is asked for")]
    fn as_f64(&self) -> Option<f64> {
        Some(match self {
            Self::Integer(number) => number.as_i128() as f64,
            Self::Float(number) => *number,
        })
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_number().to_string())
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        let number = match self {
            Self::Integer(number) => number.as_u64().map(Into::into).or_else(|| number.as_i64().map(Into::into)),
            Self::Float(number) => serde_json::Number::from_f64(*number),
        };
        // INVARIANT: the tree holds finite numbers of 64 bits, so there is one.
        Cow::Owned(number.unwrap_or_else(|| 0.into()))
    }

    fn is_integer(&self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Float(number) => number.fract() == 0.0,
        }
    }
}
