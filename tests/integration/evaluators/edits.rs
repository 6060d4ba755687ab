//! Changes of a document: values put in by their schema, parts taken out, doubled, copied to another place, or retyped.

use proptest::{prelude::*, strategy::Union};
use serde_json::{Map, Value};

use super::{leaves, schema::Field};

/// One change. Numbers choose among what the document has.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Puts a value at a path; of a list it takes the entry that the number chooses, or adds one.
    Put(String, u8, Value),
    /// Takes a part out.
    Remove(u16),
    /// Doubles an entry of a list.
    Double(u16),
    /// Copies one text over another, a moment over a moment, so that people, ids and times of one place appear in another.
    Copy(u16, u16),
    /// Puts a value that the schema may not allow.
    Retype(u16, Value),
}

/// Changes that put in what the schema allows.
pub(super) fn puts(fields: &[Field]) -> BoxedStrategy<Edit> {
    let puts = fields.iter().map(|(path, values)| {
        let path = path.clone();
        (any::<u8>(), values.clone()).prop_map(move |(entry, value)| Edit::Put(path.clone(), entry, value)).boxed()
    });
    Union::new(puts.collect::<Vec<_>>()).boxed()
}

/// Changes that need no schema; few leave a document that does not fit one.
pub(super) fn moves() -> BoxedStrategy<Edit> {
    prop_oneof![
        3 => any::<u16>().prop_map(Edit::Remove),
        1 => any::<u16>().prop_map(Edit::Double),
        3 => (any::<u16>(), any::<u16>()).prop_map(|(from, to)| Edit::Copy(from, to)),
    ]
    .boxed()
}

/// Changes of type.
pub(super) fn retypes() -> BoxedStrategy<Edit> {
    (any::<u16>(), leaves::retyped()).prop_map(|(at, value)| Edit::Retype(at, value)).boxed()
}

impl Edit {
    /// Applies the change; one that does not fit the document does nothing.
    pub(super) fn apply(&self, document: &mut Value) {
        match self {
            Self::Put(path, entry, value) => put(document, path, usize::from(*entry), value),
            Self::Remove(at) => {
                if let Some(pointer) = chosen(document, *at, |_| true) {
                    remove(document, &pointer);
                }
            }
            Self::Double(at) => {
                if let Some(pointer) =
                    chosen(document, *at, |value| value.as_array().is_some_and(|list| !list.is_empty()))
                    && let Some(Value::Array(items)) = document.pointer_mut(&pointer)
                {
                    items.push(items[usize::from(*at) % items.len()].clone());
                }
            }
            Self::Copy(from, to) => {
                let from = chosen(document, *from, Value::is_string).and_then(|from| document.pointer(&from).cloned());
                let Some(value) = from else { return };
                let to = chosen(document, *to, |other| other.is_string() && is_moment(other) == is_moment(&value));
                if let Some(to) = to.and_then(|to| document.pointer_mut(&to)) {
                    *to = value;
                }
            }
            Self::Retype(at, value) => {
                let at = chosen(document, *at, |_| true);
                if let Some(place) = at.and_then(|at| document.pointer_mut(&at)) {
                    *place = value.clone();
                }
            }
        }
    }
}

/// Whether a text is a day or an instant, by its look.
fn is_moment(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("20") && text.get(4..5) == Some("-"))
}

/// Takes out what is at a JSON pointer.
pub(super) fn remove(document: &mut Value, pointer: &str) {
    let Some((above, key)) = pointer.rsplit_once('/') else { return };
    match document.pointer_mut(above) {
        Some(Value::Object(fields)) => drop(fields.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
        _ => {}
    }
}

/// The JSON pointers of all values below the root.
pub(super) fn places(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather(document, "", &mut found);
    found.retain(|pointer| !pointer.is_empty());
    found
}

/// The JSON pointer of one of the values below the root that fit.
fn chosen(document: &Value, number: u16, fits: impl Fn(&Value) -> bool) -> Option<String> {
    let mut found = places(document);
    found.retain(|pointer| document.pointer(pointer).is_some_and(&fits));
    let count = found.len().max(1);
    found.into_iter().nth(usize::from(number) % count)
}

fn gather(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                gather(value, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn put(into: &mut Value, path: &str, entry: usize, value: &Value) {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let name = key.trim_end_matches("[]");
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let Value::Object(fields) = into else { return };
    let mut below = fields.entry(name).or_insert(Value::Null);
    if key.ends_with("[]") {
        if !below.is_array() {
            *below = Value::Array(Vec::new());
        }
        let Value::Array(items) = below else { return };
        // A new entry would lack what it needs, so a part of one goes into one that is there.
        let at = if rest.is_some() && !items.is_empty() { entry % items.len() } else { entry % (items.len() + 1) };
        if at == items.len() {
            items.push(Value::Null);
        }
        below = &mut items[at];
    }
    match rest {
        None => *below = value.clone(),
        Some(rest) => put(below, rest, entry, value),
    }
}

#[test]
fn changes_change_what_they_name() {
    let mut document = serde_json::json!({"a": {"b": "x"}, "list": [{"c": "y"}]});
    Edit::Put("list[].d".to_owned(), 0, 1.into()).apply(&mut document);
    Edit::Put("list[]".to_owned(), 1, serde_json::json!({"c": 2})).apply(&mut document);
    Edit::Put("new.deep".to_owned(), 0, 3.into()).apply(&mut document);
    assert_eq!(
        document,
        serde_json::json!({"a": {"b": "x"}, "list": [{"c": "y", "d": 1}, {"c": 2}], "new": {"deep": 3}})
    );
    Edit::Double(0).apply(&mut document);
    Edit::Copy(1, 0).apply(&mut document);
    Edit::Remove(0).apply(&mut document);
    assert_eq!(
        document,
        serde_json::json!({"list": [{"c": "y", "d": 1}, {"c": 2}, {"c": "y", "d": 1}], "new": {"deep": 3}})
    );
    Edit::Retype(0, Value::Null).apply(&mut document);
    assert_eq!(document["list"], Value::Null);
}
