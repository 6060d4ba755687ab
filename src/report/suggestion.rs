//! The lines of YAML that a manifest lacks.

use serde_json::{Map, Value};

use crate::document::Segment;

/// What to write for a missing path, as YAML; `value` where it is known and simple, else an ellipsis.
pub(super) fn missing_yaml(missing: &[Segment], value: Option<&Value>) -> Option<String> {
    let leaf = match value {
        Some(simple @ (Value::Number(_) | Value::Bool(_))) => simple.clone(),
        // A text with blanks describes what is expected; one without is a value: a date, an id, a word.
        Some(Value::String(text)) if !text.contains(char::is_whitespace) => Value::from(text.as_str()),
        _ => Value::from("…"),
    };
    let nested = missing.iter().rev().fold(leaf, |inner, segment| match segment {
        Segment::Key(key) => Value::Object(Map::from_iter([(key.to_string(), inner)])),
        Segment::Index(_) => Value::Array(vec![inner]),
    });
    serde_yaml::to_string(&nested).ok().map(|yaml| yaml.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_path_becomes_nested_yaml() {
        let path = [Segment::Key("due".into()), Segment::Key("date".into())];
        assert_eq!(missing_yaml(&path, Some(&"2026-11-05".into())).unwrap(), "due:\n  date: 2026-11-05");
        assert_eq!(missing_yaml(&path[1..], None).unwrap(), "date: …");
        assert_eq!(missing_yaml(&path[1..], Some(&"the id of a person".into())).unwrap(), "date: …");
    }
}
