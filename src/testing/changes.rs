//! Changes a document by path, before a case judges it.

use serde_json::Value;

use crate::document::{Path, Segment};

/// Puts a value at a path; what is missing on the way is created.
///
/// # Errors
///
/// In words: a part of the path leads into something that is neither a mapping nor a list, or past the end of a list.
pub(super) fn set(document: &mut Value, path: &Path, value: Value) -> Result<(), String> {
    let mut at = document;
    for (depth, segment) in path.iter().enumerate() {
        if at.is_null() {
            *at = match segment {
                Segment::Key(_) => Value::Object(serde_json::Map::new()),
                Segment::Index(_) => Value::Array(Vec::new()),
            };
        }
        let here = || path.iter().take(depth).cloned().collect::<Path>();
        at = match (at, segment) {
            (Value::Object(fields), Segment::Key(key)) => fields.entry(key.to_string()).or_insert(Value::Null),
            (Value::Array(items), Segment::Index(index)) => {
                let count = items.len();
                if *index == count {
                    items.push(Value::Null);
                }
                items.get_mut(*index).ok_or_else(|| format!("the list at `{}` has {count} entries", here()))?
            }
            (_, Segment::Key(_)) => return Err(format!("there is no mapping at `{}`", here())),
            (_, Segment::Index(_)) => return Err(format!("there is no list at `{}`", here())),
        };
    }
    *at = value;
    Ok(())
}

/// Takes away what is at a path. Returns whether there was something.
pub(super) fn remove(document: &mut Value, path: &Path) -> bool {
    let Some((last, before)) = path.split_last() else { return false };
    let parent = before.iter().try_fold(document, |at, segment| match (at, segment) {
        (Value::Object(fields), Segment::Key(key)) => fields.get_mut(&**key),
        (Value::Array(items), Segment::Index(index)) => items.get_mut(*index),
        _ => None,
    });
    match (parent, last) {
        (Some(Value::Object(fields)), Segment::Key(key)) => fields.shift_remove(&**key).is_some(),
        (Some(Value::Array(items)), Segment::Index(index)) if *index < items.len() => {
            items.remove(*index);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(text: &str) -> Path {
        Path::parse(text).unwrap()
    }

    #[test]
    fn values_are_put_in_and_taken_out_by_path() {
        let mut document = json!({"a": {"b": 1}, "list": [1, {"x": 2}]});
        set(&mut document, &path("a.b"), json!(2)).unwrap();
        set(&mut document, &path("new.deep[0].key"), json!("v")).unwrap();
        set(&mut document, &path("list[1].x"), json!(3)).unwrap();
        set(&mut document, &path("list[2]"), json!(4)).unwrap();
        assert!(remove(&mut document, &path("list[0]")));
        assert_eq!(document, json!({"a": {"b": 2}, "list": [{"x": 3}, 4], "new": {"deep": [{"key": "v"}]}}));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut document = json!({"a": 1, "list": [1]});
        assert_eq!(set(&mut document, &path("a.b"), json!(2)).unwrap_err(), "there is no mapping at `a`");
        assert_eq!(set(&mut document, &path("list.b"), json!(2)).unwrap_err(), "there is no mapping at `list`");
        assert_eq!(set(&mut document, &path("list[5]"), json!(2)).unwrap_err(), "the list at `list` has 1 entries");
        assert!(!remove(&mut document, &path("a.b")) && !remove(&mut document, &path("list[1]")));
        assert_eq!(document, json!({"a": 1, "list": [1]}));
    }
}
