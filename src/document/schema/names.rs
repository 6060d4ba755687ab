//! The words for kinds, formats and values.

use jsonschema::error::TypeKind;
use serde_json::Value as Json;

use crate::document::node::{Node, Value};
use crate::document::text::shown;

pub(super) fn types(kind: &TypeKind) -> Vec<&'static str> {
    match kind {
        TypeKind::Single(one) => vec![one.as_str()],
        TypeKind::Multiple(several) => several.iter().map(jsonschema::JsonType::as_str).collect(),
    }
}

pub(super) fn type_name(name: &str) -> &str {
    match name {
        "string" => "a string",
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a mapping",
        other => other,
    }
}

pub(super) fn format_name(name: &str) -> &str {
    match name {
        "date" => "a date",
        "time" => "a time with its zone",
        "date-time" => "a date and time",
        "duration" => "an ISO 8601 duration",
        "email" | "idn-email" => "an e-mail address",
        "hostname" | "idn-hostname" => "a host name",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        "uri" | "iri" => "a URI",
        "uri-reference" | "iri-reference" => "a URI or a relative reference",
        "uuid" => "a UUID",
        "regex" => "a regular expression",
        _ => "in the format that is asked for",
    }
}

pub(super) fn truth(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}

pub(super) fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::List(_) | Value::Map(_) => None,
        Value::Null if node.span.is_empty() => None,
        _ => Some(plain(&node.to_json())),
    }
}

pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| shown(word)).collect::<Vec<_>>().join(", ")
}
